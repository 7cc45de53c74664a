"""审核规则: the office's severities, thresholds and word lists for a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from perftargets.errors import CheckFailed, Conflict, PerfTargetsError
from projects.models import BudgetYear
from sheets.typed import plain

from . import check_settings
from .check_settings import CHOICES, State
from .checks.base import Check, checks
from .checks.editable import DEFAULTS, SECTIONS, Editable, of_check
from .checks.settings import Settings
from .forms_checks import SEVERITY, TEXT, RulesFilter, WordsFilter, posted

RULES, WORDS = "check-rules", "check-words"


@dataclass(frozen=True)
class Rule:
    """A line of the page; ``chosen`` is "" for the default."""

    check: Check
    chosen: str
    problem: str

    @property
    def default(self) -> str:
        return CHOICES[self.check.severity]

    @property
    def now(self) -> str:
        return self.chosen or self.check.severity

    @property
    def settings(self) -> list[Editable]:
        return of_check(self.check.id)


@dataclass(frozen=True)
class Setting:
    """An input of the page: what is set now, or what was typed and refused."""

    editable: Editable
    text: str
    is_changed: bool
    problem: str


def now(request: HttpRequest) -> HttpResponse:
    """The rules of the latest year."""
    check_settings.check_may_set(request.user)
    latest = get_object_or_404(BudgetYear.objects.order_by("-year")[:1])
    return redirect(RULES, latest.year)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, year: int) -> HttpResponse:
    """All rules with the severity of each."""
    check_settings.check_may_set(request.user)
    found = get_object_or_404(BudgetYear, year=year)
    if request.method == "POST":
        severities = posted(request.POST, SEVERITY)
        if restored := request.POST.get("restore"):
            severities[restored] = ""
        return _save(request, found, RULES, severities=severities)
    return _rules_page(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, year: int) -> HttpResponse:
    """Thresholds and word lists."""
    check_settings.check_may_set(request.user)
    found = get_object_or_404(BudgetYear, year=year)
    if request.method == "POST":
        texts = {k: plain(v) for k, v in posted(request.POST, TEXT).items()}
        texts = {k: v for k, v in texts.items() if k in DEFAULTS}
        restored = request.POST.get("restore", "")
        if restored in texts:
            texts[restored] = _default_text(restored)
        return _save(request, found, WORDS, texts=texts)
    return _words_page(request, found)


def _default_text(name: str) -> str:
    return next(
        check_settings.shown(one, Settings())
        for _, part in SECTIONS
        for one in part
        if one.name == name
    )


def _save(
    request: HttpRequest, year: BudgetYear, page: str, **chosen: Mapping[str, str]
) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        count = check_settings.save(
            year=year,
            actor=request.user,
            version=int(version) if version.isdecimal() else -1,
            **chosen,
        )
    except (CheckFailed, Conflict) as error:
        show = _rules_page if page == RULES else _words_page
        return show(request, year, error.status, error)
    said = f"已保存，改了 {count} 处，用于{year}。" if count else "没有改动。"
    messages.success(request, said)
    return redirect(f"{reverse(page, args=[year.year])}?{request.GET.urlencode()}")


def _rules_page(
    request: HttpRequest,
    year: BudgetYear,
    status: int = 200,
    refused: PerfTargetsError | None = None,
) -> HttpResponse:
    state, form = check_settings.state_of(year), RulesFilter(request.GET)
    problems = getattr(refused, "problems", {})
    chosen = form.chosen()
    rows = [
        Rule(check, state.severities.get(check.id, ""), problems.get(check.id, ""))
        for check in sorted(checks, key=lambda check: check.id)
    ]
    context = {
        "rules": [row for row in rows if _is_asked(row, chosen)],
        "total": len(rows),
        "choices": CHOICES.items(),
        "lead": SEVERITY,
    }
    return _page(request, year, state, form, refused, context, "rules", status)


def _is_asked(rule: Rule, chosen: dict[str, Any]) -> bool:
    words = chosen["q"].lower()
    return (
        (words in rule.check.id.lower() or words in rule.check.name.lower())
        and chosen["dimension"] in ("", rule.check.dimension)
        and chosen["severity"] in ("", rule.now)
        and (bool(rule.chosen) or not chosen["changed"])
    )


def _words_page(
    request: HttpRequest,
    year: BudgetYear,
    status: int = 200,
    refused: PerfTargetsError | None = None,
) -> HttpResponse:
    state, form = check_settings.state_of(year), WordsFilter(request.GET)
    # What was typed is still there when it was refused.
    typed = posted(request.POST, TEXT) if refused else {}
    problems = getattr(refused, "problems", {})
    chosen = form.chosen()
    sections = []
    for title, part in SECTIONS:
        rows = [
            Setting(
                one,
                typed.get(one.name, check_settings.shown(one, state.settings)),
                one.name in state.data,
                problems.get(one.name, ""),
            )
            for one in part
        ]
        rows = [row for row in rows if row.problem or _is_wanted(row, chosen)]
        if rows:
            sections.append((title, rows))
    context = {"sections": sections, "lead": TEXT}
    return _page(request, year, state, form, refused, context, "words", status)


def _is_wanted(row: Setting, chosen: dict[str, Any]) -> bool:
    return (
        (chosen["q"] in row.editable.label or chosen["q"] in row.text)
        and (not chosen["check"] or chosen["check"] in row.editable.checks)
        and (row.is_changed or not chosen["changed"])
    )


def _page(
    request: HttpRequest,
    year: BudgetYear,
    state: State,
    form: RulesFilter | WordsFilter,
    refused: PerfTargetsError | None,
    context: dict[str, Any],
    tab: str,
    status: int,
) -> HttpResponse:
    context |= {
        "year": year,
        "years": BudgetYear.objects.all(),
        "state": state,
        "form": form,
        "query": form.query(),
        "refused": refused,
        "tab": tab,
    }
    return render(request, f"checks/{tab}.html", context, status=status)
