"""导入: a file is read, looked at, taken, and perhaps taken back."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from departments import access
from departments.models import Department
from perftargets.errors import BadFile, CheckFailed, Conflict, NotAllowed
from projects import backfill
from projects.models import BudgetYear, Project
from sheets.readers.bound import unbound_apart
from sheets.readers.kinds import PDF
from sheets.readers.turns import turn

from . import (
    imports,
    kept,
    marks,
    pack_reading,
    packs,
    preview,
    views_packs,
    waiting,
    whose,
)
from .forms import UploadForm, choice_forms, posted_choices
from .forms_backfill import BackfillForm
from .models import ImportBatch, ImportJob, Outcome, State
from .preview import Choice, Line
from .responses import workbook_response

PAGE_SIZE = 20
MANY = 4  # tables of a file, of which a list says where to look first
MOST_PACKS = 10  # that the page lists
TAKEN = "已导入“{}”。都是草稿，没有送审。"
TAKEN_INTO_ARCHIVE = "已补录“{}”。补录的绩效目标只供查看、结转和与上年比较，不用送审。"
STALE_PAGE = "页面上的内容不全，可能是打开得太久。已重新列出，请核对后再按“导入”。"


def import_list(request: HttpRequest) -> HttpResponse:
    """The choice of a file, and the user's earlier ones."""
    if not access.anywhere(request.user, access.IMPORT):
        raise NotAllowed(imports.NO_RIGHT)
    waiting.sweep(user=request.user)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial=_asked_for(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_receive(request, form))
        except (BadFile, CheckFailed) as error:
            form.add_error("file", error.message)
    # What came in an archive is listed on the archive's page.
    alone = _mine(request.user).exclude(packed__isnull=False)
    page = Paginator(alone, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "days": settings.IMPORT_DAYS,
        "jobs": views_packs.mine(request.user)[:MOST_PACKS],
        "may_open_year": access.at_the_top(request.user, access.MANAGE),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/list.html", context, status=status)


def _asked_for(request: HttpRequest) -> dict[str, int]:
    """The year and the department that a link to the page asks for."""
    year, code = (request.GET.get(name, "") for name in ("year", "department"))
    is_year = re.fullmatch(r"[0-9]{4}", year)
    found = {
        "year": is_year and BudgetYear.objects.filter(year=year).first(),
        "department": code and Department.objects.filter(code=code).first(),
    }
    return {name: one.pk for name, one in found.items() if one}


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
    data = file.read()
    if bound := _unbound(data):
        return pack_reading.receive(file=BytesIO(bound), **at)
    return imports.receive(data=data, **at)


def _unbound(data: bytes) -> bytes:
    """See :func:`sheets.readers.bound.unbound_apart`; no other file waits for it."""
    if not data.startswith(PDF):
        return b""
    with turn(settings.VAR_DIR):
        return unbound_apart(data)


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
    words = BackfillForm(request.POST).words()
    try:
        imports.take(batch=found, actor=request.user, choices=choices, words=words)
    except (CheckFailed, Conflict) as error:
        # As it is now: taken meanwhile, or left, in another window.
        found = get_object_or_404(_mine(request.user), pk=file)
        return _page(request, found, choices, error.message, error.status)
    outcome = TAKEN_INTO_ARCHIVE if words else TAKEN
    messages.success(request, outcome.format(found))
    return redirect("import", file=found.pk)


@require_POST
def import_undo(request: HttpRequest, file: int) -> HttpResponse:
    """As if the file had not been imported, while nobody has gone on with it."""
    found = get_object_or_404(_mine(request.user), pk=file)
    try:
        imports.undo(batch=found, actor=request.user)
    except (CheckFailed, Conflict) as error:
        return _page(request, found, error=error.message, status=error.status)
    messages.success(request, f"已撤销“{found}”的导入：新建的已删除，改过的已恢复。")
    return redirect("import", file=found.pk)


@require_POST
def import_leave(request: HttpRequest, file: int) -> HttpResponse:
    """The file is not wanted: nothing of it stays."""
    found = get_object_or_404(_mine(request.user), pk=file)
    try:
        waiting.leave(batch=found)
    except Conflict as error:
        return _page(request, found, error=error.message, status=error.status)
    messages.success(request, f"已删除“{found}”，没有导入。")
    return redirect("imports")


@require_POST
def import_marked(request: HttpRequest, file: int) -> HttpResponse:
    """The user's own workbook with marks at what is wrong, as the page has it now."""
    found = get_object_or_404(_mine(request.user), pk=file)
    choices = posted_choices(request.POST)
    try:
        done = marks.marked(batch=found, actor=request.user, choices=choices)
    except Conflict as error:
        return _page(request, found, error=error.message, status=error.status)
    return workbook_response(done.file, done.name)


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
    context = {
        "batch": batch,
        "error": error,
        "list": reverse("imports"),
        "packed": batch.packed.select_related("job").order_by("-pk").first(),
    }
    if waits:
        context |= _preview(batch, choices) | _backfilling(request, batch)
    else:
        context |= _result(batch)
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
        "index": _index(found) if len(found) >= MANY else [],
        "projects": Project.objects.filter(**here),
        "earlier": ImportBatch.objects.filter(
            **here, sha256=batch.sha256, state=State.DONE
        ).first(),
        "elsewhere": whose.elsewhere(batch),
        "is_kept": kept.is_kept(batch),
    }


def _index(found: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """What of many tables to look at, the worst first; each stands once."""
    headings = (
        ("要改正的", lambda line: line.is_held),
        ("不能导入的", lambda line: line.kind == preview.LOCKED),
        ("请核对的", lambda line: line.unsure),
        ("有改动的", lambda line: line.kind == preview.CHANGED),
    )
    left, index = list(found), []
    for heading, is_one in headings:
        index.append((heading, [line for line in left if is_one(line)]))
        left = [line for line in left if not is_one(line)]
    return [(heading, those) for heading, those in index if those]


def _backfilling(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """What is asked where the tables are of a year that is over."""
    if not backfill.is_possible(batch.user, batch.year, batch.department):
        return {}
    pressed = request.method == "POST" and "compare" not in request.POST
    typed = request.POST if request.method == "POST" else None
    form = BackfillForm(typed) if pressed else BackfillForm(initial=typed)
    return {"backfill": form}


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
