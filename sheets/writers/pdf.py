"""PDF by WeasyPrint, from the same HTML and the same style as the web page.

Measured before it was written: a ``FontConfiguration`` shared by two threads crashes
the process, and a new one for each call leaks memory. So each thread keeps its own.
"""

import atexit
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document as Pages
from weasyprint.text.fonts import FontConfiguration

from ..document import Document
from .base import PaperWriter, writers
from .html import PAPER_CSS, document_html

PRINT_CSS = Path(__file__).with_name("print.css")

_of_thread = threading.local()


@lru_cache(maxsize=1)
def _style() -> str:
    return PAPER_CSS.read_text("utf-8") + PRINT_CSS.read_text("utf-8")


def _tools() -> tuple[FontConfiguration, CSS]:
    """This thread's font configuration and parsed style."""
    if not hasattr(_of_thread, "tools"):
        fonts = FontConfiguration()
        _of_thread.tools = fonts, CSS(string=_style(), font_config=fonts)
    return _of_thread.tools  # type: ignore[no-any-return]


@atexit.register
def _forget_tools() -> None:
    """Fonts must go while Python still stands: freed later, they crash the exit."""
    _of_thread.__dict__.clear()


def refuse_all(url: str, *args: Any, **kwargs: Any) -> Any:
    """A document needs nothing from outside; typed text must never fetch anything."""
    raise ValueError(f"a target may not load {url!r}")


@writers.register
class PdfWriter(PaperWriter):
    id = "pdf"
    name = "PDF"
    content_type = "application/pdf"
    extension = "pdf"
    # Tags say to a reader of the screen what is a table and what is its head.
    options: dict[str, Any] = {"pdf_tags": True}

    def write_document(self, document: Document) -> bytes:
        return whole_pdf(document, **self.options)


def whole_pdf(document: Document, **options: Any) -> bytes:
    """The document laid out in one piece. Which tables are long shows only once it
    has been."""
    first = document_html(document, "")
    pages = _render(first)
    second = document_html(document, "", _longer_than_a_page(pages, document))
    if second != first:
        pages = _render(second)
    pdf: bytes = pages.write_pdf(**options)
    return pdf


def _render(html: str) -> Pages:
    fonts, css = _tools()
    page = HTML(string=html, url_fetcher=refuse_all)
    # The hints are the column widths, which the web page needs as attributes.
    return page.render(stylesheets=[css], font_config=fonts, presentational_hints=True)


def _longer_than_a_page(pages: Pages, document: Document) -> set[str]:
    """Names of the tables that begin on one page and end on another."""
    found: dict[str, set[int]] = {}
    for number, page in enumerate(pages.pages):
        for anchor in page.anchors:  # on each page that the section reaches
            found.setdefault(anchor, set()).add(number)
    return {t.name for t in document.tables if len(found[f"in-{t.name}"]) > 1}
