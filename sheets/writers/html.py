"""HTML: the tables of the web pages, of the PDF and of a stand-alone file.

All text passes through :func:`_safe`; there is no other way in.
"""

import math
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from html import escape

from ..document import (
    Block,
    Cover,
    Document,
    Entry,
    Part,
    Progress,
    Table,
    counted,
)
from ..edition import DRAFT_WORD, Foot, Stamp
from ..grid import Cell, Grid
from ..layouts import Line
from ..paging import (
    above_head,
    below_head,
    cut_at_head,
    repeat_labels,
    split_high_rows,
)
from ..press.fragment import END, JUMP
from ..press.typesetting import PAPER_CSS
from ..typed import plain
from .base import DocumentWriter, writers
from .qr import qr_svg

# Of the 225 mm by 156 mm of a page of contents, in lines of 25 points and characters of
# 14, less what is left free for the number of the page.
CONTENTS_LINES, CONTENTS_CHARS = 25, 27
TITLE_LINES = 2  # what its title takes of the first; less would do


def _safe(text: str) -> str:
    """Escaped; what no font has a glyph for and no reader a use is dropped."""
    return escape(plain(text))


def text_html(text: str) -> str:
    """Escaped, with line breaks kept."""
    return "<br>".join(_safe(text).split("\n"))


def _show(cell: Cell) -> str:
    return text_html(cell.text)


def _row_html(
    cells: Sequence[Cell], inner: Callable[[Cell], str], tag: str = "td"
) -> str:
    parts = []
    for cell in cells:
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        scope = ' scope="col"' if tag == "th" else ""
        path = f' data-field="{_safe(cell.field)}"' if cell.field else ""
        parts.append(
            f'<{tag} class="{cell.role}"{spans}{scope}{path}>{inner(cell)}</{tag}>'
        )
    return f"<tr>{''.join(parts)}</tr>"


def _table_html(name: str, columns: str, head: str, bodies: Sequence[str]) -> str:
    thead = f"<thead>{head}</thead>" if head else ""
    tbodies = "".join(f"<tbody>{body}</tbody>" for body in bodies)
    return f'<table class="sheet {name}">{columns}{thead}{tbodies}</table>'


def grid_html(grid: Grid, inner: Callable[[Cell], str] = _show) -> str:
    """The grid as two tables, one under the other, that look like one.

    A printer repeats only the head of a table, and the row to repeat stands in the
    middle of the form; where it is the first row, one table is enough. Rows that belong
    together are one body, which a printer keeps on one page if it can. ``inner`` makes
    the content of a cell, as safe HTML.
    """
    grid = cut_at_head(grid)
    # An attribute and not a style: a strict content policy forbids inline styles.
    columns = "".join(f'<col width="{width:.2%}">' for width in grid.widths)
    columns = f"<colgroup>{columns}</colgroup>"
    rows = list(grid.rows())

    def bodies(of: list[range]) -> list[str]:
        return ["".join(_row_html(rows[i], inner) for i in group) for group in of]

    head = "".join(
        _row_html(row, inner, "th") for row in rows[grid.head : grid.head + 1]
    )
    facts, indicators = bodies(above_head(grid)), bodies(below_head(grid))
    if grid.head == 0:
        return _table_html("facts indicators", columns, head, indicators)
    return _table_html("facts", columns, "", facts) + _table_html(
        "indicators", columns, head, indicators
    )


def _say(line: Line, text: str) -> str:
    return _safe(text)


TAGS = {"part": "h2", "title": "h2", "heading": "h3", "subheading": "h4"}


def lines_html(lines: Sequence[Line], inner: Callable[[Line, str], str] = _say) -> str:
    """Running text; a line with several paragraphs becomes several. ``inner`` makes
    the content of each, as safe HTML."""
    parts = []
    for line in lines:
        tag = TAGS.get(line.role, "p")
        path = f' data-field="{_safe(line.field)}"' if line.field else ""
        for text in line.text.split("\n"):
            start = f'<{tag} class="{line.role}"{path}>'
            parts.append(f"{start}{inner(line, text)}</{tag}>")
    return "".join(parts)


def _block_html(block: Block) -> str:
    """As :func:`lines_html`; what is in the contents can be jumped to."""
    if not block.anchor:
        return lines_html(block.lines)
    lines = "".join(
        f'<span class="{line.role}">{_safe(line.text)}</span>' for line in block.lines
    )
    tag = "h1" if block.level == 1 else "h2"
    label = f' id="{block.anchor}" data-entry="{_safe(block.text)}"'
    return f'<{tag} class="{block.role}"{label}>{lines}</{tag}>'


def _stamp_html(stamp: Stamp | Foot) -> str:
    words = f'<p class="stamp">{_safe(stamp.text)}</p>'
    if not stamp.link:
        return words
    return (
        f'<div class="seal">{qr_svg(stamp.link)}{words}'
        f'<p class="stamp">查验：{_safe(stamp.link)}</p></div>'
    )


def section_html(part: Part, *, is_long: bool = False, is_free: bool = False) -> str:
    """One part of a document; ``is_long``: its table does not fit on a page."""
    content = "".join(_block_html(block) for block in part.blocks)
    kind = "overall"
    if isinstance(part, Table):
        content += _titled(part, is_long=is_long)
        kind = "project free" if is_free else "project"
        kind += " wide" if part.grid.wide else ""
    if part.stamp is not None:
        content += _stamp_html(part.stamp)
    name = f"in-{part.name}"
    return _section_html(kind, content, name=name, is_draft=part.is_draft)


def _section_html(kind: str, content: str, *, name: str = "", is_draft: bool) -> str:
    if is_draft:
        # Across the first page; print.css says it at the head of every page.
        kind += " draft"
        content = f'<div class="watermark">{DRAFT_WORD}</div>{content}'
    anchor = f' id="{name}"' if name else ""
    return f'<section class="{kind}"{anchor}>{content}</section>'


def _titled(table: Table, *, is_long: bool) -> str:
    grid = repeat_labels(split_high_rows(table.grid)) if is_long else table.grid
    prefix = table.prefix
    if table.room:
        prefix = f'<span class="room-{table.room}" id="number"></span>'
    tag = "h1" if table.level == 1 else "h2"
    label = f' id="{table.name}" data-entry="{_safe(table.title)}"'
    return (
        f'<{tag} class="caption"{label}>{prefix}{_safe(grid.title)}</{tag}>'
        f'<p class="note">{_safe(grid.note)}</p>{grid_html(grid)}'
    )


def cover_html(cover: Cover, *, is_draft: bool) -> str:
    """The first page of a book; ``is_draft`` if there is one in it."""
    lines = (
        ("office", cover.office),
        ("name", cover.title),
        ("day", cover.day_text),
    )
    inner = "".join(f'<p class="{kind}">{_safe(text)}</p>' for kind, text in lines)
    return _section_html("cover", inner, is_draft=is_draft)


def contents_html(entries: Iterable[Entry], *, is_draft: bool) -> str:
    """The contents, as links; in print each is followed by its page, which counts
    itself."""
    lines = (
        f'<li class="level-{entry.level}">'
        f'<a href="#{entry.anchor}">{_safe(entry.text)}</a></li>'
        for entry in entries
    )
    return _contents(lines, is_draft=is_draft)


def contents_page_html(
    entries: Sequence[Entry], *, is_first: bool, is_draft: bool
) -> str:
    """A page of the contents that stands by itself. What its lines lead to is not in
    it: only where a line is and where its text ends, is said."""
    lines = (
        f'<li class="level-{entry.level}" id="{JUMP}{entry.anchor}">'
        f'{_safe(entry.text)}<i class="end" id="{END}{entry.anchor}"></i></li>'
        for entry in entries
    )
    return _contents(lines, has_title=is_first, is_draft=is_draft)


def _contents(lines: Iterable[str], *, has_title: bool = True, is_draft: bool) -> str:
    title = '<h1 class="title">目录</h1>' if has_title else ""
    content = f'{title}<ul class="entries">{"".join(lines)}</ul>'
    return _section_html("contents", content, is_draft=is_draft)


def contents_pages(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """The entries page by page. Every character counts as a wide one, so a page may
    have room for one more line, and never has one too many."""
    page: list[Entry] = []
    lines = TITLE_LINES
    for entry in entries:
        need = math.ceil(len(entry.text) / CONTENTS_CHARS)
        if page and lines + need > CONTENTS_LINES:
            yield page
            page, lines = [], 0
        page.append(entry)
        lines += need
    yield page


def document_html(
    document: Document,
    css: str,
    long: Container[str] = (),
    *,
    progress: Progress | None = None,
) -> str:
    """A complete document. ``long`` has the names of the tables that do not fit on a
    page."""
    sections = list(_sections(document, long, progress))
    is_draft = all(part.is_draft for part in document.parts)
    return page_html(
        document.title, sections, css, document=document, is_draft=is_draft
    )


def _sections(
    document: Document, long: Container[str], progress: Progress | None
) -> Iterator[str]:
    if document.cover is not None:
        yield cover_html(document.cover, is_draft=document.has_drafts)
    if document.has_contents:
        yield contents_html(document.entries(), is_draft=document.has_drafts)
    for part in counted(document.parts, progress):
        yield section_html(part, is_long=part.name in long, is_free=document.is_free)


def page_html(
    title: str,
    sections: Sequence[str],
    css: str,
    *,
    document: Document | None = None,
    is_draft: bool = False,
) -> str:
    """A whole file of HTML around these sections. If all of it ``is_draft``, each page
    has the mark of a draft, and not the first of a part only."""
    facts = ""
    kind = "print all-draft" if is_draft else "print"
    if document is not None:
        keywords = "，".join(document.keywords)
        facts = (
            f'<meta name="author" content="{_safe(document.office)}">'
            f'<meta name="keywords" content="{_safe(keywords)}">'
        )
    # lang: with plain "zh" the serif fonts of another region are chosen.
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_safe(title)}</title>{facts}<style>{css}</style></head>"
        f'<body class="{kind}">{"".join(sections)}</body></html>'
    )


@writers.register
class HtmlWriter(DocumentWriter):
    id = "html"
    name = "网页"
    content_type = "text/html; charset=utf-8"
    extension = "html"

    def write_document(
        self, document: Document, progress: Progress | None = None
    ) -> bytes:
        css = PAPER_CSS.read_text("utf-8")
        return document_html(document, css, progress=progress).encode()
