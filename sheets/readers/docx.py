"""Word: the tables and paragraphs of ``word/document.xml``, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from perftargets.errors import BadFile

from ..own import CONTENT
from ..typed import plain
from .base import Reader, Reading, readers
from .document import read_blocks
from .table import Block, Cell, Paragraph, Table
from .zips import open_package, parse_part

Element = Any


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
SKIPPED |= {"delText", "instrText", "fldData"}
TEXTS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _walk(element: Element) -> Iterator[Element]:
    """Paragraphs and tables below, not those inside of them."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name in ("p", "tbl"):
            yield child
        elif name not in SKIPPED:
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
        elif name == "p":  # of a text box
            parts.append("\n")
            stack += reversed(child)
        elif name not in SKIPPED and name != "tbl":
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
    """The cells of a row, out of the content controls around them."""
    stack = list(reversed(row))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name == "tc":
            yield child
        elif name not in SKIPPED and name not in ("tbl", "tblPrEx"):
            stack += reversed(child)


def _rows(table: Element) -> Iterator[Element]:
    stack = list(reversed(table))
    while stack:
        child = stack.pop()
        name = _local(child)
        if name == "tr":
            if _child(child, "trPr", "del") is None:
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


def _content_styles(package: ZipFile) -> frozenset[str]:
    """Word gives the styles other ids; their names stay."""
    try:
        styles = parse_part(package, "word/styles.xml")
    except BadFile:  # without styles there is text all the same
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
    styles = _content_styles(package)
    body = _child(root, "body")
    waiting = list(reversed(list(_walk(body)))) if body is not None else []
    count = 0
    while waiting:
        element = waiting.pop()
        if _local(element) == "p":
            text = _text(element)
            if text.strip():
                yield Paragraph(text.strip())
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
