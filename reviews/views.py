"""待办, the page of a target, its steps and its history."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from attachments.section import section
from audit.models import Entry
from departments import access
from indicators import links
from indicators.unsaved import own_draft
from indicators.views import posted_version
from library.models import LibraryEntry
from perftargets.errors import CheckFailed, Conflict
from projects.access import get_target
from projects.models import Status, Target
from sheets import fields
from sheets.layouts import layouts
from sheets.sheet import Book
from sheets.typed import plain
from sheets.writers.html import grid_html, lines_html

from . import desk as waiting
from . import editions, flow, services

DONE = {
    flow.SUBMIT: "已送审",
    flow.WITHDRAW: "已撤回，可以继续修改",
    flow.PASS: "已通过",
    flow.RETURN: "已退回给填报人",
}
A_MOMENT = timedelta(seconds=10)
APPROVED = "已批复，内容已冻结，今后的导出都以这一版为准"


def desk(request: HttpRequest) -> HttpResponse:
    """The first page after logging in."""
    targets = waiting.waiting_for(request.user)
    proposals = LibraryEntry.objects.waiting_for(request.user).with_names()
    context = {"targets": targets, "proposals": proposals}
    return render(request, "desk.html", context)


def target(request: HttpRequest, pk: int) -> HttpResponse:
    """The official form itself, and what is to do next."""
    return _page(request, get_target(request.user, pk))


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what, when."""
    found = get_target(request.user, pk)
    entries = Entry.objects.of(found.subject)
    return render(
        request,
        "targets/history.html",
        {"target": found, "entries": entries, "snapshots": found.snapshots.all()},
    )


@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One step of the flow."""
    if action not in flow.LABELS:
        raise Http404("没有这种操作")
    found = get_target(request.user, pk, _right(action))
    opinion = plain(request.POST.get("opinion", ""))[:4000]
    try:
        done = services.transition(
            target=found,
            action=action,
            actor=request.user,
            version=posted_version(request),
            opinion=opinion,
        )
    except CheckFailed as error:
        return _page(request, found, 422, refused=error, opinion=opinion)
    except Conflict as error:
        done = get_target(request.user, pk)
        if not _is_done_already(done, request.user, action):
            return _page(request, done, 409, refused=error, opinion=opinion)
    outcome = APPROVED if done.status == Status.APPROVED else DONE[action]
    messages.success(request, f"“{done}”{outcome}。")
    return redirect("target", pk=pk)


def _is_done_already(found: Target, user: Any, action: str) -> bool:
    """A second click on the same button: the first one did it."""
    last = found.opinions.first()
    return (
        last is not None
        and (last.actor_id, last.action, last.status) == (user.pk, action, found.status)
        and timezone.now() - last.at < A_MOMENT
    )


def _right(action: str) -> str:
    """Filler's steps need the filler's right at once (403); a review's right depends
    on the status and is checked with it."""
    rights = {row.right for row in flow.TRANSITIONS if row.action == action}
    return rights.pop() if len(rights) == 1 else access.VIEW


def _page(
    request: HttpRequest,
    found: Target,
    status: int = 200,
    *,
    refused: CheckFailed | Conflict | None = None,
    opinion: str = "",
) -> HttpResponse:
    book, stamp = editions.book_and_stamp(found)
    steps = services.available(found, request.user)
    problems = getattr(refused, "problems", {})
    context = {
        "target": found,
        "book": book,
        "stamp": stamp,
        "paper": _paper(book, found),
        "project": book.projects[0] if book.projects else None,
        "waits_for": flow.WAITS_FOR[found.status],
        "steps": steps,
        "reviewing": any(step.is_review for step in steps),
        "may_edit": found.is_editable
        and access.may(request.user, access.EDIT, found.department),
        "attachments": section(found, request.user),
        "own_draft": own_draft(found, request.user),
        **_links(book, found),
        "opinions": found.opinions.select_related("actor"),
        "refused": refused,
        "problems": _named(problems, book),
        "opinion": opinion,
        "ask_submit": "submit" in request.GET,
    }
    return render(request, "targets/page.html", context, status=status)


def _links(book: Book, found: Target) -> dict[str, Any]:
    """Of an overall target: its goals and their projects, which are not printed."""
    if book.overall is None:
        return {}
    names = links.project_names(found)
    return {
        "sub_goals": book.overall.sub_goals,
        "coverage": links.coverage(book.overall, names),
    }


def _named(problems: dict[str, str], book: Book) -> list[tuple[str, str, str]]:
    """(path, the cell's name, what is wrong)."""
    rows = book.projects[0].indicators if book.projects else ()
    return [
        (path, fields.label(path, rows), text)
        for path, text in problems.items()
        if path != "opinion"
    ]


def _paper(book: Book, found: Target) -> dict[str, Any]:
    """The form as safe HTML; the writers escape every text."""
    layout = layouts.get(book.layout or found.year.layout)
    if book.projects:
        grid = layout.grid(book.projects[0])
        html = mark_safe(grid_html(grid))  # noqa: S308
        return {"grid": grid, "html": html}
    return {"html": mark_safe(lines_html(layout.overall(book)))}  # noqa: S308
