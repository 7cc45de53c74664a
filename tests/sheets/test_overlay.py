"""A file laid over what is stored: what its form has no cell for stays."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given

from sheets.diff import diff, diff_overall
from sheets.overlay import laid_over, laid_over_overall
from sheets.sheet import Budget, Indicator, Overall, Sheet, SubGoal

from .strategies import overalls, sheets


@given(sheets, sheets)
def test_the_same_file_once_more_changes_nothing(old, new):
    once = laid_over(old, new)
    assert diff(once, laid_over(once, new)) == []
    assert laid_over(once, new) == once


@given(overalls, overalls)
def test_the_same_overall_target_once_more_changes_nothing(old, new):
    once = laid_over_overall(old, new)
    assert diff_overall(once, laid_over_overall(once, new)) == []


@given(sheets)
def test_an_own_export_changes_nothing(sheet):
    assert laid_over(sheet, sheet) == sheet


def test_a_form_without_some_cells_takes_nothing_away(seed_book):
    old = seed_book.projects[0]
    rows = tuple(
        row if row.is_blank else replace(row, description=None, basis=None, weight=None)
        for row in old.indicators
    )
    new = replace(
        old, code=None, usage=None, plan=(), budget=Budget(None), indicators=rows
    )
    assert laid_over(old, new) == old


def test_an_emptied_cell_is_empty(seed_book):
    old = seed_book.projects[0]
    row = next(row for row in old.indicators if not row.is_blank)
    rows = tuple(replace(r, basis="") if r is row else r for r in old.indicators)
    new = replace(old, usage="", indicators=rows)
    assert [c.label for c in diff(old, laid_over(old, new))] == [
        "资金用途",
        f"{row.tier2} 第1行 指标值确定依据",
    ]


def test_weights_are_all_the_file_s_or_all_the_stored_ones():
    def sheet(*weights: str | None) -> Sheet:
        rows = (
            Indicator("产出", "数量", name, weight=weight and Decimal(weight))
            for name, weight in zip("甲乙", weights, strict=True)
        )
        return Sheet(name="丙", indicators=tuple(rows))

    def weights(old: Sheet, new: Sheet) -> list[str]:
        return [str(row.weight) for row in laid_over(old, new).indicators]

    assert weights(sheet("10", "20"), sheet(None, None)) == ["10", "20"]
    assert weights(sheet("10", "20"), sheet("30", None)) == ["30", "None"]


def test_the_projects_of_a_sub_goal_stay():
    old = Overall(sub_goals=(SubGoal("（一）甲", "旧", projects=("村级组织经费",)),))
    new = Overall(sub_goals=(SubGoal("（一）乙", "新"), SubGoal("（二）甲", "新")))
    assert [s.projects for s in laid_over_overall(old, new).sub_goals] == [
        (),
        ("村级组织经费",),
    ]
