"""The library beside a table that is being filled in."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from departments import access
from projects.access import get_target
from projects.models import Target
from projects.windows import check_unlocked

from . import picking
from .forms import MOST_WORDS_LENGTH, WishForm
from .models import ProjectType

MOST_LABEL = 40
NOT_OF_THIS_TABLE = "所选的指标与本表的指标层级不符，或者表中的行已满"


def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggestions and what was found, to be ticked. With ``part`` the list alone, for
    the editor's panel; else a page of its own, whose POST puts the chosen ones into
    what the user has typed and not yet saved."""
    target = _editable(request, pk)
    if request.method == "POST":
        return _insert(request, target)
    wish = WishForm(request.GET).wish()
    found = picking.picks(target, request.user, wish)
    context = {
        "target": target,
        "wish": wish,
        "picks": found,
        "types": ProjectType.choices,
        "guessed": dict(ProjectType.choices).get(found.guessed, ""),
    }
    template = "_picker.html" if "part" in request.GET else "pick.html"
    return render(request, f"library/{template}", context)


def _editable(request: HttpRequest, pk: int) -> Target:
    target = get_target(request.user, pk, access.EDIT)
    if not target.is_project:
        raise Http404("部门整体绩效目标没有指标表")
    check_unlocked(target)
    return target


def _insert(request: HttpRequest, target: Target) -> HttpResponse:
    chosen = request.POST.getlist("chosen")
    if not chosen:
        messages.warning(request, "还没有选指标：请先在要用的指标前打勾。")
        return redirect(request.get_full_path())
    try:
        picking.insert_into_draft(target=target, user=request.user, lines=chosen)
    except ValueError:
        raise BadRequest(NOT_OF_THIS_TABLE) from None
    messages.success(
        request, f"已插入 {len(chosen)} 个指标，还没有保存：请填写指标值，再按保存。"
    )
    return redirect("edit", pk=target.pk)


def matches(request: HttpRequest, pk: int) -> JsonResponse:
    """For the help line: entries that go with what is typed under a label."""
    target = _editable(request, pk)
    found = picking.matches(
        target,
        tier1=request.GET.get("tier1", "")[:MOST_LABEL],
        tier2=request.GET.get("tier2", "")[:MOST_LABEL],
        typed=request.GET.get("q", "")[:MOST_WORDS_LENGTH],
    )
    names = ("name", "description", "basis", "hint")
    return JsonResponse(
        {"matches": [{n: getattr(entry, n) for n in names} for entry in found]}
    )
