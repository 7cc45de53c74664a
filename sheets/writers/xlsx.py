"""Excel by openpyxl: one worksheet for each table, ready to print on A4.

Two traps shape the code. A typed text that begins with ``=`` ("=79人") must be told
that it is text, or Excel calculates it. And merging cells that already have borders
costs nine tenths of the time, so cells are merged first and styled afterwards.
"""

import io
import math
import re
from collections.abc import Iterable, Sequence
from copy import copy
from itertools import accumulate, pairwise
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..edition import DRAFT_WORD, Edition, Foot, Paper, Stamp
from ..grid import Cell as GridCell
from ..grid import Grid
from ..layouts import Layout, Line
from ..measure import (
    LINE_POINTS,
    PADDING_POINTS,
    PAGE_CHARS,
    line_count,
    page_chars,
    row_heights,
)
from ..paging import repeat_labels
from ..typed import plain
from .base import PaperWriter, writers

# Fonts by the names that Chinese Windows has had since Windows 7.
BODY, LABEL, TITLE = "仿宋", "黑体", "宋体"
# A page and a half: a longer table runs over pages instead of being shrunk onto one.
LONG_POINTS = 1.5 * 700
WIDE_LONG_POINTS = 1.2 * 450  # the same across the page, where the print is small
# Excel knows no higher row: a longer text is merged over several.
MAX_ROW_POINTS = 409
FIRST_ROW = 3  # below the title and the unit
# LibreOffice shrinks columns to the width of the page, but never a single one.
TEXT_COLUMNS = 6
TAB_LENGTH = 31
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
    cell.value = plain(text)  # XML cannot hold everything
    cell.data_type = "s"


def _tab_names(names: Iterable[str]) -> list[str]:
    """Valid names for worksheets; their numbers keep them different."""
    taken: list[str] = []
    for number, name in enumerate(names, 1):
        allowed = _FORBIDDEN_IN_TAB.sub("", plain(name)).strip(" '")
        # Excel counts as UTF-16 does: a rare character is two.
        cut = f"{number}.{allowed}".encode("utf-16-le")[: 2 * TAB_LENGTH]
        taken.append(cut.decode("utf-16-le", "ignore").rstrip(" '"))
    return taken


def _page(
    sheet: Worksheet,
    stamp: Stamp | Foot | None,
    *,
    is_long: bool,
    is_wide: bool = False,
) -> None:
    """A4; what is not long is shrunk onto one page."""
    setup = sheet.page_setup
    setup.paperSize = sheet.PAPERSIZE_A4
    setup.orientation = "landscape" if is_wide else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0 if is_long else 1
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.3
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if stamp is not None:
        sheet.oddFooter.right.text = stamp.text.replace("&", "&&")
        if stamp.is_draft:
            sheet.oddHeader.center.text = DRAFT_WORD
            sheet.oddHeader.center.size = 20
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


def _tops(heights: Sequence[float], first: int) -> list[int]:
    """The row of the worksheet at which each row begins, and the one below the last."""
    parts = (math.ceil(height / MAX_ROW_POINTS) for height in heights)
    return list(accumulate(parts, initial=first))


def _set_heights(
    sheet: Worksheet, heights: Sequence[float], tops: Sequence[int]
) -> None:
    """Merged cells do not grow by themselves in Excel: without a height, long text is
    cut off in print."""
    for height, (top, below) in zip(heights, pairwise(tops), strict=True):
        for row in range(top, below):
            sheet.row_dimensions[row].height = height / (below - top)


def _area(sheet: Worksheet, item: GridCell, tops: Sequence[int]) -> Iterable[Cell]:
    """The cells of the worksheet that a cell of the grid covers."""
    last = tops[item.row + item.rowspan] - 1
    return _merged(sheet, tops[item.row], 1 + item.col, last, item.col + item.colspan)


def _table(sheet: Worksheet, grid: Grid, painter: _Painter) -> None:
    """Write title, unit and table."""
    columns, chars = len(grid.widths), page_chars(grid)
    for number, width in enumerate(grid.widths, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width * chars
    captions = (("caption", grid.title), ("note", grid.note))
    for row, (look, text) in enumerate(captions, 1):
        for cell in list(_merged(sheet, row, 1, row, columns)):
            painter.paint(cell, look)
        _write_text(sheet.cell(row, 1), text)
    title_height = 24.0 * line_count(grid.title, chars / 1.6) + PADDING_POINTS
    _set_heights(sheet, (title_height, LINE_POINTS + 3), (1, 2, FIRST_ROW))
    heights = row_heights(grid)
    tops = _tops(heights, FIRST_ROW)
    _set_heights(sheet, heights, tops)
    # Merge everything before the first border exists.
    areas = [(item, list(_area(sheet, item, tops))) for item in grid.cells]
    for item, cells in areas:
        for cell in cells:
            painter.paint(cell, item.role)
        _write_text(cells[0], item.text)
    head = tops[grid.head]
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{tops[-1] - 1}"


def _text(sheet: Worksheet, lines: Iterable[Line], painter: _Painter) -> None:
    """The department's running text, one paragraph below the other."""
    for column in range(1, TEXT_COLUMNS + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = PAGE_CHARS / TEXT_COLUMNS
    paragraphs = []
    for line in lines:
        look = "paragraph" if line.role == "text" else line.role
        indent = "" if line.role in ("part", "title") else "　　"
        for text in line.text.split("\n"):
            paragraphs.append((look, f"{indent}{text}" if text else ""))
    heights = [_paragraph_height(look, text) for look, text in paragraphs]
    tops = _tops(heights, 1)
    _set_heights(sheet, heights, tops)
    for (look, text), (top, below) in zip(paragraphs, pairwise(tops), strict=True):
        cells = list(_merged(sheet, top, 1, below - 1, TEXT_COLUMNS))
        for cell in cells:
            painter.paint(cell, look)
        _write_text(cells[0], text)


def _paragraph_height(look: str, text: str) -> float:
    size: float = LOOKS[look][0].size
    return line_count(text, PAGE_CHARS * 10.5 / size) * size * 1.45 + 4


@writers.register
class XlsxWriter(PaperWriter):
    id = "xlsx"
    name = "Excel"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, edition: Edition, layout: Layout) -> bytes:
        workbook, painter = _blank()
        book = edition.book
        if book.overall is not None:
            sheet = workbook.create_sheet("部门整体绩效目标")
            _text(sheet, layout.overall(book), painter)
            _page(sheet, edition.overall_stamp, is_long=True)
            table = layout.overall_grid(book)
            if table is not None:
                sheet = workbook.create_sheet("整体绩效目标申报表")
                _printable(sheet, table, edition.overall_stamp, painter)
        names = _tab_names(project.name for project in book.projects)
        for index, project in enumerate(book.projects):
            number = index + 1 if edition.is_whole_book else None
            sheet = workbook.create_sheet(names[index])
            grid = layout.grid(project, number)
            _printable(sheet, grid, edition.stamps[index], painter)
        return _bytes(workbook)

    def write_paper(self, paper: Paper) -> bytes:
        workbook, painter = _blank()
        names = _tab_names(grid.title for grid in paper.grids)
        for name, grid in zip(names, paper.grids, strict=True):
            _printable(workbook.create_sheet(name), grid, paper.foot, painter)
        workbook.properties.title = plain(paper.title)
        return _bytes(workbook)


def _blank() -> tuple[Workbook, _Painter]:
    workbook = Workbook()
    workbook.remove(workbook.active)
    return workbook, _Painter(workbook)


def _printable(
    sheet: Worksheet, grid: Grid, stamp: Stamp | Foot | None, painter: _Painter
) -> None:
    """The table, and the page that it is printed on."""
    most = WIDE_LONG_POINTS if grid.wide else LONG_POINTS
    is_long = sum(row_heights(grid)) >= most
    _table(sheet, repeat_labels(grid) if is_long else grid, painter)
    _page(sheet, stamp, is_long=is_long, is_wide=grid.wide)


def _bytes(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
