"""The 审核表 of a target: filled in by whoever decides, read by the others."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.views import posted_version
from perftargets.errors import CheckFailed, Conflict
from projects.access import get_target
from projects.models import Target

from . import grading, route
from .forms_grading import GradingForm
from .models import FormKind
from .printing import form_grid
from .review_form import FULL, drafts, hints


@require_http_methods(["GET", "HEAD", "POST"])
def review_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the step for who decides there, and all forms that are filled in."""
    found = get_target(request.user, pk)
    return _save(request, found) if request.method == "POST" else _page(request, found)


def _save(request: HttpRequest, found: Target) -> HttpResponse:
    form = _form(found, request.POST)
    if form.has_error("form_version"):
        raise BadRequest("页面缺少版本号，请刷新页面后重试")
    version = posted_version(request)
    # What is refused for its content still rests on what was on the screen.
    on_screen = {"version": version, "form_version": form["form_version"].data}
    if not form.is_valid():
        return _page(request, found, 422, form=form, refused=grading.WRONG, **on_screen)
    try:
        saved = grading.save_form(
            target=found,
            actor=request.user,
            version=version,
            form_version=form.cleaned_data["form_version"],
            answers=form.answers(),
        )
    except CheckFailed as error:
        form.refuse(error.problems)
        return _page(request, found, 422, form=form, refused=error.message, **on_screen)
    except Conflict as error:
        now = get_target(request.user, found.pk)
        return _page(request, now, 409, form=form, refused=error.message)
    points = f"（{saved.total_text}分）" if saved.is_scored else ""
    said = f"审核表已保存，评定为“{saved.get_grade_display()}”{points}。"
    messages.success(request, said)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("target", args=[found.pk]) + query)


def _form(found: Target, data: Any = None, seen: Any = None) -> GradingForm:
    """Goes on from what is saved at the step; of a new one, the kind from before, with
    what the checks have ``seen``."""
    saved = grading.form_of(route.current(found))
    last = saved or next(iter(grading.forms_of(found)), None)
    kind = last.kind if last else FormKind.GENERAL
    return GradingForm(data, saved, kind, drafts(seen or {}))


def _page(
    request: HttpRequest, found: Target, status: int = 200, **more: Any
) -> HttpResponse:
    """``more``: what was typed and refused, which is shown even if it can no longer be
    saved."""
    stage = route.current(found)
    may_fill = stage is not None and route.post_for(stage, request.user) is not None
    forms = grading.forms_of(found)
    seen = hints(found) if may_fill else {}
    context = {
        "target": found,
        "stage": stage,
        "may_fill": may_fill,
        "form": None if more or not may_fill else _form(found, seen=seen),
        "version": found.version,
        "form_version": next((f.version for f in forms if f.stage == stage), 0),
        "hints": seen,
        "bands": grading.bands_of(found.year),
        "full": FULL,
        "forms": [(form, form_grid(form)) for form in forms],
        "query": request.GET.urlencode(),
        **more,
    }
    return render(request, "targets/review_form.html", context, status=status)
