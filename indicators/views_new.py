"""A new target, and what is asked while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from perftargets.errors import CheckFailed, NotAllowed
from projects.models import BudgetYear, Target
from sheets import value as grammar
from sheets.meaning import describe

from . import services
from .forms_new import ADDED, PROJECT, NewTargetForm

MOST_TEXT = 2000


def value_meaning(request: HttpRequest) -> HttpResponse:
    """How an indicator value is understood, while it is being typed."""
    value = grammar.parse(request.GET.get("text", "")[:MOST_TEXT])
    return JsonResponse({"meaning": describe(value), "kind": value.kind})


def new_target(request: HttpRequest) -> HttpResponse:
    """An empty form of the year for a new project, or the department's text; after
    the window, a project that is added in mid-year."""
    form = NewTargetForm(request.POST or None, user=request.user)
    if not form.departments:
        raise NotAllowed("只有填报人可以新建绩效目标。")
    if request.method == "POST" and form.is_valid():
        try:
            target = _create(request.user, **form.cleaned_data)
        except (CheckFailed, NotAllowed) as error:
            form.add_error(None, error.message)
        else:
            return redirect("edit", pk=target.pk)
    status = 422 if form.is_bound else 200
    return render(request, "targets/new.html", {"form": form}, status=status)


def _create(
    user: Any,
    *,
    year: BudgetYear,
    department: Any,
    kind: str,
    name: str,
    reason: str = "",
    text: str = "",
) -> Target:
    at = {"year": year, "department": department, "actor": user}
    if kind == ADDED:
        return services.add_project(name=name, reason=reason, text=text, **at)
    if kind == PROJECT:
        return services.create_project_target(name=name, **at)
    return services.create_overall_target(**at)
