"""Every form in every format that can be read again: what it prints comes back."""

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheets import fields, readers
from sheets.edition import unstamped
from sheets.layouts import Layout, layout_of, layouts, overall_layouts
from sheets.layouts.sample import sample_book
from sheets.sheet import Book, Medium, Overall, Sheet
from sheets.writers import writers, xlsx

from .rounds import EXAMPLES, TABLES, settled, told, told_by_form
from .strategies import books

# The pages of a PDF are slow, and not what is read: see test_pdf_back.
FORMATS = {reader.id for reader in readers.readers} - {"pdf"}
READABLE = [writer for writer in writers if writer.extension in FORMATS]
EACH_LAYOUT = pytest.mark.parametrize("layout", list(layouts), ids=lambda x: x.id)
EACH_WRITER = pytest.mark.parametrize("writer", READABLE, ids=lambda x: x.id)


def test_the_formats_are_looked_at():
    formats = {writer.id for writer in READABLE}
    assert {"docx", "html", "json", "xlsx", "xlsx-one"} <= formats


def back(book: Book, layout: Layout, writer) -> readers.Reading:
    data = writer.write(unstamped(book), layout.of_book(book))
    return readers.read(f"a.{writer.extension}", data)


def plain(text: str) -> str:
    """As it is printed: no form shows blanks around a paragraph, or an empty one."""
    text = unicodedata.normalize("NFC", text)
    parts = (re.sub(r"\s+", " ", part).strip() for part in text.splitlines())
    return "\n".join(part for part in parts if part)


def without_blank_rows(sheet: Sheet, layout: Layout) -> Sheet:
    """A form without labels before its rows prints an empty line for an empty row."""
    if any(c.text == "一级指标" for c in layout.draw(sheet).cells):
        return sheet
    return replace(sheet, indicators=tuple(r for r in sheet.indicators if r.tier3))


def printed(sheet: Sheet, layout: Layout) -> dict[str, str]:
    paths = {cell.field for cell in layout.draw(sheet).cells}
    texts = fields.texts(sheet).items()
    return {path: plain(t) for path, t in texts if path in paths and plain(t)}


def came_back(sheet: Sheet) -> dict[str, str]:
    return {path: plain(text) for path, text in fields.texts(sheet).items()}


@EACH_LAYOUT
@EACH_WRITER
def test_the_sample_comes_back(layout, writer):
    book = sample_book(layout)
    sheet = without_blank_rows(book.projects[0], layout)
    reading = back(replace(book, projects=(sheet,)), layout, writer)
    [found] = reading.book.projects
    there = came_back(found)
    lost = {
        path: (text, there.get(path))
        for path, text in printed(sheet, layout).items()
        if there.get(path) != text
    }
    assert lost == {}
    assert reading.errors == ()
    assert reading.book.layout == layout.id
    labels = [(row.tier1, row.tier2) for row in sheet.indicators]
    if any(c.text == "一级指标" for c in layout.draw(sheet).cells):
        assert [(row.tier1, row.tier2) for row in found.indicators] == labels


@EACH_WRITER
def test_a_book_of_many_tables_comes_back(writer, seed_book):
    reading = back(seed_book, layouts.get("hebei-2021"), writer)
    assert reading.errors == ()
    assert reading.book.projects == seed_book.projects
    assert reading.book.overall == seed_book.overall
    assert reading.book.year == 2021


@EACH_WRITER
@pytest.mark.parametrize("form", list(overall_layouts), ids=lambda x: x.id)
def test_a_departments_target_comes_back(form, writer):
    book = sample_book(None, form)
    reading = back(book, next(iter(layouts)), writer)
    grid = form.grid(book)
    shown = {cell.field for cell in (grid.cells if grid else ())}
    shown |= {line.field for line in form.lines(book)}
    there = fields.texts(reading.book.overall or Overall())
    lost = {
        path: (text, there.get(path))
        for path, text in fields.texts(book.overall).items()
        if path in shown and text and plain(there.get(path, "")) != plain(text)
    }
    assert lost == {}
    assert reading.errors == ()


# The others have the data itself in the file.
PAPER = [writer for writer in READABLE if writer.id != "json"]


@EACH_LAYOUT
@pytest.mark.parametrize("writer", PAPER, ids=lambda x: x.id)
@settings(max_examples=EXAMPLES)
@given(tables=st.lists(TABLES, min_size=1, max_size=2))
def test_whatever_is_typed_comes_back(writer, layout, tables):
    """Labels, numbers of the form and its titles, too, if somebody types them; blanks,
    empty paragraphs and empty lines in the middle. Blanks around a text are dropped, as
    the editor does it."""
    reading = back(Book(2021, projects=tuple(tables)), layout, writer)
    assert len(reading.book.projects) == len(tables)
    for sheet, found in zip(tables, reading.book.projects, strict=True):
        wanted = told_by_form(settled(sheet, layout), layout)
        assert told(settled(found, layout)) == wanted
    assert reading.errors == ()
    assert reading.book.layout == layout.id
    if "2021" in layout.of_book(Book(2021)).draw(Sheet()).note:
        assert reading.book.year == 2021


@pytest.mark.parametrize("period", ["上年实际执行数", "（实际）完成情况"])
def test_a_period_may_be_called_anything(period):
    layout = layouts.get("mof-2015-project")
    sheet = sample_book(layout).projects[0]
    medium = replace(sheet.medium or Medium(), period=period)
    book = Book(2021, projects=(replace(sheet, medium=medium),))
    for writer in PAPER:
        [found] = back(book, layout, writer).book.projects
        assert found.medium is not None
        assert (found.medium.period, found.medium.goals) == (period, medium.goals)


@settings(max_examples=20)
@given(book=books.filter(lambda book: book.projects or book.overall))
def test_json_is_the_book(book):
    written = writers.get("json").write(unstamped(book), layout_of(book))
    assert readers.read("a.json", written).book == book


def test_names_of_cells_are_not_needed(seed_book, monkeypatch):
    """A workbook of very many tables has none."""
    with_names = back(seed_book, layouts.get("hebei-2021"), writers.get("xlsx"))
    monkeypatch.setattr(xlsx, "MOST_NAMED_TABLES", 0)
    data = writers.get("xlsx").write(
        unstamped(seed_book), layouts.get("hebei-2021").of_book(seed_book)
    )
    assert not any(sheet.defined_names for sheet in load_workbook(BytesIO(data)))
    assert readers.read("a.xlsx", data).book == with_names.book
