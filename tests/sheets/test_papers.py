"""Free tables as PDF and Excel: read by Poppler, calamine and LibreOffice."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sheets.document import paper_document
from sheets.edition import Foot, Paper
from sheets.layouts.approval import approval_grid
from sheets.layouts.review_form import review_grid
from sheets.writers import PaperWriter, writers
from sheets.writers.html import document_html
from sheets.writers.xlsx import FIRST_ROW

from .papers import (
    DAY,
    NUMBER,
    approval_paper,
    approvals,
    hostile_approval,
    lines,
    paper_as,
    review,
    review_paper,
)
from .samples import FORMULAS, HOSTILE, LONG, pages_of, pdf_tool, squeeze
from .test_writers import TAGS, Page
from .test_xlsx import UTF8_CSV, cells, outside_of_the_margins

DRAFT = Foot("草稿，尚未办结", is_draft=True)
PORTRAIT, LANDSCAPE = r"595\.\d+ x 841\.\d+", r"841\.\d+ x 595\.\d+"


def strings(paper: Paper) -> list[str]:
    return [c.text for grid in paper.grids for c in grid.cells if c.text]


def papers(seed_book) -> dict[str, Paper]:
    return {
        "key": review_paper(),
        "general": review_paper(is_scored=False),
        "batch": approval_paper(approvals(seed_book)),
    }


def test_pdf_and_excel_take_free_tables():
    found = {w.id for w in writers if isinstance(w, PaperWriter)}
    assert found == {"pdf", "pdf-a", "docx", "xlsx", "xlsx-one"}


def test_the_pdf_has_every_string_on_pages_of_its_size(seed_book, tmp_path):
    for name, paper in papers(seed_book).items():
        data = paper_as("pdf", paper)
        text = squeeze("".join(pages_of(data, tmp_path)))
        assert [t for t in strings(paper) if squeeze(t) not in text] == []
        size = LANDSCAPE if name == "batch" else PORTRAIT
        assert re.search(f"Page size: +{size}", pdf_tool("pdfinfo", data, tmp_path))
        assert squeeze(paper.title) in squeeze(pdf_tool("pdfinfo", data, tmp_path))


def test_a_review_form_is_one_page_in_the_official_faces(tmp_path):
    data = paper_as("pdf", review_paper(Foot("第2次送审稿，校验码 01234567")))
    [page] = pages_of(data, tmp_path)
    assert "第2次送审稿,校验码01234567" in squeeze(page)
    assert "草稿" not in page
    fonts = pdf_tool("pdffonts", data, tmp_path)
    assert all(face in fonts for face in ("FandolFang", "FandolSong", "FandolHei"))


def test_a_long_form_repeats_its_labels_and_says_draft_on_every_page(tmp_path):
    paper = review_paper(DRAFT, lines=lines(LONG[:400]))
    pages = pages_of(paper_as("pdf", paper), tmp_path)
    assert len(pages) > 2
    for page in pages:
        assert "草稿" in squeeze(page)
        assert re.search("第.项审核|总体意见", squeeze(page))


def test_an_opinion_that_is_longer_than_a_page_is_whole(tmp_path):
    data = paper_as("pdf", review_paper(lines=lines(LONG)))
    text = squeeze("".join(pages_of(data, tmp_path)))
    assert text.count("划") == LONG.count("划") * 8


def test_a_long_list_has_its_head_and_title_on_every_page(seed_book, tmp_path):
    paper = approval_paper(approvals(seed_book) * 6)
    first, *pages = pages_of(paper_as("pdf", paper), tmp_path)
    assert len(pages) > 2
    assert first.count(paper.title) == 1
    for page in pages:
        assert squeeze(page).count(squeeze(paper.title)) == 1
        assert "主要绩效指标" in squeeze(page)
    text = squeeze("".join([first, *pages]))
    assert text.count(squeeze("享受资金的村个数：=15个")) == 6


def test_what_people_type_stays_text(seed_book, tmp_path):
    paper = approval_paper([hostile_approval(seed_book)])
    said = lines(HOSTILE)
    form = review_paper(lines=said, overall="\n".join(FORMULAS))
    for each in (paper, form):
        page = Page(document_html(paper_document(each), ""))
        assert page.tags <= TAGS
        assert [t for t in strings(each) if squeeze(t) not in squeeze(page.text)] == []
        workbook = load_workbook(BytesIO(paper_as("xlsx", each)))
        for sheet in workbook:
            assert not [c for row in sheet for c in row if c.data_type == "f"]
    assert "=79人\n" in "".join(map(str, cells(paper_as("xlsx", form))))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_kept(text):
    assert text in cells(paper_as("xlsx", review_paper(overall=text, name=text)))


def test_excel_shows_each_cell_where_it_stands(seed_book):
    grid = approval_grid(2021, NUMBER, DAY, approvals(seed_book))
    sheet = load_workbook(BytesIO(paper_as("xlsx", Paper("甲", (grid,))))).active
    assert sheet["A1"].value == grid.title
    assert NUMBER in sheet["A2"].value
    for cell in grid.cells:
        found = sheet.cell(cell.row + FIRST_ROW, cell.col + 1).value
        assert (found or "") == cell.text
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == f"${FIRST_ROW}:${FIRST_ROW}"


def test_several_tables_are_several_sheets_and_pages(tmp_path):
    grids = (review_grid(review()), review_grid(review(is_scored=False)))
    paper = Paper("两张", grids, DRAFT)
    workbook = load_workbook(BytesIO(paper_as("xlsx", paper)))
    assert len(workbook.sheetnames) == 2
    assert workbook.properties.title == "两张"
    for sheet in workbook:
        assert sheet.oddHeader.center.text == "草稿"
        assert "尚未办结" in sheet.oddFooter.right.text
        assert sheet.page_setup.orientation == "portrait"
    assert len(pages_of(paper_as("pdf", paper), tmp_path)) == 2


def test_what_is_said_below_a_form_is_on_its_page(office, tmp_path):
    """Filled or not; the official questions are some fifty characters long."""
    asked = tuple(replace(line, asks="是否明确、清晰，" * 6) for line in lines())
    blank = tuple(replace(line, opinion="", score=None) for line in asked)
    files = {
        f"{name} {is_scored}.docx": paper_as(
            "docx", review_paper(DRAFT, lines=found, is_scored=is_scored)
        )
        for name, found in (("filled", asked), ("blank", blank))
        for is_scored in (True, False)
    }
    for data in office("pdf", files).values():
        [page] = pages_of(data, tmp_path)
        assert "尚未办结" in page


def test_libreoffice_shows_the_same_and_prints_it(seed_book, office, tmp_path):
    made = papers(seed_book) | {"many": approval_paper(approvals(seed_book) * 5)}
    files = {f"{name}.xlsx": paper_as("xlsx", paper) for name, paper in made.items()}
    shown = {name: data.decode() for name, data in office(UTF8_CSV, files).items()}
    for name, paper in made.items():
        text = squeeze("".join(t for n, t in shown.items() if n.startswith(name)))
        assert [t for t in strings(paper) if squeeze(t) not in text] == []
        assert not re.search("#NAME|#VALUE|Err:", text)
    printed = office("pdf", files)
    for name, size in (("key", PORTRAIT), ("general", PORTRAIT)):
        info = pdf_tool("pdfinfo", printed[name], tmp_path)
        assert re.search(r"Pages:\s+1\b", info)
        assert re.search(f"Page size: +{size}", info)
        assert outside_of_the_margins(printed[name], tmp_path) == []
    assert re.search(LANDSCAPE, pdf_tool("pdfinfo", printed["many"], tmp_path))
    pages = pages_of(printed["many"], tmp_path)
    assert len(pages) > 1
    assert all("主要绩效指标" in squeeze(page) for page in pages)
    # Nothing of a row is cut off: its last line is printed.
    text = squeeze("".join(pages))
    for row in made["many"].grids[0].rows():
        assert [c.text for c in row if squeeze(c.text[-8:]) not in text] == []
