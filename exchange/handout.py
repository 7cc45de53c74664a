"""填报模板: Excel forms for people without an account, filled in as far as is known."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from audit.services import record
from departments.models import Department
from indicators import carry, store
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Kind, Target
from sheets.layouts import layout_of
from sheets.sheet import Sheet, blank_sheet
from sheets.writers.template import Page, write_template

from .imports import MOST_TABLES
from .marks import LONGEST_STEM, Marked

WHAT = "填报模板"
NOTHING = "没有可以填写的项目。请至少选一张空白表，或带上去年的项目。"
TOO_MANY = f"一个模板最多 {MOST_TABLES} 张表，这里有 {{count}} 张。"
NOT_PROJECT = "填报模板只有项目绩效目标表；部门整体绩效目标请在系统中填写。"


def template_of(*, target: Target, actor: Any) -> Marked:
    """The form of one project as it is stored."""
    if target.project is None:
        raise CheckFailed(NOT_PROJECT)
    pages = [Page(store.load_sheet(target))]
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
) -> Marked:
    """Forms of all projects that may be filled in; of those of last year that are not
    in this one yet; and empty ones. ``CheckFailed`` if that is none, or too many."""
    pages = [Page(sheet) for sheet in _stored(year, department)]
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
    year: BudgetYear, department: Department, pages: Sequence[Page], name: str
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
