"""The automatic checks over what lies in the database.

A target is looked at among the tables of its department, beside those of the year
before: what a rule finds of another table is that one's affair.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils import timezone

from departments.models import Department
from indicators import carry, store
from projects.models import BudgetYear, Project, Target
from sheets import anchor, fields
from sheets.layouts import layout_of
from sheets.numbering import bare
from sheets.sheet import Book, Overall, Sheet

from .checks import base
from .checks.costs import LIKE
from .checks.settings import Settings
from .checks.text import alike, grams
from .models import CheckSettings, FindingAnswer

Document = Sheet | Overall
# Enough for a median, and few enough to be read while somebody waits.
MOST_PEERS = 200


@dataclass(frozen=True)
class TargetReport(base.Report):
    """Of one target; every finding lies in ``document``."""

    document: Document


class Shown(NamedTuple):
    """A finding as the page shows it, with the filler's reason for leaving it so."""

    cell: str
    finding: base.Finding
    answer: FindingAnswer | None = None


@dataclass(frozen=True)
class Group:
    """The findings of one dimension, for the page."""

    name: str
    findings: list[Shown]


def stored_settings(year: int) -> CheckSettings | None:
    """The year's; without any, those of the latest year before that has some."""
    known = CheckSettings.objects.filter(year__year__lte=year)
    return known.select_related("year").order_by("-year__year").first()


def settings_for(year: int) -> Settings:
    """As :func:`settings_of`, for a year that may not be in the system."""
    stored = stored_settings(year)
    return Settings.from_data(stored.known() if stored else {})


def settings_of(year: BudgetYear) -> Settings:
    """What the office set for the year, or before it; else the program's defaults."""
    return settings_for(year.year)


def report_on(target: Target, document: Document) -> TargetReport:
    """Of one target with this content, among what is saved of its department's others;
    in a number of queries that does not grow with them."""
    others = Target.objects.filter(year=target.year, department=target.department)
    rows = store.load_all(others.order_by("kind", "pk"))
    documents = [document if t.pk == target.pk else d for t, d in rows]
    book = _book(target.year, target.department, documents)
    place = _place_of(book, document)
    names = [] if isinstance(document, Overall) else [document.name]
    case = case_of(target.year, target.department, book, names)
    report = base.run(case, {place})
    return _own({place: list(report.findings)}, place, report, book, document)


def reports_on(
    year: BudgetYear, department: Department
) -> list[tuple[Target, TargetReport]]:
    """Of all of a department's targets at once: the rules that compare its tables look
    once, and not once for each. Other departments' tables are left out: to look for
    those that are called alike would be a walk through the year for each department.
    """
    targets = Target.objects.filter(year=year, department=department)
    rows = store.load_all(targets.order_by("kind", "pk"))
    if not rows:
        return []
    book = _book(year, department, [document for _, document in rows])
    last = last_book(year, department)
    report = base.run(base.Case(book, last, settings=settings_of(year)))
    found: dict[int | None, list[base.Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.project, []).append(finding)
    return [
        (target, _own(found, _place_of(book, document), report, book, document))
        for target, document in rows
    ]


def reports_if(
    year: BudgetYear,
    department: Department,
    documents: Sequence[tuple[Target | None, Document]],
) -> list[TargetReport]:
    """Of documents that are not saved yet: each among what is saved of the department,
    in the place of its target, or as a new one. Other departments' tables are left out,
    as in :func:`reports_on`."""
    targets = Target.objects.filter(year=year, department=department)
    new = {target.pk: document for target, document in documents if target}
    rows = store.load_all(targets.order_by("kind", "pk"))
    whole = [new.get(target.pk, document) for target, document in rows]
    whole += [document for target, document in documents if target is None]
    book = _book(year, department, whole)
    places = [_place_of(book, document) for _, document in documents]
    last = last_book(year, department)
    # The import puts a file's labels into those of the year's scheme: to call these
    # unusual is no help to whoever wrote the usual ones.
    settings = replace(settings_of(year), tiers=_tiers_of(year))
    report = base.run(base.Case(book, last, settings=settings), set(places))
    found: dict[int | None, list[base.Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.project, []).append(finding)
    return [
        _own(found, place, report, book, document)
        for place, (_, document) in zip(places, documents, strict=True)
    ]


def _tiers_of(year: BudgetYear) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for tier1, tier2 in year.scheme.rows():
        found[tier1] = (*found.get(tier1, ()), tier2)
    return found


def _own(
    found: Mapping[int | None, list[base.Finding]],
    place: int | None,
    report: base.Report,
    book: Book,
    document: Document,
) -> TargetReport:
    """What concerns the one document, as if it had been looked at alone. A cell that
    its form does not have can be neither filled in nor mended."""
    project = None if place is None else 0
    form = layout_of(book)
    is_overall = isinstance(document, Overall)
    leaves_out = (form.overall_form if is_overall else form).leaves_out
    own = tuple(
        replace(finding, project=project)
        for finding in found.get(place, ())
        if not fields.is_left_out(finding.path, leaves_out)
    )
    return TargetReport(own, report.not_checkable, document)


def _place_of(book: Book, document: Document) -> int | None:
    return None if isinstance(document, Overall) else _place(book, document)


def _place(book: Book, document: Sheet) -> int:
    return next(i for i, sheet in enumerate(book.projects) if sheet is document)


def case_of(
    year: BudgetYear, department: Department, book: Book, names: Iterable[str]
) -> base.Case:
    """The department's book with all that the checks compare it with; ``names`` are
    the projects that are looked at."""
    return base.Case(
        book,
        last_book(year, department),
        peers_of(year, department, names),
        settings_of(year),
    )


def peers_of(
    year: BudgetYear, department: Department, names: Iterable[str]
) -> tuple[Sheet, ...]:
    """Tables of other departments that are called alike: no rule compares others."""
    ours = [grams(name) for name in names]
    if not ours:
        return ()
    others = Project.objects.filter(year=year).exclude(department=department)
    close = [
        key
        for key, name in others.order_by("pk").values_list("pk", "name")
        if any(alike(one, grams(name)) >= LIKE for one in ours)
    ]
    targets = Target.objects.filter(project__in=close[:MOST_PEERS])
    return tuple(
        document
        for _, document in store.load_all(targets.order_by("pk"))
        if isinstance(document, Sheet)
    )


def last_book(year: BudgetYear, department: Department) -> Book | None:
    """The department's book of the latest year before that it has any of."""
    rows = store.load_all(carry.last_targets(year, department))
    if not rows:
        return None
    return _book(rows[0][0].year, department, [document for _, document in rows])


def book_of(year: BudgetYear, department: Department) -> Book:
    """All of a department's targets of a year, as they stand."""
    targets = Target.objects.filter(year=year, department=department)
    rows = store.load_all(targets.order_by("kind", "pk"))
    return _book(year, department, [document for _, document in rows])


def _book(year: BudgetYear, department: Department, documents: list[Document]) -> Book:
    overall = [one for one in documents if isinstance(one, Overall)]
    return replace(
        store.empty_book(year, department),
        overall=overall[0] if overall else None,
        projects=tuple(one for one in documents if isinstance(one, Sheet)),
    )


# --- Answers to warnings -----------------------------------------------------


def digest(finding: base.Finding, document: Document) -> str:
    """What an answer belongs to: the rule, the cell and what stands in it.

    A row is known by its names and not by its number, so the answer follows it; what
    is about a whole table is known by what was found.
    """
    parts = finding.path.split(".")
    try:
        text = anchor.text_at(finding.path, document)
    except LookupError:
        place, text = finding.path, finding.message
    else:
        place = ".".join([parts[0], *_row(parts, document), parts[-1]])
    told = "\x1f".join([finding.check, place, text, finding.found])
    return hashlib.sha256(told.encode()).hexdigest()


def _row(parts: list[str], document: Document) -> list[str]:
    """What a row is called; nothing for a cell that stands alone."""
    if isinstance(document, Overall):
        if len(parts) < 4:
            return []
        parts = parts[1:]
    if parts[0] == "indicators":
        row = document.indicators[int(parts[1])]
        return [row.tier1, row.tier2, row.tier3 or ""]
    if isinstance(document, Overall):
        item = fields.overall_items(document)[parts[0]][int(parts[1])]
        return [parts[0], bare(fields.heading(item))]
    # A goal is its text.
    return [] if parts[0] == "goals" else parts[1:-1]


def answers_of(target: Target) -> dict[str, FindingAnswer]:
    """Every answer that was given for the target, by :func:`digest`; those to what has
    been changed since are among them and answer nothing."""
    given = FindingAnswer.objects.filter(target=target).select_related("author")
    return {answer.digest: answer for answer in given}


def open_warnings(target: Target, report: TargetReport) -> list[base.Finding]:
    """The warnings that are neither mended nor answered."""
    answers = answers_of(target)
    return [
        finding
        for finding in warnings_in(report)
        if digest(finding, report.document) not in answers
    ]


def errors_in(report: base.Report) -> list[base.Finding]:
    return [f for f in report.findings if f.severity == base.Severity.ERROR]


def warnings_in(report: base.Report) -> list[base.Finding]:
    return [f for f in report.findings if f.severity == base.Severity.WARNING]


def evidence(target: Target, report: TargetReport) -> list[dict[str, Any]]:
    """The answers that count for this content, as a version keeps them."""
    answers = answers_of(target)
    keys = dict.fromkeys(digest(f, report.document) for f in warnings_in(report))
    return [_kept(answers[key]) for key in keys if key in answers]


def _kept(answer: FindingAnswer) -> dict[str, str]:
    return {
        "check": answer.check_id,
        "cell": answer.cell,
        "message": answer.message,
        "reason": answer.reason,
        "author": str(answer.author),
        "at": timezone.localtime(answer.at).isoformat(timespec="seconds"),
    }


# --- In words ----------------------------------------------------------------


def counts(report: base.Report) -> dict[str, int]:
    """Findings by severity, for the desk."""
    found: dict[str, int] = {}
    for finding in report.findings:
        found[finding.severity] = found.get(finding.severity, 0) + 1
    return found


def by_dimension(
    report: base.Report,
    document: Document,
    answers: Mapping[str, FindingAnswer] | None = None,
) -> list[Group]:
    """Findings by dimension, those that weigh most first; ``answers`` are those of
    :func:`answers_of`."""
    weight = list(base.Severity)
    groups = []
    for dimension in base.Dimension:
        found = [f for f in report.findings if f.dimension == dimension]
        found.sort(key=lambda f: weight.index(f.severity))
        if found:
            named = [shown(f, document, answers or {}) for f in found]
            groups.append(Group(dimension.label, named))
    return groups


def shown(
    finding: base.Finding, document: Document, answers: Mapping[str, FindingAnswer]
) -> Shown:
    is_asked = finding.severity == base.Severity.WARNING
    return Shown(
        cell_name(finding.path, document),
        finding,
        answers.get(digest(finding, document)) if is_asked else None,
    )


def cell_name(path: str, document: Document) -> str:
    """What the clerk calls the cell that a finding points to."""
    if not path:
        return "整张表"
    try:
        return fields.label_in(document, path)
    except (LookupError, ValueError):
        return path
