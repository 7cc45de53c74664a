"""送审前检查: all that the checks say of a target, on one page. Errors lead to their
cells; for warnings the filler says why they stay, for all cells of a rule at once; and
when nothing holds it up any more, 送审.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments import access
from indicators import store
from indicators.unsaved import own_draft
from indicators.views import posted_version
from perftargets.errors import CheckFailed, Conflict
from projects.access import get_target
from projects.models import Target
from projects.windows import target_closed_because
from sheets.typed import plain

from . import answers as service
from . import findings, flow
from .checks.base import Severity, checks
from .services import available
from .showing import ordered


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
    """Errors, warnings by rule with the reasons that were given, and hints."""
    found = get_target(request.user, pk, access.EDIT)
    if request.method == "POST":
        return _save(request, found)
    return before_submit(request, found)


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
        return before_submit(request, found, 422, refused=error.message, typed=typed)
    except Conflict as error:
        now = get_target(request.user, found.pk, access.EDIT)
        return before_submit(request, now, 409, refused=error.message, typed=typed)
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
    """Here again: to what is left, or to 送审."""
    report = findings.report_on(found, store.load(found))
    left = len(findings.open_warnings(found, report))
    more = f"还有 {left} 处警告没有说明" if left else "警告都已说明"
    messages.success(request, f"说明已保存，{more}。")
    return redirect("answers", found.pk)


def before_submit(
    request: HttpRequest, found: Target, status: int = 200, **more: Any
) -> HttpResponse:
    """The page; ``refused`` says why it is shown instead of doing what was asked."""
    report = findings.report_on(found, store.load(found))
    groups = _groups(found, report)
    errors = _of(report, Severity.ERROR)
    open_warnings = sum(not one.shown.answer for g in groups for one in g.asked)
    draft = own_draft(found, request.user)
    closed = target_closed_because(found) if found.is_editable else None
    context = {
        "target": found,
        "errors": errors,
        "groups": groups,
        "hints": _of(report, Severity.HINT),
        "open_warnings": open_warnings,
        "own_draft": draft,
        "may_edit": found.is_editable,
        "closed": closed,
        "is_ready": not (errors or open_warnings or draft or closed)
        and any(s.action == flow.SUBMIT for s in available(found, request.user)),
        "longest": service.LONGEST,
        **more,
    }
    return render(request, "targets/answers.html", context, status=status)


def _of(report: findings.TargetReport, severity: Severity) -> list[findings.Shown]:
    return [
        findings.shown(finding, report.document, {})
        for finding in ordered(report)
        if finding.severity == severity
    ]


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
