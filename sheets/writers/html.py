"""HTML: the tables of the web pages, of the PDF and of a stand-alone file.

All text passes through :func:`text_html`; there is no other way in.
"""

from collections.abc import Callable, Container, Sequence
from html import escape
from pathlib import Path

from ..edition import DRAFT_WORD, Edition, Foot, Paper, Stamp
from ..grid import Cell, Grid
from ..layouts import Layout, Line
from ..paging import cut_at_head, groups, repeat_labels
from .base import Writer, writers

PAPER_CSS = Path(__file__).parent.parent / "static" / "sheets" / "paper.css"


def text_html(text: str) -> str:
    """Escaped, with line breaks kept."""
    return "<br>".join(escape(line) for line in text.split("\n"))


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
        path = f' data-field="{escape(cell.field)}"' if cell.field else ""
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
    facts = ["".join(_row_html(row, inner) for row in rows[: grid.head])]
    head = "".join(
        _row_html(row, inner, "th") for row in rows[grid.head : grid.head + 1]
    )
    indicators = [
        "".join(_row_html(rows[i], inner) for i in group) for group in groups(grid)
    ]
    if grid.head == 0:
        return _table_html("facts indicators", columns, head, indicators)
    return _table_html("facts", columns, "", facts) + _table_html(
        "indicators", columns, head, indicators
    )


def _say(line: Line, text: str) -> str:
    return escape(text)


def lines_html(lines: Sequence[Line], inner: Callable[[Line, str], str] = _say) -> str:
    """Running text; a line with several paragraphs becomes several. ``inner`` makes
    the content of each, as safe HTML."""
    tags = {"part": "h2", "title": "h2", "heading": "h3", "subheading": "h4"}
    parts = []
    for line in lines:
        tag = tags.get(line.role, "p")
        path = f' data-field="{escape(line.field)}"' if line.field else ""
        for text in line.text.split("\n"):
            start = f'<{tag} class="{line.role}"{path}>'
            parts.append(f"{start}{inner(line, text)}</{tag}>")
    return "".join(parts)


def part_id(index: int) -> str:
    """The anchor of a table's section: tells on which page it begins."""
    return f"table-{index}"


def _section(
    content: str, stamp: Stamp | Foot | None, kind: str, anchor: str = ""
) -> str:
    if stamp is not None:
        content += f'<p class="stamp">{escape(stamp.text)}</p>'
        if stamp.is_draft:
            # Across the first page; print.css says it at the head of every page.
            kind += " draft"
            content = f'<div class="watermark">{DRAFT_WORD}</div>{content}'
    identity = f' id="{anchor}"' if anchor else ""
    return f'<section class="{kind}"{identity}>{content}</section>'


def document_html(
    edition: Edition, layout: Layout, css: str, long: Container[int] = ()
) -> str:
    """A complete document: department text first, then one section for each table.

    ``long`` has the indexes of the tables that do not fit on a page.
    """
    book = edition.book
    sections = []
    if book.overall is not None:
        text = lines_html(layout.overall(book))
        table = layout.overall_grid(book)
        text += _titled(table) if table else ""
        sections.append(_section(text, edition.overall_stamp, "overall"))
    for index, sheet in enumerate(book.projects):
        grid = layout.grid(sheet, index + 1 if edition.is_whole_book else None)
        grid = repeat_labels(grid) if index in long else grid
        heading = lines_html(layout.projects_heading(book)) if index == 0 else ""
        content = heading + _titled(grid)
        stamp = edition.stamps[index]
        sections.append(_section(content, stamp, "project", part_id(index)))
    return _document(_title(edition, layout), sections, css)


def paper_html(paper: Paper, css: str, long: Container[int] = ()) -> str:
    """As :func:`document_html`, for free tables."""
    sections = []
    for index, grid in enumerate(paper.grids):
        kind = "project free wide" if grid.wide else "project free"
        grid = repeat_labels(grid) if index in long else grid
        sections.append(_section(_titled(grid), paper.foot, kind, part_id(index)))
    return _document(paper.title, sections, css)


def _titled(grid: Grid) -> str:
    return (
        f'<h1 class="caption">{escape(grid.title)}</h1>'
        f'<p class="note">{escape(grid.note)}</p>{grid_html(grid)}'
    )


def _document(title: str, sections: Sequence[str], css: str) -> str:
    # lang: with plain "zh" the serif fonts of another region are chosen.
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{css}</style></head>"
        f'<body class="print">{"".join(sections)}</body></html>'
    )


def _title(edition: Edition, layout: Layout) -> str:
    book = edition.book
    if len(book.projects) == 1 and book.overall is None:
        return layout.grid(book.projects[0]).title
    year = f"{book.year}年" if book.year else ""
    return f"{book.department.name or ''}{year}绩效文本"


@writers.register
class HtmlWriter(Writer):
    id = "html"
    name = "网页"
    content_type = "text/html; charset=utf-8"

    def write(self, edition: Edition, layout: Layout) -> bytes:
        css = PAPER_CSS.read_text("utf-8")
        return document_html(edition, layout, css).encode()
