"""待办, the page of a target, its steps and its history."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from attachments.section import section
from audit.models import Entry
from departments import access
from indicators import links
from indicators.unsaved import own_draft
from indicators.views import posted_version
from perftargets.errors import CheckFailed, Conflict
from projects import backfill
from projects.access import get_target
from projects.models import Adjustment, Reason, Status, Target
from projects.windows import target_closed_because
from sheets.anchor import cells
from sheets.sheet import Book
from sheets.typed import plain

from . import (
    comments,
    editions,
    findings,
    flow,
    grading,
    many,
    route,
    services,
    story,
    versions,
)
from . import desk as waiting
from .forms import BatchForm, DeskForm
from .models import Stage
from .paper import Marks, paper_of
from .phrases import with_phrase
from .views_answers import before_submit

DONE = {
    flow.SUBMIT: "已送审",
    flow.WITHDRAW: "已撤回，可以继续修改",
    flow.PASS: "已通过",
    flow.RETURN: "已退回给填报人",
    flow.ADJUST: "已转为调整稿，可以修改；批复以前，原批复版本继续有效",
    flow.DROP: "的调整已放弃，内容恢复为批复版本",
    flow.BACKFILL: "已补录",
}
A_MOMENT = timedelta(seconds=10)
APPROVED = "已批复，内容已冻结，今后的导出都以这一版为准"


def target(request: HttpRequest, pk: int) -> HttpResponse:
    """The official form itself, and what is to do next."""
    return _page(request, get_target(request.user, pk))


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what, when."""
    found = get_target(request.user, pk)
    entries = Entry.objects.of(found.subject)
    context = {
        "target": found,
        "story": story.tell(entries),
        "versions": found.versions.select_related("submitted_by", "approval__batch"),
    }
    return render(request, "targets/history.html", context)


@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One step of the flow."""
    if action not in flow.LABELS:
        raise Http404("没有这种操作")
    found = get_target(request.user, pk, _right(action))
    opinion = plain(request.POST.get("opinion", ""))[:4000]
    try:
        opinion = with_phrase(request.POST.get("phrase", ""), opinion)
        done = _take(request, found, action, opinion)
    except CheckFailed as error:
        if action == flow.SUBMIT:
            return before_submit(request, found, 422, refused=error.message)
        return _page(request, found, 422, refused=error, opinion=opinion)
    except Conflict as error:
        done = get_target(request.user, pk)
        if not _is_done_already(done, request.user, action, opinion):
            return _page(request, done, 409, refused=error, opinion=opinion)
    outcome = APPROVED if done.status == Status.APPROVED else DONE[action]
    messages.success(request, f"“{done}”{outcome}。")
    return redirect(_onward(request, pk))


def _take(request: HttpRequest, found: Target, action: str, opinion: str) -> Target:
    """The step; an approval under the number of its 批复, where one is given."""
    said = {
        "target": found,
        "actor": request.user,
        "version": posted_version(request),
        "opinion": opinion,
    }
    if action != flow.PASS or not request.POST.get("number", "").strip():
        reason = request.POST.get("reason", "")
        return services.transition(action=action, reason=reason, **said)
    form = BatchForm(request.POST)
    if not form.is_valid():
        raise CheckFailed(form.first_error(), {"number": form.first_error()})
    paper = form.cleaned_data
    return many.approve_one(number=paper["number"], day=paper["date"], **said)


def _onward(request: HttpRequest, pk: int) -> str:
    """Whoever works through the queue goes on to the next in it."""
    following = request.POST.get("next", "")
    if not following.isdecimal():
        return reverse("target", args=[pk])
    return f"{reverse('target', args=[following])}?{request.GET.urlencode()}"


def _is_done_already(found: Target, user: Any, action: str, opinion: str) -> bool:
    """A second click on the same button: the first one did it, with the same words."""
    last = found.opinions.first()
    return (
        last is not None
        and (last.actor_id, last.action, last.status) == (user.pk, action, found.status)
        and last.text == opinion.strip()
        and timezone.now() - last.at < A_MOMENT
    )


def _right(action: str) -> str:
    """Filler's steps need the filler's right at once (403); a review's right depends
    on the status and is checked with it."""
    rights = {row.right for row in flow.TRANSITIONS if row.action == action}
    return rights.pop() if len(rights) == 1 else access.VIEW


def page_with(
    request: HttpRequest, found: Target, refused: CheckFailed, **typed: Any
) -> HttpResponse:
    """The page again, with what was refused and what was typed."""
    return _page(request, found, 422, refused=refused, **typed)


def _page(
    request: HttpRequest,
    found: Target,
    status: int = 200,
    *,
    refused: CheckFailed | Conflict | None = None,
    opinion: str = "",
    **typed: Any,
) -> HttpResponse:
    book, stamp = editions.work_and_stamp(found)
    document = book.overall or book.projects[0]
    marks = Marks(comments=found.comments.at_cells(document))
    stage = route.current(found)
    steps = services.available(found, request.user, stage)
    context = {
        "target": found,
        "book": book,
        "stamp": stamp,
        "paper": paper_of(book, marks),
        "remarks": comments.all_of(found),
        **_remarking(request, found, document, stage),
        "project": book.projects[0] if book.projects else None,
        "waits_for": _waits_for(found, stage),
        "stage": stage,
        "in_force": versions.in_force(found),
        "adjustment": _adjustment(found),
        "backfill": backfill.latest(found),
        "may_correct": backfill.may_correct(request.user, found),
        "reasons": Reason.choices,
        "steps": steps,
        "reviewing": any(step.is_review for step in steps),
        "today": timezone.localdate(),
        "typed": request.POST,
        "review_form": grading.form_of(stage),
        "forms": grading.latest_forms(found),
        **_filling(request, found),
        "attachments": section(found, request.user),
        "own_draft": own_draft(found, request.user),
        **_links(book, found),
        "opinions": found.opinions.select_related("actor"),
        "refused": refused,
        "opinion": opinion,
        "queue": _queue(request, found),
        # What is approved is no longer judged.
        "found": _findings(found, document) if stamp.is_draft else [],
        **typed,
    }
    return render(request, "targets/page.html", context, status=status)


def _filling(request: HttpRequest, found: Target) -> dict[str, Any]:
    """Whether it is this person's turn to fill in, and what stands against it now."""
    closed = target_closed_because(found)
    fills = found.is_editable and access.may(
        request.user, access.EDIT, found.department
    )
    return {"closed": closed, "fills": fills, "may_edit": fills and not closed}


def _findings(found: Target, document: findings.Document) -> list[findings.Group]:
    report = findings.report_on(found, document)
    return findings.by_dimension(report, document, findings.answers_of(found))


def _remarking(
    request: HttpRequest, found: Target, document: Any, stage: Stage | None
) -> dict[str, Any]:
    """What may be done about remarks, and the cells to remark upon."""
    may_remark = stage is not None and route.post_for(stage, request.user) is not None
    may_consent = (
        stage is not None
        and grading.takes_consent(stage)
        and access.may(request.user, access.SUBMIT, found.department)
    )
    return {
        "may_remark": may_remark,
        "may_answer": may_remark
        or access.may(request.user, access.EDIT, found.department),
        "may_consent": may_consent,
        "asks_consent": may_consent and found.comments.proposed().exists(),
        "cells": cells(document) if may_remark else (),
    }


def _queue(request: HttpRequest, found: Target) -> dict[str, Any]:
    """The targets before and after this one, for who came from the desk."""
    if "queue" not in request.GET:
        return {}
    mine = waiting.to_review(request.user)
    chosen = DeskForm(request.GET, mine).chosen()
    around = waiting.neighbours(waiting.filtered(mine, chosen), found)
    return {**around, "query": request.GET.urlencode()}


def _waits_for(found: Target, stage: Stage | None) -> str:
    """Who has it now, in words: the step, and who takes it."""
    if stage is None:
        return "填报人" if found.is_editable else ""
    names = "、".join(str(person) for person in route.holders(stage)[:3])
    return f"{stage.name}（{names or '还没有人担任，请联系管理员'}）"


def _adjustment(found: Target) -> Adjustment | None:
    """The request that the target is on its way for."""
    if not found.is_outside_round or found.status == Status.APPROVED:
        return None
    return found.adjustments.select_related("actor").first()


def _links(book: Book, found: Target) -> dict[str, Any]:
    """Of an overall target: its goals and their projects, which are not printed."""
    if book.overall is None:
        return {}
    names = links.project_names(found)
    return {
        "sub_goals": book.overall.sub_goals,
        "coverage": links.coverage(book.overall, names),
    }
