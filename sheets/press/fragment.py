"""The finished pages of one part of a document, without what binds them to a place.

Laying out a page takes a tenth of a second, and an approved table never changes. So its
pages are kept: the drawing, the tree of tags, where the headings are, and which glyphs
of which fonts were used. Fonts, page numbers and the running number before the title
belong to the document and are added by :mod:`.assembly`.

Glyphs go by their number in the whole font, and a font by a name made from its
description, so the drawings of many parts fit one subset of each font.
"""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pydyf
from weasyprint.document import Document as Pages

from ..document import Entry
from .tags import Template, page_objects, tag_objects
from .typesetting import draw, render

POINTS = 0.75  # a CSS pixel
NAME = "part"  # the anchor of a part that stands by itself
NUMBER = "number"  # the anchor of the room for the running number
JUMP = "to-"  # what begins the anchor of a line that leads to the anchor after it
END = "end-"  # the same, of the place where the text of that line ends
PLAIN_STATES = re.compile(r"[Aa]1(\.0)?")


@dataclass(frozen=True)
class Place:
    """Where something is: its page within the fragment, and points from the bottom
    left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Heading:
    """An entry of the contents; ``anchor`` begins with :data:`NAME`."""

    level: int
    text: str
    anchor: str
    place: Place


@dataclass(frozen=True)
class Jump:
    """A line of the contents, which leads to an anchor of the document: the box in
    which its text stands, and the end of its text."""

    page: int
    box: tuple[float, float, float, float]
    end: tuple[float, float]
    anchor: str


@dataclass(frozen=True)
class Glyphs:
    """What was used of a font: glyph, width and text, each at the same index."""

    name: str
    family: str
    weight: int
    numbers: list[int]
    widths: list[float]
    texts: list[str]


@dataclass(frozen=True)
class Missing:
    """A character that no font has, and where its glyph stands in the drawing."""

    page: int
    offset: int
    font: str
    text: str
    width: float


@dataclass(frozen=True)
class Fragment:
    """``drawings`` are compressed, one for each page of ``sizes``."""

    sizes: list[tuple[float, float]]
    drawings: list[bytes]
    objects: Template
    headings: list[Heading]
    jumps: list[Jump]
    glyphs: list[Glyphs]
    number: Place | None
    missing: list[Missing]

    def to_bytes(self) -> bytes:
        """As a file: a line of JSON, then what is binary."""
        facts = asdict(self)
        blobs = [*self.drawings, zlib.compress(self.objects.text)]
        facts["drawings"] = [len(blob) for blob in blobs]
        tree = self.objects
        facts["objects"] = [tree.lengths, tree.references, tree.roots]
        head = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        return head.encode() + b"\n" + b"".join(blobs)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Fragment":
        """``ValueError`` or ``KeyError`` if it was written by another program."""
        end = data.index(b"\n")
        facts = json.loads(data[:end])
        blobs = list(_cut(data, end + 1, facts["drawings"]))
        if sum(facts["drawings"]) != len(data) - end - 1:
            raise ValueError("a fragment was cut off")
        facts["drawings"] = blobs[:-1]
        facts["objects"] = Template(zlib.decompress(blobs[-1]), *facts["objects"])
        facts["headings"] = [
            Heading(**(h | {"place": Place(**h["place"])})) for h in facts["headings"]
        ]
        facts["jumps"] = [
            Jump(**(j | {"box": tuple(j["box"]), "end": tuple(j["end"])}))
            for j in facts["jumps"]
        ]
        facts["glyphs"] = [Glyphs(**glyphs) for glyphs in facts["glyphs"]]
        facts["number"] = Place(**facts["number"]) if facts["number"] else None
        facts["missing"] = [Missing(**missing) for missing in facts["missing"]]
        return cls(**facts)


def _cut(data: bytes, start: int, lengths: Sequence[int]) -> Iterator[bytes]:
    for length in lengths:
        yield data[start : start + length]
        start += length


def make(html: str, entries: Sequence[Entry]) -> Fragment | None:
    """The pages of a part, whose headings are in the contents as ``entries``. ``None``
    if they hold anything but text in outline fonts and rules, so that the document
    must be laid out whole."""
    pages = render(html, numbered=False)
    return _grab(pages, draw(pages), entries)


def _grab(pages: Pages, pdf: pydyf.PDF, entries: Sequence[Entry]) -> Fragment | None:
    page_numbers = [int(kid) for kid in pdf.pages["Kids"][::3]]
    page_dictionaries = [pdf.objects[number] for number in page_numbers]
    if not _is_plain(pages, pdf, page_dictionaries[0]):
        return None
    drawings = [
        _joined(pdf.objects[_number(page["Contents"])].stream)
        for page in page_dictionaries
    ]
    sizes = [(page.width * POINTS, page.height * POINTS) for page in pages.pages]
    template, jumps = Template(), list(_jumps(pages))
    page_objects(template, sizes, {jump.page for jump in jumps})
    tag_objects(template, pdf, page_numbers)
    return Fragment(
        sizes=sizes,
        drawings=[zlib.compress(drawing, 6) for drawing in drawings],
        objects=template,
        headings=_headings(pages, entries),
        jumps=jumps,
        glyphs=[_glyphs(font) for font in pages.fonts.values()],
        number=_places(pages).get(NUMBER),
        missing=list(_missing(pages, drawings)),
    )


def _joined(lines: Sequence[Any]) -> bytes:
    """The text of a stream: bytes, and here and there a text or an object."""
    parts = (getattr(line, "data", line) for line in lines)
    return b"\n".join(p if isinstance(p, bytes) else str(p).encode() for p in parts)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _is_plain(pages: Pages, pdf: pydyf.PDF, page: pydyf.Dictionary) -> bool:
    resources = pdf.objects[_number(page["Resources"])]
    if any(resources[kind] for kind in ("XObject", "Pattern", "Shading")):
        return False
    if not all(PLAIN_STATES.fullmatch(name) for name in resources["ExtGState"]):
        return False
    fonts = pages.fonts.values()
    return not any(f.bitmap or f.png or f.svg or f.colr or f.variations for f in fonts)


def _places(pages: Pages) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for number, page in enumerate(pages.pages):
        for anchor, (x, y, _, bottom) in page.anchors.items():
            # Text stands on the lower edge of the room that was left for it.
            at = bottom if anchor == NUMBER or anchor.startswith(END) else y
            place = Place(number, x * POINTS, (page.height - at) * POINTS)
            found.setdefault(anchor, place)
    return found


def _headings(pages: Pages, entries: Sequence[Entry]) -> list[Heading]:
    places = _places(pages)
    return [Heading(e.level, e.text, e.anchor, places[e.anchor]) for e in entries]


def _jumps(pages: Pages) -> Iterator[Jump]:
    ends = _places(pages)
    for number, page in enumerate(pages.pages):
        for anchor, (left, top, right, bottom) in page.anchors.items():
            if anchor.startswith(JUMP):
                high, low = page.height - top, page.height - bottom
                box = [edge * POINTS for edge in (left, low, right, high)]
                anchor = anchor.removeprefix(JUMP)
                end = ends[END + anchor]
                yield Jump(
                    number, (box[0], box[1], box[2], box[3]), (end.x, end.y), anchor
                )


def _glyphs(font: Any) -> Glyphs:
    lacking = set(font.missing.values())
    numbers = [glyph for glyph in font.to_unicode if glyph not in lacking]
    return Glyphs(
        name=font.hash,
        family=font.family,
        weight=int(font.weight),
        numbers=numbers,
        widths=[font.widths[glyph] for glyph in numbers],
        texts=[font.to_unicode[glyph] for glyph in numbers],
    )


_TEXT = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9a-f]+)>")


def _missing(pages: Pages, drawings: list[bytes]) -> Iterator[Missing]:
    """A character without a glyph bears a number that is good in its fragment only."""
    lacking = {
        font.hash: {
            glyph: (chr(code), font.widths[glyph])
            for code, glyph in font.missing.items()
        }
        for font in pages.fonts.values()
        if font.missing
    }
    if not lacking:
        return
    for page, drawing in enumerate(drawings):
        font = ""
        for found in _TEXT.finditer(drawing):
            if found[1]:
                font = found[1].decode()
                continue
            for offset in range(found.start(2), found.end(2), 4):
                glyph = int(drawing[offset : offset + 4], 16)
                if known := lacking.get(font, {}).get(glyph):
                    yield Missing(page, offset, font, *known)
