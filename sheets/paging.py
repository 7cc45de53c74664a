"""A table that is longer than a page.

A merged label that reaches over a page break would be printed once, on its first page,
and leave a hole on the next. So a long table repeats its labels: each group of rows
stands for itself, and a printer may break the page between any two groups.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .grid import Cell, Grid
from .measure import row_heights

# Six rows of one line: little room is lost where a group moves to the next page.
GROUP_POINTS = 130


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
    labels = [c for c in grid.cells if c.role == "label" and c.row > grid.head]
    cuts = sorted(set(_cuts(labels, row_heights(grid))))
    cells: list[Cell] = []
    for cell in grid.cells:
        cells += _cut(cell, cuts) if cell in labels else [cell]
    return replace(grid, cells=tuple(cells))


def _cuts(labels: list[Cell], heights: Sequence[float]) -> Iterator[int]:
    """Rows at which a group begins: where a label does, and within a long run of the
    innermost one at even distances."""
    innermost = max((cell.col for cell in labels), default=0)
    for cell in labels:
        yield cell.row
        if cell.col == innermost:
            run = heights[cell.row : cell.row + cell.rowspan]
            yield from (cell.row + start for start in _even_starts(run))


def _even_starts(heights: Sequence[float]) -> Iterator[int]:
    """Where to begin anew, so that all groups are about as high and none is high."""
    total = sum(heights)
    groups = math.ceil(total / GROUP_POINTS)
    above = 0.0
    current = 0
    for row, height in enumerate(heights):
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


def groups(grid: Grid) -> Iterator[range]:
    """Rows below the head in groups that no cell reaches out of."""
    start = grid.head + 1
    reach = start
    for row, cells in enumerate(grid.rows()):
        if row <= grid.head:
            continue
        if row == reach and row > start:
            yield range(start, row)
            start = row
        reach = max([reach, *(c.row + c.rowspan for c in cells)])
    if start < grid.height:
        yield range(start, grid.height)
