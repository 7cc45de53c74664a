"""Our own PDF comes back: it carries what is printed as data, and nothing more."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from perftargets.errors import BadFile
from sheets import fields, readers
from sheets.document import collected, document_of
from sheets.edition import DRAFT, Edition, Foot, Paper, Stamp, unstamped
from sheets.grid import Cell
from sheets.layouts import (
    Layout,
    Line,
    OverallLayout,
    layout_of,
    layouts,
    overall_layouts,
)
from sheets.layouts.sample import sample_book
from sheets.printed import Printed
from sheets.sheet import Book, Department, Overall, Sheet
from sheets.writers import writers
from sheets.writers.pdf import whole_pdf

from .pdfs import carrier, inside
from .samples import HEBEI, written
from .strategies import overalls, sheets

EACH_LAYOUT = pytest.mark.parametrize("layout", list(layouts), ids=lambda x: x.id)
OK = Stamp(2, "0123456789abcdef" * 4, date(2021, 3, 1), "某财绩〔2021〕5号")


def back(book: Book, layout: Layout) -> Book:
    printed = Printed(unstamped(book), layout.of_book(book))
    return readers.read("a.pdf", carrier(printed)).book


def shown(document: Sheet | Overall, parts: Iterable[Cell | Line]) -> dict[str, str]:
    """What is typed and printed, by path; "and so on" stands in a line of its own."""
    paths = {part.field for part in parts} | {"goals_placeholder"}
    return {path: text for path, text in came(document).items() if path in paths}


def came(document: Sheet | Overall) -> dict[str, str]:
    """What is typed, by path. The unit stands in a label."""
    texts = fields.texts(document).items()
    return {p: text for p, text in texts if text and not p.endswith("budget.unit")}


def parts_of(form: OverallLayout, book: Book) -> list[Cell | Line]:
    grid = form.grid(book)
    return [*form.lines(book), *(grid.cells if grid else ())]


@pytest.fixture
def one(seed_book) -> Book:
    return replace(seed_book, overall=None, projects=seed_book.projects[:1])


def test_a_table_and_a_book_come_back(seed_book, one):
    """The one is laid out whole, the other put together from kept pages."""
    book = replace(seed_book, projects=seed_book.projects[:2])
    # The form does not print the year, so a table alone does not tell it.
    for writer, whole, year in (("pdf", one, None), ("pdf-a", book, 2021)):
        reading = readers.read("a.docx", written(writer, whole))
        form = whole.overall and "hebei-text"
        assert reading.book == replace(whole, year=year, overall_layout=form)
        assert (reading.kind, reading.errors, reading.warnings) == ("pdf", (), ())


@EACH_LAYOUT
def test_the_sample_comes_back(layout):
    book = sample_book(layout)
    [sheet], [found] = book.projects, back(book, layout).projects
    assert came(found) == shown(sheet, layout.draw(sheet).cells)
    assert found.budget.unit == sheet.budget.unit
    assert layout.of_book(book).grid(found) == layout.of_book(book).grid(sheet)


@pytest.mark.parametrize("form", list(overall_layouts), ids=lambda x: x.id)
def test_a_departments_target_comes_back(form):
    book = sample_book(None, form)
    found = back(book, HEBEI)
    assert parts_of(form, found) == parts_of(form, book)
    assert came(found.overall) == shown(book.overall, parts_of(form, book))
    assert found.overall != book.overall  # it has more than a form prints


@settings(max_examples=30)
@given(st.sampled_from(list(layouts)), sheets, overalls)
def test_what_comes_back_is_what_is_printed(layout, sheet, overall):
    """Cell by cell: nothing less, and never more."""
    book = Book(
        2021, department=Department("1", "甲"), overall=overall, projects=(sheet,)
    )
    again = back(book, layout)
    [found] = again.projects
    assert came(found) == shown(sheet, layout.draw(sheet).cells)
    labels = {cell.text for cell in layout.draw(sheet).cells if cell.role == "label"}
    assert {label for label in fields.tiers(found).values() if label} <= labels
    form = layout.of_book(book)
    assert form.grid(found) == form.grid(sheet)
    parts = parts_of(form.overall_form, book)
    assert parts_of(form.overall_form, again) == parts
    assert came(again.overall) == shown(overall, parts)


@EACH_LAYOUT
def test_a_form_says_whether_it_prints_tiers(layout):
    sheet = sample_book(layout).projects[0]
    there = {cell.text for cell in layout.draw(sheet).cells}
    tiers = {t for row in sheet.indicators for t in (row.tier1, row.tier2)}
    assert (tiers <= there) == layout.has_tiers
    assert layout.has_tiers or not tiers & there


def test_what_a_form_does_not_print_is_not_in_the_file():
    """A form that prints little, and a document that has much."""
    flat = layouts.get("flat")
    full = sample_book(layouts.get("mof-2015-project"))
    table = replace(full.projects[0], code="秘密编码", usage="秘密用途")
    rows = tuple(
        replace(
            row,
            tier2="秘密分级",
            description="秘密描述",
            basis="秘密依据",
            extra=(("备注", "秘密备注"),),
        )
        for row in table.indicators
    )
    overall = replace(
        sample_book(None, next(iter(overall_layouts))).overall or Overall()
    )
    overall = replace(
        overall,
        sub_goals=tuple(replace(s, projects=("秘密项目",)) for s in overall.sub_goals),
    )
    book = replace(
        full,
        department=Department("秘密编号", "某局"),
        projects=(replace(table, indicators=rows),),
        overall=overall,
        labels=(("没有这一栏", "秘密栏目"), ("指标", "考核指标")),
    )
    [file] = inside(carrier(Printed(unstamped(book), flat.of_book(book))))
    text = file.content.decode()
    assert "秘密" not in text
    assert "考核指标" in text
    assert "2021年—2023年" not in text  # of the 中期 side
    assert full.projects[0].indicators[0].tier3 in text


def test_what_is_never_printed_is_not_in_the_file(one):
    """Else a reader of ours and another one would find two texts."""
    table = replace(one.projects[0], name="甲\u202e乙\udc80\u2066")
    [file] = inside(carrier(Printed(unstamped(replace(one, projects=(table,))), HEBEI)))
    assert json.loads(file.content)["projects"][0]["name"] == "甲乙"


def test_the_unit_of_both_sides_is_the_one_that_is_printed():
    layout = layouts.get("mof-2015-project")
    book = sample_book(layout)
    table = replace(
        book.projects[0], budget=replace(book.projects[0].budget, unit="元")
    )
    [found] = back(replace(book, projects=(table,)), layout).projects
    assert found.medium is not None
    assert (found.budget.unit, found.medium.budget.unit) == ("元", "元")


def test_the_year_is_told_where_it_is_printed(one):
    years = {layout.id: back(one, layout).year for layout in layouts}
    assert years.pop("hebei-2021") is None
    assert set(years.values()) == {2021}


def test_a_draft_says_so_in_its_data(seed_book):
    edition = Edition(seed_book, (OK, DRAFT, OK, OK), OK)
    [file] = inside(carrier(Printed(edition, HEBEI)))
    assert file.alternative_name == "绩效目标数据（草稿）.json"
    assert "草稿" in file.description
    book = json.loads(file.content)
    stamps = [book["overall"]["stamp"], *(table["stamp"] for table in book["projects"])]
    assert stamps == [OK.text, OK.text, DRAFT.text, OK.text, OK.text]
    [file] = inside(carrier(Printed(Edition(seed_book, (OK,) * 4, OK), HEBEI)))
    assert "草稿" not in f"{file.alternative_name}{file.description}"
    assert b"\xe8\x8d\x89\xe7\xa8\xbf" not in file.content


def test_the_data_alone_can_be_imported(seed_book):
    """Whoever takes it out of the PDF has a file of JSON like any other."""
    [file] = inside(carrier(Printed(unstamped(seed_book), HEBEI)))
    assert readers.read("a.json", file.content).book.projects == seed_book.projects


@pytest.mark.parametrize("stamp", [OK, DRAFT])
def test_the_file_inside_is_as_archives_ask_for_it(one, stamp):
    data = written("pdf-a", one, stamp)
    root = PdfReader(BytesIO(data)).trailer["/Root"]
    assert re.search(rb"pdfaid:part\W+3", root["/Metadata"].get_data())
    [file] = root["/AF"]
    name, named = root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert named.get_object() == file.get_object()
    file = file.get_object()
    assert (file["/Type"], file["/AFRelationship"]) == ("/Filespec", "/Data")
    assert name == file["/F"] == "perftargets.json"
    assert file["/UF"].startswith("绩效目标数据")
    stream = file["/EF"]["/F"].get_object()
    assert stream == file["/EF"]["/UF"].get_object()
    assert stream["/Type"] == "/EmbeddedFile"
    assert stream["/Subtype"] == "/application/json"
    assert stream["/Params"]["/Size"] == len(stream.get_data())
    day = "20000101" if stamp.is_draft else "20210301"  # a draft has none
    assert stream["/Params"]["/ModDate"] == f"D:{day}000000+08'00'"


def test_the_same_document_is_the_same_file(one):
    document = document_of(Edition(one, (DRAFT,)), HEBEI)
    for write in (writers.get("pdf-a").write_document, whole_pdf):
        assert write(document) == write(document)


def test_many_departments_are_many_files(seed_book):
    """None is taken for another's."""
    names = ("某街道办事处", "某社区")
    books = [
        replace(seed_book, department=Department(None, name), overall=None)
        for name in names
    ]
    both = collected(
        [document_of(unstamped(book), layout_of(book)) for book in books],
        office="某县",
        title="2021年部门预算绩效文本",
        day=None,
    )
    data = carrier(*both.books)
    files = inside(data)
    assert [json.loads(file.content)["department"]["name"] for file in files] == [
        *names
    ]
    assert [file.name for file in files] == sorted({file.name for file in files})
    with pytest.raises(BadFile, match="2 个部门合订.*单独上传.*逐个导入"):
        readers.read("a.pdf", data)


def test_free_tables_carry_nothing():
    paper = Paper("审核表", (HEBEI.grid(Sheet(name="甲")),), Foot("某县"))
    data = writers.get("pdf").write_paper(paper)  # type: ignore[attr-defined]
    assert inside(data) == []
    with pytest.raises(BadFile, match="只有本系统导出.*另存为 Word"):
        readers.read("a.pdf", data)
