"""Forms that stand side by side in one table, each as a table of its own."""

from collections.abc import Iterator
from dataclasses import replace

from .labels import field_of
from .parts import Segment, segments
from .table import Cell, Table


def side_by_side(table: Table) -> list[Table]:
    """The table, or its halves if each names a project of its own and has a head of
    indicators: halves of one form share these. Text that is not filled up to columns
    does not tell what is beside what."""
    if not (table.merges or table.is_padded):
        return [table]
    for cut in dict.fromkeys(_cuts(table)):
        left, right = _part(table, 0, cut), _part(table, cut, table.width)
        one, other = _first_form(left), _first_form(right)
        if one and other and one.name != other.name:
            return [left, *side_by_side(right)]
    return [table]


def _cuts(table: Table) -> Iterator[int]:
    """Where the second may begin: behind an empty column, as far before its label of
    the name as the first begins before its own, or with that label."""
    cols = sorted({c.col for row in table.rows for c in row if _is_name(c)})
    if len(cols) < 2:
        return
    text = [False] * table.width
    crossed = [False] * (table.width + 1)
    for row in table.rows:
        filled = [c for c in row if c.text.strip()]
        if len(filled) > 1:  # a title may stand over both
            for cell in filled:
                text[cell.col : cell.end] = [True] * cell.colspan
                inside = cell.colspan - 1
                crossed[cell.col + 1 : cell.end] = [True] * inside
    for col in cols[1:]:
        gaps = [c for c in range(col, cols[0] + 1, -1) if text[c] and not text[c - 1]]
        for cut in (*gaps, col - cols[0], col):
            if cols[0] < cut and not crossed[cut]:
                yield cut


def _is_name(cell: Cell) -> bool:
    return 0 < len(cell.words) <= 30 and field_of(cell.words) == "name"


def _first_form(table: Table) -> Segment | None:
    found = (s for s in segments(table) if s.has_name and (s.headers or s.shared))
    return next(found, None)


def _part(table: Table, first: int, end: int) -> Table:
    """Some of its columns; one of the right is called after its first cell."""
    cells = [
        replace(cell, col=cell.col - first, colspan=min(cell.end, end) - cell.col)
        for row in table.rows
        for cell in row
        if first <= cell.col < end
    ]
    begin = next((c.place for c in cells if c.text.strip()), "")
    name = begin if first else table.name
    part = Table(name, table.merges, table.is_padded)
    part.lengthen(len(table.rows))
    for cell in cells:
        part.add(cell)
    return part
