"""导入: a file is read, looked at, taken, and perhaps taken back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from departments import access
from perftargets.errors import BadFile, CheckFailed, Conflict, NotAllowed
from projects.models import Project

from . import imports, pack_reading, packs, preview, views_packs, whose
from .forms import UploadForm, choice_forms, posted_choices
from .models import ImportBatch, ImportJob, Outcome, State
from .preview import Choice

PAGE_SIZE = 20
MOST_PACKS = 10  # that the page lists
STALE_PAGE = "页面上的内容不全，可能是打开得太久。已重新列出，请核对后再按“导入”。"


def import_list(request: HttpRequest) -> HttpResponse:
    """The choice of a file, and the user's earlier ones."""
    if not access.anywhere(request.user, access.IMPORT):
        raise NotAllowed(imports.NO_RIGHT)
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_receive(request, form))
        except (BadFile, CheckFailed) as error:
            form.add_error("file", error.message)
    # What came in an archive is listed on the archive's page.
    alone = _mine(request.user).exclude(packed__isnull=False)
    page = Paginator(alone, PAGE_SIZE).get_page(request.GET.get("page"))
    jobs = views_packs.mine(request.user)[:MOST_PACKS]
    context = {"form": form, "page": page, "jobs": jobs}
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/list.html", context, status=status)


def _receive(request: HttpRequest, form: UploadForm) -> ImportBatch | ImportJob:
    file = form.cleaned_data["file"]
    at = {
        "user": request.user,
        "department": form.cleaned_data["department"],
        "year": form.cleaned_data["year"],
        "name": file.name,
    }
    if packs.is_pack(file.name, file):
        return pack_reading.receive(file=file, **at)
    file.seek(0)
    return imports.receive(data=file.read(), **at)


def import_page(request: HttpRequest, file: int) -> HttpResponse:
    """What the file would change, to be chosen from; afterwards, what came of it."""
    found = get_object_or_404(_mine(request.user), pk=file)
    if request.method != "POST":
        return _page(request, found)
    choices = posted_choices(request.POST)
    if choices is None:
        return _page(request, found, error=STALE_PAGE, status=409)
    if "compare" in request.POST:
        return _page(request, found, choices)
    try:
        imports.take(batch=found, actor=request.user, choices=choices)
    except (CheckFailed, Conflict) as error:
        found.refresh_from_db()
        return _page(request, found, choices, error.message, error.status)
    messages.success(request, f"已导入“{found}”。都是草稿，没有送审。")
    return redirect("import", file=found.pk)


@require_POST
def import_undo(request: HttpRequest, file: int) -> HttpResponse:
    """As if the file had not been imported, while nobody has gone on with it."""
    found = get_object_or_404(_mine(request.user), pk=file)
    try:
        imports.undo(batch=found, actor=request.user)
    except (CheckFailed, Conflict) as error:
        return _page(request, found, error=error.message, status=error.status)
    messages.success(
        request, f"已撤销“{found}”的导入：新建的草稿已删除，改过的已恢复。"
    )
    return redirect("import", file=found.pk)


def _mine(user: Any) -> QuerySet[ImportBatch]:
    """The user's own, as long as they may import there."""
    return ImportBatch.objects.filter(
        access.allowed_at(user, access.IMPORT), user=user
    ).select_related("year", "department", "user")


def _page(
    request: HttpRequest,
    batch: ImportBatch,
    choices: Mapping[int, Choice] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    waits = batch.state == State.WAITING
    context = {"batch": batch, "error": error}
    context |= _preview(batch, choices) if waits else _result(batch)
    template = "imports/preview.html" if waits else "imports/result.html"
    return render(request, template, context, status=status)


def _preview(
    batch: ImportBatch, choices: Mapping[int, Choice] | None
) -> dict[str, Any]:
    found = preview.lines(batch, choices)
    formset = choice_forms(found)
    kinds = [line.kind for line in found]
    here = {"year": batch.year, "department": batch.department}
    return {
        "lines": list(zip(found, formset, strict=True)),
        "formset": formset,
        "counts": {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
        "is_open": any(line.is_open for line in found),
        "projects": Project.objects.filter(**here),
        "earlier": ImportBatch.objects.filter(
            **here, sha256=batch.sha256, state=State.DONE
        ).first(),
        "elsewhere": whose.elsewhere(batch),
    }


def _result(batch: ImportBatch) -> dict[str, Any]:
    items = list(batch.items.select_related("target"))
    kinds = [item.outcome for item in items]
    return {
        "items": items,
        "counts": [(o.label, kinds.count(o)) for o in Outcome if o in kinds],
        "left": batch.tables - len(items),
        "may_undo": batch.state == State.DONE
        and any(kind != Outcome.UNCHANGED for kind in kinds),
    }
