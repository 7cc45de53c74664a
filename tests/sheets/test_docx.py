"""The Word file as others open it: as XML, by python-docx and by LibreOffice."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings

from sheets.document import document_of
from sheets.edition import DRAFT, Edition, Stamp, unstamped
from sheets.layouts import layouts
from sheets.paging import cut_at_head, repeat_labels
from sheets.sheet import Book
from sheets.writers import writers
from sheets.writers.docx_pages import is_long

from .samples import (
    CONTROLS,
    EMPTY_BOOK,
    HEBEI,
    hard_book,
    hostile_book,
    pages_of,
    squeeze,
    strings_of,
    written,
)
from .strategies import sheets

Place = tuple[int, int, int, int, str]


def opened(book: Book, **more):
    edition = replace(unstamped(book), **more)
    return Document(BytesIO(writers.get("docx").write(edition, HEBEI)))


def places(tables) -> Iterator[Place]:
    """Row, column, height, width and text of each cell of tables that are one."""
    found: list[list] = []
    open_at: dict[int, list] = {}
    row = 0
    for table in tables:
        for line in table._tbl.iterchildren(qn("w:tr")):
            col = 0
            for cell in line.iterchildren(qn("w:tc")):
                facts = cell.tcPr
                width = facts.gridSpan.val if facts.gridSpan is not None else 1
                merge = facts.find(qn("w:vMerge"))
                if merge is not None and merge.get(qn("w:val")) != "restart":
                    open_at[col][2] += 1
                else:
                    lines = [
                        "".join(t.text or "" for t in p.iter(qn("w:t")))
                        for p in cell.iterchildren(qn("w:p"))
                    ]
                    open_at[col] = [row, col, 1, width, "\n".join(lines)]
                    found.append(open_at[col])
                col += width
            row += 1
    return (tuple(place) for place in found)


def tables_of_forms(document) -> list[list]:
    """The tables of each form: two that look like one."""
    pairs, waiting = [], []
    for table in document.tables:
        waiting.append(table)
        if table._tbl.find(f".//{qn('w:tblHeader')}") is not None:
            pairs.append(waiting)
            waiting = []
    assert not waiting
    return pairs


@pytest.mark.parametrize("layout", layouts, ids=lambda layout: layout.id)
@pytest.mark.parametrize("kind", ["seed", "empty", "hard", "hostile"])
def test_cells_and_merges_are_those_of_the_grid(seed_book, layout, kind):
    book = {
        "seed": seed_book,
        "empty": EMPTY_BOOK,
        "hard": hard_book(seed_book),
        "hostile": hostile_book(),
    }[kind]
    edition = unstamped(book)
    data = writers.get("docx").write(edition, layout)
    forms = tables_of_forms(Document(BytesIO(data)))
    parts = document_of(edition, layout).tables
    assert len(forms) == len(parts) >= len(book.projects)
    for form, part in zip(forms, parts, strict=True):
        cut = repeat_labels if is_long(part) else cut_at_head
        grid = cut(part.grid)
        expected = sorted(
            (c.row, c.col, c.rowspan, c.colspan, c.text.replace(CONTROLS, "甲"))
            for c in grid.cells
        )
        assert sorted(places(form)) == expected


@settings(max_examples=15)
@given(sheets)
def test_each_cell_comes_back_as_it_was_typed(sheet):
    document = Document(BytesIO(written("docx", Book(projects=(sheet,)))))
    [form] = tables_of_forms(document)
    grid = HEBEI.grid(sheet)
    typed = {(c.row, c.col): c.text for c in grid.cells if c.field}
    found = {(row, col): text for row, col, _, _, text in places(form)}
    assert {place: found[place] for place in typed} == typed


def test_the_head_of_the_indicators_is_repeated(seed_book):
    for above, below in tables_of_forms(opened(seed_book)):
        assert above._tbl.find(f".//{qn('w:tblHeader')}") is None
        first = below._tbl.tr_lst[0]
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert "三级指标" in "".join(t.text for t in first.iter(qn("w:t")))
        assert above._tbl.xpath("./w:tblGrid") and below._tbl.xpath("./w:tblGrid")
        for table in (above, below):
            assert table._tbl.xpath("./w:tblPr/w:tblLayout[@w:type='fixed']")
        # One table to Word, if nothing stood between them.
        assert above._tbl.getnext().tag == qn("w:p")


def test_a_row_stays_whole_unless_it_is_a_page_high(seed_book):
    document = opened(hard_book(seed_book))
    rows = [row for table in document.tables for row in table._tbl.tr_lst]
    split = [row for row in rows if row.find(f".//{qn('w:cantSplit')}") is None]
    assert 0 < len(split) <= 4


def test_the_fonts_are_those_of_the_office(seed_book):
    data = written("docx", seed_book)
    with zipfile.ZipFile(BytesIO(data)) as package:
        styles = package.read("word/styles.xml").decode()
        fonts = package.read("word/fontTable.xml").decode()
    for font in ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体"):
        assert f'w:eastAsia="{font}"' in styles
    assert '<w:altName w:val="仿宋"/>' in fonts
    assert '<w:altName w:val="宋体"/>' in fonts


def test_pages_have_the_margins_of_the_standard(seed_book):
    edition = unstamped(seed_book, is_book=True)
    document = Document(BytesIO(writers.get("docx").write(edition, HEBEI)))
    text = document.sections[2]
    margins = [text.top_margin, text.right_margin, text.bottom_margin, text.left_margin]
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    body = document.styles["Body Text"]
    assert body.font.size.pt == 16
    assert body.paragraph_format.line_spacing.pt == 28


def test_word_builds_the_contents_itself(seed_book):
    edition = unstamped(seed_book, is_book=True)
    document = Document(BytesIO(writers.get("docx").write(edition, HEBEI)))
    xml = document.element.xml
    assert 'TOC \\o "1-2"' in xml
    headings = [
        "　".join(t.text for t in p._p.iter(qn("w:t")))
        for p in document.paragraphs
        if p.style.name
        in ("heading 1", "Heading 1", "heading 2", "Heading 2", "表格标题")
    ]
    entries = list(document_of(edition, HEBEI).entries())
    assert headings == [entry.text for entry in entries]
    for entry in entries:
        mark = f"_Toc_{entry.anchor.replace('-', '_')}"
        assert xml.count(f'w:name="{mark}"') == 1
        assert f'w:anchor="{mark}"' in xml


def test_only_drafts_are_marked(seed_book):
    ok = Stamp(1, "0123456789abcdef" * 4, date(2021, 3, 1), "5号", "https://x/verify/1")
    stamps = (ok, DRAFT, ok, ok)
    data = writers.get("docx").write(Edition(seed_book, stamps, ok), HEBEI)
    document = Document(BytesIO(data))
    marked = ["草稿" in s.header._element.xml for s in document.sections]
    assert marked == [False, False, True, False]
    words = [p.text for p in document.paragraphs if p.style.name == "版次"]
    assert words[0] == f"{ok.text}　查验：https://x/verify/1"
    assert words[2] == "草稿，未经批复"


def test_the_file_says_what_it_is(seed_book):
    facts = opened(seed_book).core_properties
    assert facts.title == "2021年绩效文本"
    assert facts.language == "zh-CN"
    assert facts.comments == ""


def test_control_characters_and_markup_are_harmless():
    data = written("docx", hostile_book())
    with zipfile.ZipFile(BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    assert "<script>" not in xml
    assert "\x07" not in xml
    assert "&lt;script&gt;" in xml


def test_libreoffice_shows_the_same(seed_book, office, tmp_path):
    files = {
        "seed.docx": written("docx", seed_book),
        "hard.docx": written("docx", hard_book(seed_book)),
    }
    made = office("pdf", files)
    seed = squeeze("".join(pages_of(made["seed"], tmp_path)))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in seed] == []
    hard = "".join(squeeze(page) for page in pages_of(made["hard"], tmp_path))
    assert [i for i in range(60) if f"第{i}个指标" not in hard] == []
    assert hard.count("确保按计划完成。") >= 500
    assert hard.count("B") >= 200
    assert "䶮㐂𠮷" in hard
