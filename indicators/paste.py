"""A block copied from Excel or Word, put into the indicator table.

Both put cells on the clipboard as text: tabs between columns, line ends between rows,
and quotes around a cell that holds either.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from sheets.fields import ROW_CELLS
from sheets.readers.rows import squeeze
from sheets.sheet import Indicator, Sheet
from sheets.typed import plain

MOST_ROWS = 300
Tiers = tuple[str, str]


def read_block(text: str) -> list[list[str]]:
    """Rows of cell texts; rows with nothing in them are left out."""
    lines = io.StringIO(plain(text))
    rows = csv.reader(lines, delimiter="\t", quotechar='"', strict=False)
    try:
        cells = [[cell.strip() for cell in row] for row in rows]
    except csv.Error:  # a cell of more than 131,072 characters
        raise ValueError("no block of cells") from None
    return [row for row in cells if any(row)][:MOST_ROWS]


def paste(sheet: Sheet, index: int, cell: str, text: str) -> Sheet:
    """The sheet with the block in it, from ``cell`` of row ``index`` on.

    A block that brings the form's own labels goes under them. Otherwise its first row
    fills the row of the cursor and every further one an empty row below it under the
    same labels, or a new one: what is there already is never overwritten.
    ``ValueError`` if there is no such cell.
    """
    if cell not in ROW_CELLS or not 0 <= index < len(sheet.indicators):
        raise ValueError(f"no cell {cell!r} in row {index}")
    block = read_block(text)
    rows = list(sheet.indicators)
    labelled = _under_labels(rows, block)
    if labelled is not None:
        for tiers, cells in labelled:
            _put(rows, tiers, _last_of(rows, tiers), cells, 0)
        return replace(sheet, indicators=tuple(rows))
    start = ROW_CELLS.index(cell)
    tiers = rows[index].tier1, rows[index].tier2
    for number, cells in enumerate(block):
        if number == 0:
            rows[index] = _filled(rows[index], cells, start)
        else:
            index = _put(rows, tiers, index, cells, start)
    return replace(sheet, indicators=tuple(rows))


def insert(sheet: Sheet, text: str) -> Sheet:
    """The sheet with each row of the block under the two labels that it begins with,
    in the label's first empty place. ``ValueError`` if the sheet has no such label:
    nothing lands under a wrong one.
    """
    rows = list(sheet.indicators)
    known = {(row.tier1, row.tier2) for row in rows}
    for line in read_block(text):
        tiers = line[0], "".join(line[1:2])
        if tiers not in known:
            raise ValueError(f"no labels {tiers}")
        _put(rows, tiers, _last_of(rows, tiers), line[2:], 0)
    return replace(sheet, indicators=tuple(rows))


def _under_labels(
    rows: Sequence[Indicator], block: list[list[str]]
) -> list[tuple[Tiers, list[str]]] | None:
    """(labels, cells) for each row if the block's first columns are tier-2 labels,
    with or without tier 1 before them; an empty one continues the one above."""
    known = {row.tier2: (row.tier1, row.tier2) for row in rows}
    for column in (1, 0):
        labels = [squeeze(row[column]) if len(row) > column else "" for row in block]
        named = [label for label in labels if label]
        if not named or labels[0] == "" or not all(label in known for label in named):
            continue
        result, tiers = [], known[labels[0]]
        for label, row in zip(labels, block, strict=True):
            tiers = known.get(label, tiers)
            result.append((tiers, row[column + 1 :]))
        return result
    return None


def _last_of(rows: Sequence[Indicator], tiers: Tiers) -> int:
    """The row before the place for a new one: the label's last that has text."""
    mine = [i for i, row in enumerate(rows) if (row.tier1, row.tier2) == tiers]
    filled = [i for i in mine if not rows[i].is_blank]
    return filled[-1] if filled else mine[0] - 1


def _put(
    rows: list[Indicator], tiers: Tiers, after: int, cells: list[str], start: int
) -> int:
    """Fill the empty row below ``after``, or insert one; the row's index."""
    index = after + 1
    blank = Indicator(*tiers)
    if index < len(rows) and rows[index] == blank:
        rows[index] = _filled(blank, cells, start)
    else:
        rows.insert(index, _filled(blank, cells, start))
    return index


def _filled(row: Indicator, cells: list[str], start: int) -> Indicator:
    texts = {name: getattr(row, name) or "" for name in ROW_CELLS}
    texts |= dict(zip(ROW_CELLS[start:], cells, strict=False))
    filled = Indicator.of(row.tier1, row.tier2, texts)
    return replace(filled, weight=row.weight)
