"""Which rules trip, where, and how much of what is promised can be measured.

Read from what :mod:`reviews.counting` keeps: a fixed number of queries, and no check
runs. 定量 is an indicator value that :mod:`sheets.value` understands as a number, a
range or a date; the rest is 定性.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from departments import access
from departments.models import Department
from indicators.models import Indicator
from projects.models import BudgetYear, Target
from projects.querysets import TargetQuerySet

from . import counting
from .checks.base import Check, Severity, checks
from .models import Counted

QUANTIFIED = ("number", "range", "date")


@dataclass
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> float | None:
        """Of a hundred, with one decimal; ``None`` of nothing."""
        return round(100 * self.part / self.whole, 1) if self.whole else None


@dataclass
class RuleLine:
    """What one rule found; ``targets`` are those in which it found anything."""

    check: Check
    findings: int = 0
    targets: Share = field(default_factory=Share)


@dataclass
class DepartmentLine:
    """What was found in a department's targets, and what of it is measurable."""

    department: Department
    targets: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    quantified: Share = field(default_factory=Share)

    @property
    def per_target(self) -> float:
        """Errors and warnings for each of its targets: what makes one comparable."""
        weighty = self.severities[Severity.ERROR] + self.severities[Severity.WARNING]
        return round(weighty / self.targets, 1) if self.targets else 0.0


@dataclass(frozen=True)
class Statistics:
    """Of a selection of targets."""

    targets: int
    counted: int
    stale: int
    severities: Counter[str]
    quantified: Share
    rules: list[RuleLine]
    departments: list[DepartmentLine]


def departments_seen(user: Any) -> QuerySet[Department]:
    return Department.objects.filter(
        access.allowed_at(user, access.EXPORT, prefix="")
    ).order_by("path")


def selected(
    user: Any, year: BudgetYear | None, department: Department | None
) -> TargetQuerySet:
    """The year's targets, of a department and those below it, that the user may see
    and take away."""
    found = Target.objects.allowed(user, access.EXPORT).filter(year=year)
    if department is not None:
        found = found.filter(department__path__startswith=department.path)
    return found


def of(targets: TargetQuerySet) -> Statistics:
    """In four queries, however many targets there are."""
    kept = Counted.objects.filter(target__in=targets.values("pk"))
    rows = kept.values_list("target__department", "by_rule", "by_severity")
    lines = {line.department.pk: line for line in _departments(targets)}
    rules: dict[str, RuleLine] = {}
    severities: Counter[str] = Counter()
    count = 0
    for department, by_rule, by_severity in rows.iterator():
        count += 1
        severities.update(by_severity)
        lines[department].severities.update(by_severity)
        for check, found in by_rule.items():
            _add(rules, check, found)
    for rule in rules.values():
        rule.targets.whole = count
    _measure(targets, lines)
    whole = [line.quantified for line in lines.values()]
    return Statistics(
        targets=sum(line.targets for line in lines.values()),
        counted=count,
        stale=counting.stale(targets).count(),
        severities=severities,
        quantified=Share(sum(s.part for s in whole), sum(s.whole for s in whole)),
        rules=sorted(rules.values(), key=lambda r: (-r.findings, r.check.id)),
        departments=sorted(lines.values(), key=lambda line: -line.per_target),
    )


def _add(rules: dict[str, RuleLine], check: str, found: int) -> None:
    if check not in rules:
        try:
            rules[check] = RuleLine(checks.get(check))
        except LookupError:  # counted by a program that had this rule
            return
    rules[check].findings += found
    rules[check].targets.part += 1


def _departments(targets: TargetQuerySet) -> list[DepartmentLine]:
    counted = Count("targets", filter=Q(targets__in=targets.values("pk")))
    found = Department.objects.annotate(count=counted).filter(count__gt=0)
    return [DepartmentLine(one, one.count) for one in found.order_by("path")]


def _measure(targets: TargetQuerySet, lines: dict[int, DepartmentLine]) -> None:
    filled = Indicator.objects.filter(target__in=targets.values("pk"), value__gt="")
    rows = (
        filled.order_by()
        .values("target__department")
        .annotate(
            whole=Count("pk"), part=Count("pk", filter=Q(value_kind__in=QUANTIFIED))
        )
    )
    for row in rows:
        lines[row["target__department"]].quantified = Share(row["part"], row["whole"])
