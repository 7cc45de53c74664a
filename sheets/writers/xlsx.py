"""Excel by openpyxl: one worksheet for each table, ready to print on A4.

Two traps shape the code. A typed text that begins with ``=`` ("=79人") must be told
that it is text, or Excel calculates it. And merging cells that already have borders
costs nine tenths of the time, so cells are merged first and styled afterwards.
"""

import io
import math
import re
import unicodedata
from collections.abc import Iterable
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..edition import DRAFT_WORD, Edition, Stamp
from ..grid import Cell as GridCell
from ..grid import Grid
from ..layouts import Layout, Line
from ..paging import repeat_labels
from .base import Writer, writers

# Fonts by the names that Chinese Windows has had since Windows 7.
BODY, LABEL, TITLE = "仿宋", "黑体", "宋体"
# Characters (half-width) across the printable width of A4 at 10.5 pt.
PAGE_CHARS = 90
LINE_POINTS = 14.5
PADDING_POINTS = 6
# A page and a half: a longer table runs over pages instead of being shrunk onto one.
LONG_POINTS = 1.5 * 700
FIRST_ROW = 3  # below the title and the unit
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FORBIDDEN_IN_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def _alignment(horizontal: str) -> Alignment:
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


LOOKS = {
    "label": (Font(name=LABEL, size=10.5), _alignment("center"), _BORDER),
    "text": (Font(name=BODY, size=10.5), _alignment("left"), _BORDER),
    "centre": (Font(name=BODY, size=10.5), _alignment("center"), _BORDER),
    "amount": (Font(name=BODY, size=10.5), _alignment("right"), _BORDER),
    "caption": (Font(name=TITLE, size=16, bold=True), _alignment("center"), None),
    "note": (Font(name=BODY, size=10.5), _alignment("right"), None),
    "part": (Font(name=TITLE, size=16, bold=True), _alignment("center"), None),
    "title": (Font(name=TITLE, size=18, bold=True), _alignment("center"), None),
    "heading": (Font(name=LABEL, size=14), _alignment("left"), None),
    "subheading": (Font(name=LABEL, size=12), _alignment("left"), None),
    "paragraph": (Font(name=BODY, size=12), _alignment("left"), None),
}


class _Painter:
    """Styles cells by sharing one finished style for each look of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._styles: dict[str, Any] = {}
        workshop = workbook.create_sheet("looks")
        for column, (look, parts) in enumerate(LOOKS.items(), 1):
            cell = workshop.cell(1, column)
            font, alignment, border = parts
            cell.font, cell.alignment, cell.number_format = font, alignment, "@"
            if border is not None:
                cell.border = border
            self._styles[look] = copy(cell._style)
        workbook.remove(workshop)

    def paint(self, cell: Cell, look: str) -> None:
        # The public setters look the style up anew for every cell: 3 times slower.
        cell._style = self._styles[look]


def _write_text(cell: Cell, text: str) -> None:
    if not text:
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def line_count(text: str, chars: float) -> int:
    """Lines that the text takes in a cell of this width; at least one."""
    room = max(chars - 1.5, 2)
    return sum(max(1, math.ceil(text_width(p) / room)) for p in text.split("\n"))


def row_heights(grid: Grid) -> list[float]:
    """Points for each row. Merged cells do not grow by themselves in Excel: without
    this, long text is cut off in print."""
    heights = [LINE_POINTS + PADDING_POINTS] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        lines = line_count(cell.text, grid.width_of(cell) * PAGE_CHARS)
        need = lines * LINE_POINTS + PADDING_POINTS
        last = cell.row + cell.rowspan - 1
        missing = need - sum(heights[cell.row : last + 1])
        heights[last] += max(0.0, missing)
    return heights


def _tab_names(names: Iterable[str]) -> list[str]:
    """Valid and different names for worksheets: at most 31 characters."""
    taken: list[str] = []
    for number, name in enumerate(names, 1):
        plain = _FORBIDDEN_IN_TAB.sub("", name).strip(" '")
        taken.append(f"{number}.{plain}"[:31].rstrip(" '"))
    return taken


def _page(sheet: Worksheet, stamp: Stamp | None, points: float) -> None:
    """A4 portrait; a table up to a page and a half is shrunk onto one page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_PORTRAIT
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if points < LONG_POINTS else 0
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.75
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if stamp is not None:
        sheet.oddFooter.right.text = stamp.text.replace("&", "&&")
        if stamp.is_draft:
            sheet.oddHeader.center.text = DRAFT_WORD
            sheet.oddHeader.center.size = 36
            sheet.oddHeader.center.color = "BFBFBF"


def _merged(
    sheet: Worksheet, row: int, col: int, end_row: int, end_col: int
) -> Iterable[Cell]:
    """Merge the range and give all its cells; the covered ones carry borders too."""
    if (row, col) != (end_row, end_col):
        sheet.merge_cells(
            start_row=row, start_column=col, end_row=end_row, end_column=end_col
        )
    for r in range(row, end_row + 1):
        for c in range(col, end_col + 1):
            yield sheet.cell(r, c)


def _area(sheet: Worksheet, item: GridCell) -> Iterable[Cell]:
    """The cells of the worksheet that a cell of the grid covers."""
    top, left = FIRST_ROW + item.row, 1 + item.col
    return _merged(sheet, top, left, top + item.rowspan - 1, left + item.colspan - 1)


def _table(sheet: Worksheet, grid: Grid, painter: _Painter) -> float:
    """Write title, unit and table; the height of all rows in points."""
    columns = len(grid.widths)
    for number, width in enumerate(grid.widths, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width * PAGE_CHARS
    captions = (("caption", grid.title), ("note", grid.note))
    for row, (look, text) in enumerate(captions, 1):
        for cell in list(_merged(sheet, row, 1, row, columns)):
            painter.paint(cell, look)
        _write_text(sheet.cell(row, 1), text)
    # Merge everything before the first border exists.
    areas = [(item, list(_area(sheet, item))) for item in grid.cells]
    for item, cells in areas:
        for cell in cells:
            painter.paint(cell, item.role)
        _write_text(cells[0], item.text)
    title_height = 24.0 * line_count(grid.title, PAGE_CHARS / 1.6) + PADDING_POINTS
    heights = [title_height, LINE_POINTS + 3, *row_heights(grid)]
    for row, height in enumerate(heights, 1):
        sheet.row_dimensions[row].height = height
    head = FIRST_ROW + grid.head
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{len(heights)}"
    return sum(heights)


def _text(sheet: Worksheet, lines: Iterable[Line], painter: _Painter) -> None:
    """The department's running text, one paragraph a row."""
    sheet.column_dimensions["A"].width = PAGE_CHARS
    row = 0
    for line in lines:
        look = "paragraph" if line.role == "text" else line.role
        indent = "" if line.role in ("part", "title") else "　　"
        for text in line.text.split("\n"):
            row += 1
            cell = sheet.cell(row, 1)
            painter.paint(cell, look)
            _write_text(cell, f"{indent}{text}" if text else "")
            size = LOOKS[look][0].size
            lines_needed = line_count(f"{indent}{text}", PAGE_CHARS * 10.5 / size)
            sheet.row_dimensions[row].height = lines_needed * size * 1.45 + 4


@writers.register
class XlsxWriter(Writer):
    id = "xlsx"
    name = "Excel"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, edition: Edition, layout: Layout) -> bytes:
        workbook = Workbook()
        workbook.remove(workbook.active)
        painter = _Painter(workbook)
        book = edition.book
        if book.overall is not None:
            sheet = workbook.create_sheet("部门整体绩效目标")
            _text(sheet, layout.overall(book), painter)
            _page(sheet, edition.overall_stamp, points=math.inf)
        names = _tab_names(project.name for project in book.projects)
        for index, project in enumerate(book.projects):
            number = index + 1 if edition.is_whole_book else None
            sheet = workbook.create_sheet(names[index])
            grid = layout.grid(project, number)
            if sum(row_heights(grid)) >= LONG_POINTS:
                grid = repeat_labels(grid)
            points = _table(sheet, grid, painter)
            _page(sheet, edition.stamps[index], points)
        out = io.BytesIO()
        workbook.save(out)
        return out.getvalue()
