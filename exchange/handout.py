"""填报模板: Excel forms for people without an account, filled in as far as is known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from audit.services import record
from departments.models import Department
from indicators import carry, store
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Kind, Target
from sheets.layouts import layout_of
from sheets.sheet import Book, Indicator, Overall, Sheet, blank_sheet
from sheets.writers.template import OverallPage, Page, write_template

from .imports import MOST_TABLES
from .marks import LONGEST_STEM, Marked

WHAT = "填报模板"
NOTHING = "没有可以填写的。请至少选一张空白表，或带上去年的项目、部门整体绩效目标。"
TOO_MANY = f"一个模板最多 {MOST_TABLES} 张表，这里有 {{count}} 张。"


def template_of(*, target: Target, actor: Any) -> Marked:
    """The form of one target as it is stored."""
    book = store.load_book(target)
    pages = [Page(sheet) for sheet in book.projects] or [_page(book, target.year)]
    name = f"{target.year}{target.department} {target}"
    _record(actor, target.subject, str(target), len(pages))
    return _file(target.year, target.department, pages, name)


def template_of_department(
    *,
    year: BudgetYear,
    department: Department,
    actor: Any,
    blanks: int = 1,
    with_last_year: bool = False,
    with_overall: bool = False,
) -> Marked:
    """Forms of the overall target, if asked for, and of all projects that may be filled
    in; of those of last year that are not in this one yet; and empty ones.
    ``CheckFailed`` if that is none, or too many."""
    pages: list[Page | OverallPage] = []
    if with_overall:
        pages += _overall(year, department)
    pages += [Page(sheet) for sheet in _stored(year, department)]
    if with_last_year:
        pages += [
            Page(carry.carried_sheet(target, year), is_new=True)
            for target in carry.candidates(year, department)
            if target.project is not None
        ]
    pages += [Page(_blank(year, department), is_new=True)] * blanks
    if not pages:
        raise CheckFailed(NOTHING)
    if len(pages) > MOST_TABLES:
        raise CheckFailed(TOO_MANY.format(count=len(pages)))
    name = f"{year}{department}"
    subject = f"book:{year.year}:{department.code}"
    _record(actor, subject, f"{name}{WHAT}", len(pages))
    return _file(year, department, pages, name)


def _overall(year: BudgetYear, department: Department) -> Iterator[OverallPage]:
    """As it is stored, if it may be filled in; an empty one if there is none yet."""
    targets = Target.objects.filter(
        year=year, department=department, kind=Kind.DEPARTMENT
    )
    target = targets.with_names().first()
    if target is None:
        yield _page(store.empty_book(year, department), year)
    elif target.is_editable:
        yield _page(store.load_book(target), year)


def _page(book: Book, year: BudgetYear) -> OverallPage:
    """With a row for each label of the year where it has none yet."""
    overall = book.overall or Overall()
    if not overall.indicators:
        rows = tuple(Indicator(*labels) for labels in year.scheme.rows())
        overall = replace(overall, indicators=rows)
    return OverallPage(replace(book, overall=overall))


def _stored(year: BudgetYear, department: Department) -> list[Sheet]:
    targets = Target.objects.filter(
        year=year, department=department, kind=Kind.PROJECT
    ).order_by("project__position", "pk")
    rows = store.load_all(targets)
    return [sheet for target, sheet in rows if target.is_editable]  # type: ignore[misc]


def _blank(year: BudgetYear, department: Department) -> Sheet:
    layout = layout_of(store.empty_book(year, department))
    return blank_sheet(months=year.months, tiers=year.scheme.rows(), unit=layout.unit)


def _file(
    year: BudgetYear,
    department: Department,
    pages: Sequence[Page | OverallPage],
    name: str,
) -> Marked:
    layout = layout_of(store.empty_book(year, department))
    data = write_template(pages, layout, year.scheme.rows(), f"{year}{department}")
    return Marked(BytesIO(data), f"{name[:LONGEST_STEM]}{WHAT}.xlsx")


def _record(actor: Any, subject: str, name: str, count: int) -> None:
    record(
        actor=actor,
        action="export",
        subject=subject,
        subject_name=name,
        detail={"format": "xlsx", "file": WHAT, "rows": count},
    )
