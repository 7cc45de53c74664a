"""The form as safe HTML for the reviewer's eye: differences and remarks in its cells.

The cells are the writers' own; what is added round them is escaped like the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from sheets.diff import Change
from sheets.grid import Cell, Grid
from sheets.layouts import Line, layout_of, not_shown
from sheets.sheet import Book, Overall, Sheet
from sheets.writers.html import grid_html, lines_html, text_html

from .models import Comment


@dataclass(frozen=True)
class Marks:
    """What is shown in the cells besides their text, by field path."""

    changes: Mapping[str, Change] = field(default_factory=dict)
    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)

    @classmethod
    def of_changes(cls, changes: Sequence[Change], **more: Any) -> "Marks":
        """Of the changes, those that have a cell in the newer document."""
        there = {c.field: c for c in changes if c.kind != "removed"}
        return cls(changes=there, **more)

    def around(self, path: str | None, html: str) -> str:
        """The cell's content with its marks."""
        if path is None:
            return html
        if (change := self.changes.get(path)) is not None:
            html = _changed(change, html)
        return html + "".join(_sign(c) for c in self.comments.get(path, ()))


NONE = Marks()


def _changed(change: Change, html: str) -> str:
    before = f"<del>{text_html(change.before)}</del> " if change.before else ""
    return f"{before}<ins>{html}</ins>"


def _sign(comment: Comment) -> str:
    words = escape(f"批注：{comment.text}")
    return (
        f' <a class="remark-sign" href="#remark-{comment.pk}" title="{words}"'
        f' aria-label="{words}">✎</a>'
    )


def paper_of(book: Book, marks: Marks = NONE) -> dict[str, Any]:
    """``lines`` of text; ``html`` of the table, if there is one, with its ``grid``
    (title and note stand above it); ``not_shown`` is what the form has no place for."""
    layout = layout_of(book)
    if book.projects:
        document: Sheet | Overall = book.projects[0]
        grid, lines = layout.grid(document), ()
    else:
        document = book.overall or Overall()
        grid, lines = layout.overall_grid(book), layout.overall(book)
    return {
        "grid": grid,
        "lines": _lines(lines, marks),
        "html": _grid(grid, marks) if grid else "",
        "not_shown": not_shown(document, grid, lines),
    }


def _grid(grid: Grid, marks: Marks) -> SafeString:
    def inner(cell: Cell) -> str:
        return marks.around(cell.field, text_html(cell.text))

    return mark_safe(grid_html(grid, inner))  # noqa: S308


def _lines(lines: Sequence[Line], marks: Marks) -> SafeString:
    def inner(line: Line, text: str) -> str:
        return marks.around(line.field, escape(text))

    return mark_safe(lines_html(lines, inner))  # noqa: S308
