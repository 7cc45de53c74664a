"""A long table repeats its labels where a page may break."""

from dataclasses import replace

from hypothesis import given

from sheets.layouts import layouts
from sheets.measure import row_heights
from sheets.paging import GROUP_POINTS, groups, repeat_labels
from sheets.sheet import Indicator

from .strategies import sheets

HEBEI = layouts.get("hebei-2021")


@given(sheets)
def test_it_tiles_the_same_rectangle(sheet):
    before, after = HEBEI.grid(sheet), repeat_labels(HEBEI.grid(sheet))
    area = sum(c.rowspan * c.colspan for c in after.cells)
    assert area == before.height * len(before.widths)
    assert [c for c in after.cells if c.field] == [c for c in before.cells if c.field]


def test_a_group_is_a_few_rows(seed_book):
    rows = tuple(Indicator("产出指标", "数量指标", str(i)) for i in range(20))
    rows += tuple(Indicator("产出指标", "质量指标", str(i)) for i in range(2))
    grid = HEBEI.grid(replace(seed_book.projects[0], indicators=rows))
    assert [len(g) for g in groups(grid)] == [22]
    long = repeat_labels(grid)
    assert [len(g) for g in groups(long)] == [5, 5, 5, 5, 2]
    labels = [c.text for c in long.cells if c.row > long.head and c.role == "label"]
    assert labels.count("数量指标") == 4
    assert labels.count("产出指标") == 5


def test_high_rows_stand_alone(seed_book):
    """Six of them would not fit on a page, and the label would leave a hole there."""
    lines = (1, 1, 30, 30, 1, 1)
    rows = tuple(
        Indicator("产出指标", "数量指标", str(i), "字" * 8 * n)
        for i, n in enumerate(lines)
    )
    long = repeat_labels(
        HEBEI.grid(replace(seed_book.projects[0], indicators=rows * 3))
    )
    heights = row_heights(long)
    for group in groups(long):
        high = [i for i in group if heights[i] > GROUP_POINTS]
        assert not high or len(group) <= 3
        assert sum(heights[i] for i in group) < 600


def test_a_group_is_what_no_cell_reaches_out_of(seed_book):
    grid = HEBEI.grid(seed_book.projects[0])
    assert [len(g) for g in groups(grid)] == [4, 4, 1]
