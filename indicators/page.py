"""The page of the editor, as it is answered to whatever was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.models import Target
from projects.windows import locked_because
from sheets.sheet import Overall, Sheet

from . import confirm, drafts, schemes
from .drawing import editor_context
from .forms import OverallForm, SheetForm


def show_page(
    request: HttpRequest,
    target: Target,
    document: Sheet | Overall,
    *,
    form: SheetForm | OverallForm | None = None,
    version: int | None = None,
    status: int | None = None,
    **extra: Any,
) -> HttpResponse:
    errors = form.errors if form else {}
    if not any(path.startswith("indicators") for path in errors):
        document = schemes.tidied(target, document)
    context = {
        "target": target,
        "version": target.version if version is None else version,
        "errors": errors,
        "unsaved": form is not None,
        "carried": confirm.waiting(target, document),
        "strangers": schemes.strangers(target, document),
        "locked": locked_because(target),
        "others": drafts.others_typing(target, request.user),
        "returned": target.opinions.filter(action="return").first(),
        "remarks": target.comments.at_cells(document).items(),
        "page": drafts.page_name(request.POST),
        "draft": request.POST.get("draft", ""),
        **editor_context(target, document, form),
        **extra,
    }
    if status is None:
        status = 422 if errors else 200
    return render(request, "targets/edit.html", context, status=status)
