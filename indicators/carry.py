"""结转上年: a department's targets of last year as drafts of this year."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from departments.models import Department
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Kind, Target
from sheets import fields
from sheets.carry import Carrier, Shift
from sheets.diff import align_rows
from sheets.sheet import Overall

from . import services, store

# The department's own text first, then its tables.
BOOK_ORDER = ("kind", "project__position", "pk")


def candidates(year: BudgetYear, department: Department) -> list[Target]:
    """Targets of the latest earlier year that are not in this year yet: neither
    continued nor under the same name."""
    earlier = Target.objects.filter(department=department, year__year__lt=year.year)
    latest = earlier.order_by("-year__year").values_list("year", flat=True).first()
    here = Target.objects.filter(department=department, year=year).with_names()
    continued = {t.project.continued_from_id for t in here if t.project}
    names = {t.project.name for t in here if t.project}
    has_overall = any(t.kind == Kind.DEPARTMENT for t in here)
    found = []
    for target in earlier.filter(year=latest).with_names().order_by(*BOOK_ORDER):
        if target.project is None:
            taken = has_overall
        else:
            taken = target.project_id in continued or target.project.name in names
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
        overall = carrier.carry_overall(store.load_overall(target))
        return services.create_overall_target(overall=overall, action="carry", **at)
    sheet = carrier.carry(
        store.load_sheet(target), months=year.months, with_values=with_values
    )
    return services.create_project_target(
        sheet=sheet, action="carry", continued_from=target.project, **at
    )


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


def shifts_of(target: Target) -> list[Shift]:
    """The cells whose year was moved, as long as nobody has saved the draft."""
    before = last_year_of(target)
    if before is None or target.version > 1:
        return []
    carrier = Carrier(before.year.year, target.year.year)
    document = store.load(before)
    if isinstance(document, Overall):
        carrier.carry_overall(document)
    else:
        carrier.carry(document, months=target.year.months, with_values=True)
    now = store.load(target)
    return [s for s in carrier.shifts if _still_there(s, now)]


def _still_there(shift: Shift, document: object) -> bool:
    """Carried without values, a value is empty and there is nothing to confirm."""
    if not shift.field.endswith(".value"):
        return True
    index = int(shift.field.split(".")[1])
    return bool(document.indicators[index].value)  # type: ignore[attr-defined]


def last_year_cells(target: Target) -> dict[str, str]:
    """Last year's text for each cell of this year's table, by this year's field path.

    Rows belong together by labels and name; a renamed row stands for the one in its
    place. Empty if the project is new.
    """
    before = last_year_of(target)
    if before is None or not target.is_project:
        return {}
    old, new = store.load_sheet(before), store.load_sheet(target)
    cells = fields.facts(old)
    cells |= {f"goals.{i}": goal for i, goal in enumerate(old.goals)}
    for a, b in align_rows(old.indicators, new.indicators):
        if a is not None and b is not None:
            texts = fields.row_cells(old.indicators[a])
            cells |= {f"indicators.{b}.{n}": texts[n] for n in fields.ROW_CELLS}
    return {path: text for path, text in cells.items() if text}
