"""A block copied from Excel or Word, or rows of the library, put into the indicator
table. What stands in the table is never overwritten, and what could not be done as it
looks in the block is said.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheets import fields, money
from sheets.fields import ROW_CELLS
from sheets.sheet import Indicator, Overall, Sheet
from sheets.typed import plain

from .clipboard import MOST_ROWS, Block, Line, Tiers, find_label, read_block

Document = Sheet | Overall
MOST_QUOTED = 3
MOST_SHOWN = 12
FULL = f"最多 {MOST_ROWS} 行，放不下了，表没有变。"


@dataclass(frozen=True)
class Pasted:
    """``moved``: where each row of before stands now. ``place``: the path of the first
    cell that was filled, ``""`` if none was. ``said``: what to tell."""

    document: Document
    moved: list[int]
    place: str
    said: str


class _Rows:
    """The rows while they are filled, and where those of before stand by now."""

    def __init__(self, document: Document) -> None:
        self.rows = list(document.indicators)
        self.moved = list(range(len(self.rows)))
        self.known = tuple(dict.fromkeys((r.tier1, r.tier2) for r in self.rows))
        self.filled = 0
        self.first = -1  # where the row stands that was filled first

    def has_room(self, index: int, tiers: Tiers, cells: Mapping[str, str]) -> bool:
        """Whether the cells are empty in this row, and the row under these labels."""
        if not 0 <= index < len(self.rows):
            return False
        row = self.rows[index]
        taken = any(fields.row_cell(row, name) for name in cells)
        return (row.tier1, row.tier2) == tiers and not taken

    def fill(self, index: int, cells: Mapping[str, str]) -> None:
        self.rows[index] = fields.with_cells(self.rows[index], cells)
        self.first = self.first if self.filled else index
        self.filled += 1

    def put(self, tiers: Tiers, after: int, cells: Mapping[str, str]) -> int:
        """Fill the row below ``after`` if it has room, or insert one; its index."""
        index = after + 1
        if not self.has_room(index, tiers, cells):
            self.rows.insert(index, Indicator(*tiers))
            self.moved = [place + (place >= index) for place in self.moved]
            self.first += self.first >= index
        self.fill(index, cells)
        return index

    def put_last(self, tiers: Tiers, cells: Mapping[str, str]) -> int:
        """Into the label's place behind its last row that has text."""
        mine = [i for i, r in enumerate(self.rows) if (r.tier1, r.tier2) == tiers]
        filled = [i for i in mine if not self.rows[i].is_blank]
        return self.put(tiers, filled[-1] if filled else mine[0] - 1, cells)


def paste(
    document: Document,
    index: int,
    cell: str,
    text: str,
    columns: Sequence[str] = ROW_CELLS,
) -> Pasted:
    """The document with the block in it, from ``cell`` of row ``index`` on.

    Rows that bring the form's own labels go under them, those with other labels under
    the cursor's. A block without labels fills the cursor's row and those below it as
    long as the cells that it needs are empty there, and else makes new rows. A header
    is not pasted. ``columns`` are the cells of a row on the form. ``ValueError`` if
    there is no such cell.
    """
    if cell not in columns or not 0 <= index < len(document.indicators):
        raise ValueError(f"no cell {cell!r} in row {index}")
    rows = _Rows(document)
    block = read_block(text, columns.index(cell), rows.known, columns)
    block, dropped = _amounts(block)
    here = document.indicators[index].tier1, document.indicators[index].tier2
    said = []
    if block.labelled:
        strange = _under_labels(rows, block.lines, here)
        said += _strange(strange, here)
    else:
        _below(rows, block.lines, here, index)
        if rows.first != index:
            said.append("光标所在的行有内容，没有覆盖，放在了它的下面")
    said = [f"已粘贴 {rows.filled} 行", *said, *_left_out(block), *dropped]
    return _done(document, rows, "；".join(said) + "。", _first_text(block))


def _amounts(block: Block) -> tuple[Block, list[str]]:
    """The block without weights that are no numbers, and what to tell of them."""
    weights = [line.cells.get("weight", "") for line in block.lines]
    wrong = [text for text in weights if not _is_amount(text)]
    if not wrong:
        return block, []
    lines = tuple(
        replace(line, cells={n: t for n, t in line.cells.items() if n != "weight"})
        if line.cells.get("weight", "") in wrong
        else line
        for line in block.lines
    )
    quoted = "、".join(f"“{text[:MOST_SHOWN]}”" for text in wrong[:MOST_QUOTED])
    return replace(block, lines=lines), [f"权重不是数字，没有粘贴：{quoted}"]


def _is_amount(text: str) -> bool:
    try:
        money.parse(text)
    except ValueError:
        return False
    return True


def insert(sheet: Sheet, text: str) -> Pasted:
    """The sheet with each row under the two labels that it begins with, in the label's
    first empty place. ``text`` was written by :mod:`csv`. ``ValueError`` if the sheet
    has no such label: nothing lands under a wrong one.
    """
    rows = _Rows(sheet)
    try:
        lines = list(csv.reader(io.StringIO(plain(text)), delimiter="\t"))
    except csv.Error:
        raise ValueError("no rows") from None
    chosen = [[cell.strip() for cell in row] for row in lines if any(row)]
    order = list(dict.fromkeys((r.tier1, r.tier2) for r in sheet.indicators))
    if strange := {(c[0], "".join(c[1:2])) for c in chosen} - set(order):
        raise ValueError(f"no labels {strange}")
    # In the order of the form, so that the first one filled is the topmost.
    for line in sorted(chosen, key=lambda c: order.index((c[0], "".join(c[1:2])))):
        tiers = line[0], "".join(line[1:2])
        rows.put_last(tiers, dict(zip(ROW_CELLS, line[2:], strict=False)))
    return _done(sheet, rows, f"已插入 {rows.filled} 行。", "value")


def _done(document: Document, rows: _Rows, said: str, cell: str) -> Pasted:
    """The result; the document as it was if there is nothing new or no room for it."""
    if rows.filled and len(rows.rows) <= max(MOST_ROWS, len(document.indicators)):
        changed = replace(document, indicators=tuple(rows.rows))
        return Pasted(changed, rows.moved, f"indicators.{rows.first}.{cell}", said)
    said = FULL if rows.filled else "复制的内容里没有指标，表没有变。"
    return Pasted(document, list(range(len(document.indicators))), "", said)


def _first_text(block: Block) -> str:
    """The cell of the first text, where the cursor goes."""
    texts = (n for line in block.lines for n, text in line.cells.items() if text)
    return next(texts, ROW_CELLS[0])


def _below(rows: _Rows, lines: Sequence[Line], here: Tiers, index: int) -> None:
    """From the cursor's row on, downwards."""
    for line in lines:
        if not rows.filled and rows.has_room(index, here, line.cells):
            rows.fill(index, line.cells)
        elif any(line.cells.values()):
            index = rows.put(here, index, line.cells)


def _under_labels(rows: _Rows, lines: Sequence[Line], here: Tiers) -> dict[str, int]:
    """Each line under its labels; how many stand under the cursor's because the form
    has not theirs, by that label. A line without text is only its label's place."""
    strange: dict[str, int] = {}
    for line, tiers, label in _with_tiers(rows, lines, here):
        if any(line.cells.values()):
            rows.put_last(tiers, line.cells)
            strange[label] = strange.get(label, 0) + 1
    return {label: count for label, count in strange.items() if label}


def _with_tiers(
    rows: _Rows, lines: Sequence[Line], here: Tiers
) -> Iterator[tuple[Line, Tiers, str]]:
    """(line, the labels to put it under, its own label if the form has none like it).
    An empty label continues the one above."""
    tier1, tiers, strange = "", here, ""
    for line in lines:
        if line.tier2 or line.tier1 not in ("", tier1):
            tier1 = line.tier1 or tier1
            found = find_label(tier1, line.tier2, rows.known)
            tiers = found or here
            strange = "" if found else line.tier2 or line.tier1
        yield line, tiers, strange


def _strange(strange: Mapping[str, int], here: Tiers) -> list[str]:
    return [
        f"表中没有“{label[:MOST_SHOWN]}”，其 {count} 行放在“{here[1]}”下面，请核对"
        for label, count in list(strange.items())[:MOST_QUOTED]
    ]


def _left_out(block: Block) -> list[str]:
    """What of the block is not in the table."""
    said = ["表头没有粘贴"] if block.has_header else []
    if block.dropped:
        quoted = "、".join(
            f"“{' '.join(text.split())[:MOST_SHOWN]}”"
            for text in block.dropped[:MOST_QUOTED]
        )
        more = "等" if len(block.dropped) > MOST_QUOTED else ""
        count = len(block.dropped)
        said.append(f"右边多出的 {count} 格没有地方，没有粘贴：{quoted}{more}")
    if block.is_cut:
        said.append(f"只粘贴了前 {MOST_ROWS} 行")
    return said
