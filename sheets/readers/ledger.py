"""What of a table was read, and what is to be told: nothing is lost silently.

Every cell that is taken over is crossed off; what is left in the end is an error that
quotes it, with the place where its author finds it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..sheet import Sheet
from . import formulas
from .base import Message
from .table import Cell, Table

# Of one message; a form has less, and a trap must not fill the page.
MOST_QUOTED = 2000


def clean(text: str) -> str:
    """A typed text without the blanks around it and around its paragraphs."""
    if "\n" not in text:
        return text.strip()
    return "\n".join(part.strip() for part in text.split("\n") if part.strip())


def quoted(texts: Iterable[str]) -> str:
    """The texts behind one another, cut where it is too much for a message."""
    text = "；".join(part for one in texts if (part := clean(one).replace("\n", " ")))
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}……"


class Found(NamedTuple):
    """A table, where it stands, and where each of its cells does, by field path."""

    place: str
    sheet: Sheet
    cells: dict[str, str]


class Ledger:
    def __init__(self) -> None:
        self.errors: list[Message] = []
        self.warnings: list[Message] = []
        self._left: dict[int, Cell] = {}
        self._aside: dict[str, list[Cell]] = {}

    def open(self, table: Table, rows: range) -> None:
        """These rows are to be read."""
        for row in rows:
            for cell in table.rows[row]:
                if cell.text.strip():
                    self._left[id(cell)] = cell

    def is_left(self, cell: Cell) -> bool:
        return id(cell) in self._left

    def take(self, cell: Cell | None) -> str:
        """The text of a cell, crossed off; ``""`` if there is no such cell, or if its
        formula has come to nothing, which is told."""
        if cell is None:
            return ""
        was_left = self._left.pop(id(cell), None)
        if said := formulas.trouble(cell):
            if was_left:
                self.error(cell.place, said)
            return ""
        # Of what was surely typed, nothing but the blanks around it is lost.
        return cell.text.strip() if cell.is_content else clean(cell.text)

    def set_aside(self, heading: str, cell: Cell) -> None:
        """Known, and no part of a target: told once for each heading."""
        if self._left.pop(id(cell), None):
            self._aside.setdefault(heading, []).append(cell)

    def error(self, where: str, text: str) -> None:
        self.errors.append(Message(where.strip(), text))

    def warn(self, where: str, text: str) -> None:
        self.warnings.append(Message(where.strip(), text))

    def close(self) -> None:
        """Tell what was set aside and what is left."""
        for heading, cells in self._aside.items():
            text = quoted(f"{cell.place} {clean(cell.text)}" for cell in cells)
            said = f"“{heading}”不是绩效目标的内容，没有读入：{text}"
            self.warn(cells[0].place, said)
        for cell in self._left.values():
            said = formulas.trouble(cell)
            self.error(cell.place, said or f"没有读入：{quoted([cell.text])}")
        self._left, self._aside = {}, {}
