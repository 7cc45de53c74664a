"""审核统计: what was counted, by rule and department, and the findings as a file."""

from collections import Counter
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import Entry
from departments.models import Department, Role
from departments.services import save_department
from indicators import services, store
from projects.models import BudgetYear, Target
from reviews import counting, findings, findings_file, statistics
from reviews.models import CheckSettings, Counted
from tests.conftest import make_user


@pytest.fixture
def below(office) -> Department:
    return save_department(
        department=Department(code="003", name="下属中心", parent=office)
    )


@pytest.fixture
def counted(office, year, people) -> None:
    call_command("count_findings", stdout=StringIO())


def project(year, department, name: str, **cells) -> Target:
    """With one indicator, which says what the year's empty form does not."""
    target = services.create_project_target(
        year=year, department=department, actor=None, name=name
    )
    values = {"tier3": "走访户数", "value": "≥20户", **cells}
    target.indicators.filter(position=0).update(value_kind="number", **values)
    return target


def figures(client, **query) -> statistics.Statistics:
    answer = client.get("/statistics/", query)
    assert answer.status_code == 200
    return answer.context["found"]


def test_every_target_is_counted_as_it_is_found_alone(counted):
    """A whole department in one look finds what each target's own page finds."""
    visited = 0
    for target in Target.objects.with_names():
        report = findings.report_on(target, store.load(target))
        kept = target.counted
        assert kept.by_rule == Counter(f.check for f in report.findings)
        assert kept.by_severity == findings.counts(report)
        assert [f["message"] for f in kept.findings] == [
            f.message for f in report.findings
        ]
        visited += len(report.findings)
    assert visited > 100


def test_the_page_says_which_rules_trip_and_where(as_user, counted, office):
    found = figures(as_user("caizheng"))
    assert found.targets == found.counted == 5
    assert found.stale == 0
    wrong_year = next(r for r in found.rules if r.check.id == "C24")
    assert (wrong_year.findings, wrong_year.targets.part) == (4, 4)
    assert wrong_year.targets.percent == 80.0
    assert found.rules[0].findings == max(r.findings for r in found.rules)
    [line] = found.departments
    assert line.department == office
    assert line.severities == found.severities
    assert sum(found.severities.values()) == sum(r.findings for r in found.rules)


def test_quantified_is_what_the_grammar_reads_as_a_number_or_a_date(
    as_user, year, office
):
    """Rows without a value are neither."""
    rows = store.Indicator.objects.filter(target__department=office).exclude(value="")
    rows = rows.exclude(value=None)
    found = figures(as_user("caizheng")).quantified
    assert found.whole == rows.count() > 20
    assert found.part == sum(row.value_kind != "text" for row in rows)
    before = found.part
    project(year, office, "走访慰问")
    found = figures(as_user("caizheng")).quantified
    assert found.part == before + 1


def test_a_department_is_chosen_with_those_below_it(
    as_user, year, office, below, elsewhere
):
    project(year, below, "下属项目")
    project(year, elsewhere, "别处项目")
    call_command("count_findings", stdout=StringIO())
    everything = figures(as_user("admin"))
    assert everything.targets == 7
    assert {line.department for line in everything.departments} == {
        office,
        below,
        elsewhere,
    }
    assert figures(as_user("admin"), department="001").targets == 6
    assert figures(as_user("admin"), department="003").targets == 1
    # What somebody may not see is no part of the sums, nor of the choice.
    assert figures(as_user("caizheng")).targets == 6
    assert figures(as_user("caizheng"), department="002").targets == 6
    assert figures(as_user("foreign_reviewer")).targets == 1


def test_another_year_has_its_own_figures(as_user, year, counted):
    BudgetYear.objects.create(year=2022, scheme=year.scheme)
    assert figures(as_user("admin")).targets == 0
    assert figures(as_user("admin"), year=2021).targets == 5
    assert figures(as_user("admin"), year="abc").targets == 0


def test_who_sees_one_department_alone_has_no_such_page(as_user, people, elsewhere):
    for name in ("tianbao", "nobody"):
        assert as_user(name).get("/statistics/").status_code == 403
        assert as_user(name).get("/statistics/export/").status_code == 403
        assert as_user(name).post("/statistics/recount/").status_code == 403
        assert "/statistics/" not in as_user(name).get("/").content.decode()
    assert "/statistics/" in as_user("chushen").get("/").content.decode()
    # A filler of two departments sees several.
    people["tianbao"].memberships.create(department=elsewhere, role=Role.FILLER)
    assert as_user("tianbao").get("/statistics/").status_code == 200


def test_the_number_of_queries_does_not_grow(as_user, year, office, below):
    """The session and the user, the menu, the form, and four for the figures."""
    client = as_user("caizheng")
    client.get("/statistics/")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert figures(client).targets
        return len(found)

    call_command("count_findings", stdout=StringIO())
    before = queries()
    for i in range(6):
        project(year, below, f"项目{i}")
        project(year, office, f"项目{i}")
    call_command("count_findings", stdout=StringIO())
    assert figures(client).counted == 17
    assert queries() == before


def test_what_was_changed_since_is_said_and_counted_anew(
    as_user, people, counted, target
):
    client = as_user("caizheng")
    document = store.load(target)
    services.save_target(
        target=target, actor=people["tianbao"], version=1, document=document
    )
    page = client.get("/statistics/").content.decode()
    assert "1 份绩效目标在上次检查以后新建或改过" in page
    answer = client.post("/statistics/recount/?year=2021", follow=True)
    # Its neighbours with it: some rules compare them.
    assert "已重新检查 5 份绩效目标" in answer.content.decode()
    assert figures(client).stale == 0


def test_other_settings_make_the_figures_old(as_user, year, counted):
    assert figures(as_user("admin")).stale == 0
    CheckSettings.objects.create(year=year, data={"severities": {"C24": "off"}})
    assert figures(as_user("admin")).stale == 5
    counting.refresh(Target.objects.all())
    found = figures(as_user("admin"))
    assert found.stale == 0
    assert "C24" not in [rule.check.id for rule in found.rules]


def test_the_count_stops_at_the_department_that_is_enough(year, office, elsewhere):
    project(year, elsewhere, "别处项目")
    assert counting.refresh(Target.objects.all(), most=1) == 5
    assert counting.refresh(Target.objects.all(), most=1) == 1
    assert counting.refresh(Target.objects.all(), most=1) == 0


def test_the_command(year, office):
    said = StringIO()
    call_command("count_findings", year=2021, stdout=said)
    call_command("count_findings", stdout=said)
    call_command("count_findings", "--all", stdout=said)
    assert said.getvalue().split() == ["已检查", "5", "份绩效目标"] + [
        "已检查",
        "0",
        "份绩效目标",
        "已检查",
        "5",
        "份绩效目标",
    ]
    with pytest.raises(CommandError, match="没有预算年度 1999"):
        call_command("count_findings", year=1999)


def rows_of(answer) -> list[dict]:
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    while rows[0][0] != "部门":
        del rows[0]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_findings_are_a_file_and_text_stays_text(
    as_user, people, counted, year, elsewhere
):
    project(year, elsewhere, "别处项目")
    target = Target.objects.get(project__name="村级组织经费")
    target.indicators.filter(position=5).update(value="=推动发展")
    counting.refresh(Target.objects.all())
    counting.recount(year=year, department=target.department)
    rows = rows_of(as_user("caizheng").get("/statistics/export/"))
    total = sum(sum(row.by_rule.values()) for row in Counted.objects.all())
    assert 0 < len(rows) < total
    assert {row["部门"] for row in rows} == {"某街道办事处"}
    [wrong] = [
        row
        for row in rows
        if row["绩效目标"] == "村级组织经费" and row["规则"] == "C24"
    ]
    assert wrong["单元格"] == "时效指标 第1行 指标值"
    assert wrong["程度"] == "错误"
    assert wrong["原文"] == "2020年12月底前"
    assert "请改为2021年" in wrong["疑点和改法"]
    assert wrong["审核内容"]
    assert wrong["状态"] == "草稿"
    assert any(row["原文"] == "=推动发展" for row in rows)
    entry = Entry.objects.filter(action="export").last()
    assert entry.subject == "findings"
    assert entry.actor == people["caizheng"]


def test_a_file_that_would_be_too_long_says_so(as_user, counted, monkeypatch):
    monkeypatch.setattr(findings_file, "MOST_ROWS", 10)
    answer = as_user("caizheng").get("/statistics/export/")
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    whole = sum(sum(row.by_rule.values()) for row in Counted.objects.all())
    assert f"没有导出完：共 {whole} 处疑点，这里是前 10 处" in sheet["A3"].value
    assert sheet.max_row == 4 + 10


def test_the_findings_of_one_target_are_a_file_without_any_count(as_user, target):
    answer = as_user("chushen").get(f"/targets/{target.pk}/check/export/")
    assert ".xlsx" in answer["Content-Disposition"]
    rows = rows_of(answer)
    report = findings.report_on(target, store.load(target))
    assert len(rows) == len(report.findings)
    assert Entry.objects.of(target.subject).first().action == "export"


def test_a_role_over_a_tree_sees_the_page(office, below):
    head = make_user("head", Role.HEAD, office)
    assert statistics.departments_seen(head).count() == 2
