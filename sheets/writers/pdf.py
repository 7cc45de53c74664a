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
from weasyprint.text.fonts import FontConfiguration

from ..edition import Edition
from ..layouts import Layout
from .base import Writer, writers
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
class PdfWriter(Writer):
    id = "pdf"
    name = "PDF"
    content_type = "application/pdf"

    def write(self, edition: Edition, layout: Layout) -> bytes:
        fonts, css = _tools()
        html = HTML(
            string=document_html(edition, layout, css=""), url_fetcher=refuse_all
        )
        # The hints are the column widths, which the web page needs as attributes.
        pdf: bytes = html.write_pdf(
            stylesheets=[css], font_config=fonts, presentational_hints=True
        )
        return pdf
