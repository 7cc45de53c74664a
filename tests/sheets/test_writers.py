"""Every writer on every form, on the seed, on nothing and on hostile text."""

import io
import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from docx import Document
from hypothesis import given, settings
from openpyxl import load_workbook

from sheets import readers
from sheets.edition import DRAFT, Edition, unstamped
from sheets.layouts import layout_of, layouts, overall_layouts
from sheets.layouts.sample import sample_book
from sheets.sheet import Book
from sheets.typed import CONTROL, plain
from sheets.writers import writers

from .samples import (
    EMPTY_BOOK,
    HEBEI,
    HOSTILE,
    hostile_book,
    long_book,
    pages_of,
    squeeze,
    strings_of,
    written,
)
from .strategies import sheets

TAGS = set("html head meta title style body section div table colgroup col".split())
TAGS |= set("thead tbody tr th td br p h1 h2 h3 h4 span".split())


def test_every_writer_on_every_form_and_book(seed_book):
    small = (EMPTY_BOOK, replace(seed_book, projects=()))
    samples = (*small, seed_book, hostile_book(), long_book(seed_book))
    visited = 0
    for layout in layouts:
        for writer in writers:
            # Full ones as PDF: see test_every_form.
            for book in small if writer.id == "pdf" else samples:
                drafts = Edition(book, (DRAFT,) * len(book.projects), DRAFT)
                # One of the two is enough for the slow ones.
                edition = unstamped(book) if visited % 2 else drafts
                assert writer.write(edition, layout), (writer.id, book.year)
                visited += 1
    assert visited == len(layouts) * ((len(writers) - 1) * len(samples) + len(small))
    assert {w.id for w in writers} >= {"html", "pdf", "xlsx", "json"}


FORMS = [*(sample_book(layout) for layout in layouts)]
FORMS += [sample_book(None, form) for form in overall_layouts]


@pytest.mark.parametrize("book", FORMS, ids=lambda b: b.layout or b.overall_layout)
@pytest.mark.parametrize("format_id", ["html", "xlsx", "pdf", "docx"])
def test_every_string_of_every_form_is_in_the_file(book, format_id, tmp_path):
    """The form filled in: each cell of its grid, and each line of its text."""
    layout = layout_of(book)
    grid = layout.overall_grid(book)
    if book.projects:
        grid = layout.grid(book.projects[0], None)
    words = [line.text for line in layout.overall(book)]
    words += [cell.text for cell in grid.cells] if grid else []
    data = writers.get(format_id).write(unstamped(book), layout)
    text = squeeze(TEXT_OF[format_id](data, tmp_path))
    parts = [part for word in words for part in word.split("\n") if part]
    assert len(parts) > 10
    assert [part for part in parts if squeeze(part) not in text] == []


def xlsx_text(data: bytes, tmp_path) -> str:
    sheets = load_workbook(io.BytesIO(data)).worksheets
    cells = (c.value for s in sheets for row in s.iter_rows() for c in row)
    return "\n".join(str(value) for value in cells if value is not None)


TEXT_OF = {
    "html": lambda data, _: Page(data.decode()).text,
    "xlsx": xlsx_text,
    "pdf": lambda data, tmp_path: "".join(pages_of(data, tmp_path)),
    "docx": lambda data, _: "".join(Document(io.BytesIO(data)).element.itertext()),
}


class Page(HTMLParser):
    """The text, the tags, and what stands in the cell of each field."""

    # The words of the form itself have the key None and are not collected.

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.cells = "", set(), {}
        self._field: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag == "td":
            self._field = dict(attrs).get("data-field")
            self.cells.setdefault(self._field, "")
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag) -> None:
        if tag == "td":
            self._field = None

    def handle_data(self, data) -> None:
        self.text += data
        if self._field is not None:
            self.cells[self._field] += data


def test_html_escapes_what_people_type(seed_book):
    for book in (seed_book, hostile_book(), EMPTY_BOOK):
        page = Page(written("html", book, DRAFT).decode())
        assert page.tags <= TAGS
        text = squeeze(page.text)
        typed = [squeeze(plain(t)) for t in strings_of(book)]
        assert [t for t in typed if t not in text] == []
        assert CONTROL.search(page.text) is None


@settings(max_examples=40)
@given(sheets)
def test_html_shows_each_cell_as_it_was_typed(sheet):
    page = Page(written("html", Book(projects=(sheet,))).decode())
    assert page.tags <= TAGS
    cells = HEBEI.grid(sheet).cells
    assert page.cells == {c.field: c.text for c in cells if c.field} | {None: ""}


def test_json_reads_back(seed_book):
    assert readers.read("a.json", written("json", seed_book)).book == seed_book
    assert json.loads(written("json", seed_book))["schema"] == "perftargets/book/1"


@pytest.mark.parametrize("layout", layouts, ids=lambda layout: layout.id)
def test_the_words_of_an_office_are_text(layout):
    book = sample_book(layout)
    own = [c for c in layout.grid(book.projects[0]).cells if c.role == "label"]
    words = (HOSTILE, "=1+1", "一\n二", "长" * 60)
    pairs = zip(dict.fromkeys(c.text for c in own), words * len(own), strict=False)
    book = replace(book, labels=tuple(pairs))
    edition = unstamped(book)
    page = Page(writers.get("html").write(edition, layout_of(book)).decode())
    assert page.tags <= TAGS
    assert squeeze(HOSTILE) in squeeze(page.text)
    workbook = load_workbook(
        io.BytesIO(writers.get("xlsx").write(edition, layout_of(book)))
    )
    cells = [c for sheet in workbook for row in sheet for c in row]
    assert "=1+1" in [c.value for c in cells]
    assert not [c for c in cells if c.data_type == "f"]
