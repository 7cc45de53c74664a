"""The builder of grids: cells side by side, no gap, no overlap."""

import pytest

from sheets.grid import Builder, Grid


@pytest.fixture
def build():
    return Builder(3)


def test_it_places_cells_around_those_that_reach_down(build):
    build.new_row()
    build.label("甲", 1, rowspan=2)
    build.add("乙", 2)
    build.new_row()
    build.add("丙", 1, role="amount", path="budget.total")
    build.add("丁", 1)
    cells = build.finish()
    assert [(c.text, c.row, c.col) for c in cells] == [
        ("甲", 0, 0),
        ("乙", 0, 1),
        ("丙", 1, 1),
        ("丁", 1, 2),
    ]
    assert [c.field for c in cells] == [None, None, "budget.total", None]
    assert [c.role for c in cells] == ["label", "text", "amount", "text"]


def test_it_refuses_a_gap(build):
    build.new_row()
    build.add("甲", 2)
    with pytest.raises(ValueError, match="gap"):
        build.finish()


def test_it_refuses_a_gap_below_a_short_cell(build):
    build.new_row()
    build.add("甲", 1, rowspan=2)
    build.add("乙", 2)
    with pytest.raises(ValueError, match="gap"):
        build.finish()


def test_it_refuses_what_is_too_wide(build):
    build.new_row()
    build.add("甲", 2)
    with pytest.raises(ValueError, match="no room for '乙' in row 0"):
        build.add("乙", 2)


def test_it_refuses_a_cell_in_a_full_row(build):
    build.new_row()
    build.add("甲", 3, rowspan=2)
    build.new_row()
    with pytest.raises(ValueError, match="no room for '乙' in row 1"):
        build.add("乙", 1)


def test_it_refuses_an_overlap(build):
    build.new_row()
    build.add("甲", 1)
    build.add("乙", 1, rowspan=2)
    build.add("丙", 1)
    build.new_row()
    with pytest.raises(ValueError, match="'丁' overlaps a cell in row 1"):
        build.add("丁", 2)


def test_nothing_is_a_grid_too():
    assert Builder(3).finish() == ()
    assert Grid("", "", (1.0,), (), head=0).height == 0


def test_a_grid_gives_its_rows_from_left_to_right(build):
    build.new_row()
    build.add("甲", 1, rowspan=2)
    build.add("乙", 2)
    build.new_row()
    build.add("丙", 2)
    grid = Grid("", "", (0.2, 0.3, 0.5), build.finish(), head=1)
    assert [[c.text for c in row] for row in grid.rows()] == [["甲", "乙"], ["丙"]]
    assert [grid.width_of(c) for c in grid.cells] == [0.2, 0.8, 0.8]
