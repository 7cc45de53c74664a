"""A table that is longer than a page.

A merged label that reaches over a page break would be printed once, on its first page,
and leave a hole on the next. So a long table repeats its labels: each group of rows
stands for itself, and a printer may break the page between any two groups.
"""

from collections.abc import Iterator
from dataclasses import replace

from .grid import Cell, Grid

GROUP_ROWS = 6


def repeat_labels(grid: Grid) -> Grid:
    """The same grid with its merged labels cut into groups of at most six rows."""
    labels = [c for c in grid.cells if c.role == "label" and c.row > grid.head]
    cuts = sorted(set(_cuts(labels)))
    cells: list[Cell] = []
    for cell in grid.cells:
        cells += _cut(cell, cuts) if cell in labels else [cell]
    return replace(grid, cells=tuple(cells))


def _cuts(labels: list[Cell]) -> Iterator[int]:
    """Rows at which a group begins: where a label does, and within a long run of the
    innermost one at even distances."""
    innermost = max((cell.col for cell in labels), default=0)
    for cell in labels:
        yield cell.row
        if cell.col == innermost and cell.rowspan > GROUP_ROWS:
            groups = -(-cell.rowspan // GROUP_ROWS)
            yield from (cell.row + cell.rowspan * i // groups for i in range(groups))


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
