"""PDF by WeasyPrint, from the same HTML and the same style as the web page.

Measured before it was written: a ``FontConfiguration`` shared by two threads crashes
the process, and a new one for each call leaks memory. So each thread keeps its own.
"""

import atexit
import threading
from collections.abc import Callable, Container
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from ..edition import Edition, Paper
from ..layouts import Layout
from .base import PaperWriter, writers
from .html import PAPER_CSS, document_html, paper_html, part_id

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

    def write(self, edition: Edition, layout: Layout) -> bytes:
        html = partial(document_html, edition, layout, "")
        return _pdf(html, len(edition.book.projects))

    def write_paper(self, paper: Paper) -> bytes:
        return _pdf(partial(paper_html, paper, ""), len(paper.grids))


def _pdf(html: Callable[[Container[int]], str], tables: int) -> bytes:
    """``html`` gives the document when it is told which tables are long: that shows
    only once it has been laid out."""
    first = html(())
    document = _render(first)
    second = html(_longer_than_a_page(document, tables))
    if second != first:
        document = _render(second)
    pdf: bytes = document.write_pdf()
    return pdf


def _render(html: str) -> Document:
    fonts, css = _tools()
    page = HTML(string=html, url_fetcher=refuse_all)
    # The hints are the column widths, which the web page needs as attributes.
    return page.render(stylesheets=[css], font_config=fonts, presentational_hints=True)


def _longer_than_a_page(document: Document, tables: int) -> set[int]:
    """Indexes of the tables that begin on one page and end on another."""
    first: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:  # on each page that the section reaches
            first.setdefault(anchor, number)
    starts = [first[part_id(index)] for index in range(tables)]
    ends = pairwise([*starts, len(document.pages)])
    return {index for index, (start, end) in enumerate(ends) if end - start > 1}
