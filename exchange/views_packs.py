"""批量导入: how far an archive is read, what came of each of its files, and all that
needs no look taken at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from departments import access
from perftargets.errors import CheckFailed, Conflict
from projects import backfill
from projects.backfill import Words

from . import jobs, pack_reading, pack_taking, watch
from .forms_backfill import BackfillForm
from .models import TROUBLED, All, ImportJob, Job, Read, State

PAGE_SIZE = 50


def mine(user: Any) -> QuerySet[ImportJob]:
    """The user's own, as long as they may import there."""
    return ImportJob.objects.filter(
        access.allowed_at(user, access.IMPORT), user=user
    ).select_related("year", "department", "user")


def pack_page(request: HttpRequest, pack: int) -> HttpResponse:
    """The page asks for its first part again and again while something is at work."""
    return _page(request, get_object_or_404(mine(request.user), pk=pack))


@require_POST
def cancel(request: HttpRequest, pack: int) -> HttpResponse:
    """Whatever is at work. What was done stays."""
    found = get_object_or_404(mine(request.user), pk=pack)
    current = _current(found)
    try:
        if isinstance(current, ImportJob):
            pack_reading.cancel(job=current, actor=request.user)
        else:
            jobs.cancel(job=current, actor=request.user)
    except Conflict as error:
        return _page(request, found, error.message, error.status)
    messages.success(request, "已取消。已经办完的文件保留不变。")
    return redirect(found)


@require_POST
def take(request: HttpRequest, pack: int) -> HttpResponse:
    """All files that need no look."""
    return _ask(request, pack, All.TAKE, BackfillForm(request.POST).words())


@require_POST
def undo(request: HttpRequest, pack: int) -> HttpResponse:
    """As if none had been imported, while nobody has gone on with them."""
    return _ask(request, pack, All.UNDO)


def _ask(
    request: HttpRequest, pack: int, action: str, words: Words | None = None
) -> HttpResponse:
    found = get_object_or_404(mine(request.user), pk=pack)
    try:
        pack_taking.ask(pack=found, action=action, words=words)
    except (CheckFailed, Conflict) as error:
        return _page(request, found, error.message, error.status)
    return redirect(found)


def _current(pack: ImportJob) -> Job:
    """What was last to be done with it."""
    return pack.takings.select_related("user", "pack").first() or pack


def _page(
    request: HttpRequest, pack: ImportJob, error: str = "", status: int = 200
) -> HttpResponse:
    context = {"pack": pack, "error": error, **watch.state_of(_current(pack))}
    context |= _counts(pack)
    if "state" in request.GET:
        return render(request, "imports/_pack_state.html", context)
    context["only"] = "troubled&" if "troubled" in request.GET else ""
    if backfill.is_possible(pack.user, pack.year, pack.department):
        context["backfill"] = BackfillForm(request.POST or None)
    files = pack.files.select_related("batch__department")
    if context["only"]:
        files = files.filter(outcome__in=TROUBLED)
    context["page"] = Paginator(files, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "imports/pack.html", context, status=status)


def _counts(pack: ImportJob) -> dict[str, Any]:
    own = ~Q(outcome=Read.UNCHANGED)
    return pack.files.aggregate(
        all=Count("pk"),
        waiting=Count("pk", Q(outcome=Read.WAITING)),
        clean=Count("pk", Q(outcome=Read.CLEAN, batch__state=State.WAITING)),
        unchanged=Count("pk", Q(outcome=Read.UNCHANGED)),
        unsure=Count("pk", Q(outcome=Read.UNSURE)),
        refused=Count("pk", Q(outcome=Read.REFUSED)),
        taken=Count("pk", own & Q(batch__state=State.DONE)),
    )
