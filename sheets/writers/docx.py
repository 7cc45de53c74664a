"""Word by python-docx, with the XML of each table and paragraph written by ourselves.

``table.cell()`` walks the whole table for each cell and merging copies borders: on the
tables of a department that is two hundred times slower than the text of the XML.

Fonts go by the names of the office's computers. Where one is missing, Word takes the
other name that stands beside it in the table of fonts.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from docx import Document as new_document
from docx.oxml import parse_xml

from ..document import Block, Document, Entry, Part, Progress, Text, counted
from ..edition import Foot, Stamp
from ..grid import Cell, Grid, Role
from ..measure import row_heights
from ..paging import (
    WHOLE_ROW_POINTS,
    cut_at_head,
    repeat_labels,
    together,
)
from . import docx_parts as parts
from .base import PaperWriter, writers
from .docx_pages import is_long, pages_of
from .docx_parts import NAMESPACES, run

MILLIMETRE = 1440 / 25.4  # in twentieths of a point
# Of the table, within the margins of its page.
TABLE_TWIPS, WIDE_TABLE_TWIPS = round(176 * MILLIMETRE), round(267 * MILLIMETRE)
STYLES: dict[Role, str] = {
    "label": "SheetLabel",
    "text": "SheetText",
    "centre": "SheetCentre",
    "amount": "SheetAmount",
}
HEADINGS = {
    "part": "Heading1",
    "title": "Heading1",
    "heading": "Heading2",
    "subheading": "Heading3",
    "text": "BodyText",
}


def _borders(top: bool, bottom: bool) -> str:
    lines = [
        f'<w:{side} w:val="{"single" if shown else "nil"}" w:sz="4" w:space="0"/>'
        for side, shown in (
            ("top", top),
            ("left", True),
            ("bottom", bottom),
            ("right", True),
            ("insideH", True),
            ("insideV", True),
        )
    ]
    return f"<w:tblBorders>{''.join(lines)}</w:tblBorders>"


def _paragraphs(role: Role, text: str, keep: bool) -> str:
    """The text of a cell, a paragraph for each of its lines. Programs ask the first
    cell of a row, be it a covered one, whether the row is to ``keep`` with the next."""
    follow = "<w:keepNext/>" if keep else ""
    start = f'<w:p><w:pPr><w:pStyle w:val="{STYLES[role]}"/>{follow}</w:pPr>'
    return "".join(f"{start}{run(line)}</w:p>" for line in text.split("\n"))


class _Rows:
    """The rows of one grid as XML."""

    def __init__(self, grid: Grid) -> None:
        total = WIDE_TABLE_TWIPS if grid.wide else TABLE_TWIPS
        self.widths = [round(width * total) for width in grid.widths]
        self.heights = row_heights(grid)
        # The cell that covers each place of the grid.
        self.at: dict[tuple[int, int], Cell] = {}
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                self.at[row, cell.col] = cell
        # All but the last row of a run hold the next; the last of all, what is said
        # below the table.
        held = {row for run in together(grid) for row in run[:-1]} | {grid.height - 1}
        self.kept = {row for row in held if self.is_whole(row)}

    def is_whole(self, row: int) -> bool:
        """Whether a page begins anew for the row, if it does not fit."""
        return self.heights[row] < WHOLE_ROW_POINTS

    def table(self, rows: Iterable[int], *, top: bool, bottom: bool, head: int) -> str:
        """A table of these rows, with ``head`` repeated on each page."""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        body = "".join(self._row(row, is_head=row == head) for row in rows)
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'{_borders(top, bottom)}<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
            '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
        )

    def _row(self, row: int, *, is_head: bool) -> str:
        height = round(20 * self.heights[row])
        whole = "<w:cantSplit/>" if self.is_whole(row) else ""
        repeated = "<w:tblHeader/>" if is_head else ""
        least = min(height, 20 * 22)
        cells = "".join(self._cells(row))
        return (
            f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{least}" w:hRule="atLeast"/>'
            f"{repeated}</w:trPr>{cells}</w:tr>"
        )

    def _cells(self, row: int) -> Iterator[str]:
        # What goes on overleaf begins at the top: LibreOffice would look for the middle
        # for minutes.
        stands = '<w:vAlign w:val="center"/>' if self.is_whole(row) else ""
        col = 0
        while col < len(self.widths):
            cell = self.at[row, col]
            col += cell.colspan
            width = sum(self.widths[cell.col : col])
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            down = ""
            if cell.rowspan > 1:
                first = row == cell.row
                down = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
            text = cell.text if row == cell.row else ""
            content = _paragraphs(cell.role, text, row in self.kept)
            yield (
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}'
                f"{stands}</w:tcPr>{content}</w:tc>"
            )


def grid_xml(grid: Grid) -> str:
    """The grid as two tables that look like one: Word repeats only a table's first
    rows, and the row to repeat stands in the middle of the form."""
    grid = cut_at_head(grid)
    rows = _Rows(grid)
    below = rows.table(
        range(grid.head, grid.height), top=True, bottom=True, head=grid.head
    )
    if grid.head == 0:
        return below
    above = rows.table(range(grid.head), top=True, bottom=False, head=-1)
    # Two tables that touch each other are one to Word.
    return f"{above}{parts.SEAM}{below}"


def _stamp(stamp: Stamp | Foot | None) -> str:
    if stamp is None:
        return ""
    words = f"{stamp.text}　查验：{stamp.link}" if stamp.link else stamp.text
    return parts.paragraph("Stamp", run(words))


class _Body:
    """The body of a document, section by section."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._bookmarks = 0

    def heading(self, block: Block, *, new_page: bool) -> str:
        """A heading, or the paragraphs of a text."""
        style = HEADINGS[block.role]
        if not block.anchor:
            texts = [t for line in block.lines for t in line.text.split("\n")]
            return "".join(parts.paragraph(style, run(text)) for text in texts)
        content = "<w:r><w:br/></w:r>".join(run(line.text) for line in block.lines)
        return self._marked(style, block.anchor, content, new_page=new_page)

    def _marked(self, style: str, anchor: str, content: str, *, new_page: bool) -> str:
        """A heading that the contents know."""
        self._bookmarks += 1
        break_before = "<w:pageBreakBefore/>" if new_page else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{break_before}</w:pPr>'
            f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{_mark(anchor)}"/>'
            f'{content}<w:bookmarkEnd w:id="{self._bookmarks}"/></w:p>'
        )

    def part(self, part: Part, *, new_page: bool) -> str:
        blocks = [
            self.heading(block, new_page=new_page and place == 0)
            for place, block in enumerate(part.blocks)
        ]
        if isinstance(part, Text):
            return "".join(blocks) + _stamp(part.stamp)
        grid = repeat_labels(part.grid) if is_long(part) else part.grid
        style = "Heading1" if part.level == 1 else "TableTitle"
        title = self._marked(
            style, part.name, run(part.title), new_page=new_page and not blocks
        )
        note = parts.paragraph("Note", run(part.grid.note))
        return "".join(blocks) + title + note + grid_xml(grid) + _stamp(part.stamp)

    def cover(self) -> str:
        cover = self.document.cover
        if cover is None:
            return ""
        lines = (
            ("CoverOffice", cover.office),
            ("CoverTitle", cover.title),
            ("CoverDay", cover.day_text),
        )
        return "".join(parts.paragraph(style, run(text)) for style, text in lines)

    def contents(self) -> str:
        """A field that Word builds anew, and what it will say until then."""
        if not self.document.has_contents:
            return ""
        entries = list(self.document.entries())
        pages = pages_of(self.document)
        title = parts.paragraph("ContentsTitle", run("目录"))
        lines = [_entry(entry, pages[entry.anchor]) for entry in entries]
        return title + parts.contents_field(lines)


def _mark(anchor: str) -> str:
    return f"_Toc_{anchor.replace('-', '_')}"


def _entry(entry: Entry, number: int) -> tuple[int, str]:
    """The level, and the content of the paragraph."""
    mark = _mark(entry.anchor)
    page = parts.field(f"PAGEREF {mark} \\h", str(number))
    return entry.level, (
        f'<w:hyperlink w:anchor="{mark}" w:history="1">{run(entry.text)}'
        f"<w:r><w:tab/></w:r>{page}</w:hyperlink>"
    )


def _page(part: Part) -> parts.Page:
    if isinstance(part, Text):
        return parts.Page("text", part.is_draft)
    return parts.Page("wide" if part.grid.wide else "table", part.is_draft)


def _sections(
    document: Document, progress: Progress | None
) -> Iterator[tuple[parts.Page, str]]:
    """The pages of a kind that follow each other, with what is on them."""
    body = _Body(document)
    if document.cover is not None:
        yield parts.Page("cover", document.has_drafts), body.cover()
        yield parts.Page("contents", document.has_drafts), body.contents()
    every = counted(document.parts, progress)
    for page, run_of_parts in groupby(every, key=_page):
        content = [
            body.part(part, new_page=place > 0)
            for place, part in enumerate(run_of_parts)
        ]
        yield page, "".join(content)


@writers.register
class DocxWriter(PaperWriter):
    id = "docx"
    name = "Word"
    content_type = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    extension = "docx"

    def write_document(
        self, document: Document, progress: Progress | None = None
    ) -> bytes:
        word = new_document()
        parts.prepare(word)
        sections = list(_sections(document, progress)) or [
            (parts.Page("table"), "<w:p/>")
        ]
        first_numbered = next(
            (i for i, (page, _) in enumerate(sections) if page.is_numbered), 0
        )
        for place, (page, content) in enumerate(sections):
            properties = parts.section(word, page, restart=place == first_numbered)
            _append(word, content, properties, is_last=place == len(sections) - 1)
        parts.name(word, document.title, document.office, document.keywords)
        out = io.BytesIO()
        word.save(out)
        return out.getvalue()


def _append(word: Any, content: str, properties: str, *, is_last: bool) -> None:
    """The section at the end of the body; all but the last end with a paragraph that
    carries their page."""
    body = word.element.body
    if not is_last:
        content += f"<w:p><w:pPr><w:pStyle w:val='Seam'/>{properties}</w:pPr></w:p>"
    end = body[-1]
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>")):
        end.addprevious(element)  # by its place it would be counted to, each time
    if is_last:
        body.replace(end, parse_xml(properties.replace(">", f" {NAMESPACES}>", 1)))
