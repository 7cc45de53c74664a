"""Remarks on the cells of a target."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from indicators.views import posted_version
from perftargets.errors import CheckFailed
from projects.access import get_target
from sheets.typed import plain

from . import comments
from .models import Comment
from .views import page_with

LONGEST = 4000


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark on one cell."""
    target = get_target(request.user, pk)
    typed = {
        name: plain(request.POST.get(name, ""))[:LONGEST]
        for name in ("path", "text", "proposed")
    }
    try:
        made = comments.add(target=target, actor=request.user, **typed)
    except CheckFailed as error:
        return page_with(request, target, error, remark=typed)
    messages.success(request, f"已批注“{made.label}”。")
    return _back(request, pk, made.pk)


@require_POST
def act(request: HttpRequest, pk: int, comment: int, action: str) -> HttpResponse:
    """``reply``, ``done``, ``reopen``, ``consent`` or ``adopt``."""
    if action not in ACTIONS:
        raise Http404("没有这种操作")
    target = get_target(request.user, pk)
    found = get_object_or_404(Comment.objects.select_related("version"), pk=comment)
    if found.target_id != target.pk:
        raise Http404("这份绩效目标没有这条批注")
    # One row, read once: the rights of the target are those of its remarks.
    found.target = target
    try:
        messages.success(request, ACTIONS[action](request, found))
    except CheckFailed as error:
        return page_with(request, target, error)
    return _back(request, pk, found.pk)


def _reply(request: HttpRequest, found: Comment) -> str:
    text = plain(request.POST.get("reply", ""))[:LONGEST]
    comments.reply(comment=found, actor=request.user, text=text)
    return "已答复。"


def _toggle(action: str, words: str) -> Callable[[HttpRequest, Comment], str]:
    def act(request: HttpRequest, found: Comment) -> str:
        comments.toggle(comment=found, actor=request.user, action=action)
        return words

    return act


def _consent(request: HttpRequest, found: Comment) -> str:
    comments.consent(comment=found, actor=request.user, version=posted_version(request))
    return f"“{found.label}”已按建议修改，继续审核。"


def _adopt(request: HttpRequest, found: Comment) -> str:
    comments.adopt(comment=found, actor=request.user, version=posted_version(request))
    return f"“{found.label}”已改为建议的内容。"


ACTIONS = {
    "reply": _reply,
    "done": _toggle("done", "已标为处理完毕。"),
    "reopen": _toggle("reopen", "已重新提出。"),
    "consent": _consent,
    "adopt": _adopt,
}


def _back(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('target', args=[pk])}{query}#remark-{comment}")
