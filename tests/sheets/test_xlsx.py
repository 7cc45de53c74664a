"""The Excel file as others open it: calamine, openpyxl and LibreOffice."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from math import ceil

from hypothesis import given, settings
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from sheets.document import document_of
from sheets.edition import DRAFT, Stamp, unstamped
from sheets.sheet import Book
from sheets.writers import writers
from sheets.writers.xlsx import FIRST_ROW, MAX_ROW_POINTS, PAGE_POINTS

from .samples import (
    FORMULAS,
    HEBEI,
    LONG,
    hostile_book,
    long_book,
    pdf_tool,
    squeeze,
    strings_of,
    table_of,
    written,
)
from .strategies import sheets

UTF8_CSV = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
)


def opened(book: Book, stamp: Stamp | None = None):
    return load_workbook(BytesIO(written("xlsx", book, stamp)))


def cells(data: bytes) -> list:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]


def test_every_string_is_in_a_cell(seed_book):
    text = squeeze("".join(map(str, cells(written("xlsx", seed_book)))))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in text] == []


@settings(max_examples=30)
@given(sheets)
def test_each_cell_comes_back_as_text_where_it_was_put(sheet):
    book = CalamineWorkbook.from_filelike(
        BytesIO(written("xlsx", Book(projects=(sheet,))))
    )
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    found = {
        (row, col): text
        for row, cells in enumerate(rows, 1 - FIRST_ROW)
        for col, text in enumerate(cells)
        if text and row >= 0
    }
    typed = {(c.row, c.col): c.text for c in HEBEI.grid(sheet).cells if c.text}
    assert found == typed


def test_what_begins_like_a_formula_stays_text(seed_book):
    assert cells(written("xlsx", seed_book)).count("=79人") == 2
    found = cells(written("xlsx", hostile_book()))
    assert all(text in found for text in FORMULAS)
    for sheet in opened(hostile_book()):
        assert not [c for row in sheet for c in row if c.data_type == "f"]


def test_libreoffice_shows_the_same(seed_book, office):
    files = {
        "seed.xlsx": written("xlsx", seed_book),
        "hostile.xlsx": written("xlsx", hostile_book()),
    }
    found = {name: data.decode() for name, data in office(UTF8_CSV, files).items()}
    text = "".join(found.values())
    assert text.count("=79人") == 4
    assert not re.search("#NAME|#VALUE|Err:", text)
    seed = squeeze("".join(t for name, t in found.items() if "seed" in name))
    assert [t for t in strings_of(seed_book) if squeeze(t) not in seed] == []
    hostile = "".join(t for name, t in found.items() if "hostile" in name)
    assert all(text.replace('"', '""') in hostile for text in FORMULAS)
    assert LONG in hostile


def test_libreoffice_prints_each_table_on_one_page(seed_book, office, tmp_path):
    tables = replace(seed_book, overall=None)
    text = replace(seed_book, projects=())
    files = {
        "tables.xlsx": written("xlsx", tables, DRAFT),
        "text.xlsx": written("xlsx", text),
        "long.xlsx": written("xlsx", long_book(seed_book)),
    }
    made = office("pdf", files)
    info = pdf_tool("pdfinfo", made["tables"], tmp_path)
    assert re.search(r"Pages:\s+4\b", info)
    assert re.search(r"Page size:\s+59\d\.?\d* x 84\d\.?\d* pts \(A4\)", info)
    long = pdf_tool("pdftotext", made["long"], tmp_path, "-raw").split("\f")[:-1]
    assert len(long) > 1
    assert all("三级指标" in page for page in long)
    for data in made.values():
        assert outside_of_the_margins(data, tmp_path) == []


def outside_of_the_margins(data: bytes, tmp_path) -> list[str]:
    """Words that run over the edge of the page: the running text once did."""
    words = pdf_tool("pdftotext", data, tmp_path, "-bbox")
    found = re.findall(r'xMin="(.+?)".* xMax="(.+?)".*>(.+)</word>', words)
    assert found
    return [
        word for left, right, word in found if not 20 < float(left) < float(right) < 575
    ]


def test_the_merges_are_those_of_the_grid(seed_book):
    sheet = opened(seed_book).worksheets[1]
    grid = HEBEI.grid(seed_book.projects[0])
    expected = {
        (
            c.row + FIRST_ROW,
            c.col + 1,
            c.row + FIRST_ROW + c.rowspan - 1,
            c.col + c.colspan,
        )
        for c in grid.cells
        if c.rowspan * c.colspan > 1
    }
    merged = {
        (m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges
    }
    columns = len(grid.widths)
    assert merged - {(1, 1, 1, columns), (2, 1, 2, columns)} == expected
    by_calamine = CalamineWorkbook.from_filelike(BytesIO(written("xlsx", seed_book)))
    ranges = by_calamine.get_sheet_by_index(1).merged_cell_ranges
    assert len(ranges) == len(merged)


def test_every_cell_has_its_borders(seed_book):
    sheet = opened(seed_book).worksheets[1]
    bare = []
    for item in HEBEI.grid(seed_book.projects[0]).cells:
        top, left = FIRST_ROW + item.row, 1 + item.col
        first = sheet.cell(top, left).border
        last = sheet.cell(top + item.rowspan - 1, left + item.colspan - 1).border
        sides = (first.left, first.top, last.right, last.bottom)
        bare += [item.text for side in sides if side.style != "thin"]
    assert bare == []


def test_a_draft_says_so_above_the_table(seed_book):
    draft = opened(seed_book, DRAFT).worksheets[1]
    assert draft.oddHeader.center.text == "草稿"
    assert "草稿" in draft.oddFooter.right.text
    # A header that is higher than its margin is cut off or runs into the table.
    margins = draft.page_margins
    assert draft.oddHeader.center.size * 1.4 < 72 * (margins.top - margins.header)


def test_a_version_says_which(seed_book):
    sheet = opened(seed_book, Stamp(1, "0123456789abcdef")).worksheets[1]
    assert sheet.oddFooter.right.text == "第1版，校验码 01234567"
    assert sheet.oddHeader.center.text is None


def test_worksheets_have_valid_and_different_names(seed_book):
    book = hostile_book()
    rare = replace(book.projects[0], name="𠮷" * 31)
    odd = replace(rare, name="'甲\uffff'")
    names = opened(replace(book, projects=(*book.projects, rare, odd))).sheetnames
    assert len(set(names)) == 4
    # Excel counts a rare character as two.
    assert all(len(name.encode("utf-16-le")) <= 2 * 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\'") for name in names)


def test_a_row_is_as_high_as_its_text(seed_book):
    sheet = opened(long_book(seed_book)).active
    heights = [
        sheet.row_dimensions[r].height for r in range(FIRST_ROW, sheet.max_row + 1)
    ]
    assert min(heights) >= 20
    assert max(heights) > 30
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows


def test_a_page_ends_between_two_groups(seed_book):
    """A label that a page break cuts is read on neither page."""
    for format_id in ("xlsx", "xlsx-one"):
        data = written(format_id, long_book(seed_book))
        sheet = load_workbook(BytesIO(data)).active
        begins = [brk.id + 1 for brk in sheet.row_breaks.brk]
        assert begins
        assert {sheet.cell(row, 1).value for row in begins} == {"产出指标"}
        assert {sheet.cell(row, 3).value for row in begins} == {"数量指标"}
        tall = [
            sum(sheet.row_dimensions[row].height for row in range(first, below))
            for first, below in pairwise([1, *begins, sheet.max_row + 1])
        ]
        assert max(tall) < PAGE_POINTS


def test_what_goes_on_over_pages_begins_at_the_top(seed_book):
    sheet = opened(table_of(seed_book, ["短", LONG])).active
    stands = {c.value: c.alignment.vertical for row in sheet for c in row}
    assert stands["第1个指标"] == stands[LONG] == "top"
    assert stands["第0个指标"] == "center"


def test_a_text_too_high_for_one_row_is_merged_over_several(seed_book):
    """Excel knows no row above 409 points; the rest would be cut off in print."""
    book = table_of(seed_book, ["短", LONG, "短"])
    sheet = opened(book).active
    heights = [dimension.height for dimension in sheet.row_dimensions.values()]
    assert max(heights) <= MAX_ROW_POINTS
    [cell] = [c for row in sheet for c in row if c.value == LONG]
    [area] = [m for m in sheet.merged_cells.ranges if cell.coordinate in m]
    high = [
        sheet.row_dimensions[r].height for r in range(area.min_row, area.max_row + 1)
    ]
    characters_in_a_line = 9
    assert sum(high) > ceil(len(LONG) / characters_in_a_line) * 12
    below = sheet.cell(area.max_row + 1, 5)
    assert below.value == "第2个指标"


def test_a_long_paragraph_is_whole(seed_book):
    overall = replace(seed_book.overall, goal=LONG)
    sheet = opened(replace(seed_book, overall=overall)).worksheets[0]
    [cell] = [c for row in sheet for c in row if c.value and LONG in c.value]
    [area] = [m for m in sheet.merged_cells.ranges if cell.coordinate in m]
    assert area.max_row > area.min_row
    heights = [dimension.height for dimension in sheet.row_dimensions.values()]
    assert max(heights) <= MAX_ROW_POINTS


NASTY = (
    *("=79人", "=15个", "=100%", "=1+1", '=HYPERLINK("http://x","甲")', "=", "=A1"),
    *("+3个百分点", "+1", "-5%", "-1+2", "@全体", "@SUM(1)", "#N/A", "#REF!"),
    *("0012", "00", "12345678901234567890", "1e5", "1E+10", "3/4", "1-2", "12:30"),
    *("2021-12-31", "2021年12月31日", "TRUE", "FALSE", " 前面有空格", "后面有空格 "),
    *("两\n行", "'引号", '"引号"', "\t制表", "≥90%"),
)


def test_no_value_changes_when_libreoffice_saves_the_file(seed_book, office):
    """Excel would calculate, shorten or take for a date what is only text."""
    assert len(NASTY) == len(set(NASTY)) == 34
    book = table_of(seed_book, list(NASTY))
    made = office("xlsx", {"nasty.xlsx": written("xlsx", book)})
    for data in (written("xlsx", book), made["nasty"]):
        found = cells(data)
        assert [value for value in NASTY if value not in found] == []
        for sheet in load_workbook(BytesIO(data)):
            assert not [c for row in sheet for c in row if c.data_type in "fe"]


def test_each_field_has_its_name(seed_book):
    """So that a program reads a filled-in form back."""
    workbook = opened(seed_book)
    sheet = workbook.worksheets[1]
    for cell in HEBEI.grid(seed_book.projects[0]).cells:
        if cell.field is None:
            continue
        [(tab, place)] = sheet.defined_names[cell.field].destinations
        assert tab == sheet.title
        assert (workbook[tab][place].value or "") == cell.text


def test_all_tables_on_one_worksheet(seed_book):
    workbook = load_workbook(BytesIO(written("xlsx-one", seed_book)))
    assert workbook.sheetnames == ["部门整体绩效目标", "绩效目标表"]
    sheet = workbook["绩效目标表"]
    text = squeeze("".join(str(c.value) for row in sheet for c in row if c.value))
    tables = replace(seed_book, overall=None)
    assert [t for t in strings_of(tables) if squeeze(t) not in text] == []
    assert len(sheet.row_breaks.brk) == 3
    # Widths that differ share the columns: each grid's merges are whole.
    for project in seed_book.projects:
        assert any(project.name == c.value for row in sheet for c in row)


def test_the_index_leads_to_every_part(seed_book):
    edition = unstamped(seed_book, is_book=True)
    workbook = load_workbook(BytesIO(writers.get("xlsx").write(edition, HEBEI)))
    index = workbook.worksheets[0]
    assert index.title == "目录"
    links = {
        c.value.strip(): c.hyperlink.location
        for row in index
        for c in row
        if c.hyperlink
    }
    entries = list(document_of(edition, HEBEI).entries())
    assert list(links) == [entry.text for entry in entries]
    for text, place in links.items():
        tab, _, cell = place.rpartition("!")
        found = workbook[tab.strip("'")][cell.replace("$", "")].value.strip()
        # The heading of the second part is in the index only.
        assert found == text or text.startswith("第二部分"), text
