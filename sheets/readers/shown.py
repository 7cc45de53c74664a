"""A worksheet without the rows and columns that are hidden or filtered out."""

from collections.abc import Collection
from dataclasses import replace
from itertools import accumulate

from .base import Message
from .ledger import quoted
from .table import Cell, Table

SAID = "隐藏或被筛选掉的行、列没有读入，要导入请先取消隐藏："


def shown(
    table: Table, rows: Collection[int], cols: Collection[int]
) -> tuple[Table, list[Message]]:
    """What is left of the table, and what was hidden in it. A merged cell is shown as
    long as a part of it is."""
    if not rows and not cols:
        return table, []
    down = _counted(len(table.rows), rows)
    right = _counted(table.width, cols)
    kept, hidden = [], []
    for cell in (cell for row in table.rows for cell in row):
        row, col = down[cell.row], right[cell.col]
        height = down[cell.row + cell.rowspan] - row
        width = right[cell.end] - col
        if height and width:
            kept.append(replace(cell, row=row, col=col, rowspan=height, colspan=width))
        elif cell.text.strip():
            hidden.append(cell)
    left = Table(table.name, table.merges, table.is_padded)
    left.lengthen(down[-1])
    for cell in sorted(kept, key=lambda cell: (cell.row, cell.col)):
        left.add(cell)
    return left, _told(hidden)


def _counted(length: int, hidden: Collection[int]) -> list[int]:
    """How many are shown before each place."""
    return list(accumulate((at not in hidden for at in range(length)), initial=0))


def _told(hidden: list[Cell]) -> list[Message]:
    if not hidden:
        return []
    text = quoted(f"{cell.place} {cell.text}" for cell in hidden)
    return [Message(hidden[0].place, f"{SAID}{text}")]
