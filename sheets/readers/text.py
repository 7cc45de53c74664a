"""Plain text as a word processor saves it, tables included.

A table cell begins with a tab at the start of a line; a blank line and then a tab
begins a new row; a cell may hold several paragraphs ("项目", blank line, "编码").
A table ends where two blank lines, or the title of the next table, follow a cell.
"""

import re
from dataclasses import dataclass, field

from perftargets.errors import BadFile

from ..layouts import DEFAULT
from ..sheet import Book, Sheet
from ..typed import plain
from .base import NOTHING_FOUND, Message, Reader, Reading, readers
from .overall import read_overall, read_year
from .rows import SheetRows

TABLE_TITLE = re.compile(r"^\s*(?:\d+\s*[.．、]\s*)?\S.*绩效目标表\s*$")


@dataclass
class Block:
    """A paragraph (``rows`` empty) or a table (``rows`` of cell texts)."""

    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


def _decode(data: bytes) -> str:
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
        sheets: list[Sheet] = []
        errors: list[Message] = []
        warnings: list[Message] = []
        above: list[str] = []
        for part in parts:
            if not part.rows:
                above.append(part.text)
                continue
            where = f"第{len(sheets) + 1}张表"
            rows = SheetRows(part.rows, where, "\n".join(above))
            sheets.append(rows.sheet())
            errors += rows.errors
            warnings += rows.warnings
            name = sheets[-1].name
            for title in above:
                if TABLE_TITLE.match(title) and name not in title:
                    text = f"标题“{title}”与项目名称“{name}”不一致"
                    warnings.append(Message(where, text))
            above = []
        overall = read_overall(paragraphs)
        if not sheets and overall is None:
            raise BadFile(NOTHING_FOUND)
        book = Book(
            year=read_year(paragraphs),
            layout=DEFAULT,
            overall=overall,
            projects=tuple(sheets),
        )
        return Reading(book, tuple(errors), tuple(warnings))
