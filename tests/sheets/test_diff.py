"""What differs between two tables, cell by cell, in the words of the form."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets import fields
from sheets.diff import diff, diff_overall
from sheets.sheet import Indicator, Measure, Overall, PlanStep, Sheet, SubGoal

from .strategies import filled, indicators, overalls, sheets

ROW = Indicator("产出指标", "数量指标", "补助人数", "", "=5人", "")


def change_row(sheet, index, **cells):
    rows = list(sheet.indicators)
    rows[index] = replace(rows[index], **cells)
    return replace(sheet, indicators=tuple(rows))


def with_rows(sheet, *rows):
    return replace(sheet, indicators=tuple(rows))


def shown(changes):
    return [(c.kind, c.field, c.label, c.before, c.after) for c in changes]


def budget(**amounts):
    return lambda sheet: replace(sheet, budget=replace(sheet.budget, **amounts))


def cell(index, **cells):
    return lambda sheet: change_row(sheet, index, **cells)


def whole(**facts):
    return lambda sheet: replace(sheet, **facts)


@pytest.mark.parametrize(
    ("change", "field", "label", "after"),
    [
        (whole(name="新名"), "name", "项目名称", "新名"),
        (whole(code="0012"), "code", "项目编码", "0012"),
        (budget(unit="元"), "budget.unit", "金额单位", "元"),
        (budget(total=Decimal("88.20")), "budget.total", "预算数", "88.20"),
        (budget(fiscal=Decimal(80)), "budget.fiscal", "财政资金", "80"),
        (budget(other=Decimal(0)), "budget.other", "其他资金", "0"),
        (whole(usage="修路"), "usage", "资金用途", "修路"),
        (whole(goals_placeholder=None), "goals_placeholder", "省略行", ""),
        (cell(0, tier3="甲"), "indicators.0.tier3", "数量指标 第1行 三级指标", "甲"),
        (
            cell(1, description=""),
            "indicators.1.description",
            "质量指标 第1行 绩效指标描述",
            "",
        ),
        (
            cell(2, value="2021年"),
            "indicators.2.value",
            "时效指标 第1行 指标值",
            "2021年",
        ),
        (
            cell(8, basis="调查"),
            "indicators.8.basis",
            "服务对象满意度指标 第1行 指标值确定依据",
            "调查",
        ),
        (cell(3, weight=Decimal(9)), "indicators.3.weight", "成本指标 第1行 权重", "9"),
    ],
)
def test_one_cell_is_one_change(seed_book, change, field, label, after):
    old = seed_book.projects[2]
    new = change(old)
    [found] = diff(old, new)
    assert (found.kind, found.field, found.label) == ("changed", field, label)
    assert found.after == after
    assert shown(diff(new, old)) == [("changed", field, label, after, found.before)]


def test_a_step_of_the_plan_is_one_change(seed_book):
    old = seed_book.projects[0]
    new = replace(old, plan=(PlanStep(3, "25%"), *old.plan[1:]))
    assert shown(diff(old, new)) == [
        ("changed", "plan.3", "资金支出计划 3月底", "", "25%")
    ]


def test_a_changed_goal_is_one_change(seed_book):
    old = seed_book.projects[0]
    new = replace(old, goals=(old.goals[0], "新的目标"))
    assert shown(diff(old, new)) == [
        ("changed", "goals.1", "目标2", old.goals[1], "新的目标")
    ]


def test_goals_are_aligned(seed_book):
    old = seed_book.projects[0]
    new = replace(old, goals=("新的目标", *old.goals))
    assert shown(diff(old, new)) == [("added", "goals.0", "目标1", "", "新的目标")]
    assert shown(diff(new, old)) == [("removed", "goals.0", "目标1", "新的目标", "")]


def test_an_added_row_leaves_the_others_alone(seed_book):
    old = seed_book.projects[0]
    new = with_rows(old, ROW, *old.indicators)
    assert shown(diff(old, new)) == [
        ("added", "indicators.0.tier1", "数量指标 第1行 一级指标", "", "产出指标"),
        ("added", "indicators.0.tier2", "数量指标 第1行 二级指标", "", "数量指标"),
        ("added", "indicators.0.tier3", "数量指标 第1行 三级指标", "", "补助人数"),
        ("added", "indicators.0.value", "数量指标 第1行 指标值", "", "=5人"),
    ]


def test_a_removed_row_is_named_as_it_was(seed_book):
    old = seed_book.projects[0]
    changes = diff(old, with_rows(old, *old.indicators[:1], *old.indicators[2:]))
    assert {c.kind for c in changes} == {"removed"}
    assert {c.field.rsplit(".", 1)[0] for c in changes} == {"indicators.1"}
    assert ("质量指标 第1行 指标值", "=100%") in {(c.label, c.before) for c in changes}


def test_a_renamed_row_is_changed(seed_book):
    old = seed_book.projects[0]
    new = change_row(old, 0, tier3="补助对象人数")
    assert [(c.kind, c.label) for c in diff(old, new)] == [
        ("changed", "数量指标 第1行 三级指标")
    ]


def test_a_filled_empty_row_is_changed(seed_book):
    old = seed_book.projects[0]
    new = change_row(old, 4, tier3="增收", description="", value="≥5%", basis="")
    assert {c.kind for c in diff(old, new)} == {"changed"}


def test_a_moved_row_went_and_came_and_the_others_stay(seed_book):
    old = seed_book.projects[0]
    other = replace(ROW, tier3="村数", value="=15个")
    third = replace(ROW, tier3="户数", value="=900户")
    changes = diff(with_rows(old, ROW, other, third), with_rows(old, other, third, ROW))
    assert {c.kind for c in changes} == {"removed", "added"}
    assert {c.before or c.after for c in changes} == set(
        filter(None, fields.row_cells(ROW).values())
    )


def test_a_row_that_moved_to_another_label_went_and_came(seed_book):
    old = with_rows(seed_book.projects[0], ROW)
    new = with_rows(old, replace(ROW, tier2="质量指标"))
    assert {(c.kind, c.label) for c in diff(old, new) if c.field.endswith("tier3")} == {
        ("removed", "数量指标 第1行 三级指标"),
        ("added", "质量指标 第1行 三级指标"),
    }


def normal(sheet):
    """What a person sees: a missing text is a blank one, a blank goal is none."""
    return (
        fields.facts(sheet),
        [goal for goal in sheet.goals if goal],
        [fields.row_cells(row) for row in sheet.indicators],
    )


@given(sheets, st.data())
def test_there_is_a_difference_if_and_only_if_one_is_seen(old, data):
    """Half of the pairs are equal or nearly so."""
    new = replace(
        old,
        usage=data.draw(st.one_of(st.just(old.usage), filled)),
        goals=data.draw(st.one_of(st.just(old.goals), st.just((*old.goals, "")))),
        indicators=data.draw(st.one_of(st.just(old.indicators), indicators())),
    )
    assert (diff(old, new) == []) == (normal(old) == normal(new))


@given(sheets)
def test_a_sheet_does_not_differ_from_itself(sheet):
    assert diff(sheet, sheet) == []


@given(overalls)
def test_a_text_does_not_differ_from_itself(overall):
    assert diff_overall(overall, overall) == []


TEXT = Overall(
    "总", (SubGoal("（一）", "目标", ("甲", "乙")),), (Measure("（一）", "文"),)
)


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (
            replace(TEXT, goal="新"),
            ("changed", "overall.goal", "总体绩效目标", "总", "新"),
        ),
        (
            replace(TEXT, sub_goals=(replace(TEXT.sub_goals[0], indicators=("甲",)),)),
            (
                "changed",
                "overall.sub_goals.0.indicators",
                "分项绩效目标 第1项 绩效指标",
                "甲\n乙",
                "甲",
            ),
        ),
        (
            replace(TEXT, measures=(Measure("（一）", "新"),)),
            (
                "changed",
                "overall.measures.0.text",
                "工作保障措施 第1项 内容",
                "文",
                "新",
            ),
        ),
        (
            replace(TEXT, measures=(*TEXT.measures, Measure("（二）"))),
            (
                "added",
                "overall.measures.1.title",
                "工作保障措施 第2项 标题",
                "",
                "（二）",
            ),
        ),
        (
            replace(TEXT, sub_goals=(SubGoal("（二）", "目标", ("甲", "乙")),)),
            (
                "changed",
                "overall.sub_goals.0.title",
                "分项绩效目标 第1项 标题",
                "（一）",
                "（二）",
            ),
        ),
    ],
)
def test_a_changed_text_is_named(new, change):
    assert shown(diff_overall(TEXT, new)) == [change]


@pytest.mark.parametrize(
    ("tiers", "name"),
    [
        (("产出指标", "数量指标"), "数量指标 第1行 指标值"),
        (("产出指标", ""), "产出指标 第1行 指标值"),
        (("", ""), "绩效指标 第1行 指标值"),
    ],
)
def test_a_cell_is_called_by_the_nearest_tier_that_has_a_name(tiers, name):
    assert fields.label("indicators.0.value", (Indicator(*tiers, "人数"),)) == name


def test_rows_are_counted_once_and_not_for_each_cell(monkeypatch):
    counted = []
    count = fields.row_numbers
    monkeypatch.setattr(
        fields, "row_numbers", lambda rows: counted.append(rows) or count(rows)
    )
    rows = tuple(
        Indicator("产出指标", "数量指标", f"数量{i}", value="1") for i in range(9)
    )
    found = diff(Sheet("甲"), Sheet("甲", indicators=rows))
    assert found[-1].label == "数量指标 第9行 指标值"
    assert len([each for each in counted if each]) == 1
