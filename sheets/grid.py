"""``Grid``: a table as rectangles on rows and columns, with no gap and no overlap.

A layout fills it; every writer draws it; so the page, the PDF and the Excel file
cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

# label: fixed words of the form, centred · text: typed by a person, left ·
# amount: right · centre: short typed text (code, percentage), centred.
Role = Literal["label", "text", "amount", "centre"]


@dataclass(frozen=True)
class Cell:
    """``row`` and ``col`` count from 0; ``field`` is the path of the shown cell, or
    ``None`` for words that belong to the form itself. ``lead`` and ``tail`` are what of
    ``text`` the form says before and behind what was typed: 目标1：…"""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    role: Role
    field: str | None = None
    lead: str = ""
    tail: str = ""

    @property
    def typed(self) -> str:
        """The text without the words of the form."""
        return self.text[len(self.lead) : len(self.text) - len(self.tail)]


@dataclass(frozen=True)
class Grid:
    """``widths`` are shares of the table's width and add up to 1. ``head`` is the
    row that a printer repeats on a new page (the indicator header). A ``wide`` one
    is printed on the page laid across."""

    title: str
    note: str
    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    head: int
    wide: bool = False

    @property
    def height(self) -> int:
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Row by row, the cells that begin there."""
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for row in range(self.height):
            yield tuple(sorted(by_row.get(row, ()), key=lambda cell: cell.col))

    def width_of(self, cell: Cell) -> float:
        """Share of the table's width that the cell takes, 0 to 1."""
        return sum(self.widths[cell.col : cell.col + cell.colspan])


@dataclass
class Builder:
    """Places cells from left to right into the free slots of the current row."""

    columns: int
    cells: list[Cell] = field(default_factory=list)
    _taken: set[tuple[int, int]] = field(default_factory=set)
    _row: int = -1

    def new_row(self) -> None:
        self._row += 1

    @property
    def row(self) -> int:
        return self._row

    def add(
        self,
        text: str,
        colspan: int,
        *,
        rowspan: int = 1,
        role: Role = "text",
        path: str | None = None,
        lead: str = "",
        tail: str = "",
    ) -> None:
        """Put a cell into the first free slot; ``ValueError`` if it does not fit."""
        whole = f"{lead}{text}{tail}"
        col = next(
            (c for c in range(self.columns) if (self._row, c) not in self._taken), None
        )
        if col is None or col + colspan > self.columns:
            raise ValueError(f"no room for {text!r} in row {self._row}")
        slots = {
            (self._row + r, col + c) for r in range(rowspan) for c in range(colspan)
        }
        if slots & self._taken:
            raise ValueError(f"{text!r} overlaps a cell in row {self._row}")
        self._taken |= slots
        place = (self._row, col, rowspan, colspan)
        self.cells.append(Cell(*place, whole, role, path, lead, tail))

    def label(self, text: str, colspan: int, *, rowspan: int = 1) -> None:
        self.add(text, colspan, rowspan=rowspan, role="label")

    def finish(self) -> tuple[Cell, ...]:
        """All cells; ``ValueError`` if a slot was left free."""
        rows = max((row for row, _ in self._taken), default=-1) + 1
        if len(self._taken) != rows * self.columns:
            raise ValueError("the grid has a gap")
        return tuple(self.cells)
