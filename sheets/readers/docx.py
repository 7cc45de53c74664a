"""Word: the tables and paragraphs of ``word/document.xml``, in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from ..own import CONTENT
from ..typed import plain
from .base import Reader, Reading, readers
from .document import read_blocks
from .table import Block, Cell, Paragraph, Table
from .word_numbers import Numbering
from .zips import open_package, parse_part

Element = Any
HEX = re.compile(r"[0-9A-Fa-f]{2,4}$")


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Element | None, name: str = "val") -> str | None:
    if element is None:
        return None
    return next(
        (v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None
    )


def _child(element: Element, *names: str) -> Element | None:
    """The first grandchild down these names."""
    for name in names:
        found = next((c for c in element if _local(c) == name), None)
        if found is None:
            return None
        element = found
    return element


# What is drawn twice for older programs, and what was struck out.
SKIPPED = {"Fallback", "del", "moveFrom", "rPr", "pPr", "tcPr", "trPr", "tblPr"}
SKIPPED |= {"delText", "instrText", "fldData", "rt"}  # rt says how to pronounce it
TEXTS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Signs and boxes of the fonts that have their own order of characters [K].
SYMBOLS = {
    "Symbol": {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB9: "≠"},
    "Wingdings": {0xFE: "☑", 0xFC: "✓", 0xFD: "☒", 0xA8: "□", 0x6F: "□"},
    "Wingdings 2": {0x52: "☑", 0x50: "✓", 0x53: "☒", 0xA3: "□", 0x2A: "□"},
}
UNKNOWN = "\ufffd"
GONE = ("del", "hidden")  # rows that are struck out, or not shown


def _symbol(element: Element) -> str:
    """A character that Word names by its font and its number."""
    code = (
        int(found[0], 16) if (found := HEX.match(_value(element, "char") or "")) else 0
    )
    if not 0xF000 <= code <= 0xF0FF and code > 0xFF:
        return chr(code)
    known = SYMBOLS.get(_value(element, "font") or "", {})
    return known.get(code & 0xFF, UNKNOWN)


def _is_seen(element: Element, name: str) -> bool:
    """Whether an element is printed: a hidden text and the hint of an empty field are
    not."""
    if name == "r":
        hidden = _child(element, "rPr", "vanish")
        return hidden is None or _value(hidden) in ("0", "false", "off")
    if name == "sdt":
        return _child(element, "sdtPr", "showingPlcHdr") is None
    return name not in SKIPPED


def _walk(element: Element) -> Iterator[Element]:
    """Paragraphs and tables below, not those inside of them."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name in ("p", "tbl"):
            yield child
        elif _is_seen(child, name):
            stack += reversed(child)


def _text(paragraph: Element) -> str:
    parts = []
    stack = list(reversed(paragraph))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in TEXTS:
            parts.append(TEXTS[name])
        elif name == "sym":
            parts.append(_symbol(child))
        elif name == "p":  # of a text box
            parts.append("\n")
            stack += reversed(child)
        elif name != "tbl" and _is_seen(child, name):
            stack += reversed(child)
    return plain("".join(parts))


def _cell_text(cell: Element) -> str:
    return "\n".join(_text(one) for one in _walk(cell) if _local(one) == "p")


def _is_content(cell: Element, styles: frozenset[str]) -> bool:
    """Whether a paragraph in it has one of the styles of what is filled in."""
    return bool(styles) and any(
        _value(_child(one, "pPr", "pStyle")) in styles
        for one in _walk(cell)
        if _local(one) == "p"
    )


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, out of the content controls around them; without those that
    are struck out."""
    stack = list(reversed(row))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name == "tc":
            if _child(child, "tcPr", "cellDel") is None:
                yield child
        elif name not in SKIPPED and name not in ("tbl", "tblPrEx"):
            stack += reversed(child)


def _rows(table: Element) -> Iterator[Element]:
    stack = list(reversed(table))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name == "tr":
            if not any(_child(child, "trPr", name) is not None for name in GONE):
                yield child
        elif name not in SKIPPED and name != "tblGrid":
            stack += reversed(child)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0


def _table(element: Element, name: str, styles: frozenset[str]) -> Table:
    """Vertical merges are told from below: each cell says whether it goes on.
    ``styles`` are the ids of those of what is filled in."""
    rows: list[list[_Placed]] = []
    open_above: dict[int, _Placed] = {}
    for row in _rows(element):
        col = _number(_value(_child(row, "trPr", "gridBefore")))
        placed: list[_Placed] = []
        going_on: dict[int, _Placed] = {}
        for number, cell in enumerate(_cells(row), 1):
            span = _number(_value(_child(cell, "tcPr", "gridSpan"))) or 1
            if placed and _value(_child(cell, "tcPr", "hMerge")) == "continue":
                placed[-1].colspan += span  # so old files merge to the side
                col += span
                continue
            merge = _child(cell, "tcPr", "vMerge")
            above = open_above.get(col)
            if merge is not None and _value(merge) != "restart" and above:
                above.rowspan += 1
                going_on[col] = above
                text = _cell_text(cell)
                above.text += f"\n{text}" if text.strip() else ""
            else:
                is_content = _is_content(cell, styles)
                one = _Placed(_cell_text(cell), col, span, number, is_content)
                placed.append(one)
                if merge is not None:
                    going_on[col] = one
            col += span
        open_above = going_on
        rows.append(placed)
    return _built(rows, name)


@dataclass
class _Placed:
    text: str
    col: int
    colspan: int
    number: int
    is_content: bool
    rowspan: int = 1


def _built(rows: list[list[_Placed]], name: str) -> Table:
    table = Table(name)
    table.lengthen(len(rows))
    for row, cells in enumerate(rows):
        for cell in cells:
            place = f"{name}第{row + 1}行第{cell.number}格"
            spans = cell.rowspan, cell.colspan
            table.add(Cell(row, cell.col, cell.text, place, *spans, cell.is_content))
    return table


def _part(package: ZipFile, name: str) -> Element | None:
    return parse_part(package, name) if name in package.namelist() else None


def _boxed(paragraph: Element) -> list[Element]:
    """The tables in the text boxes of a paragraph."""
    found, stack = [], list(reversed(paragraph))
    while stack:
        child = stack.pop()
        if _local(child) == "tbl":
            found.append(child)
        elif _is_seen(child, _local(child)):
            stack += reversed(child)
    return found


def _content_styles(styles: Element | None) -> frozenset[str]:
    """Word gives the styles other ids; their names stay."""
    if styles is None:
        return frozenset()
    return frozenset(
        _value(style, "styleId") or ""
        for style in styles.iter("{*}style")
        if (_value(_child(style, "name")) or "").startswith(CONTENT)
    )


def blocks(data: bytes) -> Iterator[Block]:
    """Paragraphs and tables; a table inside of a cell follows the one around it."""
    package = open_package(data)
    root = parse_part(package, "word/document.xml")
    looks = _part(package, "word/styles.xml")
    Numbering(_part(package, "word/numbering.xml"), looks).write(root)
    styles = _content_styles(looks)
    body = _child(root, "body")
    waiting = list(reversed(list(_walk(body)))) if body is not None else []
    count = 0
    while waiting:
        element = waiting.pop()
        if _local(element) == "p":
            text = _text(element)
            if text.strip():
                yield Paragraph(text.strip())
            waiting += reversed(_boxed(element))
            continue
        count += 1
        yield _table(element, f"第{count}张表", styles)
        inner = [one for c in element.iter() if _local(c) == "tc" for one in _walk(c)]
        waiting += reversed([one for one in inner if _local(one) == "tbl"])


@readers.register
class DocxReader(Reader):
    id = "docx"
    name = "Word"
    suffixes = (".docx",)

    def read(self, data: bytes) -> Reading:
        return read_blocks(blocks(data))
