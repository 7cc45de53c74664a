"""送审 and the automatic checks: errors are mended, warnings mended or answered."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from departments.models import Department, User
from indicators import store
from indicators.services import create_project_target
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Status, Target
from reviews import answers, findings, flow, gate
from reviews.checks import base
from reviews.models import CheckSettings, FindingAnswer
from sheets.sheet import Indicator, Overall, Task

from .steps import FIRST, put, step

REASON = "本项经费按县里的老办法核定，没有文号"
# An empty basis of the office's: a warning, and nothing else.
VAGUE = "工作经验"


def change(target: Target, **values) -> Target:
    sheet = replace(store.load_sheet(target), **values)
    store.save(target=target, document=sheet)
    return target


def row(target: Target, index: int, **cells) -> Target:
    rows = list(store.load_sheet(target).indicators)
    rows[index] = replace(rows[index], **cells)
    return change(target, indicators=tuple(rows))


def report_of(target: Target) -> findings.TargetReport:
    return findings.report_on(target, store.load(target))


def open_of(target: Target) -> list[tuple[str, str]]:
    """(check, path) of each warning that wants a reason."""
    return [
        (f.check, f.path) for f in findings.open_warnings(target, report_of(target))
    ]


def give(target: Target, actor: User, reason: str = REASON) -> int:
    """One reason for every warning."""
    report = report_of(target)
    keys = (findings.digest(f, report.document) for f in findings.warnings_in(report))
    return answers.answer(
        target=target,
        actor=actor,
        version=target.version,
        reasons=dict.fromkeys(keys, reason),
    )


@pytest.fixture
def vague(sound) -> Target:
    """One warning, at the basis of the first indicator."""
    return row(sound, 0, basis=VAGUE)


def test_an_error_holds_it_up_and_names_the_cell(people, sound):
    change(sound, code="")
    with pytest.raises(gate.Held) as held:
        step(sound, flow.SUBMIT, people["tianbao"])
    assert "有 1 处错误，请修改" in held.value.message
    assert "警告" not in held.value.message
    assert list(held.value.problems) == ["code"]
    assert "项目编码空着，请填写" in held.value.problems["code"]
    sound.refresh_from_db()
    assert sound.status == Status.DRAFT


@pytest.mark.parametrize(
    ("path", "emptied"),
    [
        ("usage", {"usage": ""}),
        ("goals.0", {"goals": ("", "")}),
        ("plan.3", {"plan": ()}),
        ("indicators.0.tier3", {"indicators": (Indicator("产出指标", "数量指标"),)}),
    ],
)
def test_an_empty_table_is_held_up(people, sound, path, emptied):
    if "plan" in emptied:
        steps = store.load_sheet(sound).plan
        emptied = {"plan": (replace(steps[0], percent=""), *steps[1:])}
    change(sound, **emptied)
    with pytest.raises(gate.Held) as held:
        step(sound, flow.SUBMIT, people["tianbao"])
    assert path in held.value.problems


def test_an_empty_overall_target_is_held_up(people, overall_target):
    overall = store.load_overall(overall_target)
    emptied = replace(overall, goal=" ", sub_goals=(replace(overall.sub_goals[0]),))
    store.save(target=overall_target, document=emptied)
    with pytest.raises(gate.Held) as held:
        step(overall_target, flow.SUBMIT, people["tianbao"])
    assert "overall.goal" in held.value.problems


def test_a_warning_holds_it_up_until_it_is_answered(people, vague):
    with pytest.raises(gate.Held) as held:
        step(vague, flow.SUBMIT, people["tianbao"])
    assert "有 1 处警告，请修改，或者说明理由" in held.value.message
    assert list(held.value.problems) == ["indicators.0.basis"]
    assert give(vague, people["tianbao"]) == 1
    done = step(vague, flow.SUBMIT, people["tianbao"])
    assert done.status == Status.REVIEW
    [kept] = done.versions.get().answers
    assert (kept["check"], kept["reason"]) == ("C58", REASON)
    assert kept["cell"] == "数量指标 第1行 指标值确定依据"
    assert kept["author"] == str(people["tianbao"])
    assert Entry.objects.of(vague.subject).first().detail["answered"] == 1


def test_hints_hold_up_nobody(people, sound):
    assert {f.severity for f in report_of(sound).findings} == {base.Severity.HINT}
    assert step(sound, flow.SUBMIT, people["tianbao"]).status == Status.REVIEW


def test_a_changed_cell_wants_a_new_answer(people, vague):
    give(vague, people["tianbao"])
    assert open_of(vague) == []
    row(vague, 0, basis="上级政策")
    assert open_of(vague) == [("C58", "indicators.0.basis")]
    # What was answered counts again where it stands again.
    row(vague, 0, basis=VAGUE)
    assert open_of(vague) == []


def test_an_answer_goes_with_its_row_and_not_to_another(people, vague):
    give(vague, people["tianbao"])
    rows = store.load_sheet(vague).indicators
    change(vague, indicators=(rows[1], rows[0], *rows[2:]))
    assert open_of(vague) == []
    row(vague, 0, basis=VAGUE)
    assert open_of(vague) == [("C58", "indicators.0.basis")]


@pytest.mark.parametrize("path", ["indicators.1.value", "tasks.1.total"])
def test_an_answer_follows_a_row_of_the_departments_own_table(path):
    """The forms of the ministry have such rows below the department's text."""

    def digest(overall: Overall, place: int) -> str:
        at = path.replace("1", str(place))
        seen = base.Finding(
            *("C13", base.Severity.WARNING, base.Dimension.COMPLETE),
            *(None, f"overall.{at}", "", "没有填写，请补上"),
        )
        return findings.digest(seen, overall)

    rows = tuple(Indicator("产出指标", "数量指标", name) for name in "甲乙")
    tasks = tuple(Task(name, "内容") for name in "甲乙")
    before = Overall("目标", tasks=tasks, indicators=rows)
    after = replace(before, tasks=tasks[1:], indicators=rows[1:])
    assert digest(before, 1) == digest(after, 0) != digest(before, 0)


def test_another_change_of_the_table_leaves_the_answer(people, vague):
    give(vague, people["tianbao"])
    change(vague, usage="资金主要用于15个村的公益事业、组织活动和民主议事。")
    row(vague, 5, tier3="乡村经济收入增长率")
    assert open_of(vague) == []


def test_answers_to_what_was_changed_are_no_evidence(people, vague):
    give(vague, people["tianbao"])
    row(vague, 0, basis="《村级组织运转经费保障办法》第6条")
    done = step(vague, flow.SUBMIT, people["tianbao"])
    assert done.versions.get().answers == []
    assert FindingAnswer.objects.filter(target=vague).exists()


def test_an_answer_is_given_changed_and_taken_back_on_the_record(people, vague):
    filler = people["tianbao"]
    for reason in (REASON, REASON, "另一个理由", ""):
        give(vague, filler, reason)
    assert open_of(vague) == [("C58", "indicators.0.basis")]
    told = Entry.objects.filter(action="answer").order_by("pk")
    changes = [entry.detail["changes"][0] for entry in told]
    assert [(c["before"], c["after"]) for c in changes] == [
        ("", REASON),
        (REASON, "另一个理由"),
        ("另一个理由", ""),
    ]
    assert changes[0]["label"] == "C58 数量指标 第1行 指标值确定依据"


def test_who_may_answer_and_when(people, vague):
    for name in ("chushen", "admin", "stranger"):
        with pytest.raises(NotAllowed):
            give(vague, people[name])
    with pytest.raises(CheckFailed, match="最多 500 个字"):
        give(vague, people["tianbao"], "长" * 501)
    vague.version += 1
    with pytest.raises(Conflict):
        give(vague, people["tianbao"])
    with pytest.raises(Conflict):
        give(put(vague, FIRST), people["tianbao"])
    assert not FindingAnswer.objects.exists()


# --- Among the tables of the department --------------------------------------


def test_the_fault_of_another_table_is_not_ones_own(people, sound):
    """The other three drafts of the seed are full of errors."""
    assert step(sound, flow.SUBMIT, people["tianbao"]).status == Status.REVIEW


def test_what_two_tables_have_in_common_holds_up_both(people, sound, office, year):
    sheet = replace(store.load_sheet(sound), name="另一个项目", code="2021-002")
    twin = create_project_target(
        year=year, department=office, sheet=sheet, actor=people["tianbao"]
    )
    shared = [check for check, path in open_of(sound) if path.startswith("goals")]
    assert shared == ["C39", "C39"]
    assert "C40" in [check for check, _ in open_of(twin)]
    change(sound, code="2021-002")
    with pytest.raises(gate.Held) as held:
        step(sound, flow.SUBMIT, people["tianbao"])
    assert "每个项目应有自己的编码" in held.value.problems["code"]


def test_the_department_is_asked_for_its_total(people, sound, overall_target):
    with pytest.raises(gate.Held) as held:
        step(overall_target, flow.SUBMIT, people["tianbao"])
    assert "项目支出合计368.5万元" in held.value.problems["overall.goal"]


def test_a_department_of_many_tables_asks_no_more_queries(people, office, year, sound):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            gate.check(sound)
        return len(caught)

    few = queries()
    sheet = replace(store.load_sheet(sound), goals=("写。",), indicators=())
    other = Department.objects.create(code="003", name="第三办事处", path="003/")
    for number in range(12):
        named = replace(sheet, name=f"村级组织经费{number}", code=f"9-{number}")
        for department in (office, other):
            create_project_target(
                year=year, department=department, sheet=named, actor=people["tianbao"]
            )
    # The tables of other departments that are called alike, once for all of them.
    assert queries() <= few + 8


# --- What the office set -----------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "held"), [("error", 1), ("warning", 1), ("hint", 0), ("off", 0)]
)
def test_severity_is_the_offices(people, year, vague, severity, held):
    CheckSettings.objects.create(year=year, data={"severities": {"C58": severity}})
    try:
        step(vague, flow.SUBMIT, people["tianbao"])
    except gate.Held as error:
        assert held, error.message
        word = "错误" if severity == "error" else "警告"
        assert f"有 1 处{word}" in error.message
    else:
        assert not held


def test_an_error_cannot_be_answered_away(people, year, vague):
    give(vague, people["tianbao"])
    CheckSettings.objects.create(year=year, data={"severities": {"C58": "error"}})
    with pytest.raises(gate.Held, match="有 1 处错误"):
        step(vague, flow.SUBMIT, people["tianbao"])


# --- As users see it ---------------------------------------------------------


def page(client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_reviewer_sees_the_reason_everywhere(as_user, people, vague):
    give(vague, people["tianbao"])
    step(vague, flow.SUBMIT, people["tianbao"])
    reviewer, here = as_user("chushen"), f"/targets/{vague.pk}/"
    assert REASON in page(reviewer, here)
    assert REASON in page(reviewer, f"{here}review-form/")
    assert "送审时说明的警告：1 处" in page(reviewer, f"{here}history/")
    assert "（已说明1）" in page(reviewer, "/")


def test_a_filler_answers_the_warnings_of_a_rule_with_one_reason(as_user, target):
    filler, url = as_user("tianbao"), f"/targets/{target.pk}/answers/"
    html = page(filler, url)
    assert "C58 依据笼统" in html
    assert "处：必须改好" in html
    form = {"version": target.version, "chosen": ticked(html), "reason-C58": REASON}
    answer = filler.post(url, form)
    assert answer.status_code == 302
    given = FindingAnswer.objects.filter(target=target)
    assert [a.check_id for a in given] == ["C58"] * 6
    html = page(filler, url)
    assert html.count(REASON) == 6
    assert "还有" in html
    # One of them is taken back.
    form = {"version": target.version, "withdraw": given[0].digest}
    assert filler.post(url, form).status_code == 302
    assert given.all().count() == 5


def ticked(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('name="chosen" value="')[1:]]


def test_without_a_reason_nothing_is_answered(as_user, target):
    filler, url = as_user("tianbao"), f"/targets/{target.pk}/answers/"
    html = page(filler, url)
    form = {"version": target.version, "chosen": ticked(html), "reason-C58": "  "}
    answer = filler.post(url, form)
    assert answer.status_code == 422
    assert "请写明不修改的理由" in answer.content.decode()
    stale = form | {"version": 99, "reason-C58": REASON}
    answer = filler.post(url, stale)
    assert answer.status_code == 409
    assert REASON in answer.content.decode()  # to copy
    assert not FindingAnswer.objects.exists()


def test_when_all_is_answered_the_way_leads_on(as_user, vague):
    filler, url = as_user("tianbao"), f"/targets/{vague.pk}/answers/"
    form = {"version": 1, "chosen": ticked(page(filler, url)), "reason-C58": REASON}
    answer = filler.post(url, form, follow=True)
    assert "警告都已说明" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == url
    assert f'action="/targets/{vague.pk}/act/submit/"' in answer.content.decode()


def test_a_reason_with_markup_is_text(as_user, people, vague):
    give(vague, people["tianbao"], "<b>按规定</b>")
    html = page(as_user("tianbao"), f"/targets/{vague.pk}/answers/")
    assert "&lt;b&gt;按规定" in html
    assert "<b>按规定" not in html


def test_the_refusal_names_errors_first_and_leads_to_the_reasons(as_user, target):
    filler = as_user("tianbao")
    answer = filler.post(f"/targets/{target.pk}/act/submit/", {"version": 1})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.index("处：必须改好") < html.index("处：改好，或者写明不改的理由")
    assert f'action="/targets/{target.pk}/answers/"' in html
    assert 'name="reason-C58"' in html
