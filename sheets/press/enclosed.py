"""The data of a PDF as files inside it: what is printed can be read again.

ISO 19005-3 (PDF/A-3), 6.8 [K]: a file inside has a name in both spellings and a media
type, says what it is to the document, and the catalog names it.
"""

import zlib
from collections.abc import Sequence
from hashlib import md5
from typing import Any

import pydyf

from ..edition import DRAFT_WORD
from ..printed import FILE_NAME, Printed

# What people see of its name.
TITLE = "绩效目标数据"
SAID = "与所印内容相同，可以导入绩效目标系统"
# A draft bears no date, and by the clock no file would be the same twice.
NO_DAY = "20000101"
OBJECTS = 2  # that each file takes, and one for all
EFFORT = 6


def enclose(pdf: Any, books: Sequence[Printed]) -> None:
    """Adds the data of each department's book. The pages are there already."""
    if not books:
        return
    places = range(1, len(books) + 1) if len(books) > 1 else [0]
    files = pydyf.Array()
    names = pydyf.Array()
    for place, book in zip(places, books, strict=True):
        # Of one length, for the names must be in order.
        number = f"-{place:06}" if place else ""
        name = f"{FILE_NAME}{number}.json"
        specification = _specification(pdf, book, name, number)
        names += [pydyf.String(name), specification.reference]
        files.append(specification.reference)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = (
        tree.reference
    )
    pdf.catalog["AF"] = files


def _specification(pdf: Any, book: Printed, name: str, number: str) -> pydyf.Dictionary:
    stream = _stream(book, pdf.pages["Count"])
    pdf.add_object(stream)
    mark = f"（{DRAFT_WORD}）" if book.has_drafts else ""
    made = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(name),
            "UF": pydyf.String(f"{TITLE}{mark}{number}.json"),
            "Desc": pydyf.String(f"{book.office}{TITLE}{mark}，{SAID}"),
            "AFRelationship": "/Data",
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        }
    )
    pdf.add_object(made)
    return made


def _stream(book: Printed, pages: int) -> pydyf.Stream:
    squeeze, seen = zlib.compressobj(EFFORT), md5(usedforsecurity=False)
    size, parts = 0, []
    for part in book.json(pages):
        size += len(part)
        seen.update(part)
        parts.append(squeeze.compress(part))
    parts.append(squeeze.flush())
    day = f"{book.day:%Y%m%d}" if book.day else NO_DAY
    # By the sum a reader sees that a byte was changed; the format knows no other.
    known = {
        "Size": size,
        "CheckSum": f"<{seen.hexdigest()}>",
        "ModDate": pydyf.String(f"D:{day}000000+08'00'"),
    }
    facts = {
        "Type": "/EmbeddedFile",
        "Subtype": "/application#2fjson",
        "Params": pydyf.Dictionary(known),
        "Filter": "/FlateDecode",
    }
    return pydyf.Stream([b"".join(parts)], facts)
