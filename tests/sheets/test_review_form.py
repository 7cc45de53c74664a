"""The 审核表 as a grid."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sheets.layouts.review_form import review_grid, shown
from sheets.sheet import Budget

from .papers import lines, review


def texts(grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def test_key_projects_have_points_and_general_ones_opinions_alone():
    key, general = review_grid(review()), review_grid(review(is_scored=False))
    assert key.title == "项目支出绩效目标审核表（重点项目）"
    assert general.title == "项目支出绩效目标审核表（一般性项目）"
    assert {"分值", "得分", "总分", "9.5", "14.5", "96"} <= set(texts(key))
    assert not {"分值", "得分", "总分", "9.5", "96"} & set(texts(general))
    for grid in (key, general):
        assert sum(grid.widths) == pytest.approx(1)
        found = texts(grid)
        assert [line.opinion for line in lines()] == [t for t in found if "：符合" in t]
        assert {"优", "总体意见", "财政审核老蔡", "第2次送审稿", "88.20"} <= set(found)


def test_a_dimension_stands_beside_its_two_points():
    grid = review_grid(review())
    [first] = [cell for cell in grid.cells if cell.text == "第1项审核"]
    assert (first.row, first.rowspan) == (grid.head + 1, 2)
    [head] = [cell for cell in grid.cells if cell.text == "审核要点"]
    assert head.row == grid.head


def test_of_an_overall_target_it_names_the_department():
    grid = review_grid(review(is_overall=True, budget=Budget(unit=None)))
    assert grid.title == "部门整体支出绩效目标审核表（重点项目）"
    assert "部门（单位）名称" in texts(grid)
    assert grid.note == ""


@pytest.mark.parametrize(
    ("points", "text"),
    [(None, ""), ("0", "0"), ("10.0", "10"), ("9.5", "9.5"), ("100", "100")],
)
def test_points_are_shown_without_idle_zeros(points, text):
    assert shown(None if points is None else Decimal(points)) == text


def test_an_empty_form_has_no_total():
    blank = tuple(replace(line, score=None, opinion="") for line in lines())
    for scores, total in ((blank, ""), ((*blank[1:], lines()[0]), "9.5")):
        grid = review_grid(review(lines=scores))
        [row] = [c.row for c in grid.cells if c.text == "总分"]
        assert [c.text for c in grid.cells if c.row == row] == [
            "总分",
            "100",
            total,
            "",
        ]
