"""The official forms, filled with a sample: for whoever chooses one for a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from departments import access
from departments.models import Department
from perftargets.errors import NotAllowed
from sheets.layouts import Layout, OverallLayout, layout_of, layouts, overall_layouts
from sheets.layouts.sample import sample_book
from sheets.writers.html import grid_html, lines_html

from .models import BudgetYear, DepartmentLayout


@dataclass(frozen=True)
class Listed:
    """A form with the years, and the departments in some year, that use it."""

    form: Layout | OverallLayout
    used_by: list[str]


def layout_list(request: HttpRequest) -> HttpResponse:
    """All forms, and who uses them."""
    _check(request.user)
    context = {
        "kinds": [
            ("项目绩效目标表", [Listed(f, list(_tables(f.id))) for f in layouts]),
            (
                "部门整体绩效目标",
                [Listed(f, list(_overalls(f.id))) for f in overall_layouts],
            ),
        ]
    }
    return render(request, "layouts/list.html", context)


def layout_page(request: HttpRequest, layout_id: str) -> HttpResponse:
    """One form as it looks when it is filled in, with what it has no place for."""
    _check(request.user)
    form = _form(layout_id)
    is_table = isinstance(form, Layout)
    book = sample_book(form) if is_table else sample_book(None, form)
    layout = layout_of(book)
    grid = layout.grid(book.projects[0]) if is_table else layout.overall_grid(book)
    context = {
        "form": form,
        "grid": grid,
        # All text is escaped by the writer.
        "lines": mark_safe(lines_html(layout.overall(book))),  # noqa: S308
        "html": mark_safe(grid_html(grid)) if grid else "",  # noqa: S308
        "reasons": dict.fromkeys(form.leaves_out.values()),
    }
    return render(request, "layouts/page.html", context)


def _check(user: Any) -> None:
    manages = access.allowed_at(user, access.MANAGE, prefix="")
    if not Department.objects.filter(manages).exists():
        raise NotAllowed("只有管理员可以看表式。表式由管理员在后台按年度选定。")


def _form(layout_id: str) -> Layout | OverallLayout:
    for form in (*layouts, *overall_layouts):
        if form.id == layout_id:
            return form
    raise Http404("没有这种表式")


def _tables(layout_id: str) -> Iterator[str]:
    for year in BudgetYear.objects.filter(layout=layout_id):
        yield str(year)
    yield from _departments(DepartmentLayout.objects.filter(layout=layout_id))


def _overalls(layout_id: str) -> Iterator[str]:
    """Chosen by name, or with the form of the tables."""
    with_it = [form.id for form in layouts if form.overall_layout == layout_id]
    for choices in (BudgetYear.objects, DepartmentLayout.objects):
        named = choices.filter(overall_layout=layout_id)
        found = named | choices.filter(overall_layout="", layout__in=with_it)
        if choices is BudgetYear.objects:
            yield from map(str, found)
        else:
            yield from _departments(found)


def _departments(rows: Any) -> Iterator[str]:
    for row in rows.select_related("year", "department"):
        yield f"{row.year}{row.department}"
