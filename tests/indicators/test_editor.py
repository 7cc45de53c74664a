"""Saving the form: what is taken, what is refused, and that nothing typed is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from indicators import store
from indicators.models import Draft
from projects.models import Target

from .pages import form_in, form_of, fresh, url


def test_it_shows_every_cell_that_a_person_fills(filler, target):
    form = form_of(filler, target)
    assert form["name"] == "村级组织经费"
    assert form["budget.total"] == "88.2"
    assert form["indicators.2.value"] == "2020年12月底前"
    assert [form[f"plan.{month}"] for month in (3, 6, 10, 12)] == ["", "", "", "100%"]
    assert len([n for n in form if n.endswith(".value")]) == 9
    assert form["version"] == "1"


def test_an_untouched_form_changes_nothing(filler, target):
    before = store.load_sheet(target)
    assert filler.post(url(target), form_of(filler, target)).status_code == 302
    target = fresh(target)
    assert store.load_sheet(target) == before
    assert target.version == 2
    assert Entry.objects.of(target.subject).first().detail["changes"] == []


def test_a_change_is_saved_and_recorded(filler, target):
    data = form_of(filler, target) | {"indicators.2.value": "2021年12月底前"}
    answer = filler.post(url(target), data, follow=True)
    assert "“村级组织经费”已保存" in answer.content.decode()
    assert form_in(answer)["indicators.2.value"] == "2021年12月底前"
    [change] = Entry.objects.of(target.subject).first().detail["changes"]
    assert change["label"] == "时效指标 第1行 指标值"
    assert change["before"] == "2020年12月底前"


def test_saving_to_submit_leads_to_the_page_that_asks(filler, target):
    data = form_of(filler, target) | {"then_submit": "1"}
    answer = filler.post(url(target), data)
    assert answer.url == f"/targets/{target.pk}/answers/"


def test_a_weight_from_elsewhere_survives_the_editor(filler, target):
    """The form has no column for it; it must not be lost by saving, and it moves
    with its row."""
    sheet = store.load_sheet(target)
    rows = (replace(sheet.indicators[0], weight=Decimal("12.50")), *sheet.indicators)
    store.save_sheet(target=target, sheet=replace(sheet, indicators=rows))
    data = form_of(filler, target) | {"op": "indicators.0.down"}
    moved = form_in(filler.post(url(target), data))
    filler.post(url(target), moved)
    weights = [row.weight for row in store.load_sheet(fresh(target)).indicators]
    assert weights == [None, Decimal("12.50"), *[None] * 8]


WRONG = [
    ("budget.total", "约八十", "“约八十”不是金额"),
    ("budget.other", "-5", "“-5”不是金额"),
    ("budget.fiscal", "1e5", "不是金额"),
    ("plan.6", "120%", "不是0到100的百分数"),
    ("name", "", "项目名称为空"),
    ("code", "9" * 61, "有 61 个字，最多 60 个"),
    ("usage", "长" * 20001, "有 20001 个字，最多 20000 个"),
    ("goals.1", "长" * 20001, "最多 20000 个"),
    ("indicators.0.value", "长" * 20001, "最多 20000 个"),
]


def test_a_wrong_cell_is_named_and_nothing_is_saved(filler, target, subtests):
    before, form = store.load_sheet(target), form_of(filler, target)
    for path, typed, message in WRONG:
        with subtests.test(f"{path} {typed[:20]}"):
            data = form | {"goals.0": "改过的目标", path: typed}
            answer = filler.post(url(target), data)
            page = answer.content.decode()
            assert answer.status_code == 422
            assert "没有保存：有 1 处要修改" in page
            assert message in page
            assert f'aria-describedby="e-{path}"' in page
            assert f'id="e-{path}"' in page
            assert form_in(answer) == data
    assert store.load_sheet(fresh(target)) == before
    assert fresh(target).version == 1


@pytest.mark.parametrize(
    ("typed", "shown"), [("１６１", "161"), ("1,610.50", "1610.50"), (" 0 ", "0")]
)
def test_amounts_as_people_type_them(filler, target, typed, shown):
    data = form_of(filler, target) | {"budget.total": typed}
    assert filler.post(url(target), data).status_code == 302
    assert fresh(target).project.total_text == shown


def test_an_emptied_amount_is_not_zero(filler, target):
    filler.post(url(target), form_of(filler, target) | {"budget.total": " "})
    assert fresh(target).project.total is None


def test_a_taken_name_is_told_at_its_cell(filler, target):
    data = form_of(filler, target)
    data |= {"name": "征地拆迁补偿款", "usage": "改过的用途"}
    answer = filler.post(url(target), data)
    assert answer.status_code == 422
    assert '<p class="cell-error" id="e-name">本部门本年度已有同名项目' in (
        answer.content.decode()
    )
    assert form_in(answer) == data
    assert fresh(target).version == 1


@pytest.mark.parametrize(
    ("field", "day", "message"),
    [
        ("closes_on", "2021-03-31", "已于 2021-03-31 截止"),
        ("opens_on", "2099-01-01", "从 2099-01-01 开始"),
    ],
)
def test_outside_the_window_nothing_is_saved(filler, target, field, day, message):
    data = form_of(filler, target) | {"usage": "赶在截止前写的"}
    setattr(target.year, field, day)
    target.year.save()
    for answer in (filler.get(url(target)), filler.post(url(target), data)):
        assert answer.status_code == 403
        assert message in answer.content.decode()
    assert fresh(target).version == 1
    # What was typed waits until the year is opened again.
    setattr(target.year, field, None)
    target.year.save()
    assert form_in(filler.get(url(target)))["usage"] == "赶在截止前写的"


def test_the_last_day_of_the_window_is_inside(filler, target, monkeypatch):
    target.year.opens_on = target.year.closes_on = "2021-03-31"
    target.year.save()
    today = date(2021, 3, 31)
    monkeypatch.setattr("indicators.services.timezone.localdate", lambda: today)
    assert filler.post(url(target), form_of(filler, target)).status_code == 302


def test_a_table_of_sixty_rows_is_a_small_page(filler, target):
    data = form_of(filler, target)
    tiers = {n: data[f"indicators.0.{n}"] for n in ("tier1", "tier2")}
    for i in range(9, 60):
        cells = tiers | {"tier3": f"指标{i}", "value": f"={i}个"}
        data |= {f"indicators.{i}.{name}": text for name, text in cells.items()}
    filler.post(url(target), data)
    page = filler.get(url(target)).content
    assert page.count(b'.tier1"') == 60
    assert len(page) < 300_000


def queries_of(filler, target) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert filler.get(url(target)).status_code == 200
    return len(queries)


def test_sixty_rows_take_as_many_queries_as_five(filler, target):
    sheet = store.load_sheet(target)
    rows = [replace(sheet.indicators[0], tier3=f"指标{i}") for i in range(60)]
    counts = []
    for size in (5, 60):
        store.save_sheet(
            target=target, sheet=replace(sheet, indicators=tuple(rows[:size]))
        )
        counts.append(queries_of(filler, target))
    assert counts[0] == counts[1] <= 25


OVERALL = {
    "version": "1",
    "overall.goal": "总体目标",
    "overall.sub_goals.0.title": "（一）甲",
    "overall.sub_goals.0.goal": "目标",
    "overall.sub_goals.0.indicators": "一\r\n\r\n二",
    "overall.measures.0.title": "（一）乙",
    "overall.measures.0.text": "内容",
}


def test_the_overall_target_is_saved(filler, overall_target):
    nameless = OVERALL | {"overall.measures.0.title": ""}
    answer = filler.post(url(overall_target), nameless)
    assert answer.status_code == 422
    assert "标题为空" in answer.content.decode()
    assert form_in(answer)["overall.goal"] == "总体目标"
    assert filler.post(url(overall_target), OVERALL).status_code == 302
    saved = store.load_overall(overall_target)
    assert saved.goal == "总体目标"
    assert saved.sub_goals[0].indicators == ("一", "二")
    assert [m.title for m in saved.measures] == ["（一）乙"]


def test_an_untouched_overall_target_changes_but_wrong_numbers(filler, overall_target):
    """The seed counts （五） twice: from there on every number is another."""
    before = store.load_overall(overall_target)
    page = filler.get(url(overall_target)).content.decode()
    assert "第6项写的是（五），应为（六）" in page
    form = form_of(filler, overall_target)
    assert filler.post(url(overall_target), form).status_code == 302
    after = store.load_overall(fresh(overall_target))
    assert (after.goal, after.sub_goals) == (before.goal, before.sub_goals)
    assert [m.text for m in after.measures] == [m.text for m in before.measures]
    assert [m.title[:3] for m in after.measures[4:7]] == ["（五）", "（六）", "（七）"]
    assert "应为" not in filler.get(url(overall_target)).content.decode()


def new_project(office, year, **changes) -> dict:
    data = {"year": year.pk, "department": office.pk, "kind": "project"}
    return data | {"name": "新项目"} | changes


def test_a_new_project_is_the_years_empty_form(filler, office, year):
    answer = filler.post("/targets/new/", new_project(office, year))
    assert answer.status_code == 302
    target = Target.objects.with_names().get(project__name="新项目")
    assert answer.url == url(target)
    sheet = store.load_sheet(target)
    assert [(r.tier1, r.tier2) for r in sheet.indicators] == year.scheme.rows()
    assert len(sheet.indicators) == 9
    assert [s.month for s in sheet.plan] == [3, 6, 10, 12]
    assert Entry.objects.of(target.subject).get().action == "create"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "村级组织经费"}, "同名项目"),
        ({"name": ""}, "请填写项目名称"),
        ({"name": "\x07"}, "请填写项目名称"),
        ({"kind": "department"}, "已有整体绩效目标"),
        ({"department": "0"}, "选择一个有效的选项"),
    ],
)
def test_what_cannot_be_new_is_said(filler, office, year, changes, message):
    before = Target.objects.count()
    answer = filler.post("/targets/new/", new_project(office, year, **changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Target.objects.count() == before


def test_nothing_is_created_elsewhere(filler, office, year, elsewhere):
    answer = filler.post("/targets/new/", new_project(elsewhere, year))
    assert answer.status_code == 422
    assert not Target.objects.filter(department=elsewhere).exists()
    assert not Draft.objects.exists()
