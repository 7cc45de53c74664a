"""Plain text with tables in it.

As a word processor saves it: a cell begins with a tab at the start of a line; a blank
line and then a tab begins a new row; a cell may hold several paragraphs ("项目", blank
line, "编码"). A table ends where two blank lines, or the title of the next table,
follow a cell. As the clipboard has it: a row is a line, with tabs between its cells.
As Markdown has it: a row is a line between bars.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from perftargets.errors import BadFile

from ..typed import plain
from .base import Message, Reader, Reading, readers
from .clipboard import read_cells
from .document import read_blocks
from .header import is_header
from .inline import parted
from .labels import FOOT, TITLE, is_label, key, squeeze
from .table import MOST_SLOTS, TOO_BIG, Block, Cell, Paragraph, Table
from .twofold import joined

MOST_BYTES = 10_000_000
MOST_CELLS = 300_000
BAR = re.compile(r"^\s*\|.*\|\s*$")
RULE = re.compile(r"^[\s|:\-－—+=]+$")
TORN, FEW = "\ufffd", 0.005
UNREADABLE = "这不是文本文件：请另存为 UTF-8 编码的文本后再导入"


def decode(data: bytes) -> str:
    """Text in whatever encoding Chinese editors have saved it. A few torn characters
    become U+FFFD."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # “Unicode 文本”
        return plain(data.decode("utf-16", "replace"))
    # Old Windows editors save GB18030; a file is one or the other, never mixed.
    for encoding, errors in (
        ("utf-8-sig", "strict"),
        ("utf-8-sig", "replace"),
        ("gb18030", "strict"),
        ("gb18030", "replace"),
    ):
        try:
            text = data.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and text.count(TORN) <= len(text) * FEW:
            return plain(text)
    raise BadFile(UNREADABLE)


@dataclass
class _Saved:
    """A table as a word processor saves it: rows of (text, row, number of the cell)."""

    rows: list[list[tuple[str, int, int]]] = field(default_factory=list)

    def add_row(self, cells: Sequence[str]) -> None:
        self.rows.append([])
        self.add_cells(cells)

    def add_cells(self, cells: Sequence[str]) -> None:
        row, number = len(self.rows), len(self.rows[-1])
        self.rows[-1] += [(t, row, number + i) for i, t in enumerate(cells, 1)]

    def go_on(self, line: str) -> None:
        text, row, number = self.rows[-1][-1]
        self.rows[-1][-1] = (f"{text}\n{line}", row, number)

    def table(self, name: str) -> Table:
        table = Table(name, merges=False)
        for row, cells in enumerate(_regrouped(joined(self.rows))):
            table.lengthen(row + 1)
            for col, (text, line, number) in enumerate(cells):
                table.add(Cell(row, col, text, f"{name}第{line}行第{number}格"))
        return table


def blocks(text: str) -> Iterator[Block]:
    """Split the text into paragraphs and tables, in their order."""
    try:
        yield from _blocks(text)
    except ValueError:  # a cell without end
        raise BadFile(UNREADABLE) from None


def _blocks(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    if sum(1 for line in lines if BAR.match(line)) > 2:
        yield from _marked(lines)
    elif "\t" not in text and _has_commas(rows := _between_commas(text)):
        yield _rows_table("第1张表", _filled_up(rows))
    elif _is_clipboard(lines):
        yield _rows_table("第1张表", read_cells(text))
    else:
        yield from _saved(lines)


def _saved(lines: Sequence[str]) -> Iterator[Block]:
    table: _Saved | None = None
    count = blanks = 0
    for line in lines:
        if not line.strip() and not line.startswith("\t"):
            blanks += 1
            continue
        if line.startswith("\t"):
            table = table or _Saved()
            cells = line[1:].split("\t")
            if blanks or not table.rows:
                table.add_row(cells)
            else:
                table.add_cells(cells)
        elif table is not None and blanks < 2 and not TITLE.search(squeeze(line)):
            table.go_on(line)
        else:
            if table is not None:
                count += 1
                yield table.table(f"第{count}张表")
                table = None
            yield Paragraph(line.strip())
        blanks = 0
    if table is not None:
        yield table.table(f"第{count + 1}张表")


def _is_clipboard(lines: Sequence[str]) -> bool:
    inner = sum(1 for line in lines if "\t" in line.strip("\t "))
    outer = sum(1 for line in lines if line.startswith("\t")) - inner
    return inner > 1 and inner > outer


def _between_commas(text: str) -> list[list[str]]:
    """Rows as Excel counts them: a cell in quotes may hold line ends. None of a text
    that only has a quote somewhere."""
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:  # a cell without end
        return []


def _filled_up(rows: list[list[str]]) -> list[list[str]]:
    """All as long as the longest: between commas a place is counted from the left."""
    width = max(map(len, rows))
    if len(rows) * width > MOST_SLOTS:
        raise BadFile(TOO_BIG)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _has_commas(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most rows have the same number of cells, three or more, or one is the
    head of the indicators."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    most, rows_of_it = counts.most_common(1)[0] if counts else (0, 0)
    is_even = most > 2 and 2 * rows_of_it > counts.total() > 3
    return is_even or any(len(row) > 2 and is_header([*row]) for row in rows)


def _marked(lines: Sequence[str]) -> Iterator[Block]:
    """Tables with bars, and the lines between them."""
    count = 0
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if BAR.match(line):
            if not RULE.match(line):
                cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
                rows.append([_marked_text(cell) for cell in cells])
            continue
        if rows:
            count += 1
            yield _rows_table(f"第{count}张表", rows)
            rows = []
        if line.strip():
            yield Paragraph(line.strip().lstrip("#* ").rstrip("* "))


def _marked_text(cell: str) -> str:
    text = re.sub(r"<br\s*/?>", "\n", cell.replace("\\|", "|"))
    return re.sub(r"^\*\*(.*)\*\*$", r"\1", text.strip())


def _rows_table(name: str, rows: Sequence[Sequence[str]]) -> Table:
    saved = _Saved()
    for cells in rows:
        saved.add_row(cells)
    is_padded = len({len(cells) for cells in rows}) == 1
    table = Table(name, merges=False, is_padded=is_padded)
    for row, line in enumerate(joined(saved.rows)):
        table.lengthen(row + 1)
        for col, (text, at, number) in enumerate(line):
            table.add(Cell(row, col, text, f"{name}第{at}行第{number}格"))
    return table


# --- Rows that lost, or got, a blank line between them ------------------------------
_Row = list[tuple[str, int, int]]


def _regrouped(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The lines of indicators are told apart, and put together, by counting."""
    width = 0
    short: _Row = []
    for row in rows:
        labels = _header_width(row)
        if labels:
            yield from filter(None, [short, row[:labels]])
            width, short = labels, []
            row = row[labels:]
            if not row:
                continue
        whole = width and len(row) % width == 0
        fits = len(short) + len(row) == width
        if not width or whole or (_is_apart(row) and not fits):
            yield from filter(None, [short])
            short = []
            step = width if whole else len(row)
            yield from (row[i : i + step] for i in range(0, len(row), step or 1))
            continue
        short = [*short, *row]
        if len(short) >= width:
            yield short
            short = []
    yield from filter(None, [short])


def _header_width(row: _Row) -> int:
    """How many cells at its beginning are the labels of the indicators' columns."""
    count = 0
    # Behind a blank the line below may stand in the same row.
    while count < len(row) and row[count][0].strip():
        count += 1
    texts = [text for text, _, _ in row[:count]]
    return count if count >= 3 and is_header(texts) else 0


def _is_apart(row: _Row) -> bool:
    """A row of the head or the foot, which has a width of its own."""
    first = next((text for text, _, _ in row if text.strip()), "")
    is_known = key(first) in FOOT or is_label(first) or parted(first)
    return bool(is_known or TITLE.search(squeeze(first)))


@readers.register
class TextReader(Reader):
    id = "text"
    name = "文本"
    suffixes = (".txt", ".md", ".tsv", ".csv")

    def read(self, data: bytes) -> Reading:
        if len(data) > MOST_BYTES:
            raise BadFile(TOO_BIG)
        text = decode(data)
        if text.count("\t") + text.count("|") > MOST_CELLS:
            raise BadFile(TOO_BIG)
        reading = read_blocks(blocks(text))
        if TORN not in text:
            return reading
        said = f"文件里有 {text.count(TORN)} 个认不出的字（{TORN}），请核对"
        warnings = (*reading.warnings, Message("", said))
        return replace(reading, warnings=warnings)
