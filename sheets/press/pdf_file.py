"""A PDF file written piece by piece, so that a thousand parts need little memory."""

import io
import struct
import zlib
from hashlib import sha256

import pydyf

from .tags import BEFORE, PAGES, RESOURCES, ROOT, Template

ENTRY = struct.Struct(">BIH")  # of the index of objects
# By which names drawings ask for full colour.
OPAQUE = {"A1": "CA", "A1.0": "CA", "a1": "ca", "a1.0": "ca"}
# The small objects of a part are squeezed together; more effort saves little.
EFFORT = 4


class PdfFile:
    """Objects of parts are written at once, those of the document at the end. pydyf
    numbers these from 1; those of the parts begin at ``first``.

    Not higher than there is need of: programs take a file for damaged that is too short
    for its numbers.
    """

    def __init__(self, first: int) -> None:
        self.first = first
        self.pdf = pydyf.PDF()
        self.pdf.add_object(self.pdf.info)
        self._out = io.BytesIO()
        self._out.write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
        self._next = first
        self._index = bytearray()  # of what is numbered from there
        states = {name: pydyf.Dictionary({key: 1}) for name, key in OPAQUE.items()}
        self.resources = pydyf.Dictionary({"ExtGState": pydyf.Dictionary(states)})
        self.root = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document"})
        before = pydyf.Stream([b"q"])
        for item in (self.resources, self.root, before):
            self.pdf.add_object(item)
        self._common = {
            PAGES: self.pdf.pages.number,
            RESOURCES: self.resources.number,
            ROOT: self.root.number,
            BEFORE: before.number,
        }

    def reserve(self, count: int) -> int:
        """Numbers for that many objects; the first of them."""
        first = self._next
        self._next += count
        self._index += bytes(ENTRY.size * count)
        return first

    def _note(self, number: int, entry: bytes) -> None:
        at = (number - self.first) * ENTRY.size
        self._index[at : at + len(entry)] = entry

    def write(self, number: int, data: bytes) -> None:
        """An object with the reserved number."""
        self._note(number, ENTRY.pack(1, self._out.tell(), 0))
        self._out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def write_stream(
        self, number: int, data: bytes, is_compressed: bool = False, extra: bytes = b""
    ) -> None:
        extra += b"/Filter/FlateDecode" if is_compressed else b""
        head = b"<<%s/Length %d>>\nstream\n" % (extra, len(data))
        self.write(number, head + data + b"\nendstream")

    def write_packed(self, first: int, skipped: int, template: Template) -> None:
        """The objects of a part, whose numbers begin at ``first``; the first
        ``skipped`` of them are written by themselves."""
        common = self._common
        text = template.text % tuple(
            [first + n if n >= 0 else common[n] for n in template.references]
        )
        number, at, heads = first + skipped, 0, []
        for length in template.lengths:
            heads.append(f"{number} {at}")
            number, at = number + 1, at + length
        head = (" ".join(heads) + " ").encode()
        count = len(heads)
        holder = self.reserve(1)
        extra = b"/Type/ObjStm/N %d/First %d" % (count, len(head))
        data = zlib.compress(head + text, EFFORT)
        self.write_stream(holder, data, True, extra)
        entries = [ENTRY.pack(2, holder, place) for place in range(count)]
        self._note(first + skipped, b"".join(entries))

    @property
    def is_full(self) -> bool:
        """Whether the document has more objects of its own than there is room for."""
        return len(self.pdf.objects) > self.first

    def finish(self) -> None:
        """The document's own objects, and where to find all of them."""
        entries = [ENTRY.pack(0, 0, 65535)]
        for item in self.pdf.objects[1:]:
            entries.append(ENTRY.pack(1, self._out.tell(), 0))
            self._out.write(item.indirect + b"\n")
        start, own = self._out.tell(), len(entries)
        number = self.reserve(1)
        self._note(number, ENTRY.pack(1, start, 0))
        # By what is in it: the same document is the same file.
        identity = sha256(self._out.getbuffer()).hexdigest()[:32].encode()
        extra = b"/Type/XRef/W[1 4 2]/Index[0 %d %d %d]/Size %d" % (
            *(own, self.first, self._next - self.first, self._next),
        )
        extra += b"/Root %s/Info %s/ID[<%s><%s>]" % (
            *(self.pdf.catalog.reference, self.pdf.info.reference, identity, identity),
        )
        index = zlib.compress(b"".join(entries) + bytes(self._index))
        self.write_stream(number, index, True, extra)
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def getvalue(self) -> bytes:
        return self._out.getvalue()
