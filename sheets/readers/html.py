"""Web pages: what stands in ``<table>``, and the text around it."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from perftargets.errors import BadFile

from ..own import CONTENT_ROLES, TABLE_CLASS
from ..typed import plain
from .base import NOTHING_FOUND, Reader, Reading, readers
from .document import read_blocks
from .table import TOO_BIG, Block, Paragraph, Table, flowing

MOST_BYTES = 30_000_000
MOST_CELLS = 150_000
MOST_TAGS = 800_000
SHORT = 4  # rows of a table that lays out others, or stands in a cell
CELL = re.compile(rb"<t[dh]\b", re.IGNORECASE)
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
SKIPPED = {"script", "style", "head", "title", "template", "noscript", "select"}
LINES = {
    *("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"),
    *("ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "table", "caption"),
    *("header", "footer", "main", "form", "body", "address", "fieldset"),
}
SPAN = re.compile(r"\s*(\d{1,5})(?!\d)")
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
LINE_ENDS = re.compile(r"\s*[\r\n\f]\s*")
BLANKS = re.compile(r"[ \t\r\n\f]+")
Element = Any


def _decode(data: bytes) -> str:
    """By the mark at its beginning, by what it says of itself, or by trying."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    said = CHARSET.search(data[:4096])
    name = said[1].decode("ascii", "replace").lower() if said else ""
    for encoding in ("utf-8-sig", "gb18030" if name.startswith("gb") else name):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _within(root: Element) -> Iterator[Block]:
    """Paragraphs, and tables that hold no other; one that does is only a frame."""
    line: list[str] = []
    count = 0
    for event, element in _events(root):
        tag = element.tag
        if event == "start" and tag == "table" and not _is_frame(element):
            yield from _paragraph(line)
            line = []
            count += 1
            for caption in element.iter("caption"):
                yield from _paragraph([_cell_text(caption)])
            yield _table(element, f"第{count}张表")
        elif event == "text":
            line.append(element.text or "")
        elif event == "tail":
            line.append(element.tail or "")
        elif tag in LINES or tag in ("br", "td", "th"):
            yield from _paragraph(line)
            line = []
    yield from _paragraph(line)


def _is_frame(element: Element) -> bool:
    """Whether a table only lays out others: it is short, or one in it is a table by
    itself. A form may have a small one in a cell."""
    inner = element.iterdescendants("table")
    if next(element.iterdescendants("table"), None) is None:
        return False
    return len(_rows(element)) <= SHORT or any(len(_rows(t)) > SHORT for t in inner)


def _rows(element: Element) -> list[Element]:
    """The rows of a table, without those of a table in one of its cells."""
    rows: list[Element] = []
    for child in element:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += child.iterchildren("tr")
    return rows


def _paragraph(line: list[str]) -> Iterator[Paragraph]:
    text = BLANKS.sub(" ", "".join(line)).strip()
    if text:
        yield Paragraph(plain(text))


def _events(root: Element) -> Iterator[tuple[str, Element]]:
    """start, text, end and tail of the elements below; of a plain table the start.
    Without recursion: a trap may nest as deep as it likes."""
    yield "text", root
    stack: list[tuple[str, Element]] = [("start", c) for c in reversed(root)]
    while stack:
        event, element = stack.pop()
        if event != "start":
            yield event, element
            continue
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            yield "tail", element
            continue
        yield "start", element
        if element.tag == "table" and not _is_frame(element):
            yield "tail", element
            continue
        yield "text", element
        stack.append(("tail", element))
        stack.append(("end", element))
        stack += [("start", c) for c in reversed(element)]


def _cell_text(cell: Element) -> str:
    parts: list[str] = []
    for event, element in _events(cell):
        if event == "text":
            parts.append(BLANKS.sub(" ", element.text or ""))
        elif event == "tail":
            if element.tag == "br":
                parts.append("\n")
            parts.append(BLANKS.sub(" ", element.tail or ""))
        elif event == "start" and element.tag == "table":
            parts.append(f"\n{_cell_text(element)}\n")
        elif element.tag in LINES:
            parts.append("\n")
        elif element.tag in ("td", "th"):
            parts.append(" ")
    text = "".join(parts).replace("\xa0", " ")  # it only keeps words together
    lines = (line.strip(" ") for line in text.split("\n"))
    return plain("\n".join(lines).strip("\n"))


def _typed_text(cell: Element) -> str:
    """With all of its blanks: so we write it."""
    parts = []
    for event, element in _events(cell):
        if event == "tail" and element.tag == "br":
            parts.append("\n")
        if event in ("text", "tail"):
            text = element.text if event == "text" else element.tail
            parts.append(LINE_ENDS.sub(" ", text or ""))
        elif element.tag in LINES:
            parts.append("\n")
    return plain("".join(parts))


def _span(cell: Element, name: str) -> int:
    found = SPAN.match(cell.get(name) or "")
    span = int(found[1]) if found else 1
    # Nought reaches down to the end of the table.
    return MOST_CELLS if name == "rowspan" and span == 0 else span


def _is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of it. Of a whole table it may be the page that
    opens it."""
    is_hidden = element.get("hidden") is not None
    return is_hidden or bool(HIDDEN.search(element.get("style") or ""))


def _table(element: Element, name: str) -> Table:
    for one in [e for e in element.iterdescendants() if _is_hidden(e)]:
        one.drop_tree()
    is_ours = TABLE_CLASS in element.get("class", "").split()
    rows: list[list[tuple[str, int, int]]] = []
    content = set()
    for at, row in enumerate(_rows(element)):
        rows.append([])
        for number, cell in enumerate((c for c in row if c.tag in ("td", "th")), 1):
            is_content = is_ours and cell.get("class") in CONTENT_ROLES
            text = _typed_text(cell) if is_ours else _cell_text(cell)
            rows[-1].append((text, _span(cell, "rowspan"), _span(cell, "colspan")))
            if is_content:
                content.add((at, number))
    return flowing(name, rows, content=content)


def blocks(data: bytes) -> Iterator[Block]:
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(plain(_decode(data)), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise BadFile(NOTHING_FOUND) from None
    yield from _within(root)


@readers.register
class HtmlReader(Reader):
    id = "html"
    name = "网页"
    suffixes = (".html", ".htm")

    def read(self, data: bytes) -> Reading:
        # Counted before the tree is built: a tag of four bytes takes four hundred.
        cells = len(CELL.findall(data))
        if max(len(data) / MOST_BYTES, cells / MOST_CELLS) > 1:
            raise BadFile(TOO_BIG)
        if data.count(b"<") > MOST_TAGS:
            raise BadFile(TOO_BIG)
        return read_blocks(blocks(data))
