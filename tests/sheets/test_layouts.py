"""Every registered form, on any sheet: it tiles its rectangle and loses no cell."""

from dataclasses import replace

import pytest
from hypothesis import given

from sheets import fields, money
from sheets.layouts import layouts
from sheets.sheet import PlanStep

from .strategies import sheets

LAYOUTS = list(layouts)


def test_there_is_a_form():
    assert len(LAYOUTS) >= 1


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
@given(sheet=sheets)
def test_the_cells_tile_the_rectangle(layout, sheet):
    grid = layout.grid(sheet)
    slots = [
        (cell.row + r, cell.col + c)
        for cell in grid.cells
        for r in range(cell.rowspan)
        for c in range(cell.colspan)
    ]
    assert len(slots) == len(set(slots)) == grid.height * len(grid.widths)
    assert sum(grid.widths) == pytest.approx(1)
    assert [cell for row in grid.rows() for cell in row]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
@given(sheet=sheets)
def test_every_typed_text_stands_in_the_cell_of_its_field(layout, sheet):
    cells = [c for c in layout.grid(sheet).cells if c.field]
    shown = {c.field: c.text for c in cells}
    assert len(shown) == len(cells), "a field is shown twice"
    typed = fields.facts(sheet)
    typed |= {f"goals.{i}": goal for i, goal in enumerate(sheet.goals or ("",))}
    for index, row in enumerate(sheet.indicators):
        texts = fields.row_cells(row)
        typed |= {
            f"indicators.{index}.{name}": texts[name] for name in fields.ROW_CELLS
        }
    # Printed by the form itself, above the table.
    del typed["budget.unit"]
    if sheet.goals_placeholder is None:
        del typed["goals_placeholder"]
    assert shown == typed
    assert money.show(sheet.budget.total) == shown["budget.total"]


def test_the_grid_of_the_seed(seed_book):
    grid = layouts.get("hebei-2021").grid(seed_book.projects[2])
    at = {(c.row, c.col): c for c in grid.cells}
    by_text = {c.text: c for c in grid.cells}
    assert len(grid.widths) == 12
    assert [by_text[t].rowspan for t in ("产出指标", "效果指标", "满意度指标")] == [
        4,
        4,
        1,
    ]
    assert {c.field: c.text for c in grid.cells}["plan.12"] == "100%"
    assert at[(0, 0)].text == "项目编码"
    assert [c.text for c in grid.cells if c.row == grid.head][:3] == [
        "一级指标",
        "二级指标",
        "三级指标",
    ]
    empty = [c.field for c in grid.cells if c.field and "indicators.4." in c.field]
    assert len(empty) == 4
    assert "......" in by_text
    assert grid.title == "村级组织经费项目绩效目标表"
    assert grid.note == "金额单位：万元"


@pytest.mark.parametrize("months", [(12,), (6, 12), (3, 6, 9, 12), tuple(range(1, 13))])
def test_any_checkpoints_fit(seed_book, months):
    plan = tuple(PlanStep(month, "1%") for month in months)
    sheet = replace(seed_book.projects[0], plan=plan)
    shown = [
        c for c in layouts.get("hebei-2021").grid(sheet).cells if c.role == "label"
    ]
    assert [c.text for c in shown if "月底" in c.text] == [f"{m}月底" for m in months]
    assert all(c.colspan >= 1 for c in shown)


def test_a_name_that_ends_in_project_does_not_say_it_twice(seed_book):
    sheet = replace(seed_book.projects[0], name="道路维修项目")
    assert layouts.get("hebei-2021").grid(sheet).title == "道路维修项目绩效目标表"
