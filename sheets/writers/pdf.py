"""PDF by WeasyPrint, from the same HTML and the same style as the web page.

One table is laid out and written at once. A book is put together from the finished
pages of its parts (:mod:`sheets.press`); where a part holds anything but
text and rules, the book is laid out whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from weasyprint.document import Document as Pages

from ..document import Document, Entry, Form, Part, Progress, Table
from ..press.assembly import CannotAssemble, assemble
from ..press.enclosed import enclose
from ..press.fragment import NAME, Fragment
from ..press.kept import Job, pages_of, shelf
from ..press.typesetting import render
from .base import PaperWriter, writers
from .html import (
    contents_page_html,
    contents_pages,
    cover_html,
    document_html,
    page_html,
    section_html,
)

# So many parts are sooner laid out together.
FEW = 3


@writers.register
class PdfWriter(PaperWriter):
    id = "pdf"
    name = "PDF"
    content_type = "application/pdf"
    extension = "pdf"
    is_archival = False

    def write_document(
        self, document: Document, progress: Progress | None = None
    ) -> bytes:
        is_book = document.has_contents or len(document.parts) > FEW
        if is_book or self.is_archival:
            try:
                return _assembled(document, progress, is_archival=self.is_archival)
            except CannotAssemble:
                pass
        return whole_pdf(document, is_archival=self.is_archival)


@writers.register
class PdfArchiveWriter(PdfWriter):
    """For archives: all that is needed to show it in fifty years is in the file."""

    id = "pdf-a"
    name = "PDF/A（归档）"
    is_archival = True


def _assembled(
    document: Document, progress: Progress | None, *, is_archival: bool
) -> bytes:
    store = shelf()
    jobs = [_job(part, document.is_free) for part in document.parts]
    made = zip(document.parts, pages_of(jobs, store, progress), strict=True)

    def front(entries: list[Entry]) -> Iterable[Fragment]:
        if document.cover is None:
            return []
        is_draft = document.has_drafts
        sections = [
            cover_html(document.cover, is_draft=is_draft),
            *_contents(entries, is_draft),
        ]
        return _all_of(pages_of([_section_job(html) for html in sections], store))

    return assemble(document, _known(made), front, is_archival=is_archival)


def _contents(entries: list[Entry], is_draft: bool) -> Iterator[str]:
    for number, page in enumerate(contents_pages(entries)):
        yield contents_page_html(page, is_first=number == 0, is_draft=is_draft)


def _job(part: Part, is_free: bool) -> Job:
    alone = _by_itself(part)
    said = repr(alone)
    if isinstance(alone, Table) and isinstance(alone.source, Form):
        said = f"{alone.source.identity} {alone.heading} {alone.stamp} {alone.room}"

    def html(is_long: bool) -> str:
        # A new one each time: of a thousand, none shall keep its grid.
        section = section_html(_by_itself(part), is_long=is_long, is_free=is_free)
        return page_html("", [section], "", is_draft=part.is_draft)

    return Job(
        identity=f"{type(part).__name__} {is_free} {said}",
        html=html,
        entries=lambda: list(_by_itself(part).entries()),
        is_bounded=not isinstance(part, Table),
    )


def _section_job(section: str) -> Job:
    """A section that is HTML already."""
    html = page_html("", [section], "")
    return Job(html, lambda is_long: html, lambda: [], is_bounded=True)


def _by_itself(part: Part) -> Part:
    """The part without what it has from its place in a book."""
    if isinstance(part, Table):
        room = 0 if part.number is None else len(str(part.number))
        return replace(part, name=NAME, number=None, room=room)
    return replace(part, name=NAME)


def _known(
    made: Iterable[tuple[Part, Fragment | None]],
) -> Iterator[tuple[Part, Fragment]]:
    for part, fragment in made:
        if fragment is None:
            raise CannotAssemble
        yield part, fragment


def _all_of(fragments: Iterable[Fragment | None]) -> Iterator[Fragment]:
    for fragment in fragments:
        if fragment is None:
            raise CannotAssemble
        yield fragment


def whole_pdf(document: Document, *, is_archival: bool = False) -> bytes:
    """The document laid out in one piece. Which tables are long shows only once it
    has been."""
    first = document_html(document, "")
    pages = render(first)
    second = document_html(document, "", _longer_than_a_page(pages, document))
    if second != first:
        pages = render(second)
    # Tags say to a reader of the screen what is a table and what is its head.
    pdf: bytes = pages.write_pdf(
        finisher=lambda _, pdf: enclose(pdf, document.books),
        pdf_tags=True,
        pdf_variant="pdf/a-3u" if is_archival else None,
    )
    return pdf


def _longer_than_a_page(pages: Pages, document: Document) -> set[str]:
    """Names of the tables that begin on one page and end on another."""
    found: dict[str, set[int]] = {}
    for number, page in enumerate(pages.pages):
        for anchor in page.anchors:  # on each page that the section reaches
            found.setdefault(anchor, set()).add(number)
    return {t.name for t in document.tables if len(found[f"in-{t.name}"]) > 1}
