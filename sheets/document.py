"""What is printed, part by part: the one structure that every writer of paper walks.

So the PDF, the Word and the Excel file and the web page have the same parts in the
same order, with the same entries in their contents.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from . import interchange
from .edition import Edition, Foot, Paper, Stamp
from .grid import Grid
from .layouts import Layout, Line
from .printed import Printed
from .sheet import Sheet
from .standing import standing_grids


@dataclass(frozen=True)
class Entry:
    """A line of the contents; ``level`` 1 or 2. ``anchor`` names the place."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Block:
    """Lines that stand together: a paragraph, or a part's number and its title.
    Only headings that are in the contents have an ``anchor``."""

    lines: tuple[Line, ...]
    level: int = 0
    anchor: str = ""

    @property
    def role(self) -> str:
        return self.lines[-1].role

    @property
    def text(self) -> str:
        return "　".join(line.text for line in self.lines)


def blocks(lines: Sequence[Line], name: str) -> Iterator[Block]:
    """``name`` is that of the part; it makes the anchors of a document differ."""
    waiting: list[Line] = []
    for place, line in enumerate(lines):
        waiting.append(line)
        if line.role == "part" and place + 1 < len(lines):
            continue
        level = {"part": 1, "title": 1, "heading": 2}.get(line.role, 0)
        yield Block(tuple(waiting), level, f"{name}-{place}" if level else "")
        waiting = []


@dataclass(frozen=True)
class Form:
    """A sheet that is printed by a layout."""

    layout: Layout
    sheet: Sheet

    @property
    def identity(self) -> str:
        """Equal for two forms of which the same grid is drawn. Faster to make than
        the grid is."""
        sheet = json.dumps(
            interchange.sheet_to_json(self.sheet),
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return f"{self.layout.id} {vars(self.layout)} {sheet}"


@dataclass(frozen=True)
class Text:
    """Running text, below each other; ``name`` is its anchor."""

    name: str
    lines: tuple[Line, ...]
    stamp: Stamp | Foot | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the part is marked as a draft."""
        return self.stamp is not None and self.stamp.is_draft

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(blocks(self.lines, self.name))

    def entries(self) -> Iterator[Entry]:
        for block in self.blocks:
            if block.level:
                yield Entry(block.level, block.text, block.anchor)


@dataclass(frozen=True)
class Table:
    """A table with its title, below the ``heading`` of the part that it opens.

    ``number`` stands before the title in a book; where it is not known yet, there is
    ``room`` for so many digits. The grid is made when it is drawn.
    """

    name: str
    source: Form | Grid
    number: int | None = None
    room: int = 0
    heading: tuple[Line, ...] = ()
    stamp: Stamp | Foot | None = None
    level: int = 2

    @property
    def is_draft(self) -> bool:
        """Whether the part is marked as a draft."""
        return self.stamp is not None and self.stamp.is_draft

    @cached_property
    def grid(self) -> Grid:
        if isinstance(self.source, Grid):
            return self.source
        return self.source.layout.grid(self.source.sheet)

    @property
    def prefix(self) -> str:
        return "" if self.number is None else f"{self.number}. "

    @property
    def title(self) -> str:
        return f"{self.prefix}{self.grid.title}"

    @property
    def tab(self) -> str:
        """Short enough for the tab of a worksheet."""
        if isinstance(self.source, Grid):
            return self.source.title
        return self.source.sheet.name

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(blocks(self.heading, self.name))

    def entries(self) -> Iterator[Entry]:
        for block in self.blocks:
            yield Entry(block.level, block.text, block.anchor)
        yield Entry(self.level, self.title, self.name)


Part = Text | Table
TABLES = "绩效目标表"
# Told how many are done, of how many.
Progress = Callable[[int, int], None]
P = TypeVar("P", Part, Table)


def counted(parts: Sequence[P], progress: Progress | None) -> Iterator[P]:
    """The parts one by one; ``progress`` hears of each that was dealt with."""
    for number, part in enumerate(parts, 1):
        yield part
        if progress is not None:
            progress(number, len(parts))


@dataclass(frozen=True)
class Cover:
    """The first page of a book."""

    office: str
    title: str
    day: date | None

    @property
    def day_text(self) -> str:
        if self.day is None:
            return ""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"


@dataclass(frozen=True)
class Document:
    """``cover`` and contents are a book's only. ``is_free``: tables that are no
    target's form, with their title at the head of each further page."""

    title: str
    parts: tuple[Part, ...]
    office: str = ""
    cover: Cover | None = None
    is_free: bool = False
    # Whose books they are; none of free tables.
    books: tuple[Printed, ...] = ()
    # What the whole file is called when it is looked for.
    keywords: tuple[str, ...] = field(default=("预算绩效目标",))

    @property
    def has_contents(self) -> bool:
        return self.cover is not None

    @property
    def has_drafts(self) -> bool:
        """Whether any part is; then its cover and contents are marked, too."""
        return any(part.is_draft for part in self.parts)

    def entries(self) -> Iterator[Entry]:
        for part in self.parts:
            yield from part.entries()

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]


def document_of(edition: Edition, layout: Layout) -> Document:
    """The parts of an edition: the department's text, each table, and in a book what
    was approved."""
    book = edition.book
    parts: list[Part] = []
    stamp = edition.overall_stamp
    if lines := layout.overall(book):
        parts.append(Text("text", lines, stamp))
    if (grid := layout.overall_grid(book)) is not None:
        parts.append(Table("overall", grid, stamp=stamp))
    for index, sheet in enumerate(book.projects):
        parts.append(
            Table(
                part_name(index),
                Form(layout, sheet),
                number=index + 1 if edition.is_whole_book else None,
                heading=layout.projects_heading(book) if index == 0 else (),
                stamp=edition.stamps[index],
            )
        )
    title, office = _title(edition, layout), book.department.name or ""
    cover = None
    if edition.is_book:
        for place, grid in enumerate(standing_grids(edition)):
            parts.append(Table(f"standing-{place}", grid, level=1))
        year = f"{book.year}年" if book.year else ""
        cover = Cover(office, f"{year}部门预算绩效文本", edition.day)
    books = (Printed(edition, layout),)
    return Document(title, tuple(parts), office, cover, books=books)


def collected(
    books: Sequence[Document], *, office: str, title: str, day: date | None
) -> Document:
    """The books of several departments in one, with one cover and one contents. What
    stands in the contents on the first level begins with whose it is."""
    parts = (
        _of_book(_opened(part) if number == 0 else part, place, book.office)
        for place, book in enumerate(books)
        for number, part in enumerate(book.parts)
    )
    return Document(
        f"{office}{title}",
        tuple(parts),
        office,
        Cover(office, title, day),
        books=tuple(printed for book in books for printed in book.books),
    )


def _opened(part: Part) -> Part:
    """Without a department's text nothing else would say where its tables begin."""
    if isinstance(part, Table) and part.level > 1 and not part.heading:
        return replace(part, heading=(Line("title", TABLES),))
    return part


def _of_book(part: Part, place: int, owner: str) -> Part:
    name = f"book-{place}-{part.name}"
    if isinstance(part, Text):
        return replace(part, name=name, lines=_owned(part.lines, owner))
    if part.level == 1:  # a table that is a part of its own
        grid = replace(part.grid, title=f"{owner}　{part.grid.title}")
        return replace(part, name=name, source=grid)
    return replace(part, name=name, heading=_owned(part.heading, owner))


def _owned(lines: Sequence[Line], owner: str) -> tuple[Line, ...]:
    """With the name of the department before each heading of the first level."""
    made: list[Line] = []
    for line in lines:
        begins = not made or made[-1].role != "part"
        if begins and line.role in ("part", "title"):
            made.append(Line("part", owner))
        made.append(line)
    return tuple(made)


def paper_document(paper: Paper) -> Document:
    """The parts of a paper."""
    tables = (
        Table(part_name(index), grid, stamp=paper.foot)
        for index, grid in enumerate(paper.grids)
    )
    return Document(paper.title, tuple(tables), is_free=True)


def part_name(index: int) -> str:
    """The anchor of a table: tells on which page it begins."""
    return f"table-{index}"


def _title(edition: Edition, layout: Layout) -> str:
    book = edition.book
    if len(book.projects) == 1 and book.overall is None and not edition.is_book:
        return layout.grid(book.projects[0]).title
    year = f"{book.year}年" if book.year else ""
    return f"{book.department.name or ''}{year}绩效文本"
