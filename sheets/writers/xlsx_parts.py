"""Drawing on a worksheet: looks, merged areas, heights, names.

Two traps shape the code. A typed text that begins with ``=`` ("=79人") must be told
that it is text, or Excel calculates it. And ``merge_cells()`` formats the borders of
every cell that it covers, which is four fifths of the time of a workbook: areas are
entered into the list of merged ranges, with each of their cells in one shared style.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import accumulate, pairwise
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    NamedStyle,
    PatternFill,
    Protection,
    Side,
)
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ..grid import Cell as GridCell
from ..grid import Grid
from ..own import CONTENT, CONTENT_ROLES
from ..typed import plain

# Fonts by the names that Chinese Windows has had since Windows 7.
BODY, LABEL, TITLE = "仿宋", "黑体", "宋体"
# Excel knows no higher row: a longer text is merged over several.
MAX_ROW_POINTS = 409
TAB_LENGTH = 31
OPEN = PatternFill("solid", fgColor="FFF1F6FB")
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN_IN_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_IN_NAME = re.compile(r"[^A-Za-z0-9_.]")


def _alignment(horizontal: str, vertical: str = "center") -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)


# What goes on over pages begins at the top.
HIGH = " high"
LOOKS = {
    f"label{HIGH}": (Font(name=LABEL, size=10.5), _alignment("center", "top"), _BORDER),
    f"text{HIGH}": (Font(name=BODY, size=10.5), _alignment("left", "top"), _BORDER),
    f"centre{HIGH}": (Font(name=BODY, size=10.5), _alignment("center", "top"), _BORDER),
    f"amount{HIGH}": (Font(name=BODY, size=10.5), _alignment("right", "top"), _BORDER),
    "label": (Font(name=LABEL, size=10.5), _alignment("center"), _BORDER),
    "text": (Font(name=BODY, size=10.5), _alignment("left"), _BORDER),
    "centre": (Font(name=BODY, size=10.5), _alignment("center"), _BORDER),
    "amount": (Font(name=BODY, size=10.5), _alignment("right"), _BORDER),
    "caption": (Font(name=TITLE, size=16, bold=True), _alignment("center"), None),
    "note": (Font(name=BODY, size=10.5), _alignment("right"), None),
    "stamp": (Font(name=BODY, size=8), _alignment("right"), None),
    "title": (Font(name=TITLE, size=18, bold=True), _alignment("center"), None),
    "office": (Font(name=TITLE, size=20, bold=True), _alignment("center"), None),
    "heading": (Font(name=LABEL, size=14), _alignment("left"), None),
    "subheading": (Font(name=LABEL, size=12), _alignment("left"), None),
    "paragraph": (Font(name=BODY, size=12), _alignment("left"), None),
    "link": (
        Font(name=BODY, size=12, color="1B5E8C", underline="single"),
        _alignment("left"),
        None,
    ),
}


Box = tuple[int, int, int, int]  # first row and column, last row and column


class Painter:
    """Styles cells by sharing one finished style for each look of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._styles: dict[str, Any] = {}
        workshop = workbook.create_sheet("looks")
        workbook.add_named_style(NamedStyle(CONTENT))
        for column, (look, parts) in enumerate(LOOKS.items(), 1):
            cell = workshop.cell(1, column)
            if look.removesuffix(HIGH) in CONTENT_ROLES:
                cell.style = CONTENT
            font, alignment, border = parts
            cell.font, cell.alignment, cell.number_format = font, alignment, "@"
            if border is not None:
                cell.border = border
            self._styles[look] = copy(cell._style)
        workbook.remove(workshop)

    def area(self, sheet: Worksheet, box: Box, look: str, text: str) -> None:
        """Text in one cell made of those from ``box``: first row and column, last row
        and column. The covered ones carry the borders."""
        top, left, bottom, right = box
        if (top, left) != (bottom, right):
            # A range as an object would be taken apart and put together again.
            first = f"{get_column_letter(left)}{top}"
            sheet.merged_cells.ranges.add(f"{first}:{get_column_letter(right)}{bottom}")
        style = self._styles[look]
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                # The public setters look the style up anew: 3 times slower.
                sheet.cell(row, column)._style = style
        write_text(sheet.cell(top, left), text)

    def open(self, sheet: Worksheet, box: Box, look: str) -> None:
        """A painted area that may be typed into on a protected worksheet, and is seen
        to be."""
        top, left, bottom, right = box
        if (key := f"open {look}") not in self._styles:
            cell = sheet.cell(top, left)
            # Changed as it is, it would be so in all cells that share it.
            cell._style = copy(cell._style)
            cell.protection, cell.fill = Protection(locked=False), OPEN
            self._styles[key] = copy(cell._style)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                sheet.cell(row, column)._style = self._styles[key]


def write_text(cell: Cell, text: str) -> None:
    """Text and nothing else, whatever it looks like."""
    if not text:
        return
    # XML cannot hold everything. The public setter would look for that once more, and
    # for a formula. And Excel reads _x0041_ as A, unless its first line is such a sign.
    cell._value = CODED.sub("_x005F_", plain(text))
    cell.data_type = "s"


def link(cell: Cell, place: str) -> None:
    """A click on the cell goes to that place of the workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)


def tab_names(names: Iterable[str]) -> list[str]:
    """Valid names for worksheets; their numbers keep them different."""
    taken: list[str] = []
    for number, name in enumerate(names, 1):
        allowed = _FORBIDDEN_IN_TAB.sub("", plain(name)).strip(" '")
        # Excel counts as UTF-16 does: a rare character is two.
        cut = f"{number}.{allowed}".encode("utf-16-le")[: 2 * TAB_LENGTH]
        taken.append(cut.decode("utf-16-le", "ignore").rstrip(" '"))
    return taken


def place_of(sheet: Worksheet, row: int, column: int = 1) -> str:
    """How a link or a name says where a cell is."""
    tab = sheet.title.replace("'", "''")
    return f"'{tab}'!${get_column_letter(column)}${row}"


def name_cell(sheet: Worksheet, name: str, place: str) -> None:
    """Gives the cell a name that the worksheet knows it by."""
    allowed = _FORBIDDEN_IN_NAME.sub("_", name)
    sheet.defined_names[allowed] = DefinedName(allowed, attr_text=place)


def tops_of(heights: Sequence[float], first: int) -> list[int]:
    """The row of the worksheet at which each row begins, and the one below the last."""
    return list(accumulate(map(parts_of, heights), initial=first))


def parts_of(height: float) -> int:
    """Rows of the worksheet that make one of this height."""
    return math.ceil(height / MAX_ROW_POINTS) or 1


def set_heights(
    sheet: Worksheet, heights: Sequence[float], tops: Sequence[int]
) -> None:
    """Merged cells do not grow by themselves in Excel: without a height, long text is
    cut off in print."""
    for height, (top, below) in zip(heights, pairwise(tops), strict=True):
        for row in range(top, below):
            sheet.row_dimensions[row].height = height / (below - top)


class Columns:
    """The columns of a worksheet on which grids of different widths stand below each
    other: one for each edge that any of them has."""

    def __init__(self, grids: Iterable[Grid]) -> None:
        edges = {edge for grid in grids for edge in _edges(grid)}
        self.edges = sorted(edges | {0.0, 1.0})

    def __len__(self) -> int:
        return len(self.edges) - 1

    def widths(self) -> Iterator[float]:
        """Shares of the table's width."""
        return (right - left for left, right in pairwise(self.edges))

    def places(self, grid: Grid) -> list[int]:
        """For each edge of the grid, the number of the column to the right of it."""
        return [self.edges.index(edge) + 1 for edge in _edges(grid)]


def _edges(grid: Grid) -> list[float]:
    # Rounded, so that 0.1 + 0.2 and 0.3 are one edge.
    edges = [round(edge, 4) for edge in accumulate(grid.widths, initial=0.0)]
    return [*edges[:-1], 1.0]


def box_of(cell: GridCell, tops: Sequence[int], places: Sequence[int]) -> Box:
    """Where on the worksheet a cell of the grid stands."""
    last = tops[cell.row + cell.rowspan] - 1
    right = places[cell.col + cell.colspan] - 1
    return tops[cell.row], places[cell.col], last, right
