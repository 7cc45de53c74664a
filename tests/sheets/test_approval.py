"""The 批复表 as a grid."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sheets.layouts.approval import HEADER, approval_grid, main_indicators
from sheets.sheet import Budget, Indicator

from .papers import DAY, NUMBER, approvals


def rows_of(found) -> list[list[str]]:
    grid = approval_grid(2021, NUMBER, DAY, found)
    return [[cell.text for cell in row] for row in grid.rows()]


def test_it_has_a_line_for_each_approved_target(seed_book):
    grid = approval_grid(2021, NUMBER, DAY, approvals(seed_book))
    assert grid.title == "2021年预算绩效目标批复表"
    assert grid.note == f"批复文号：{NUMBER}　　批复日期：2021年3月1日"
    assert (grid.head, grid.height, grid.wide) == (0, 6, True)
    assert sum(grid.widths) == pytest.approx(1)
    head, *lines = rows_of(approvals(seed_book))
    assert [text.split("\n")[0] for text in head] == list(HEADER)
    assert [line[0] for line in lines] == ["1", "2", "3", "4", "5"]
    assert lines[0][3] == "部门整体绩效目标"
    assert lines[3][3] == "村级组织经费"
    assert lines[3][9:] == ["第4版", "40123456"]


def test_goals_and_indicators_are_joined(seed_book):
    line = rows_of(approvals(seed_book))[4]
    assert line[7].split("\n") == list(seed_book.projects[2].goals)
    assert "享受资金的村个数：=15个" in line[8].split("\n")


def test_the_first_indicator_of_each_label_and_how_many_more(seed_book):
    sheet = seed_book.projects[0]
    rows = [Indicator("产出", label, f"{label}{n}", value="1个") for label, n in
            (("数量", 1), ("数量", 2), ("质量", 1))]  # fmt: skip
    rows.append(Indicator("产出", "时效"))
    book = replace(seed_book, projects=(replace(sheet, indicators=tuple(rows)),))
    assert main_indicators(book) == ["数量1：1个", "质量1：1个", "（另有1项）"]


def test_of_an_overall_target_the_first_indicator_of_each_goal(seed_book):
    overall = replace(seed_book, projects=())
    goals = seed_book.overall.sub_goals
    *found, more = main_indicators(overall)
    assert found == [goal.indicators[0] for goal in goals]
    left = sum(len(goal.indicators) - 1 for goal in goals)
    assert more == f"（另有{left}项）"
    line = rows_of(approvals(seed_book))[1]
    assert line[7] == seed_book.overall.goal
    assert line[4:7] == ["", "", ""]


def with_unit(approved, unit):
    sheet = replace(approved.sheet, budget=Budget(unit, Decimal("8.20"), Decimal(8)))
    return replace(approved, book=replace(approved.book, projects=(sheet,)))


def test_a_common_unit_stands_in_the_head_and_different_ones_in_the_cells(seed_book):
    one, two = approvals(seed_book)[1:3]
    head, *lines = rows_of([with_unit(one, "万元"), with_unit(two, "万元")])
    assert head[4:7] == ["预算数\n（万元）", "财政资金\n（万元）", "其他资金\n（万元）"]
    assert lines[0][4:7] == ["8.20", "8", ""]
    head, *lines = rows_of([with_unit(one, "万元"), with_unit(two, "元")])
    assert head[4] == "预算数"
    assert lines[0][4:7] == ["8.20万元", "8万元", ""]
    assert lines[1][4:7] == ["8.20元", "8元", ""]


def test_without_a_unit_none_is_made_up(seed_book):
    one = with_unit(approvals(seed_book)[1], None)
    head, line = rows_of([one])
    assert (head[4], line[4]) == ("预算数", "8.20")


def test_an_empty_list_is_a_head_alone():
    assert len(rows_of([])) == 1
