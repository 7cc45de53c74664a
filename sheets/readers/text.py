"""Plain text as a word processor saves it, tables included.

A table cell begins with a tab at the start of a line; a blank line and then a tab
begins a new row; a cell may hold several paragraphs ("项目", blank line, "编码").
A table ends where two blank lines, or the title of the next table, follow a cell.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perftargets.errors import BadFile

from ..layouts import DEFAULT
from ..sheet import Book, Sheet
from ..typed import plain
from .base import NOTHING_FOUND, Message, Reader, Reading, readers
from .overall import TITLE, read_overall, read_year
from .rows import UNIT_CELL, SheetRows, squeeze

LONGEST_TITLE = 40  # characters; a longer line is running text
TABLE_TITLE = re.compile(r"^\s*(?:\d+\s*[.．、]\s*)?\S.*绩效目标表\s*$")


@dataclass
class Block:
    """A paragraph (``rows`` empty) or a table (``rows`` of cell texts)."""

    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # “Unicode 文本”
        return plain(data.decode("utf-16", "replace"))
    # Old Windows editors save GB18030; a file is one or the other, never mixed.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return plain(text)
    raise BadFile("这不是文本文件：请另存为 UTF-8 编码的文本后再导入")


def blocks(text: str) -> list[Block]:
    """Split the text into paragraphs and tables, in their order."""
    result: list[Block] = []
    table: Block | None = None
    blanks = 0
    for line in text.splitlines():
        if not line.strip() and not line.startswith("\t"):
            blanks += 1
            continue
        if line.startswith("\t"):
            if table is None:
                table = Block()
                result.append(table)
            cells = line[1:].split("\t")
            if blanks or not table.rows:
                table.rows.append(cells)
            else:
                table.rows[-1] += cells
        elif table is not None and blanks < 2 and not TABLE_TITLE.match(line):
            table.rows[-1][-1] += f"\n{line}"
        else:
            table = None
            result.append(Block(line.strip()))
        blanks = 0
    return result


@readers.register
class TextReader(Reader):
    id = "text"
    name = "文本"
    suffixes = (".txt",)

    def read(self, data: bytes) -> Reading:
        parts = blocks(_decode(data))
        paragraphs = [part.text for part in parts if not part.rows]
        tables = _tables(parts)
        sheets = [rows.sheet() for rows in tables]
        overall, unread, missing = read_overall(paragraphs)
        if not sheets and overall is None:
            raise BadFile(NOTHING_FOUND)
        warnings = [m for rows in tables for m in rows.warnings]
        warnings += _titles_that_differ(tables, sheets) + _doubles(tables, sheets)
        warnings += _titles_without_a_table(parts)
        warnings += [
            Message("", f"没有读到“{word}”，文件可能不完整，请核对") for word in missing
        ]
        warnings += [
            Message("", f"没有读入：{text}") for text in unread if not _is_frame(text)
        ]
        book = Book(
            year=read_year(paragraphs),
            layout=DEFAULT,
            overall=overall,
            projects=tuple(sheets),
        )
        errors = [m for rows in tables for m in rows.errors]
        return Reading(book, tuple(errors), tuple(warnings))


def _tables(parts: Sequence[Block]) -> list[SheetRows]:
    tables: list[SheetRows] = []
    above: list[str] = []
    for part in parts:
        if part.rows:
            where = f"第{len(tables) + 1}张表"
            tables.append(SheetRows(part.rows, where, "\n".join(above)))
            above = []
        else:
            above.append(part.text)
    return tables


def _titles_without_a_table(parts: Sequence[Block]) -> list[Message]:
    """A title that another title, or the end of the file, follows."""
    lonely: list[str] = []
    title = ""
    for part in parts:
        if part.rows:
            title = ""
        elif TABLE_TITLE.match(part.text):
            lonely.append(title)
            title = part.text
    return [
        Message("", f"标题“{title}”下面没有表，文件可能不完整，请核对")
        for title in (*lonely, title)
        if title
    ]


def _titles_that_differ(
    tables: Sequence[SheetRows], sheets: Sequence[Sheet]
) -> list[Message]:
    return [
        Message(rows.where, f"标题“{title}”与项目名称“{sheet.name}”不一致")
        for rows, sheet in zip(tables, sheets, strict=True)
        for title in rows.above.split("\n")
        if TABLE_TITLE.match(title) and sheet.name not in title
    ]


def _doubles(tables: Sequence[SheetRows], sheets: Sequence[Sheet]) -> list[Message]:
    """Two projects of a department cannot have one name."""
    first: dict[str, str] = {}
    found = []
    for rows, sheet in zip(tables, sheets, strict=True):
        other = first.setdefault(sheet.name, rows.where)
        if sheet.name and other != rows.where:
            text = f"项目名称“{sheet.name}”与{other}相同，请改用别的名称"
            found.append(Message(rows.where, text))
    return found


def _is_frame(text: str) -> bool:
    """What stands around the content: titles, and the unit above a table."""
    return bool(
        (TITLE.search(text) and len(text) <= LONGEST_TITLE)
        or TABLE_TITLE.match(text)
        or UNIT_CELL.match(squeeze(text))
        or text in ("预算项目绩效目标", "项目绩效目标")
    )
