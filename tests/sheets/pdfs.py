"""PDF files around data, and what is in them; no tests."""

from io import BytesIO

import pydyf
from pypdf import PdfReader
from pypdf.generic import EmbeddedFile

from sheets.press.enclosed import enclose
from sheets.printed import Printed


def carrier(*books: Printed) -> bytes:
    """A PDF without pages around the data: to lay pages out takes long."""
    made = pydyf.PDF()
    enclose(made, books)
    return finished(made)


def finished(made: pydyf.PDF) -> bytes:
    out = BytesIO()
    made.write(out)
    return out.getvalue()


def inside(data: bytes) -> list[EmbeddedFile]:
    return list(PdfReader(BytesIO(data)).attachment_list)
