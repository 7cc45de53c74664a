"""The library: its list, the page of an indicator, proposing and deciding."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.models import Entry as Record
from departments import access
from departments.models import Department
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from sheets.typed import plain

from . import services, uses
from .access import get_entry, may
from .forms import ContentForm, LibraryFilter
from .models import LibraryEntry
from .search import words_match

PAGE_SIZE = 50
MOST_OPINION = 4000
DONE = {
    "accept": "已确认入库，填写绩效目标时可以选用",
    "return": "已退回",
    "retire": "已停用，不再推荐",
    "restore": "已重新启用",
}


def entry_list(request: HttpRequest) -> HttpResponse:
    """One line an indicator, found by words, initials, label and type."""
    form = LibraryFilter(request.GET)
    chosen = form.chosen()
    visible = LibraryEntry.objects.visible_to(request.user)
    entries = visible.with_names().filter(_conditions(chosen))
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    counted = uses.count_uses([entry.key for entry in page])
    context = {
        "form": form,
        "page": page,
        "lines": [(entry, counted[entry.key]) for entry in page],
        "is_filtered": any(chosen.values()),
        "many_schemes": _has_many_schemes(visible),
        "query": form.query_without_page(),
        "may_propose": _departments(request.user).exists(),
        "waiting": LibraryEntry.objects.waiting_for(request.user).count(),
    }
    return render(request, "library/list.html", context)


def _has_many_schemes(entries: Any) -> bool:
    """Whether the same labels may stand in two schemes."""
    return entries.order_by().values("tier__scheme").distinct().count() > 1


def _conditions(chosen: dict[str, str]) -> Q:
    condition = words_match(chosen["q"])
    if chosen["tier"]:
        condition &= Q(tier=chosen["tier"])
    if chosen["type"]:
        condition &= Q(project_type__in=[chosen["type"], ""])
    if chosen["scope"]:
        condition &= Q(department__isnull=chosen["scope"] == "shared")
    if chosen["state"]:
        condition &= Q(state=chosen["state"])
    return condition


def _departments(user: Any) -> Any:
    """Where the user may propose."""
    return Department.objects.filter(access.allowed_at(user, access.EDIT, prefix=""))


def detail(request: HttpRequest, entry: int) -> HttpResponse:
    """An indicator, where it was used, and what may be done with it."""
    return _page(request, get_entry(request.user, entry))


def _page(
    request: HttpRequest,
    found: LibraryEntry,
    *,
    status: int = 200,
    refused: str = "",
    opinion: str = "",
) -> HttpResponse:
    context = {
        "entry": found,
        "uses": uses.count_uses([found.key])[found.key],
        "examples": uses.examples(found.key, request.user),
        "steps": services.available(found, request.user),
        "may_amend": found.state in services.AMENDABLE
        and may(request.user, access.EDIT, found),
        "records": Record.objects.of(found.subject),
        "refused": refused,
        "opinion": opinion,
    }
    return render(request, "library/entry.html", context, status=status)


def propose(request: HttpRequest) -> HttpResponse:
    """An indicator of the department, for finance to confirm."""
    if not _departments(request.user).exists():
        raise NotAllowed("只有填报人可以提出指标。")
    form = ContentForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.propose(
                department=form.cleaned_data["department"],
                actor=request.user,
                content=form.content,
            )
        except CheckFailed as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, f"“{made}”已提出，等财政审核人确认。")
            return redirect("library-entry", entry=made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "library/propose.html", {"form": form}, status=status)


def amend(request: HttpRequest, entry: int) -> HttpResponse:
    """The same form for what waits or was returned."""
    found = get_entry(request.user, entry, access.EDIT)
    if found.state not in services.AMENDABLE:
        raise NotAllowed(f"“{found}”现在是“{found.get_state_display()}”，不能修改。")
    form = ContentForm(
        request.POST or None,
        user=request.user,
        entry=found,
        initial={name: getattr(found, name) for name in services.TEXTS}
        | {"tier": found.tier_id, "version": found.version},
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.amend(
                entry=found, actor=request.user, version=version, content=form.content
            )
        except (CheckFailed, Conflict) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{found}”已重新提出，等财政审核人确认。")
            return redirect("library-entry", entry=entry)
    status = 422 if form.is_bound else 200
    context = {"form": form, "entry": found}
    return render(request, "library/propose.html", context, status=status)


@require_POST
def decide(request: HttpRequest, entry: int, action: str) -> HttpResponse:
    """Confirm, return, retire or restore."""
    found = get_entry(request.user, entry, access.CURATE)
    if action not in DONE:
        raise BadRequest("没有这种操作")
    opinion = plain(request.POST.get("opinion", ""))[:MOST_OPINION]
    version = request.POST.get("version", "")
    try:
        services.decide(
            entry=found,
            action=action,
            actor=request.user,
            version=int(version) if version.isdecimal() else -1,
            opinion=opinion,
        )
    except (CheckFailed, Conflict) as error:
        now = get_entry(request.user, entry)
        return _page(
            request, now, status=error.status, refused=error.message, opinion=opinion
        )
    messages.success(request, f"“{found}”{DONE[action]}。")
    return redirect("library-entry", entry=entry)
