"""说明警告: the filler says why a warning stays, for all cells of a rule at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from departments import access
from indicators import store
from indicators.views import posted_version
from perftargets.errors import CheckFailed, Conflict
from projects.access import get_target
from projects.models import Target
from sheets.typed import plain

from . import answers as service
from . import findings
from .checks.base import checks


@dataclass(frozen=True)
class Asked:
    """A warning on the page; ``key`` is what its tick box sends."""

    key: str
    shown: findings.Shown


@dataclass(frozen=True)
class RuleGroup:
    """All warnings of one rule, which one reason may answer."""

    check: str
    name: str
    dimension: str
    asked: list[Asked]

    @property
    def is_open(self) -> bool:
        return any(one.shown.answer is None for one in self.asked)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The warnings of a target by rule, with the reasons that were given."""
    found = get_target(request.user, pk, access.EDIT)
    return _save(request, found) if request.method == "POST" else _page(request, found)


def _save(request: HttpRequest, found: Target) -> HttpResponse:
    version = posted_version(request)
    typed = {
        name.removeprefix("reason-"): plain(text)
        for name, text in request.POST.items()
        if name.startswith("reason-")
    }
    try:
        reasons = _reasons(request, typed)
        service.answer(
            target=found, actor=request.user, version=version, reasons=reasons
        )
    except CheckFailed as error:
        return _page(request, found, 422, refused=error.message, typed=typed)
    except Conflict as error:
        now = get_target(request.user, found.pk, access.EDIT)
        return _page(request, now, 409, refused=error.message, typed=typed)
    return _onward(request, found)


def _reasons(request: HttpRequest, typed: Mapping[str, str]) -> dict[str, str]:
    """What was asked for, by digest; a tick box sends ``C58:digest``."""
    if taken_back := request.POST.get("withdraw"):
        return {taken_back: ""}
    ticked = (one.partition(":") for one in request.POST.getlist("chosen"))
    reasons = {
        key: typed[check]
        for check, _, key in ticked
        if typed.get(check, "").strip() and key
    }
    if not reasons:
        raise CheckFailed(service.NO_REASON, {"reason": service.NO_REASON})
    return reasons


def _onward(request: HttpRequest, found: Target) -> HttpResponse:
    """Here again while there is something to answer; then to what is next."""
    report = findings.report_on(found, store.load(found))
    left = len(findings.open_warnings(found, report))
    if left:
        messages.success(request, f"说明已保存，还有 {left} 处警告没有说明。")
        return redirect("answers", found.pk)
    messages.success(request, "说明已保存，警告都已说明。")
    return redirect(reverse("target", args=[found.pk]) + "?submit")


def _page(
    request: HttpRequest, found: Target, status: int = 200, **more: Any
) -> HttpResponse:
    report = findings.report_on(found, store.load(found))
    context = {
        "target": found,
        "groups": _groups(found, report),
        "errors": len(findings.errors_in(report)),
        "longest": service.LONGEST,
        **more,
    }
    return render(request, "targets/answers.html", context, status=status)


def _groups(found: Target, report: findings.TargetReport) -> list[RuleGroup]:
    given = findings.answers_of(found)
    groups: dict[str, RuleGroup] = {}
    for finding in findings.warnings_in(report):
        check = checks.get(finding.check)
        group = groups.setdefault(
            check.id, RuleGroup(check.id, check.name, check.dimension.label, [])
        )
        key = f"{check.id}:{findings.digest(finding, report.document)}"
        shown = findings.shown(finding, report.document, given)
        group.asked.append(Asked(key, shown))
    return sorted(groups.values(), key=lambda group: (not group.is_open, group.check))
