"""What a form is: from a ``Sheet`` to a ``Grid``, from an ``Overall`` to lines."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from perftargets.registry import Registry

from ..grid import Grid
from ..sheet import Book, Sheet

# part: 第一部分 · title: heading of a part · heading: 一、 · subheading: （一） ·
# lead: a fixed word such as 绩效目标： · text: typed by a person.
LineRole = Literal["part", "title", "heading", "subheading", "text"]


@dataclass(frozen=True)
class Line:
    """One paragraph of running text; ``field`` as in :class:`sheets.grid.Cell`."""

    role: LineRole
    text: str
    field: str | None = None


class Layout(ABC):
    """One official form. A new region's form is one subclass and nothing else."""

    id: str
    name: str
    unit: str

    @abstractmethod
    def grid(self, sheet: Sheet, number: int | None = None) -> Grid:
        """The table; ``number`` stands before its title in a book."""

    @abstractmethod
    def overall(self, book: Book) -> tuple[Line, ...]:
        """The department's text, without the tables; empty if the book has none."""

    @abstractmethod
    def projects_heading(self, book: Book) -> tuple[Line, ...]:
        """What stands between the department's text and the first table."""


layouts: Registry[Layout] = Registry("layout")
