"""What a printed file says, as data: the interchange of the cells that its forms have.

A PDF carries it along, and whoever publishes the PDF publishes this too. So it holds no
more than the paper does.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import interchange
from .edition import Edition, Stamp
from .grid import Grid
from .layouts import Layout
from .sheet import Book, Department, Pairs
from .shown import Shown
from .typed import plain

# What the name of the file in a PDF begins with; by it a reader knows its own.
FILE_NAME = "perftargets"


@dataclass(frozen=True)
class Printed:
    """A department's edition, and the form in which it is printed."""

    edition: Edition
    layout: Layout

    @property
    def office(self) -> str:
        return self.edition.book.department.name or ""

    @property
    def has_drafts(self) -> bool:
        return any(stamp.is_draft for stamp in self._stamps)

    @property
    def day(self) -> date | None:
        """The last one that is printed on it."""
        days = [self.edition.day, *(stamp.approved_on for stamp in self._stamps)]
        return max((day for day in days if day is not None), default=None)

    @property
    def _stamps(self) -> list[Stamp]:
        every = (self.edition.overall_stamp, *self.edition.stamps)
        return [stamp for stamp in every if stamp is not None]

    def json(self, pages: int) -> Iterator[bytes]:
        """The text of the interchange, table by table: a large book is never whole in
        memory. Each part has one more key, ``stamp``, with the words at its foot, so
        that a draft says here, too, that it is one; and the whole has ``pages``, by
        which a reader sees that the file was put together with another."""
        edition, shown = self.edition, Shown(self.layout)
        book = interchange.book_to_json(_without_tables(edition, self.layout, shown))
        _add_stamp(book["overall"], edition.overall_stamp)
        del book["projects"]
        book["pages"] = pages
        yield _text(book)[:-1] + b',"projects":['
        tables = zip(edition.book.projects, edition.stamps, strict=True)
        for number, (sheet, stamp) in enumerate(tables):
            table = interchange.sheet_to_json(shown.sheet(sheet))
            _add_stamp(table, stamp)
            yield b"," * (number > 0) + _text(table)
        yield b"]}\n"


def _text(data: Any) -> bytes:
    """What no form prints, such as marks that turn the direction, is left out."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return plain(text).encode()


def _add_stamp(part: dict[str, Any] | None, stamp: Stamp | None) -> None:
    if part is not None and stamp is not None:
        part["stamp"] = stamp.text


def _without_tables(edition: Edition, layout: Layout, shown: Shown) -> Book:
    book = edition.book
    return Book(
        year=book.year if _says_year(edition, layout) else None,
        layout=layout.id,
        # Who is the author, the file says in any case; no form prints the code.
        department=Department(name=book.department.name),
        overall=book.overall and shown.overall(book.overall),
        overall_layout=layout.overall_layout if book.overall else None,
        labels=_printed_words(book, layout),
    )


def _says_year(edition: Edition, layout: Layout) -> bool:
    """A book has it in its title, a table by itself only if its form prints it."""
    if edition.is_whole_book:
        return True
    grids = _grids(edition.book, layout)
    words = (text for grid in grids for text in (grid.title, grid.note))
    return any(str(edition.book.year) in text for text in words)


def _printed_words(book: Book, layout: Layout) -> Pairs:
    """Those of the office's own words that stand on some form of the book."""
    if not book.labels:
        return ()
    there: set[str] = set()
    for grid in _grids(book, layout):
        there |= {grid.title, *(cell.text for cell in grid.cells if not cell.field)}
    return tuple((word, own) for word, own in book.labels if own in there)


def _grids(book: Book, layout: Layout) -> Iterator[Grid]:
    if (grid := layout.overall_grid(book)) is not None:
        yield grid
    yield from map(layout.grid, book.projects)
