"""A document out of the finished pages of its parts.

What belongs to the document is made here: one subset of each font, the numbers of the
pages and of the tables, contents, links, bookmarks, the root of the tags, what the file
says of itself.
"""

import math
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from typing import Any

import pydyf
from weasyprint import VERSION
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.metadata import DocumentMetadata

from ..document import Document, Entry, Part, Table
from .enclosed import OBJECTS, enclose
from .fonts import Faces
from .fragment import NAME, Fragment, Jump, Place
from .pdf_file import PdfFile
from .tags import DRAWING, LINKS, OVER, PAGE

FOLIO_POINTS, FOLIO_BOTTOM = 10.5, 22.0  # the number of a page, above its lower edge
TITLE_POINTS = 18.0  # as .caption in paper.css
OWN_OBJECTS = 1000  # six for each font, of which a document has some ten, and a few
LINE_POINTS = 14.0  # as .entries li in paper.css
# To the right of the text of the contents, which the style leaves free.
NUMBER_ROOM = 3 * LINE_POINTS


class CannotAssemble(Exception):
    """A font of the parts is not to be had again, or the document has no room for what
    belongs to it: lay it out whole."""


@dataclass
class _Laid:
    """A part at its place in the file. What is written already is not held: of a
    thousand parts it would be half a gigabyte."""

    first: int
    pages: int
    roots: list[int]

    def number(self, kind: int, page: int) -> int:
        return self.first + kind * self.pages + page

    def reference(self, place: Place) -> bytes:
        page = self.number(PAGE, place.page)
        return f"[{page} 0 R/XYZ {place.x:.1f} {place.y:.1f} 0]".encode()


@dataclass
class _Assembly:
    document: Document
    file: PdfFile
    faces: Faces = field(default_factory=Faces)
    laid: list[_Laid] = field(default_factory=list)
    front: list[_Laid] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    targets: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    page: int = 0

    def add(self, part: Part, fragment: Fragment) -> None:
        """The next part; its pages are numbered on."""
        laid = self._lay(fragment)
        for number in range(len(fragment.sizes)):
            drawn = []
            if isinstance(part, Table) and (at := fragment.number) is not None:
                drawn += [self._running(part, at)] if at.page == number else []
            drawn.append(self._folio(fragment.sizes[number][0], self.page + number + 1))
            self.file.write_stream(laid.number(OVER, number), b"Q " + b" ".join(drawn))
        for heading in fragment.headings:
            anchor = heading.anchor.replace(NAME, part.name, 1)
            text = heading.text
            if isinstance(part, Table) and heading.anchor == NAME:
                text = f"{part.prefix}{text}"
            self.entries.append(Entry(heading.level, text, anchor))
            self.targets[anchor] = laid.reference(heading.place)
            self.pages[anchor] = self.page + heading.place.page + 1
        self.page += len(fragment.sizes)
        self.laid.append(laid)

    def add_front(self, fragment: Fragment) -> None:
        """Pages before the first, without a number; links to the rest are known."""
        laid = self._lay(fragment)
        for number in range(len(fragment.sizes)):
            jumps = [jump for jump in fragment.jumps if jump.page == number]
            drawn = b" ".join(self._leader(jump) for jump in jumps)
            self.file.write_stream(laid.number(OVER, number), b"Q " + drawn)
            if jumps:
                links = b" ".join(self._link(jump) for jump in jumps)
                self.file.write(laid.number(LINKS, number), b"[" + links + b"]")
        self.front.append(laid)

    def _lay(self, fragment: Fragment) -> _Laid:
        count = len(fragment.sizes)
        pages_and_tags = len(fragment.objects.lengths)
        first = self.file.reserve(PAGE * count + pages_and_tags)
        self.faces.use(fragment.glyphs)
        for number, drawing in enumerate(self._mended(fragment)):
            self.file.write_stream(first + DRAWING * count + number, drawing, True)
        self.file.write_packed(first, PAGE * count, fragment.objects)
        return _Laid(first, count, fragment.objects.roots)

    def _mended(self, fragment: Fragment) -> Iterator[bytes]:
        """The drawings; what no font has gets a number that is good in this file."""
        for number, drawing in enumerate(fragment.drawings):
            missing = [m for m in fragment.missing if m.page == number]
            if missing:
                plain = bytearray(zlib.decompress(drawing))
                for one in missing:
                    glyph = self.faces.missing(one.font, one.text, one.width)
                    plain[one.offset : one.offset + 4] = b"%04x" % glyph
                drawing = zlib.compress(bytes(plain), 6)
            yield drawing

    def _folio(self, width: float, number: int) -> bytes:
        digits, length = self.faces.folio(str(number))
        x = (width - length * FOLIO_POINTS) / 2
        return _drawn(self.faces.folio_font, FOLIO_POINTS, x, FOLIO_BOTTOM, digits)

    def _running(self, part: Table, at: Place) -> bytes:
        digits, _ = self.faces.caption(part.prefix)
        return _drawn(self.faces.caption_font, TITLE_POINTS, at.x, at.y, digits)

    def _leader(self, jump: Jump) -> bytes:
        """Dots from the end of a line's text to its page, one below the other."""
        number, length = self.faces.line(str(self.pages[jump.anchor]))
        _, dot = self.faces.line(".")
        edge, step = jump.box[2] + NUMBER_ROOM, dot * LINE_POINTS
        start, height = jump.end
        skipped = math.ceil(length / dot) + 1
        count = max(int((edge - start) / step) - skipped - 1, 0)
        dots, _ = self.faces.line("." * count)
        left, right = edge - (skipped + count) * step, edge - length * LINE_POINTS
        return b" ".join(
            _drawn(self.faces.line_font, LINE_POINTS, x, height, glyphs)
            for x, glyphs in ((left, dots), (right, number))
        )

    def _link(self, jump: Jump) -> bytes:
        left, low, right, high = jump.box
        box = f"{left:.1f} {low:.1f} {right + NUMBER_ROOM:.1f} {high:.1f}".encode()
        return b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%s]/Dest%s>>" % (
            box,
            self.targets[jump.anchor],
        )


def _drawn(font: str, size: float, x: float, y: float, glyphs: str) -> bytes:
    """A text that is no part of the document's content: numbers of pages."""
    return (
        f"/Artifact BMC BT /{font} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm "
        f"<{glyphs}> Tj ET EMC"
    ).encode()


def assemble(
    document: Document,
    parts: Iterable[tuple[Part, Fragment]],
    front: Callable[[list[Entry]], Iterable[Fragment]],
    *,
    is_archival: bool = False,
) -> bytes:
    """The file. ``front`` makes the pages before the first, when it is told the
    entries of the contents; the page of each is drawn here."""
    made = _Assembly(document, PdfFile(_room(document)))
    for part, fragment in parts:
        made.add(part, fragment)
    for fragment in front(made.entries):
        made.add_front(fragment)
    _finish(made, is_archival=is_archival)
    return made.file.getvalue()


def _room(document: Document) -> int:
    """For objects of the document itself: a bookmark for each entry, its fonts, the
    files in it, and what every file has."""
    entries = (
        1 + len(part.heading) if isinstance(part, Table) else len(part.lines)
        for part in document.parts
    )
    return OWN_OBJECTS + OBJECTS * len(document.books) + sum(entries)


def _finish(made: _Assembly, *, is_archival: bool) -> None:
    pdf, document = made.file.pdf, made.document
    order = [*made.front, *made.laid]
    pages = [(laid, number) for laid in order for number in range(laid.pages)]
    kids = [laid.number(PAGE, number) for laid, number in pages]
    pdf.pages["Kids"] = pydyf.Array([f"{kid} 0 R" for kid in kids])
    pdf.pages["Count"] = len(kids)
    _tree(made, order, pages)
    _outlines(made)
    fonts = made.faces.fonts()
    if fonts is None:
        raise CannotAssemble
    options = {"hinting": False, "pdf_version": "1.7"}
    made.file.resources["Font"] = build_fonts_dictionary(
        pdf, fonts, True, True, options
    )
    _facts(pdf, document, is_archival=is_archival)
    enclose(pdf, document.books)
    if made.file.is_full:
        raise CannotAssemble
    made.file.finish()


def _tree(made: _Assembly, order: list[_Laid], pages: list[tuple[_Laid, int]]) -> None:
    """The root of the tags, and for each page the list of its marked contents."""
    pdf = made.file.pdf
    roots = chain.from_iterable(
        (laid.first + root for root in laid.roots) for laid in order
    )
    made.file.root["K"] = pydyf.Array([f"{root} 0 R" for root in roots])
    marks = sorted(
        (laid.number(PAGE, number), laid.number(PAGE + 1, number))
        for laid, number in pages
    )
    parents = pydyf.Dictionary(
        {"Nums": pydyf.Array([f"{page} {contents} 0 R" for page, contents in marks])}
    )
    pdf.add_object(parents)
    tree = pydyf.Dictionary(
        {
            "Type": "/StructTreeRoot",
            "K": pydyf.Array([made.file.root.reference]),
            "ParentTree": parents.reference,
        }
    )
    pdf.add_object(tree)
    made.file.root["P"] = tree.reference
    pdf.catalog["StructTreeRoot"] = tree.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


@dataclass
class _Bookmark:
    item: pydyf.Dictionary
    below: list["_Bookmark"] = field(default_factory=list)


def _outlines(made: _Assembly) -> None:
    """Bookmarks: the entries of the contents, those of the second level below those
    of the first."""
    pdf = made.file.pdf
    top = _Bookmark(pydyf.Dictionary({"Type": "/Outlines"}))
    pdf.add_object(top.item)
    last = top
    for entry in made.entries:
        title = pydyf.String(entry.text)
        item = pydyf.Dictionary({"Title": title, "Dest": made.targets[entry.anchor]})
        pdf.add_object(item)
        above = top if entry.level == 1 else last
        above.below.append(_Bookmark(item))
        item["Parent"] = above.item.reference
        if entry.level == 1:
            last = top.below[-1]
    for bookmark in (top, *top.below):
        _chain(bookmark)
    if top.below:
        pdf.catalog["Outlines"] = top.item.reference
        pdf.catalog["PageMode"] = "/UseOutlines"


def _chain(bookmark: _Bookmark) -> None:
    """Tells each of its children who stands before and after it."""
    items = [below.item for below in bookmark.below]
    if not items:
        return
    bookmark.item["First"] = items[0].reference
    bookmark.item["Last"] = items[-1].reference
    bookmark.item["Count"] = len(items)
    for before, after in zip(items, items[1:], strict=False):
        before["Next"], after["Prev"] = after.reference, before.reference


def _facts(pdf: Any, document: Document, *, is_archival: bool) -> None:
    """What the file says of itself; for archives once more in the way of PDF/A-3u,
    with the colours of the screen described."""
    pdf.catalog["Lang"] = pydyf.String("zh-CN")
    pdf.info["Producer"] = pydyf.String(f"WeasyPrint {VERSION}")
    pdf.info["Title"] = pydyf.String(document.title)
    pdf.info["Author"] = pydyf.String(document.office)
    pdf.info["Keywords"] = pydyf.String("，".join(document.keywords))
    if not is_archival:
        return
    metadata = DocumentMetadata(
        title=document.title,
        authors=[document.office],
        keywords=list(document.keywords),
        lang="zh-CN",
    )
    metadata.include_in_pdf(pdf, "a", 3, "U", True)
    colours = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    profile = pydyf.Stream([colours], {"N": 3}, compress=True)
    pdf.add_object(profile)
    name = pydyf.String("sRGB2014")
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": name,
        "Info": name,
        "DestOutputProfile": profile.reference,
    }
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
