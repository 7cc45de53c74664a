"""What of a part's PDF is neither drawing nor font: its pages and its tree of tags.

The tree tells a screen reader what is a table and what is its head. WeasyPrint writes
an object for every box; of these only the ones that mean something are kept, each as
text in which the numbers of other objects are still open: they are known when the part
gets its place in a document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

# Numbers below zero stand for objects that the whole document has once.
PAGES, RESOURCES, ROOT, BEFORE = -1, -2, -3, -4
OPEN = b"%7d 0 R"  # as wide as any number, so that the length is known
# Objects of a part: for each page its drawing, what is drawn over it, its links, its
# dictionary and the list of its marked contents; then the elements of the tree.
KINDS = 5
DRAWING, OVER, LINKS, PAGE, CONTENTS = range(KINDS)
# Boxes of layout, without a meaning of their own.
EMPTY = {"/NonStruct", "/Span", "/Div", "/P"}


@dataclass
class Template:
    """Objects, one after the other; ``references`` fill what is open in ``text``.

    They count from the first object of the part. ``roots`` are the elements with no
    other above them.
    """

    text: bytes = b""
    lengths: list[int] = field(default_factory=list)
    references: list[int] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)

    def add(self, text: bytes, references: Sequence[int] = ()) -> None:
        """One more object; a per cent sign in ``text`` is doubled."""
        whole = text + b"\n"
        self.lengths.append(len(whole % tuple(references)))
        self.references.extend(references)
        self.text += whole


def page_objects(
    template: Template, sizes: Sequence[tuple[float, float]], linked: set[int]
) -> None:
    """The dictionary of each page; ``linked``: the pages with links."""
    count = len(sizes)
    for page, (width, height) in enumerate(sizes):
        own = [kind * count + page for kind in range(KINDS)]
        numbers = [PAGES, RESOURCES, BEFORE, own[DRAWING], own[OVER], own[PAGE]]
        links = b""
        if page in linked:
            numbers.append(own[LINKS])
            links = b"/Annots " + OPEN
        text = (
            b"<</Type/Page/Tabs/S/Parent "
            + OPEN
            + b"/Resources "
            + OPEN
            + b"/Contents["
            + b" ".join([OPEN] * 3)
            + b"]/StructParents %7d"
            + links
            + b"/MediaBox[0 0 "
            + f"{width:.2f} {height:.2f}".encode()
            + b"]>>"
        )
        template.add(text, numbers)


def tag_objects(
    template: Template, pdf: pydyf.PDF, page_numbers: Sequence[int]
) -> None:
    """The lists of the marked contents of each page, and the elements."""
    tree = _Tree(pdf, page_numbers)
    for page in range(len(page_numbers)):
        owners = tree.owners[page]
        marks = range(max(owners, default=-1) + 1)
        # What is repeated on each page belongs to no element.
        text = b" ".join(OPEN if mark in owners else b"null" for mark in marks)
        template.add(
            b"[" + text + b"]", [owners[mark] for mark in marks if mark in owners]
        )
    template.roots = tree.roots
    for element in tree.elements:
        text, references = element.open_text(len(page_numbers))
        template.add(text, references)


@dataclass
class _Element:
    """``kids``: marks of the page, and numbers of elements as ``(number,)``."""

    tag: str
    parent: int
    page: int
    extra: bytes
    kids: list[Any] = field(default_factory=list)

    def open_text(self, pages: int) -> tuple[bytes, list[int]]:
        references = [self.parent, PAGE * pages + self.page]
        kids = []
        for kid in self.kids:
            if isinstance(kid, int):
                kids.append(b"%d" % kid)
            else:
                kids.append(OPEN)
                references.append(kid[0])
        text = (
            b"<</Type/StructElem/S"
            + self.tag.encode()
            + b"/P "
            + OPEN
            + b"/Pg "
            + OPEN
            + self.extra
            + b"/K["
            + b" ".join(kids)
            + b"]>>"
        )
        return text, references


class _Tree:
    """The elements that mean something, in the order of their beginning."""

    def __init__(self, pdf: pydyf.PDF, page_numbers: Sequence[int]) -> None:
        self._pdf = pdf
        self._page_of = {number: i for i, number in enumerate(page_numbers)}
        self._first = KINDS * len(page_numbers)
        self.elements: list[_Element] = []
        self.owners: list[dict[int, int]] = [{} for _ in page_numbers]
        root = self._object(pdf.catalog["StructTreeRoot"])
        document = self._object(root["K"][0])
        self.roots = [self._add(self._object(kid), ROOT) for kid in document["K"]]

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _add(self, found: Any, parent: int) -> int:
        number = self._first + len(self.elements)
        page = self._page_of[int(found["Pg"].split()[0])]
        tag = found["S"]
        element = _Element(tag, parent, page, _extra(tag, found))
        self.elements.append(element)
        element.kids = list(self._kids(found, number, page))
        return number

    def _kids(self, found: Any, owner: int, page: int) -> Iterator[Any]:
        """Marks and elements below; an empty one gives its own."""
        for kid in found["K"]:
            if isinstance(kid, int):
                self.owners[page][kid] = owner
                yield kid
                continue
            below = self._object(kid)
            if below.get("Type") == "/OBJR":
                continue
            if below["S"] in EMPTY and found["S"] != "/Sect":
                yield from self._kids(below, owner, page)
            else:
                yield (self._add(below, owner),)


def _extra(tag: str, found: Any) -> bytes:
    """Spans and kind of a cell, and what a picture shows."""
    extra = b""
    if tag in ("/TD", "/TH"):
        facts = found["A"]
        spans = "".join(
            f"/{name} {facts[name]}" for name in ("ColSpan", "RowSpan") if name in facts
        )
        scope = "/Scope/Column" if tag == "/TH" else ""
        extra = f"/A<</O/Table{spans}{scope}>>".encode()
    elif tag == "/Figure":
        box = " ".join(f"{edge:.2f}" for edge in found["A"]["BBox"])
        alternative = found["Alt"].data if "Alt" in found else b"()"
        extra = b"/A<</O/Layout/BBox[" + box.encode() + b"]>>/Alt" + alternative
    return extra.replace(b"%", b"%%")
