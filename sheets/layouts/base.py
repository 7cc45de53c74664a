"""What a form is: from a ``Sheet`` to a ``Grid``, from an ``Overall`` to lines.

A table and a department's overall target are two documents, so there are two kinds of
forms. The one of the table names the other that it is published with.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal, Self

from perftargets.registry import Registry

from .. import fields
from ..grid import Cell, Grid
from ..sheet import Book, Overall, Pairs, Sheet
from . import text_form

# part: 第一部分 · title: heading of a part · heading: 一、 · subheading: （一） ·
# lead: a fixed word such as 绩效目标： · text: typed by a person.
LineRole = Literal["part", "title", "heading", "subheading", "text"]


@dataclass(frozen=True)
class Line:
    """One paragraph of running text; ``field`` as in :class:`sheets.grid.Cell`."""

    role: LineRole
    text: str
    field: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of the indicator table. ``cell`` as in :func:`sheets.fields.row_cells`;
    ``shows`` a part of a value, see :mod:`sheets.split`; ``example`` is what it says in
    a sample."""

    label: str
    cell: str
    span: int = 1
    shows: Literal["", "sign", "amount", "unit"] = ""
    example: str = ""

    @property
    def path(self) -> str:
        """Its cell in a path: the sign and the unit are parts of the value."""
        is_part = self.shows in ("sign", "unit")
        return f"{self.cell}.{self.shows}" if is_part else self.cell


class OverallLayout(ABC):
    """The form of a department's overall target: text, a table, or both."""

    id: str
    name: str
    source: str  # where its rows and words come from, for whoever chooses it
    # The repeated parts of an overall target that are filled in on it.
    parts: Sequence[str] = ()
    columns: Sequence[Column] = ()  # of its indicator table, if it has one
    # What of the document it has no place for: the path without numbers, and why.
    leaves_out: Mapping[str, str] = {}

    @abstractmethod
    def lines(self, book: Book) -> tuple[Line, ...]:
        """The text that comes first."""

    def grid(self, book: Book) -> Grid | None:
        """The table below it, if the form has one."""
        return None

    def to_fill_in(self, book: Book) -> Grid:
        """The table that is handed out: its own, or one for a form of running text."""
        return self.grid(book) or text_form.grid(book)


class Layout(ABC):
    """One official form. A new region's form is one subclass and nothing else.

    ``facts`` are the cells of its head that come from :attr:`Sheet.facts`, each with
    what it says in a sample; ``columns`` those of the indicator table.
    """

    id: str
    name: str
    source: str
    unit: str
    facts: Mapping[str, str] = {}
    columns: Sequence[Column] = ()
    has_medium = False
    has_tiers = True  # whether it prints the labels of both tiers
    overall_layout = "hebei-text"
    leaves_out: Mapping[str, str] = {}
    # Of the book that is printed: see ``of_book``.
    year: int | None = None
    labels: Pairs = ()

    @abstractmethod
    def draw(self, sheet: Sheet) -> Grid:
        """The table in the form's own words."""

    def grid(self, sheet: Sheet, number: int | None = None) -> Grid:
        """The table; ``number`` stands before its title in a book."""
        grid = self._worded(self.draw(sheet))
        if number is None:
            return grid
        return replace(grid, title=f"{number}. {grid.title}")

    def overall(self, book: Book) -> tuple[Line, ...]:
        """The department's text, without the tables; empty if the book has none."""
        return () if book.overall is None else self.overall_form.lines(book)

    def overall_grid(self, book: Book) -> Grid | None:
        """The table below that text, if its form has one."""
        if book.overall is None:
            return None
        grid = self.overall_form.grid(book)
        return grid and self._worded(grid)

    def projects_heading(self, book: Book) -> tuple[Line, ...]:
        """What stands between the department's text and the first table."""
        if book.overall is None:
            return ()
        return (Line("part", "第二部分"), Line("title", "预算项目绩效目标"))

    def of_book(self, book: Book) -> Self:
        """The form as the book prints it: for its year, in its words, with the overall
        form that it names."""
        mine = copy(self)
        mine.year, mine.labels = book.year, book.labels
        mine.overall_layout = book.overall_layout or self.overall_layout
        return mine

    @property
    def row_cells(self) -> tuple[str, ...]:
        """The cells that a person types into a row, from left to right."""
        return tuple(c.path for c in self.columns if c.shows not in ("sign", "unit"))

    @property
    def overall_form(self) -> OverallLayout:
        """The form of the department's overall target."""
        return overall_layouts.get(self.overall_layout)

    def _worded(self, grid: Grid) -> Grid:
        """With the office's words in the place of the form's."""
        words = dict(self.labels)
        if not words:
            return grid
        cells = tuple(
            replace(cell, text=words.get(cell.text, cell.text))
            if cell.role == "label" and cell.field is None
            else cell
            for cell in grid.cells
        )
        return replace(grid, title=words.get(grid.title, grid.title), cells=cells)


def not_shown(
    document: Sheet | Overall, grid: Grid | None, lines: Sequence[Line] = ()
) -> list[tuple[str, str]]:
    """(name, text) of each filled cell of the document that the form has no place for:
    it is kept, and whoever chose the form should know."""
    parts: Sequence[Cell | Line] = (*(grid.cells if grid else ()), *lines)
    shown = {part.field for part in parts} | {"budget.unit", "goals_placeholder"}
    return [
        (fields.label_in(document, path), text)
        for path, text in fields.texts(document).items()
        if text and path not in shown and not path.endswith("budget.unit")
    ]


layouts: Registry[Layout] = Registry("layout")
overall_layouts: Registry[OverallLayout] = Registry("overall layout")
