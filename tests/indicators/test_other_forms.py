"""Filling in the forms of other places: every cell of theirs, and nothing is lost that
a form has no cell for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from departments.models import Department
from indicators import store
from projects.models import DepartmentLayout, Target
from reviews import findings
from sheets import fields
from sheets.layouts import layouts
from sheets.layouts.sample import sample_overall, sample_sheet
from sheets.sheet import Medium, Overall, Task

from .pages import form_in, form_of, fresh, url

LAYOUTS = [layout.id for layout in layouts]


@pytest.fixture
def filler(as_user):
    return as_user("tianbao")


@pytest.fixture
def on_form(target, year):
    """The target of the office, on another form, with every cell filled."""

    def put(layout_id: str):
        year.layout = layout_id
        year.save()
        sheet = sample_sheet(layouts.get(layout_id))
        store.save_sheet(target=target, sheet=replace(sheet, name="村干部补贴"))
        return fresh(target)

    return put


def sheet_of(target):
    return store.load_sheet(fresh(target))


def save(client, target, form):
    answer = client.post(url(target), form)
    assert answer.status_code == 302, form_in(answer)
    return sheet_of(target)


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_an_untouched_page_changes_nothing(filler, on_form, layout_id):
    target = on_form(layout_id)
    before = sheet_of(target)
    after = save(filler, target, form_of(filler, target))
    # What only a form without such a cell keeps is kept, to the last character.
    assert after == before


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_every_typed_cell_of_a_form_is_saved(filler, on_form, layout_id):
    target = on_form(layout_id)
    form = form_of(filler, target)
    layout = layouts.get(layout_id)
    changed = {f"facts.{label}": f"新的{label}" for label in layout.facts}
    cells = [cell for cell in layout.row_cells if cell != "weight"]
    changed |= {f"indicators.1.{cell}": f"新的{cell}" for cell in cells}
    if "weight" in layout.row_cells:
        changed["indicators.1.weight"] = "12.50"
    assert changed.keys() <= form.keys()
    sheet = save(filler, target, form | changed)
    texts = dict(sheet.facts) | dict(sheet.indicators[1].extra)
    for path, text in changed.items():
        cell = path.removeprefix("indicators.1.")
        name = path.rpartition(".")[2]
        found = texts[name] if name in texts else getattr(sheet.indicators[1], cell)
        assert found in (text, Decimal("12.50"))


def test_a_weight_that_is_no_number_is_told_at_its_cell(filler, on_form):
    target = on_form("value-split")
    form = form_of(filler, target) | {"indicators.0.weight": "很重"}
    answer = filler.post(url(target), form)
    assert answer.status_code == 422
    assert form_in(answer)["indicators.0.weight"] == "很重"
    assert "“很重”不是金额" in answer.content.decode()


def test_a_value_is_typed_as_one_text(filler, on_form):
    target = on_form("value-split")
    form = form_of(filler, target)
    assert form["indicators.1.value"] == "≥12次"
    assert "indicators.1.value.sign" not in form
    sheet = save(filler, target, form | {"indicators.1.value": "不少于24次"})
    assert sheet.indicators[1].value == "不少于24次"
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert ">不少于</td>" in page
    assert ">24</td>" in page


def test_a_fact_that_no_form_knows_is_shown_and_can_be_cleared(filler, on_form):
    target = on_form("flat")
    sheet = sheet_of(target)
    facts = (*sheet.facts, ("'<联系>\"电话", "1234"))
    store.save_sheet(target=target, sheet=replace(sheet, facts=facts))
    form = form_of(filler, target)
    assert form["facts.'<联系>\"电话"] == "1234"
    sheet = save(filler, target, form | {"facts.'<联系>\"电话": "5678"})
    assert sheet.facts[-1] == ("'<联系>\"电话", "5678")


def test_what_is_not_on_the_form_is_told(filler, on_form):
    target = on_form("flat")
    for page in (url(target), f"/targets/{target.pk}/"):
        text = filler.get(page).content.decode()
        assert "这张表式没有位置，不打印，但都保留着" in text
        assert "资金主要用于村干部的基础职务补贴和保险。" in text


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_a_new_table_is_asked_for_nothing_that_its_form_does_not_have(
    filler, year, layout_id
):
    year.layout = layout_id
    year.save()
    new = {"year": year.pk, "department": Department.objects.get(code="001").pk}
    new |= {"kind": "project", "name": "新项目"}
    assert filler.post("/targets/new/", new).status_code == 302
    target = Target.objects.get(project__name="新项目")
    form = form_of(filler, target)
    rows = {path for path in form if path.startswith("indicators.0.")}
    texts = {"value": "=5个", "weight": "10"}
    for path in rows - {"indicators.0.tier1", "indicators.0.tier2"}:
        form[path] = texts.get(path.rpartition(".")[2], "甲村道路")
    amounts = {"budget.total": "10", "budget.fiscal": "10", "budget.other": "0"}
    amounts |= {"plan.12": "100%"}
    wanted = {"goals.0": "修路五条", "usage": "资金主要用于修路", **amounts}
    form |= {path: text for path, text in wanted.items() if path in form}
    goals = [path for path in form if path.startswith("goals.") and not form[path]]
    form |= dict.fromkeys(goals, "又一个目标")
    sheet = save(filler, target, form)
    report = findings.report_on(fresh(target), sheet)
    leaves_out = layouts.get(layout_id).leaves_out
    assert report.findings
    asked = [(f.check, f.path) for f in report.findings]
    assert [p for _, p in asked if fields.is_left_out(p, leaves_out)] == []
    # Nothing is empty, and the money is in order.
    assert [a for a in asked if a[0] == "C13" or a[1].startswith("budget")] == []


# --- 中期 --------------------------------------------------------------------------


@pytest.fixture
def two_sided(on_form):
    target = on_form("mof-2015-project")
    store.save_sheet(target=target, sheet=replace(sheet_of(target), medium=None))
    return fresh(target)


def test_an_empty_medium_side_is_none(filler, two_sided):
    form = form_of(filler, two_sided)
    assert form["medium.period"] == form["medium.goals.1"] == ""
    assert form["medium.indicators.0.tier2"] == "数量指标"
    assert save(filler, two_sided, form).medium is None


def test_the_medium_side_is_filled_in(filler, two_sided):
    form = form_of(filler, two_sided) | {
        "medium.period": "2021年—2023年",
        "medium.budget.total": "480.0",
        "medium.goals.0": "三年目标",
        "medium.indicators.0.tier3": "人次",
        "medium.indicators.0.value": "=237人次",
    }
    medium = save(filler, two_sided, form).medium
    assert medium.period == "2021年—2023年"
    assert str(medium.budget.total) == "480.0"
    assert medium.goals[0] == "三年目标"
    assert medium.indicators[0].value == "=237人次"
    assert medium.indicators[1].is_blank


def test_rows_of_the_medium_side(filler, two_sided):
    form = form_of(filler, two_sided)

    def press(form, operation):
        answer = filler.post(url(two_sided), form | {"op": operation})
        assert answer.status_code == 200
        return form_in(answer)

    form |= {"medium.indicators.0.tier3": "人次", "medium.goals.0": "甲"}
    form = press(form, "medium.indicators.0.add")
    assert form["medium.indicators.1.tier2"] == "数量指标"
    assert form["medium.indicators.0.tier3"] == "人次"
    # The year's side has its own rows.
    assert form["indicators.1.tier3"] == "发放次数"
    form = press(form, "medium.goals.0.add")
    form = press(form, "medium.goals.0.add")
    assert "medium.goals.3" in form
    form = press(form | {"medium.goals.3": "丁"}, "medium.goals.3.up")
    assert form["medium.goals.2"] == "丁"
    form = press(form, "medium.indicators.0.remove")
    assert "人次" not in form.values()
    assert (
        filler.post(url(two_sided), form | {"op": "medium.goals.9.add"}).status_code
        == 400
    )


def test_labels_of_the_medium_side_cannot_be_invented(filler, two_sided):
    form = form_of(filler, two_sided) | {"medium.indicators.0.tier2": "编的指标"}
    answer = filler.post(url(two_sided), form)
    assert answer.status_code == 422
    assert sheet_of(two_sided).medium is None


# --- The department's form --------------------------------------------------------


@pytest.fixture
def department_form(overall_target, year):
    DepartmentLayout.objects.create(
        year=year,
        department=overall_target.department,
        layout="hebei-2021",
        overall_layout="mof-2015-department",
    )
    return overall_target


def overall_of(target):
    return store.load_overall(fresh(target))


def test_the_department_form_keeps_goals_and_measures(filler, department_form):
    before = overall_of(department_form)
    assert before.sub_goals
    form = form_of(filler, department_form)
    assert form["parts"] == "tasks indicators"
    assert "overall.sub_goals.0.title" not in form
    assert filler.post(url(department_form), form).status_code == 302
    assert overall_of(department_form) == before


def test_the_department_form_is_filled_in(filler, department_form):
    form = form_of(filler, department_form)
    answer = filler.post(url(department_form), form | {"op": "tasks.0.add"})
    form = form_in(answer) | {
        "overall.tasks.0.name": "村级组织",
        "overall.tasks.0.total": "161",
        "overall.tasks.1.content": "推广良种",
        "overall.indicators.0.tier3": "人数",
        "overall.indicators.0.value": "=79人",
    }
    answer = filler.post(url(department_form), form | {"op": "indicators.0.add"})
    assert 'data-place="overall.indicators.1.tier3"' in answer.content.decode()
    assert filler.post(url(department_form), form_in(answer)).status_code == 302
    overall = overall_of(department_form)
    assert overall.tasks == (
        Task("村级组织", total=Decimal(161)),
        Task("", "推广良种"),
    )
    rows = [row for row in overall.indicators if row.tier2 == "数量指标"]
    assert [row.tier3 for row in rows] == ["人数", None]
    page = filler.get(f"/targets/{department_form.pk}/").content.decode()
    assert "部门（单位）整体支出绩效目标申报表" in page
    assert "金额合计" in page


def test_a_wrong_amount_of_a_task_is_told(filler, department_form):
    form = form_of(filler, department_form) | {
        "overall.tasks.0.name": "甲",
        "overall.tasks.0.total": "约五十",
    }
    answer = filler.post(url(department_form), form)
    assert answer.status_code == 422
    assert form_in(answer)["overall.tasks.0.total"] == "约五十"
    assert overall_of(department_form).tasks == ()


def test_the_text_keeps_tasks_and_indicators(filler, overall_target):
    sample = sample_overall()
    store.save_overall(target=overall_target, overall=sample)
    form = form_of(filler, overall_target)
    assert filler.post(url(overall_target), form).status_code == 302
    after = overall_of(overall_target)
    assert (after.tasks, after.indicators) == (sample.tasks, sample.indicators)


# --- Pasting ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout_id", "block", "cells"),
    [
        ("mof-annual", "甲\t=5个\t15", {"value": "=5个", "weight": Decimal(15)}),
        ("value-split", "甲\t≥\t5\t个\t15\t反向指标", {"value": "≥5个"}),
        ("value-split", "甲\t≥5个", {"value": "≥5个"}),
        (
            "flat",
            "指标\t指标权重\t计量单位\t指标性质\t指标值\n甲\t15\t个\t≥\t5",
            {"value": "≥5个", "weight": Decimal(15)},
        ),
        ("hubei", "甲\t标准\t=3个\t=4个\t=5个", {"value": "=5个"}),
        ("mof-annual", "甲\t=5个\t很多", {"value": "=5个", "weight": None}),
    ],
)
def test_a_block_goes_into_the_columns_of_the_form(
    filler, on_form, layout_id, block, cells
):
    target = on_form(layout_id)
    form = form_of(filler, target)
    operation = {"op": "indicators.7.paste.tier3", "pasted": block}
    answer = filler.post(url(target), form | operation)
    assert answer.status_code == 200
    row = save(filler, target, form_in(answer)).indicators[7]
    assert row.tier3 == "甲"
    assert {name: getattr(row, name) for name in cells} == cells
    if layout_id == "hubei":
        assert dict(row.extra) == {
            "绩效标准": "标准",
            "前年指标值": "=3个",
            "上年指标值": "=4个",
        }
    if "很多" in block:
        assert "权重不是数字，没有粘贴：“很多”" in answer.content.decode()


@pytest.mark.parametrize(
    ("above", "name"), [("medium.", "two_sided"), ("overall.", "department_form")]
)
def test_a_block_goes_into_the_other_indicator_tables(filler, request, above, name):
    """The 中期 side's, and that of the department's form."""
    target = request.getfixturevalue(name)
    form = form_of(filler, target)
    place = above.removeprefix("overall.")
    operation = {
        "op": f"{place}indicators.0.paste.tier3",
        "pasted": "甲\t≥5个\t多的\n乙\t≥6个",
    }
    answer = filler.post(url(target), form | operation)
    said = answer.content.decode()
    assert "已粘贴 2 行" in said
    assert "右边多出的 1 格没有地方，没有粘贴：“多的”" in said
    shown = form_in(answer)
    for cell in ("tier3", "value"):
        before = form.get(f"{above}indicators.0.{cell}")
        first = 1 if form[f"{above}indicators.0.tier3"] else 0
        texts = [shown[f"{above}indicators.{first + n}.{cell}"] for n in range(2)]
        assert texts == {"tier3": ["甲", "乙"], "value": ["≥5个", "≥6个"]}[cell]
        if first:
            assert shown[f"{above}indicators.0.{cell}"] == before
    assert f'data-place="{above}indicators.{first}.tier3"' in said


def test_a_blank_medium_side_is_blank():
    assert Medium().is_blank
    assert not Medium(period="2021").is_blank
    assert not replace(Medium(), goals=("", "甲")).is_blank
    assert Overall().indicators == ()
