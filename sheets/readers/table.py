"""What every format becomes: paragraphs, and tables of cells with their merges.

A format says where its cells stand and what is in them; it knows nothing of labels.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace

from perftargets.errors import BadFile

# A form has some dozen columns and a few thousand rows at most; a list of all projects
# of a county has more. What is beyond is no form, or a trap.
MOST_COLUMNS = 500
MOST_SLOTS = 1_000_000
TOO_BIG = "表格太大，不像绩效目标表：请删去多余的行和列（包括空白的），再导入"


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """Each is itself, whatever is in it. ``place`` is how its author finds it:
    ``Sheet1!B7``, ``第1张表第2行第3格``. ``is_content``: the file itself says that
    this is what somebody filled in (see :mod:`sheets.own`); those of others never do.
    ``is_rounded``: it is a number with more digits than its program keeps.
    """

    row: int
    col: int
    text: str
    place: str
    rowspan: int = 1
    colspan: int = 1
    is_content: bool = False
    is_rounded: bool = False

    @property
    def words(self) -> str:
        """What may be a label: no text that somebody filled in, whatever it says."""
        return "" if self.is_content else self.text

    @property
    def end(self) -> int:
        return self.col + self.colspan


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    place: str = ""


@dataclass
class Table:
    """``merges``: whether the source tells a merged cell from an empty one. Text does
    not: there a label goes on as an empty cell, and a row may be shorter."""

    name: str = ""
    merges: bool = True
    # Each row has a cell in each column: so the clipboard hands on a merged cell.
    is_padded: bool = False
    # Whether any of its cells is known to be content: the others are then labels.
    is_marked: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    _owners: list[dict[int, Cell]] = field(default_factory=list)
    width: int = 0
    _slots: int = 0

    def add(self, cell: Cell) -> None:
        """Cells come row by row, and from left to right in each."""
        self._slots += cell.rowspan * cell.colspan
        if self._slots > MOST_SLOTS or cell.end > MOST_COLUMNS:
            raise BadFile(TOO_BIG)
        self.lengthen(cell.row + cell.rowspan)
        self.rows[cell.row].append(cell)
        self.width = max(self.width, cell.end)
        self.is_marked |= cell.is_content
        if cell.rowspan == cell.colspan == 1:
            self._owners[cell.row].setdefault(cell.col, cell)
            return
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.end):
                self._owners[row].setdefault(col, cell)

    def lengthen(self, height: int) -> None:
        """Empty rows up to this height."""
        while len(self.rows) < height:
            self.rows.append([])
            self._owners.append({})

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers this place."""
        return self._owners[row].get(col) if 0 <= row < len(self._owners) else None

    def is_free(self, row: int, col: int) -> bool:
        return row >= len(self._owners) or col not in self._owners[row]

    def across(self, row: int) -> list[Cell]:
        """The cells of a row from left to right, with those that reach into it."""
        found = dict.fromkeys(self._owners[row].values())
        return sorted(found, key=lambda cell: cell.col)

    def unmarked(self) -> "Table":
        """As a file of others would have it."""
        table = Table(self.name, self.merges, self.is_padded)
        table.lengthen(len(self.rows))
        for row in self.rows:
            for cell in row:
                table.add(replace(cell, is_content=False))
        return table

    def beside(self, label: Cell, stop: int) -> list[int]:
        """The rows that a label stands beside: merged over them, or empty below it."""
        last = label.row + label.rowspan
        if label.rowspan == 1:
            while last < stop and (under := self.at(last, label.col)) is not None:
                row = self.rows[last]
                if under.text.strip() or not any(c.text.strip() for c in row):
                    break
                last += 1
        return list(range(label.row, min(last, stop)))


Block = Paragraph | Table


def flowing(
    name: str,
    rows: Iterable[Iterable[tuple[str, int, int]]],
    *,
    merges: bool = True,
    content: Container[tuple[int, int]] = (),
) -> Table:
    """A table whose cells (text, rowspan, colspan) flow into the free places of their
    row, as in HTML. Places are called by their order in the source; ``content`` has
    those that were filled in: (row, place in it), from 0 and 1."""
    table = Table(name, merges)
    filled = [list(cells) for cells in rows]
    table.lengthen(len(filled))
    for row, cells in enumerate(filled):
        col = 0
        for number, (text, rowspan, colspan) in enumerate(cells, 1):
            while not table.is_free(row, col):
                col += 1
            place = f"{name}第{row + 1}行第{number}格"
            rowspan = max(1, min(rowspan, len(filled) - row))
            colspan = max(1, min(colspan, MOST_COLUMNS))
            is_content = (row, number) in content
            table.add(Cell(row, col, text, place, rowspan, colspan, is_content))
            col += colspan
    return table
