"""Excel: each worksheet is one table.

Read from its parts and not by a library: what is wanted is a cell as its author sees
it (95%, 69.30, 2021年12月), whether a formula has a result, and little memory for a
sheet that is formatted down to its last row.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

from perftargets.errors import BadFile

from ..own import CONTENT, is_ours, is_template
from ..typed import plain
from . import formulas, numbers
from .base import Message, Reader, Reading, readers
from .document import read_blocks
from .shown import shown
from .table import MOST_COLUMNS, TOO_BIG, Cell, Table
from .zips import BROKEN, elements, open_package, parse_part

MOST_CELLS = 400_000  # with something in them, of one workbook
MOST_ROWS = 1_048_576  # of a worksheet
MOST_SHOWN = 20_000  # columns that a file may number
MOST_MERGES = 200_000
TRUE = ("1", "true")
MOST_EMPTY = 100  # rows below one another; what is touched by mistake may be far below
MOST_BELOW = 100  # empty rows at the end of a worksheet, beside a label
WIDE = 2000  # cells of a merge; a form has a few such
MOST_WIDE = 50
MOST_TEXT = 40_000_000  # characters of its shared texts
CODED = re.compile("_x([0-9A-Fa-f]{4})_")
ROW_OF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
Merge = tuple[int, int, int, int]  # first and last row, first and last column


@dataclass
class Grid:
    """The filled cells of a worksheet: (row, column) → text. ``content`` are those of
    them that have the style of what is filled in, ``rounded`` long numbers."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    content: set[tuple[int, int]] = field(default_factory=set)
    rounded: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    # Rows as they are numbered in the file, and here; -1 stands above the first.
    theirs: list[int] = field(default_factory=lambda: [-1])
    ours: list[int] = field(default_factory=lambda: [-1])

    def close_gaps(self) -> None:
        """Leave out the empty rows of a long gap, but for some."""
        for row in sorted({row for row, _ in self.cells}):
            step = min(row - self.theirs[-1], MOST_EMPTY + 1)
            self.ours.append(self.ours[-1] + step)
            self.theirs.append(row)
        self.cells = {(self._our(row), col): t for (row, col), t in self.cells.items()}
        self.content = {(self._our(row), col) for row, col in self.content}
        self.rounded = {(self._our(row), col) for row, col in self.rounded}
        self.hidden_rows = {self._our(row) for row in self.hidden_rows}
        self.merges = [(self._our(a), self._our(b), c, d) for a, b, c, d in self.merges]

    def _our(self, row: int) -> int:
        at = bisect_right(self.theirs, row) - 1
        return self.ours[at] + min(row - self.theirs[at], MOST_EMPTY)

    def _their(self, row: int) -> int:
        at = bisect_right(self.ours, row) - 1
        return self.theirs[at] + row - self.ours[at]

    def table(self) -> Table:
        """Rows from the first to the last that has something in it, or beside it."""
        table = Table(f"工作表“{self.name}”")
        if not self.cells:
            return table
        filled_to = max(row for row, _ in self.cells) + 1
        # A label may reach down to empty lines.
        reach = [m[1] + 1 for m in self.merges if (m[0], m[2]) in self.cells]
        bottom = max(filled_to, min(max(reach, default=0), filled_to + MOST_BELOW))
        right = max(col for _, col in self.cells) + 1
        if right > MOST_COLUMNS:
            raise BadFile(TOO_BIG)
        spans = self._spans(bottom, right)
        filled = sorted({*self.cells, *spans})
        for row, cells in _by_row(filled):
            self._add_row(table, row, cells, right, spans)
        return table

    def _spans(self, bottom: int, right: int) -> dict[tuple[int, int], Merge]:
        """Merges that reach over a filled row; the first of two that overlap counts.
        One that would hide a filled cell is broken, and left out."""
        spans: dict[tuple[int, int], Merge] = {}
        wide = 0
        for top, last, left, end in self.merges[:MOST_MERGES]:
            last, end = min(last, bottom - 1), min(end, right - 1)
            area = (last - top + 1) * (end - left + 1)
            wide += area > WIDE
            if top > last or left > end or (area > WIDE and wide > MOST_WIDE):
                continue
            if self._filled(top, last, left, end, area) <= 1:
                spans.setdefault((top, left), (top, last, left, end))
        return spans

    def _filled(self, top: int, last: int, left: int, end: int, area: int) -> int:
        if area <= WIDE:
            rows, cols = range(top, last + 1), range(left, end + 1)
            return sum((row, col) in self.cells for row in rows for col in cols)
        return sum(top <= row <= last and left <= col <= end for row, col in self.cells)

    def _add_row(
        self,
        table: Table,
        row: int,
        filled: list[int],
        right: int,
        spans: dict[tuple[int, int], Merge],
    ) -> None:
        """All cells of the row, the empty ones too: a label may have one beside it."""
        table.lengthen(row)
        col = 0
        while col < right:
            if not table.is_free(row, col):
                col += 1
                continue
            merge = spans.get((row, col))
            height, width = 1, 1
            if merge:
                height, width = merge[1] - row + 1, merge[3] - col + 1
                while width > 1 and not all(
                    table.is_free(row, c) for c in range(col, col + width)
                ):
                    width -= 1
            text = self._text(row, col, height, width)
            place = f"{self.name}!{column_name(col)}{self._their(row) + 1}"
            said = ((row, col) in self.content, (row, col) in self.rounded)
            table.add(Cell(row, col, text, place, height, width, *said))
            col += width

    def _text(self, row: int, col: int, height: int, width: int) -> str:
        if height == width == 1:
            return self.cells.get((row, col), "")
        found = (
            self.cells.get((r, c), "")
            for r in range(row, row + height)
            for c in range(col, col + width)
        )
        return "\n".join(text for text in found if text.strip())


def _by_row(places: list[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    rows: dict[int, list[int]] = {}
    for row, col in places:
        rows.setdefault(row, []).append(col)
    yield from rows.items()


def column_name(col: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@lru_cache(1024)
def column_number(name: str) -> int:
    number = 0
    for char in name:
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1


class Workbook:
    def __init__(self, data: bytes) -> None:
        self.archive: ZipFile = open_package(data)
        self.book = parse_part(self.archive, self._main())
        self.count = 0
        parts = self._targets(self._main())
        self.parts = parts
        named = dict(parts.values())
        self.texts = _shared_texts(self.archive, named.get("sharedStrings"))
        styles = _styles(self.archive, named.get("styles"))
        self.formats = [] if styles is None else _formats(styles)
        self.content_styles = set() if styles is None else _content_styles(styles)
        properties = self.book.find("{*}workbookPr")
        from_1904 = properties is not None and properties.get("date1904")
        self.from_1904 = from_1904 in TRUE

    def _main(self) -> str:
        found = dict(self._targets("").values())
        if "officeDocument" not in found:
            raise BadFile(BROKEN)
        return found["officeDocument"]

    def _targets(self, part: str) -> dict[str, tuple[str, str]]:
        """(kind, path) of the parts that a part points to, by id."""
        folder, _, name = part.rpartition("/")
        rels = join(folder, "_rels", f"{name}.rels")
        if rels not in self.archive.namelist():
            raise BadFile(BROKEN)
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                _path(folder, one.get("Target", "")),
            )
            for one in parse_part(self.archive, rels).iter("{*}Relationship")
            if one.get("TargetMode") != "External"
        }

    def sheets(self) -> Iterator[tuple[str, str, bool]]:
        """Name, path and whether it is hidden, of each worksheet."""
        for sheet in self.book.iter("{*}sheet"):
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            kind, path = self.parts.get(key, ("", ""))
            if kind == "worksheet" and path in self.archive.namelist():
                is_hidden = "idden" in sheet.get("state", "")
                yield sheet.get("name", ""), path, is_hidden

    def grid(self, name: str, path: str) -> Grid:
        grid = Grid(plain(name))
        row = 0
        for element in elements(self.archive, path, "col", "row", "mergeCell"):
            if element.tag.endswith("}col"):
                grid.hidden_cols |= _hidden_columns(element)
                continue
            if element.tag.endswith("}mergeCell"):
                grid.merges += _merge(element.get("ref", ""))
                continue
            number = element.get("r", "")
            row = int(number) - 1 if _is_below(number, MOST_ROWS + 1) else row
            if len(element) and row >= MOST_ROWS:
                raise BadFile(TOO_BIG)
            if len(element) and element.get("hidden") in TRUE:
                grid.hidden_rows.add(row)
            self._read_row(grid, element, row)
            row += 1
        grid.close_gaps()
        return grid

    def _read_row(self, grid: Grid, element: Any, row: int) -> None:
        col = 0
        for cell in element:
            place = ROW_OF.fullmatch(cell.get("r", ""))
            col = column_number(place[1]) if place else col
            text = self._text(cell)
            if text.strip():
                self.count += 1
                if self.count > MOST_CELLS:
                    raise BadFile(TOO_BIG)
                grid.cells[row, col] = text
                is_broken = cell.get("t") == "e" or text == formulas.NO_RESULT
                if cell.get("s", "0") in self.content_styles and not is_broken:
                    grid.content.add((row, col))
                if cell.get("t", "n") == "n" and numbers.LONG.fullmatch(text):
                    grid.rounded.add((row, col))
            col += 1

    def _text(self, cell: Any) -> str:
        if not len(cell):
            return ""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich_text(cell)
        value = cell.findtext("{*}v")
        # An empty text is a result; an empty number is what a program writes that
        # does not calculate.
        if value is None or (not value and kind != "str"):
            return "" if cell.find("{*}f") is None else formulas.NO_RESULT
        if kind == "s":
            is_there = _is_below(value, len(self.texts))
            return self.texts[int(value)] if is_there else ""
        if kind == "b":
            return "是" if value == "1" else "否"
        if kind != "n":
            return _decoded(value)
        style = cell.get("s", "0")
        code = self.formats[int(style)] if _is_below(style, len(self.formats)) else ""
        return numbers.show(value, code, from_1904=self.from_1904)


def _is_below(text: str, count: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 8 and int(text) < count


def _hidden_columns(element: Any) -> set[int]:
    first, last = element.get("min", ""), element.get("max", "")
    is_hidden = element.get("hidden") in TRUE and first.isdecimal()
    if not is_hidden or not _is_below(last, MOST_SHOWN):
        return set()
    return set(range(int(first) - 1, min(int(last), MOST_COLUMNS)))


def _path(folder: str, target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else join(folder, target)
    return normpath(path)


def _merge(ref: str) -> list[Merge]:
    begin, _, end = ref.partition(":")
    first, last = ROW_OF.fullmatch(begin), ROW_OF.fullmatch(end)
    if first is None or last is None:
        return []
    top, bottom = int(first[2]) - 1, int(last[2]) - 1
    left, right = column_number(first[1]), column_number(last[1])
    return [(top, bottom, left, right)] if top <= bottom and left <= right else []


def _rich_text(element: Any) -> str:
    """The runs of a text, without what says how to pronounce it."""
    parts = [
        t.text or ""
        for t in element.iter("{*}t")
        if not t.getparent().tag.endswith("}rPh")
    ]
    return _decoded("".join(parts))


def _decoded(text: str) -> str:
    """Excel keeps what XML cannot hold as a code, and its own codes in one, too."""
    return plain(CODED.sub(lambda code: chr(int(code[1], 16)), text))


def _shared_texts(archive: ZipFile, path: str | None) -> list[str]:
    if path is None or path not in archive.namelist():
        return []
    texts, size = [], 0
    for element in elements(archive, path, "si"):
        text = _rich_text(element)
        size += len(text)
        if size > MOST_TEXT:
            raise BadFile(TOO_BIG)
        texts.append(text)
    return texts


def _styles(archive: ZipFile, path: str | None) -> Any:
    if path is None or path not in archive.namelist():
        return None
    return parse_part(archive, path)


def _content_styles(root: Any) -> set[str]:
    """The numbers of those that cells with what is filled in carry."""
    named = {
        one.get("xfId", "")
        for one in root.iter("{*}cellStyle")
        if one.get("name", "").startswith(CONTENT)
    }
    looks = root.find("{*}cellXfs")
    found = () if looks is None else enumerate(looks)
    return {str(number) for number, xf in found if xf.get("xfId") in named}


def _formats(root: Any) -> list[str]:
    """The number format of each cell style."""
    codes = dict(numbers.BUILT_IN)
    for one in root.iter("{*}numFmt"):
        number = one.get("numFmtId", "")
        if _is_below(number, 1_000_000):
            codes[int(number)] = one.get("formatCode", "")
    styles = root.find("{*}cellXfs")
    found = [] if styles is None else [xf.get("numFmtId", "0") for xf in styles]
    return [codes.get(int(n), "") if _is_below(n, 1_000_000) else "" for n in found]


@readers.register
class XlsxReader(Reader):
    id = "xlsx"
    name = "Excel"
    suffixes = (".xlsx",)

    def read(self, data: bytes) -> Reading:
        workbook = Workbook(data)
        tables, messages = [], []
        has_room = False
        for name, path, is_hidden in workbook.sheets():
            if is_hidden:
                said = "工作表是隐藏的，没有读入：要导入请先取消隐藏"
                messages.append(Message(f"工作表“{name}”", said))
                continue
            grid = workbook.grid(name, path)
            if is_ours(grid.cells.values()):
                has_room |= is_template(grid.cells.values())
                continue
            table, hidden = shown(grid.table(), grid.hidden_rows, grid.hidden_cols)
            tables.append(table)
            messages += hidden
        reading = read_blocks(tables, has_room=has_room)
        return replace(reading, warnings=(*reading.warnings, *messages))
