"""填报期: when who may fill in, and more time for a department."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from departments import access
from departments.models import Department
from perftargets.errors import CheckFailed, NotAllowed

from . import services
from .forms import ExtensionForm
from .models import BudgetYear, Extension
from .windows import closes_on


def window_list(request: HttpRequest) -> HttpResponse:
    """Each year's window with the extensions; POST extends a department's."""
    if not access.anywhere(request.user, access.MANAGE):
        raise NotAllowed("只有绩效管理人员和管理员可以查看填报期、办理延期。")
    form = ExtensionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.extend(actor=request.user, **form.cleaned_data)
        except CheckFailed as error:
            form.add_problems(error.problems)
        else:
            last = closes_on(made.year, made.department)
            messages.success(
                request, f"“{made.department}”{made.year}的填报可以到 {last}。"
            )
            return redirect("windows")
    context = {
        "form": form,
        "years": _years(request.user),
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "projects/windows.html", context, status=status)


def _years(user: Any) -> list[tuple[BudgetYear, list[tuple[Extension, bool]]]]:
    """Each year with its extensions, the latest first, and whether the row is the one
    that counts for its department."""
    given: dict[int, list[Extension]] = {}
    for extension in _extensions(user):
        given.setdefault(extension.year_id, []).append(extension)
    return [
        (year, _marked(given.get(year.pk, []))) for year in BudgetYear.objects.all()
    ]


def _marked(extensions: list[Extension]) -> list[tuple[Extension, bool]]:
    latest = {e.department_id: e.pk for e in reversed(extensions)}
    return [(e, latest[e.department_id] == e.pk) for e in extensions]


def _extensions(user: Any) -> Any:
    """Those of the departments that the user manages, and of the units above: they
    hold for theirs too."""
    managed = Department.objects.filter(
        access.allowed_at(user, access.MANAGE, prefix=""),
        path__startswith=OuterRef("department__path"),
    )
    found = Extension.objects.filter(Exists(managed))
    return found.select_related("department", "actor").order_by("-pk")
