"""A long table repeats its labels where a page may break."""

from dataclasses import replace

from hypothesis import given

from sheets.layouts import layouts
from sheets.measure import row_heights
from sheets.paging import (
    GROUP_POINTS,
    below_head,
    page_starts,
    repeat_labels,
    split_high_rows,
    together,
)
from sheets.sheet import Indicator

from .samples import LONG
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
    assert [len(g) for g in below_head(grid)] == [22]
    long = repeat_labels(grid)
    assert [len(g) for g in below_head(long)] == [5, 5, 5, 5, 2]
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
    for group in below_head(long):
        high = [i for i in group if heights[i] > GROUP_POINTS]
        assert not high or len(group) <= 3
        assert sum(heights[i] for i in group) < 600


def test_a_group_is_what_no_cell_reaches_out_of(seed_book):
    grid = HEBEI.grid(seed_book.projects[0])
    assert [len(g) for g in below_head(grid)] == [4, 4, 1]


def test_a_label_above_the_head_is_said_again(seed_book):
    goals = tuple(f"第{place}项工作" for place in range(40))
    grid = HEBEI.grid(replace(seed_book.projects[0], goals=goals))
    long = repeat_labels(grid)
    labels = [c for c in long.cells if c.text == "绩效目标"]
    assert len(labels) > 5
    heights = row_heights(long)
    for label in labels:
        assert sum(heights[label.row : label.row + label.rowspan]) < 1.5 * GROUP_POINTS
    short = repeat_labels(HEBEI.grid(seed_book.projects[0]))
    assert [c.text for c in short.cells].count("绩效目标") == 1


def test_a_row_that_fits_on_no_page_becomes_several(seed_book):
    code = "A1b2" * 50
    row = Indicator("产出指标", "数量指标", "名称", code, "=1个", LONG)
    one = replace(seed_book.projects[0], indicators=(row, row), usage=LONG)
    before = HEBEI.grid(one)
    after = split_high_rows(before)
    assert sum(c.rowspan * c.colspan for c in after.cells) == after.height * 12
    assert max(row_heights(after)[after.head :]) < 350
    texts = [c.text for c in sorted(after.cells, key=lambda c: (c.row, c.col))]
    pieces = [text for text in texts if text.startswith("确保") and text in LONG]
    # Nothing is lost, and no piece ends within a clause.
    assert "".join(pieces) == LONG * 3
    assert all(piece.endswith("。") for piece in pieces)
    assert texts.count("（续）") > 10
    labelled = repeat_labels(after)
    assert [c.rowspan for c in labelled.cells if c.text == "数量指标"] == [1] * (
        texts.count("（续）") + 2
    )
    fields = [c.field for c in after.cells if c.field]
    assert sorted(fields) == sorted(c.field for c in before.cells if c.field)
    assert [c.text for c in after.cells if c.row == after.head][0] == "一级指标"


def test_what_fits_on_a_page_is_not_split(seed_book):
    row = Indicator("产出指标", "数量指标", "名称", "字" * 300, "=1个", "依据")
    grid = HEBEI.grid(replace(seed_book.projects[0], indicators=(row,)))
    assert max(row_heights(grid)) > 350
    assert split_high_rows(grid) == grid


def test_a_page_begins_where_a_group_does(seed_book):
    rows = tuple(Indicator("产出指标", "数量指标", str(i)) for i in range(80))
    grid = repeat_labels(HEBEI.grid(replace(seed_book.projects[0], indicators=rows)))
    heights = row_heights(grid)
    starts = list(page_starts(grid, heights, above=50, room=700))
    assert len(starts) > 1
    assert set(starts) <= {run.start for run in together(grid)}
    pages = zip([0, *starts], [*starts, grid.height], strict=True)
    for place, (first, stop) in enumerate(pages):
        above = 50 if place == 0 else heights[grid.head]
        assert above + sum(heights[first:stop]) <= 700
