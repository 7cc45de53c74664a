"""The same form as a file of each kind: rows of cells, "text ⟨columns×rows⟩"."""

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from sheets import readers
from sheets.readers import Reading
from sheets.readers.table import Cell, Table, flowing

CELL = re.compile(r"^(.*?)(?:\s*⟨(\d+)(?:×(\d+))?⟩)?$", re.DOTALL)
Rows = Sequence[Sequence[str]]
PUBLISHED = Path(__file__).parent / "data" / "published"
KINDS = ("html", "xlsx", "docx", "md")


def table_of(rows: Rows) -> Table:
    parsed = [
        [
            (found[1], int(found[3] or 1), int(found[2] or 1))
            for cell in row
            if (found := CELL.match(cell))
        ]
        for row in rows
    ]
    return flowing("第1张表", parsed)


def html(*tables: Rows, above: str = "", below: str = "") -> bytes:
    parts = []
    for rows in tables:
        lines = [
            "".join(
                f'<td colspan="{c.colspan}" rowspan="{c.rowspan}">'
                f"{escape(c.text).replace(chr(10), '<br>')}</td>"
                for c in cells
            )
            for cells in table_of(rows).rows
        ]
        parts.append(f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>")
    return f"<html><body>{above}{'<p></p>'.join(parts)}{below}</body></html>".encode()


def xlsx(rows: Rows) -> bytes:
    book = Workbook()
    sheet = book.active
    for cells in table_of(rows).rows:
        for cell in cells:
            at = sheet.cell(cell.row + 1, cell.col + 1)
            at.value, at.data_type = cell.text or None, "s"
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=at.row,
                    start_column=at.column,
                    end_row=at.row + cell.rowspan - 1,
                    end_column=at.column + cell.colspan - 1,
                )
    return saved(book)


def docx(rows: Rows) -> bytes:
    document = Document()
    grid = table_of(rows)
    lines = [
        "".join(_word_cell(cell, row) for cell in grid.across(row))
        for row in range(len(grid.rows))
    ]
    table = "".join(f"<w:tr>{line}</w:tr>" for line in lines)
    tree = parse_xml(f"<w:tbl {nsdecls('w')}>{table}</w:tbl>")
    document.element.body.insert(0, tree)
    return saved(document)


def _word_cell(cell: Cell, row: int) -> str:
    """As Word writes it: a merge downwards is told in each of its rows."""
    spans = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if cell.rowspan > 1:
        spans += '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    lines = cell.text.split("\n") if row == cell.row else [""]
    texts = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines
    )
    return f"<w:tc><w:tcPr>{spans}</w:tcPr>{texts}</w:tc>"


def marked(rows: Rows) -> bytes:
    """With bars; a merged label goes on as an empty cell."""
    grid = table_of(rows)
    lines = []
    for number, cells in enumerate(grid.rows):
        texts = []
        for cell in grid.across(number):
            text = cell.text if cell in cells else ""
            texts.append(text.replace("|", "\\|").replace("\n", "<br>"))
        lines.append(f"| {' | '.join(texts)} |")
    return "\n".join(lines).encode()


def text(rows: Rows) -> bytes:
    """As a word processor saves a table as text: a blank line between rows and between
    the paragraphs of a cell; a merged label goes on as an empty cell."""
    grid = table_of(rows)
    lines: list[str] = []
    for number in range(len(grid.rows)):
        lines += [""] if number else []
        for cell in grid.across(number):
            first, *rest = (cell.text if cell.row == number else "").split("\n")
            lines.append(f"\t{first}")
            for line in rest:
                lines += ["", line]
    return "\n".join(lines).encode()


def clipboard(rows: Rows) -> bytes:
    """As Excel copies it: a merged cell is followed by empty ones."""
    grid = table_of(rows)
    lines = []
    for number, cells in enumerate(grid.rows):
        own = {cell.col: cell.text for cell in cells}
        texts = [own.get(col, "") for col in range(grid.width)]
        lines.append("\t".join(f'"{t}"' if "\n" in t else t for t in texts))
        assert len(grid.rows) > number
    return "\n".join(lines).encode()


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


MAKERS = {"html": html, "xlsx": xlsx, "docx": docx, "md": marked, "txt": text}


def read(rows: Rows, kind: str = "html") -> Reading:
    return readers.read(f"a.{kind}", MAKERS[kind](rows))


def told(reading: Reading) -> str:
    return "\n".join(m.message for m in (*reading.errors, *reading.warnings))
