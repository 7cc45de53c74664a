"""WeasyPrint, as this program uses it.

Measured before it was written: a ``FontConfiguration`` shared by two threads crashes
the process, and a new one for each call leaks memory. So each thread keeps its own.
"""

import atexit
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pydyf
from weasyprint import CSS, HTML
from weasyprint.document import Document as Pages
from weasyprint.text.fonts import FontConfiguration

PAPER_CSS = Path(__file__).parent.parent / "static" / "sheets" / "paper.css"
PRINT_CSS = Path(__file__).with_name("print.css")
# Where the numbers of the pages are not known yet.
UNNUMBERED = "@page { @bottom-center { content: none } }"

_of_thread = threading.local()


@lru_cache(maxsize=1)
def style() -> str:
    """What a printed page looks like."""
    return PAPER_CSS.read_text("utf-8") + PRINT_CSS.read_text("utf-8")


def _fonts() -> FontConfiguration:
    """This thread's own."""
    if not hasattr(_of_thread, "fonts"):
        _of_thread.fonts = FontConfiguration()
    return cast(FontConfiguration, _of_thread.fonts)


def _css(extra: str) -> CSS:
    """The style as this thread has parsed it."""
    if not hasattr(_of_thread, extra):
        parsed = CSS(string=style() + extra, font_config=_fonts())
        setattr(_of_thread, extra, parsed)
    return getattr(_of_thread, extra)


@atexit.register
def _forget_tools() -> None:
    """Fonts must go while Python still stands: freed later, they crash the exit."""
    _of_thread.__dict__.clear()


def refuse_all(url: str, *args: Any, **kwargs: Any) -> Any:
    """A document needs nothing from outside; typed text must never fetch anything."""
    raise ValueError(f"a target may not load {url!r}")


def render(html: str, *, numbered: bool = True) -> Pages:
    """The document laid out on pages."""
    css = _css("" if numbered else UNNUMBERED)
    page = HTML(string=html, url_fetcher=refuse_all)
    # The hints are the column widths, which the web page needs as attributes.
    return page.render(
        stylesheets=[css], font_config=_fonts(), presentational_hints=True
    )


class _Enough(Exception):
    """Raised when the pages are drawn: the file itself is not wanted."""


class _Uncut(dict[Any, Any]):
    """Fonts as they are found: of kept pages, only the numbers of glyphs are kept, and
    to cut a font down to them is a seventh of the work."""

    def __setitem__(self, key: Any, font: Any) -> None:
        font.clean = _leave
        super().__setitem__(key, font)


def _leave(to_unicode: Any, hinting: Any) -> None:
    """In place of what cuts a font down."""


def draw(pages: Pages) -> pydyf.PDF:
    """The pages as objects of PDF, with their tags, before they become a file."""
    caught: list[pydyf.PDF] = []

    def catch(document: Pages, pdf: pydyf.PDF) -> None:
        caught.append(pdf)
        raise _Enough

    pages.fonts = _Uncut()
    with suppress(_Enough):
        pages.write_pdf(finisher=catch, pdf_tags=True)
    return caught[0]


def render_fonts(html: str) -> list[Any]:
    """The fonts in which a few words are set, as a document sets them."""
    page = f'<html lang="zh-CN"><body class="print">{html}</body></html>'
    pages = render(page, numbered=False)
    draw(pages)
    fonts = list(pages.fonts.values())
    for font in fonts:
        del font.clean  # these will be cut
    return fonts
