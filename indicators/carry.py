"""结转上年: a department's targets of last year as drafts of this year."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from departments.models import Department
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Kind, Project, Target
from projects.querysets import TargetQuerySet
from sheets import last_year
from sheets.carry import Carrier, Mover
from sheets.sheet import Overall, Sheet

from . import confirm, services, store
from .schemes import has_other_scheme

# The department's own text first, then its tables.
BOOK_ORDER = ("kind", "project__position", "pk")


def last_targets(year: BudgetYear, department: Department) -> TargetQuerySet:
    """The department's targets of the latest year before this one that has any."""
    earlier = Target.objects.filter(department=department, year__year__lt=year.year)
    latest = earlier.order_by("-year__year").values_list("year", flat=True).first()
    return earlier.filter(year=latest).with_names().order_by(*BOOK_ORDER)


def candidates(year: BudgetYear, department: Department) -> list[Target]:
    """Targets of the latest earlier year that are not in this year yet: neither
    continued nor under the same name, nor under the one that they would get."""
    here = Target.objects.filter(department=department, year=year).with_names()
    continued = {t.project.continued_from_id for t in here if t.project}
    names = {t.project.name for t in here if t.project}
    has_overall = any(t.kind == Kind.DEPARTMENT for t in here)
    found = []
    for target in last_targets(year, department):
        if target.project is None:
            taken = has_overall
        else:
            name = target.project.name
            renamed = Mover(target.year.year, year.year).move(name)
            taken = target.project_id in continued or not names.isdisjoint(
                {name, renamed}
            )
        if not taken:
            found.append(target)
    return found


def carry_over(
    *,
    targets: Sequence[Target],
    year: BudgetYear,
    actor: Any,
    with_values: bool,
) -> list[Target]:
    """New drafts in ``year``, all or none; ``CheckFailed`` names one that is taken."""
    if not targets:
        raise CheckFailed("请至少选一个要结转的项目")
    with transaction.atomic():
        return [_carry_one(t, year, actor, with_values) for t in targets]


def _carry_one(
    target: Target, year: BudgetYear, actor: Any, with_values: bool
) -> Target:
    carrier = Carrier(target.year.year, year.year)
    at = {"year": year, "department": target.department, "actor": actor}
    if target.project is None:
        overall = carrier.carry_overall(
            store.load_overall(target), _new_names(target, year)
        )
        made = services.create_overall_target(overall=overall, action="carry", **at)
    else:
        sheet = _carried(target, year, carrier, with_values)
        made = services.create_project_target(
            sheet=sheet, action="carry", continued_from=target.project, **at
        )
    confirm.remember(made, carrier.shifts)
    return made


def carried_sheet(target: Target, year: BudgetYear) -> Sheet:
    """The table that a project's target of an earlier year would begin with."""
    carrier = Carrier(target.year.year, year.year)
    return _carried(target, year, carrier, with_values=True)


def _carried(
    target: Target, year: BudgetYear, carrier: Carrier, with_values: bool
) -> Sheet:
    return carrier.carry(
        store.load_sheet(target),
        months=year.months,
        with_values=with_values,
        tiers=year.scheme.rows() if has_other_scheme(target.year, year) else None,
    )


def _new_names(target: Target, year: BudgetYear) -> dict[str, str]:
    """Old name → new name of the department's projects that are in ``year`` already."""
    here = Project.objects.filter(
        year=year,
        department=target.department,
        continued_from__year=target.year,
    )
    return dict(here.values_list("continued_from__name", "name"))


def last_year_of(target: Target) -> Target | None:
    """What the target was carried over from, or the department's last overall one."""
    if target.project is not None:
        before = target.project.continued_from
        return before and Target.objects.with_names().get(project=before)
    earlier = Target.objects.filter(
        kind=Kind.DEPARTMENT,
        department=target.department,
        year__year__lt=target.year.year,
    )
    return earlier.with_names().order_by("-year__year").first()


def last_year_cells(target: Target, document: Sheet | Overall) -> dict[str, str]:
    """Last year's text for each cell of this year's table as ``document`` has it, by
    field path. Empty if the project is new."""
    before = last_year_of(target)
    if before is None or isinstance(document, Overall):
        return {}
    return last_year.last_year_cells(
        store.load_sheet(before),
        document,
        from_year=before.year.year,
        to_year=target.year.year,
    )
