"""待办: what waits, and deciding many at once."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from departments import access
from departments.models import Delegation
from library.models import LibraryEntry
from perftargets.errors import CheckFailed

from . import desk as waiting
from . import flow, many
from .forms import DeskForm, ManyForm

PAGE_SIZE = 50
MOST_TO_FILL = 200
MANY = {flow.PASS: "通过", flow.RETURN: "退回", many.APPROVE: "批复"}


def desk(request: HttpRequest) -> HttpResponse:
    """The first page after logging in."""
    return _page(request)


def _page(
    request: HttpRequest,
    status: int = 200,
    refused: str = "",
    typed: ManyForm | None = None,
) -> HttpResponse:
    mine = waiting.to_review(request.user)
    form = DeskForm(request.GET, mine)
    found = waiting.filtered(mine, form.chosen())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    to_fill = waiting.to_fill(request.user)
    context = {
        "form": form,
        "page": page,
        "query": form.query(),
        "may_approve": any(stage.is_last for stage in page),
        "may_submit": access.anywhere(request.user, access.SUBMIT),
        "is_reviewer": bool(form.fields["step"].choices[1:]),
        "to_fill": to_fill[:MOST_TO_FILL],
        "to_agree": waiting.to_agree(request.user)[:MOST_TO_FILL],
        "proposals": LibraryEntry.objects.waiting_for(request.user).with_names(),
        "today": timezone.localdate(),
        "standing_in": _standing_in(request.user),
        "refused": refused,
        "typed": typed.data if typed else {},
        "ticked": set(typed.lines) if typed else set(),
    }
    return render(request, "desk.html", context, status=status)


def _standing_in(user: Any) -> Any:
    """For whom the user decides today, beside themselves."""
    taken = Delegation.objects.in_force().filter(deputy=user)
    return taken.select_related("principal").order_by("ends_on")


@require_POST
def decide(request: HttpRequest, action: str) -> HttpResponse:
    """Pass, return or approve the ticked ones; what became of each."""
    if action not in MANY:
        raise Http404("没有这种操作")
    form = ManyForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, form.first_error(), form)
    said = form.cleaned_data
    try:
        outcomes = many.decide_many(
            chosen=form.chosen(),
            action=action,
            actor=request.user,
            opinion=form.words(),
            number=said["number"],
            day=said["date"],
        )
    except CheckFailed as error:
        return _page(request, 422, error.message, form)
    context = {
        "verb": MANY[action],
        "done": [o for o in outcomes if o.is_done],
        "failed": [o for o in outcomes if not o.is_done],
        "number": said["number"] if action == many.APPROVE else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "reviews/decided.html", context)
