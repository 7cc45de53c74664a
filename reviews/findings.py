"""The automatic checks over what lies in the database.

A target is looked at alone, with the one that it goes on from; the rules that compare
the tables of a department need its whole book (``check_targets``).
"""

from dataclasses import dataclass, replace

from departments.models import Department
from indicators import carry, store
from projects.models import BudgetYear, Target
from sheets import fields
from sheets.sheet import Book, Overall, Sheet

from .checks import base

# What a table alone cannot answer: the sum and the counterpart stand elsewhere.
ACROSS = frozenset({"C34", "C35", "C42"})


@dataclass(frozen=True)
class Group:
    """The findings of one dimension, for the page."""

    name: str
    findings: list[tuple[str, base.Finding]]


def report_on(target: Target, document: Sheet | Overall) -> base.Report:
    """Of one target with this content."""
    empty = store.empty_book(target.year, target.department)
    book = store.with_document(empty, document)
    before = carry.last_year_of(target)
    last = store.load_book(before) if before is not None else None
    report = base.run(base.Case(book=book, last=last))
    kept = tuple(f for f in report.findings if f.check not in ACROSS)
    return replace(report, findings=kept)


def book_of(year: BudgetYear, department: Department) -> Book:
    """All of a department's targets of a year, as they stand."""
    targets = Target.objects.filter(year=year, department=department).with_names()
    books = [store.load_book(target) for target in targets.order_by("kind", "pk")]
    return replace(
        store.empty_book(year, department),
        overall=next((b.overall for b in books if b.overall is not None), None),
        projects=tuple(sheet for b in books for sheet in b.projects),
    )


def counts(report: base.Report) -> dict[str, int]:
    """Findings by severity, for the desk."""
    found: dict[str, int] = {}
    for finding in report.findings:
        found[finding.severity] = found.get(finding.severity, 0) + 1
    return found


def by_dimension(report: base.Report, document: Sheet | Overall) -> list[Group]:
    """(cell's name, finding) by dimension, those that weigh most first."""
    weight = list(base.Severity)
    groups = []
    for dimension in base.Dimension:
        found = [f for f in report.findings if f.dimension == dimension]
        found.sort(key=lambda f: weight.index(f.severity))
        if found:
            named = [(_name(f.path, document), f) for f in found]
            groups.append(Group(dimension.label, named))
    return groups


def _name(path: str, document: Sheet | Overall) -> str:
    if not path:
        return "整张表"
    try:
        return fields.label_in(document, path)
    except (LookupError, ValueError):
        return path
