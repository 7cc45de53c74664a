"""Forms and lists of a review as tables, for the page and for the writers.

What they say of a target comes from its frozen versions, never from its live rows.
"""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from sheets.edition import Foot, Paper
from sheets.grid import Grid
from sheets.layouts.approval import Approved, approval_grid
from sheets.layouts.review_form import Line, Reviewed, review_grid
from sheets.sheet import Book, Budget
from sheets.writers.html import grid_html

from .models import Approval, Batch, ReviewForm
from .review_form import ITEMS


def _lines(form: ReviewForm) -> Iterable[Line]:
    said = {item.key: item for item in form.items.all()}
    for item in ITEMS:
        found = said.get(item.key)
        yield Line(
            dimension=item.dimension.label,
            name=item.name,
            asks=item.asks,
            points=item.points,
            opinion=found.opinion if found else "",
            score=found.score if found else None,
        )


def reviewed(form: ReviewForm) -> Reviewed:
    """The form as its layout wants it."""
    book: Book = form.reviewed.book()
    sheet = book.projects[0] if book.projects else None
    department = book.department.name or ""
    return Reviewed(
        is_overall=sheet is None,
        is_scored=form.is_scored,
        name=sheet.name if sheet else department,
        department=department,
        code=(sheet.code if sheet else None) or "",
        budget=sheet.budget if sheet else Budget(unit=None),
        step=form.stage.name,
        submission=f"第{form.reviewed.number}次送审稿",
        lines=tuple(_lines(form)),
        grade=form.get_grade_display(),
        overall=form.overall,
        author=form.signed,
        day=f"{timezone.localdate(form.saved_at):%Y-%m-%d}",
    )


def form_grid(form: ReviewForm) -> dict[str, Grid | SafeString]:
    """The filled form for the page: its ``grid`` (title and note) and its ``html``."""
    grid = review_grid(reviewed(form))
    return {"grid": grid, "html": mark_safe(grid_html(grid))}  # noqa: S308


def form_paper(form: ReviewForm) -> Paper:
    """Ready for a writer; a draft while the step is open, for it may still change."""
    grid = review_grid(reviewed(form))
    words = f"第{form.reviewed.number}次送审稿，校验码 {form.reviewed.sha256[:8]}"
    is_open = form.stage.left_at is None
    foot = Foot(f"草稿，尚未办结；{words}" if is_open else words, is_open)
    return Paper(grid.title, (grid,), foot)


def approved(approval: Approval) -> Approved:
    """One line of the 批复表."""
    version = approval.version
    return Approved(version.book(), approval.number, version.sha256)


def batch_paper(batch: Batch, approvals: Sequence[Approval]) -> Paper:
    """The 批复表 with these of the batch's approvals."""
    lines = [approved(approval) for approval in approvals]
    grid = approval_grid(batch.year.year, batch.number, batch.date, lines)
    return Paper(grid.title, (grid,))
