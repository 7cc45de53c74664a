"""The Excel file as others open it: calamine, openpyxl and LibreOffice."""

import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from sheets.edition import DRAFT
from sheets.layouts import layouts
from sheets.writers.xlsx import FIRST_ROW

from .test_writers import FORMULAS, hostile_book, long_book, pdf_tool, written

UTF8_CSV = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Converts a file by LibreOffice; a profile of its own keeps it from others."""
    home = tmp_path_factory.mktemp("office")

    def convert(data: bytes, to: str) -> list:
        source = home / "book.xlsx"
        source.write_bytes(data)
        out = home / to.split(":")[0]
        command = ["soffice", f"-env:UserInstallation=file://{home}/profile"]
        command += ["--headless", "--convert-to", to, "--outdir", str(out), str(source)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return sorted(out.iterdir())

    return convert


def cells(data: bytes) -> list:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]


def test_what_begins_like_a_formula_stays_text(seed_book):
    assert cells(written("xlsx", seed_book)).count("=79人") == 2
    found = cells(written("xlsx", hostile_book()))
    assert all(text in found for text in FORMULAS)
    for sheet in load_workbook(BytesIO(written("xlsx", hostile_book()))):
        assert not [c for row in sheet for c in row if c.data_type == "f"]


def test_libreoffice_shows_the_same(seed_book, office):
    files = office(written("xlsx", seed_book), UTF8_CSV)
    text = "".join(path.read_text("utf-8") for path in files)
    assert text.count("=79人") == 2
    assert "#NAME?" not in text
    assert "2020年12月底前" in text


def test_a_table_prints_on_one_page(seed_book, office, tmp_path):
    [pdf] = office(written("xlsx", replace(seed_book, overall=None)), "pdf")
    info = pdf_tool("pdfinfo", pdf.read_bytes(), tmp_path)
    assert "Pages:           4" in info
    assert "A4" in info
    size = info[info.index("Page size:") :].split()
    assert float(size[2]) < float(size[4]), "not portrait"


def test_the_merges_are_those_of_the_grid(seed_book):
    sheet = load_workbook(BytesIO(written("xlsx", seed_book))).worksheets[1]
    grid = layouts.get("hebei-2021").grid(seed_book.projects[0])
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
    sheet = load_workbook(BytesIO(written("xlsx", seed_book))).worksheets[1]
    bare = []
    for item in layouts.get("hebei-2021").grid(seed_book.projects[0]).cells:
        top, left = FIRST_ROW + item.row, 1 + item.col
        first = sheet.cell(top, left).border
        last = sheet.cell(top + item.rowspan - 1, left + item.colspan - 1).border
        sides = (first.left, first.top, last.right, last.bottom)
        bare += [item.text for side in sides if side.style != "thin"]
    assert bare == []


def test_a_draft_says_so_and_a_version_too(seed_book):
    draft = load_workbook(BytesIO(written("xlsx", seed_book, DRAFT))).worksheets[1]
    assert draft.oddHeader.center.text == "草稿"
    assert "草稿" in draft.oddFooter.right.text


def test_worksheets_have_valid_and_different_names():
    names = load_workbook(BytesIO(written("xlsx", hostile_book()))).sheetnames
    assert len(set(names)) == 2
    assert all(len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)


def test_a_row_is_as_high_as_its_text(seed_book):
    sheet = load_workbook(BytesIO(written("xlsx", long_book(seed_book)))).active
    heights = [
        sheet.row_dimensions[r].height for r in range(FIRST_ROW, sheet.max_row + 1)
    ]
    assert min(heights) >= 20
    assert max(heights) > 40
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows
