"""The list of a year's targets."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from departments import access
from departments.models import Department

from .forms import FilterForm
from .models import BudgetYear, Target
from .windows import closed_because

PAGE_SIZE = 50


def target_list(request: HttpRequest) -> HttpResponse:
    """One line a target, filtered by year, status and words."""
    form = FilterForm(request.GET)
    chosen = form.chosen()
    targets = Target.objects.visible_to(request.user).with_names()
    page = Paginator(targets.filter(_conditions(chosen)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    mine = Department.objects.filter(
        access.allowed_at(request.user, access.EDIT, prefix="")
    )
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(chosen[name] for name in ("status", "occasion", "q")),
        "query": form.query_without_page(),
        "books": _books(page),
        "may_create": bool(mine),
        "may_import": access.anywhere(request.user, access.IMPORT),
        "closed": _closed(chosen["year"], mine),
    }
    return render(request, "targets/list.html", context)


def _conditions(chosen: dict[str, Any]) -> Q:
    conditions = Q()
    if chosen["year"]:
        conditions &= Q(year=chosen["year"])
    if chosen["status"]:
        conditions &= Q(status=chosen["status"])
    if chosen["occasion"]:
        conditions &= Q(occasion=chosen["occasion"])
    if words := chosen["q"]:
        conditions &= (
            Q(project__name__icontains=words)
            | Q(project__code__icontains=words)
            | Q(department__name__icontains=words)
        )
    return conditions


def _closed(
    year: BudgetYear | None, departments: Iterable[Department]
) -> list[tuple[Department, str]]:
    """Which of the user's departments cannot fill in this year now, and why."""
    if year is None:
        return []
    reasons = [(d, closed_because(year, d)) for d in departments]
    return [(department, text) for department, text in reasons if text]


def _books(page: Any) -> list[tuple[Any, Any]]:
    """(year, department) of the listed targets: each can be printed whole."""
    return list(dict.fromkeys((t.year, t.department) for t in page))
