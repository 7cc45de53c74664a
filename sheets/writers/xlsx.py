"""Excel by openpyxl: one worksheet for each table, ready to print on A4; or all tables
below each other on one."""

import io
from collections.abc import Callable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..document import Cover, Document, Entry, Part, Progress, Table, Text, counted
from ..edition import DRAFT_WORD, Foot, Stamp
from ..grid import Cell, Grid
from ..measure import (
    LINE_POINTS,
    PADDING_POINTS,
    PAGE_CHARS,
    line_count,
    page_chars,
    row_heights,
)
from ..paging import page_starts, repeat_labels
from ..typed import plain
from .base import PaperWriter, writers
from .xlsx_parts import (
    HIGH,
    LOOKS,
    MAX_ROW_POINTS,
    Box,
    Columns,
    Painter,
    box_of,
    link,
    name_cell,
    place_of,
    set_heights,
    tab_names,
    tops_of,
)

__all__ = ["FIRST_ROW", "MAX_ROW_POINTS", "XlsxWriter"]

PAGE_POINTS, WIDE_PAGE_POINTS = 720, 450  # what a page holds; the same across it
# A longer table runs over pages instead of being shrunk onto one. Across the page the
# print is small already.
LONG, WIDE_LONG = 1.45, 1.2  # pages
FIRST_ROW = 3  # below the title and the unit
# What stays in sight: more than this would leave no room to scroll in.
FROZEN_POINTS = 150
# LibreOffice shrinks columns to the width of the page, but never a single one.
TEXT_COLUMNS = 6
# Excel grows slow with tens of thousands of names.
MOST_NAMED_TABLES = 100
TEXT_TAB, CONTENTS_TAB = "部门整体绩效目标", "目录"
# Of a worksheet that is no part of its own.
DRAFT_FOOT = Foot(DRAFT_WORD, is_draft=True)


def set_page(
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
    # At the left: a long stamp would run into it in the middle.
    sheet.oddFooter.left.text = "第 &P 页，共 &N 页"
    if stamp is not None:
        sheet.oddFooter.right.text = stamp.text.replace("&", "&&")
        if stamp.is_draft:
            sheet.oddHeader.center.text = DRAFT_WORD
            sheet.oddHeader.center.size = 20
            sheet.oddHeader.center.color = "BFBFBF"


def _title_height(grid: Grid, title: str) -> float:
    return 24.0 * line_count(title, page_chars(grid) / 1.6) + PADDING_POINTS


class Ground:
    """A worksheet on which tables stand, the next below the last."""

    def __init__(self, sheet: Worksheet, grids: list[Grid], painter: Painter) -> None:
        self.sheet, self.painter = sheet, painter
        self.columns = Columns(grids)
        self.row = 1
        self.used = 0.0  # points of the page
        chars = max((page_chars(grid) for grid in grids), default=PAGE_CHARS)
        for number, width in enumerate(self.columns.widths(), 1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = width * chars

    def line(self, look: str, text: str, height: float) -> int:
        """A line over the whole width; the row it stands in."""
        row, below = tops = tops_of([height], self.row)
        set_heights(self.sheet, [height], tops)
        box = (row, 1, below - 1, len(self.columns))
        self.painter.area(self.sheet, box, look, text)
        self.row = below
        self.used += height
        return row

    def new_page(self) -> None:
        """The next line begins a page."""
        self.sheet.row_breaks.append(Break(id=self.row - 1))
        self.used = 0.0

    def paragraph(self, look: str, text: str) -> int:
        return self.line(look, text, _paragraph_height(look, text))

    def table(self, part: Table, *, name: Callable[[str], str] | None) -> int:
        """Title, unit and table; the row of its head. ``name`` makes the names of
        its cells."""
        grid, heights = _on_pages(part.grid)
        self.titles(part.title, grid)
        tops = tops_of(heights, self.row)
        for cell, box in self.cells(grid, heights):
            if name is not None and cell.field is not None:
                name_cell(self.sheet, name(cell.field), place_of(self.sheet, *box[:2]))
        if is_long(part.grid):
            room = WIDE_PAGE_POINTS if grid.wide else PAGE_POINTS
            for row in page_starts(grid, heights, above=self.used, room=room):
                self.sheet.row_breaks.append(Break(id=tops[row] - 1))
        return tops[grid.head]

    def titles(self, title: str, grid: Grid) -> None:
        self.line("caption", title, _title_height(grid, title))
        self.line("note", grid.note, LINE_POINTS + 3)

    def cells(self, grid: Grid, heights: Sequence[float]) -> Iterator[tuple[Cell, Box]]:
        """Draw them; each with the box in which it stands."""
        tops, places = tops_of(heights, self.row), self.columns.places(grid)
        set_heights(self.sheet, heights, tops)
        self.row = tops[-1]
        for cell in grid.cells:
            box = box_of(cell, tops, places)
            height = sum(heights[cell.row : cell.row + cell.rowspan])
            look = f"{cell.role}{HIGH}" if height > MAX_ROW_POINTS else cell.role
            self.painter.area(self.sheet, box, look, cell.text)
            yield cell, box


def is_long(grid: Grid) -> bool:
    """Whether it would be too small on one page."""
    most = WIDE_LONG * WIDE_PAGE_POINTS if grid.wide else LONG * PAGE_POINTS
    return sum(row_heights(grid)) >= most


def _on_pages(grid: Grid) -> tuple[Grid, list[float]]:
    """The grid as it is drawn, and its heights: a label in fewer rows makes them
    higher."""
    drawn = repeat_labels(grid) if is_long(grid) else grid
    return drawn, row_heights(drawn)


def _paragraph_height(look: str, text: str) -> float:
    size: float = LOOKS[look][0].size
    return line_count(text, PAGE_CHARS * 10.5 / size) * size * 1.45 + 4


def _paragraphs(part: Part) -> Iterator[tuple[str, str, str]]:
    """Look, text and anchor of each paragraph above a table, or of a text."""
    for block in part.blocks:
        look = {"text": "paragraph", "part": "title"}.get(block.role, block.role)
        if block.anchor:
            yield look, block.text, block.anchor
            continue
        for line in block.lines:
            for text in line.text.split("\n"):
                yield look, f"　　{text}" if text else "", ""


class _Book:
    """The workbook of a document, and where in it each entry of the contents is."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.active)
        self.painter = Painter(self.workbook)
        self.places: dict[str, str] = {}
        if document.has_contents:
            self.workbook.create_sheet(CONTENTS_TAB)

    def text(self, ground: Ground, part: Part) -> None:
        for look, text, anchor in _paragraphs(part):
            row = ground.paragraph(look, text)
            if anchor:
                self.places[anchor] = place_of(ground.sheet, row)

    def text_sheet(self, part: Text) -> None:
        sheet = self.workbook.create_sheet(TEXT_TAB)
        width = tuple(1 / TEXT_COLUMNS for _ in range(TEXT_COLUMNS))
        ground = Ground(sheet, [Grid("", "", width, (), 0)], self.painter)
        self.text(ground, part)
        _verify_line(ground, part)
        set_page(sheet, part.stamp, is_long=True)

    def table_sheet(self, part: Table, tab: str) -> None:
        """A table on a worksheet of its own, with its head on each printed page."""
        sheet = self.workbook.create_sheet(tab)
        ground = Ground(sheet, [part.grid], self.painter)
        # What opens the second part of a book stands in its contents only.
        for block in part.blocks:
            self.places[block.anchor] = place_of(sheet, 1)
        head = ground.table(part, name=self._names(str))
        self.places[part.name] = place_of(sheet, 1)
        _verify_line(ground, part)
        sheet.print_title_rows = f"{head}:{head}"
        sheet.print_area = (
            f"A1:{get_column_letter(len(ground.columns))}{ground.row - 1}"
        )
        frozen = sum(sheet.row_dimensions[row].height for row in range(1, head + 1))
        sheet.freeze_panes = f"A{head + 1 if frozen <= FROZEN_POINTS else FIRST_ROW}"
        set_page(sheet, part.stamp, is_long=is_long(part.grid), is_wide=part.grid.wide)

    def _names(self, make: Callable[[str], str]) -> Callable[[str], str] | None:
        return make if len(self.document.tables) <= MOST_NAMED_TABLES else None

    def one_sheet(self, tables: list[Table], progress: Progress | None) -> None:
        """All tables below each other, each from the head of a page."""
        sheet = self.workbook.create_sheet("绩效目标表")
        grids = [table.grid for table in tables]
        ground = Ground(sheet, grids, self.painter)
        for number, table in enumerate(counted(tables, progress), 1):
            if number > 1:
                ground.new_page()
            self.text(ground, table)
            self.places[table.name] = place_of(sheet, ground.row)
            name = self._names(f"t{number}.{{}}".format)
            ground.table(table, name=name)
            if table.stamp is not None:
                ground.line("stamp", table.stamp.text, 13)
            _verify_line(ground, table)
            ground.line("note", "", 13)
        # Each table says its own standing below it.
        foot = DRAFT_FOOT if all(t.is_draft for t in tables) else None
        wide = any(grid.wide for grid in grids)
        set_page(sheet, foot, is_long=True, is_wide=wide)

    def contents(self) -> None:
        """The first worksheet of a book: what its cover says, and links."""
        sheet = self.workbook[CONTENTS_TAB]
        width = tuple(1 / TEXT_COLUMNS for _ in range(TEXT_COLUMNS))
        ground = Ground(sheet, [Grid("", "", width, (), 0)], self.painter)
        cover: Cover = self.document.cover or Cover("", "", None)
        for look, text in (
            ("office", cover.office),
            ("office", cover.title),
            ("note", cover.day_text),
            ("title", "目录"),
        ):
            ground.line(look, text, _paragraph_height(look, text) + 12)
        for entry in self.document.entries():
            row = ground.paragraph("link", _indented(entry))
            link(sheet.cell(row, 1), self.places[entry.anchor])
        foot = DRAFT_FOOT if self.document.has_drafts else None
        set_page(sheet, foot, is_long=True)


def _indented(entry: Entry) -> str:
    return "　　" * (entry.level - 1) + entry.text


def _verify_line(ground: Ground, part: Part) -> None:
    if part.stamp is not None and part.stamp.link:
        ground.line("stamp", f"查验：{part.stamp.link}", 13)


@writers.register
class XlsxWriter(PaperWriter):
    id = "xlsx"
    name = "Excel"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"
    is_one_sheet = False

    def write_document(
        self, document: Document, progress: Progress | None = None
    ) -> bytes:
        book = _Book(document)
        for part in document.parts:
            if isinstance(part, Text):
                book.text_sheet(part)
        if self.is_one_sheet and document.tables:
            book.one_sheet(document.tables, progress)
        else:
            tabs = tab_names(table.tab for table in document.tables)
            for table, tab in zip(
                counted(document.tables, progress), tabs, strict=True
            ):
                book.table_sheet(table, tab)
        if document.has_contents:
            book.contents()
        return _bytes(book.workbook, document)


@writers.register
class XlsxOneWriter(XlsxWriter):
    """For whoever filters or copies from table to table."""

    id = "xlsx-one"
    name = "Excel（全部在一张工作表）"
    is_one_sheet = True


def _bytes(workbook: Workbook, document: Document) -> bytes:
    facts = workbook.properties
    facts.title, facts.creator = plain(document.title), plain(document.office)
    facts.keywords = "，".join(document.keywords)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
