"""Findings kept for statistics: checked when something changed, never on view.

A row is true as long as its target has the ``version`` that was checked and the year's
settings are older than the check. What it says of other tables' doing may be behind by
one edit there; a whole department is counted anew at once, so that ends with the next
count.
"""

from collections import Counter
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from departments.models import Department
from indicators import store
from indicators.services import changes_between
from projects.models import BudgetYear, Target
from projects.querysets import TargetQuerySet

from . import findings
from .checks import base
from .models import CheckSettings, Counted

# A quotation may be a whole chapter; a cell of a file holds less.
LONGEST = 500
FIELDS = ("version", "by_rule", "by_severity", "findings", "at")


def keep(*, target: Target, report: findings.TargetReport) -> None:
    """What was found of the target as it is saved now."""
    row = _row(target, report, timezone.now())
    Counted.objects.update_or_create(
        target=target, defaults={name: getattr(row, name) for name in FIELDS}
    )


def keep_if_saved(*, target: Target, report: findings.TargetReport) -> None:
    """As :func:`keep`, if the report is of what is saved and that was not counted yet:
    the editor asks for one after each save anyway."""
    if Counted.objects.filter(target=target, version=target.version).exists():
        return
    if not changes_between(store.load(target), report.document):
        keep(target=target, report=report)


def go_along(*, target: Target) -> None:
    """The target has moved one version on without a change of its content."""
    Counted.objects.filter(target=target, version=target.version - 1).update(
        version=target.version
    )


def forget(*, target: Target) -> None:
    """Its content was replaced."""
    Counted.objects.filter(target=target).delete()


def stale(targets: TargetQuerySet) -> TargetQuerySet:
    """Those of the targets whose findings have not been counted as they are now."""
    settings = CheckSettings.objects.filter(year__year__lte=OuterRef("year__year"))
    latest = settings.order_by("-year__year").values("saved_at")[:1]
    return targets.annotate(set_at=Subquery(latest)).filter(
        Q(counted__isnull=True)
        | ~Q(counted__version=F("version"))
        | Q(counted__at__lt=F("set_at"))
    )


def refresh(targets: TargetQuerySet, *, most: int | None = None) -> int:
    """Count anew the departments that have stale ones among ``targets``; how many
    targets were counted. It stops after the department that reaches ``most``."""
    places = stale(targets).order_by("year", "department").values("year", "department")
    count = 0
    for place in places.distinct():
        if most is not None and count >= most:
            break
        year = BudgetYear.objects.select_related("scheme").get(pk=place["year"])
        department = Department.objects.get(pk=place["department"])
        count += recount(year=year, department=department)
    return count


def recount(*, year: BudgetYear, department: Department) -> int:
    """All of a department's targets of a year, in one look; how many they are."""
    now = timezone.now()
    rows = [
        _row(target, report, now)
        for target, report in findings.reports_on(year, department)
    ]
    Counted.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["target"], update_fields=FIELDS
    )
    return len(rows)


def _row(target: Target, report: findings.TargetReport, now: datetime) -> Counted:
    return Counted(
        target=target,
        version=target.version,
        by_rule=Counter(f.check for f in report.findings),
        by_severity=findings.counts(report),
        findings=[told(f, report) for f in report.findings],
        at=now,
    )


def told(finding: base.Finding, report: findings.TargetReport) -> dict[str, str]:
    """A finding as it is kept: in words that need no document."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "cell": findings.cell_name(finding.path, report.document),
        "found": finding.found[:LONGEST],
        "message": finding.message[:LONGEST],
        "digest": findings.digest(finding, report.document),
    }
