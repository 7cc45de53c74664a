"""A table that is longer than a page.

A merged label that reaches over a page break would be printed once, on its first page,
and leave a hole on the next. So a long table repeats its labels: each group of rows
stands for itself, and a printer may break the page between any two groups. A row that
is higher than a page is several rows in print, each with its labels.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from .grid import Cell, Grid
from .measure import line_count, page_chars, row_heights

# Six rows of one line: little room is lost where a group moves to the next page.
GROUP_POINTS = 130
# A row that is higher need not stay on one page: too much room would be lost.
WHOLE_ROW_POINTS = 350
PAGE_POINTS, WIDE_PAGE_POINTS = 640, 440  # a row that is higher fits on no page
PIECE_LINES = 14  # of a row that is higher: three pieces fit on a page below the head
GOES_ON = "（续）"
# A few characters, with what closes them: no piece begins with a comma.
_ATOM = re.compile(r".{1,12}?[\s。，、；：！？）》”]+|.{1,12}", re.DOTALL)


def cut_at_head(grid: Grid) -> Grid:
    """The same grid with each cell cut in two that reaches from the head, or from above
    it, into the rows below: the head is a part of its own on paper, and said again."""
    cut = {grid.head, grid.head + 1} if grid.head else {1}
    cells: list[Cell] = []
    for cell in grid.cells:
        inside = any(cell.row < row < cell.row + cell.rowspan for row in cut)
        cells += _cut(cell, sorted(cut)) if inside else [cell]
    return replace(grid, cells=tuple(cells))


def repeat_labels(grid: Grid) -> Grid:
    """The same grid with its merged labels cut into groups of a few centimetres."""
    grid = cut_at_head(grid)
    heights = row_heights(grid)
    labels = [c for c in grid.cells if c.role == "label"]
    below = [c for c in labels if c.row > grid.head]
    cuts = sorted(set(_cuts(below, heights)))
    cells: list[Cell] = []
    for cell in grid.cells:
        if cell in below:
            cells += _cut(cell, cuts)
        elif cell in labels:
            cells += _cut(cell, list(_starts(cell, heights)))
        else:
            cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _cuts(labels: list[Cell], heights: Sequence[float]) -> Iterator[int]:
    """Rows at which a group begins: where a label does, and within a long run of the
    innermost one at even distances."""
    innermost = max((cell.col for cell in labels), default=0)
    for cell in labels:
        yield cell.row
        if cell.col == innermost:
            yield from _starts(cell, heights)


def _starts(cell: Cell, heights: Sequence[float]) -> Iterator[int]:
    """Where to begin anew, so that all groups are about as high and none is high."""
    run = heights[cell.row : cell.row + cell.rowspan]
    total = sum(run)
    groups = math.ceil(total / GROUP_POINTS)
    above = 0.0
    current = 0
    for row, height in enumerate(run, cell.row):
        group = int((above + height / 2) / total * groups)
        if group > current:
            current = group
            yield row
        above += height


def _cut(cell: Cell, cuts: list[int]) -> list[Cell]:
    end = cell.row + cell.rowspan
    starts = [cell.row, *(cut for cut in cuts if cell.row < cut < end)]
    return [
        replace(cell, row=start, rowspan=stop - start)
        for start, stop in zip(starts, [*starts[1:], end], strict=True)
    ]


def groups(grid: Grid, rows: range) -> Iterator[range]:
    """Of these rows, groups that no cell reaches out of."""
    start = reach = rows.start
    for row, cells in enumerate(grid.rows()):
        if row not in rows:
            continue
        if row == reach and row > start:
            yield range(start, row)
            start = row
        reach = max([reach, *(c.row + c.rowspan for c in cells)])
    if start < rows.stop:
        yield range(start, rows.stop)


def above_head(grid: Grid) -> list[range]:
    """The groups above the head."""
    return list(groups(grid, range(grid.head)))


def below_head(grid: Grid) -> list[range]:
    """The groups below it."""
    return list(groups(grid, range(grid.head + 1, grid.height)))


def together(grid: Grid) -> list[range]:
    """All rows of the grid, in runs that stay on a page if they can: its groups, and
    the head with the first group below it."""
    first, *others = below_head(grid) or [range(grid.head + 1, grid.head + 1)]
    return [*above_head(grid), range(grid.head, first.stop), *others]


def page_starts(
    grid: Grid, heights: Sequence[float], *, above: float, room: float
) -> Iterator[int]:
    """Rows before which to break the page, so that none of these runs is cut. ``above``
    the table stands its title; ``room`` is what a page holds."""
    used = above
    for run in together(grid):
        height = sum(heights[run.start : run.stop])
        if used + height > room and run.start > 0:
            yield run.start
            used = heights[grid.head] if run.start > grid.head else 0.0
        used += height
        if used > room:  # it goes on overleaf
            used %= room


# --- Rows that are higher than a page -----------------------------------------------


def split_high_rows(grid: Grid) -> Grid:
    """The grid as it is printed: a row that is too high becomes several, which share
    out its long texts. Each has the labels of the row, and all but the first say that
    it goes on. For paper alone: a text in pieces cannot be read back."""
    pieces = {row: _pieces_of_row(grid, row) for row in _too_high(grid)}
    if not pieces:
        return grid
    counts = [len(pieces.get(row, [()])) for row in range(grid.height)]
    tops = list(accumulate(counts, initial=0))
    cells: list[Cell] = []
    for cell in grid.cells:
        if cell.row in pieces and cell.rowspan == 1:
            continue
        height = tops[cell.row + cell.rowspan] - tops[cell.row]
        cells.append(replace(cell, row=tops[cell.row], rowspan=height))
    for row, made in pieces.items():
        for place, piece in enumerate(made):
            cells += [replace(cell, row=tops[row] + place) for cell in piece]
    return replace(grid, cells=tuple(cells), head=tops[grid.head])


def _too_high(grid: Grid) -> Iterator[int]:
    """Rows that fit on no page; above the head, those that would leave half a page
    empty, too."""
    page = WIDE_PAGE_POINTS if grid.wide else PAGE_POINTS
    for row, height in enumerate(row_heights(grid)):
        most = WHOLE_ROW_POINTS if row < grid.head else page
        if height > most and row != grid.head:
            yield row


def _pieces_of_row(grid: Grid, row: int) -> list[list[Cell]]:
    """The cells of each of the rows that this one becomes."""
    cells = [c for c in grid.cells if c.row == row and c.rowspan == 1]
    texts = {
        cell: _pieces(cell.text, grid.width_of(cell) * page_chars(grid))
        for cell in cells
        if cell.role != "label"
    }
    count = max((len(found) for found in texts.values()), default=1)
    first = min((c for c in texts if c.text), key=lambda c: c.col, default=None)
    made = [[_without_tail(cell, texts) for cell in cells]]
    for place in range(1, count):
        following = []
        for cell in cells:
            found = texts.get(cell, [cell.text] * count)
            text = found[place] if place < len(found) else ""
            if not text and cell == first:
                text = GOES_ON
            following.append(replace(cell, text=text, lead="", tail="", field=None))
        made.append(following)
    return made


def _without_tail(cell: Cell, texts: dict[Cell, list[str]]) -> Cell:
    """The cell in the first row of several."""
    found = texts.get(cell, [cell.text])
    return cell if len(found) == 1 else replace(cell, text=found[0], tail="")


def _pieces(text: str, chars: float) -> list[str]:
    """The text in pieces for a cell of this width; together they are the text."""
    made = [""]
    for atom in _ATOM.findall(text):
        if made[-1] and line_count(made[-1] + atom, chars) > PIECE_LINES:
            made.append("")
        made[-1] += atom
    return made
