"""When a department may fill in: the year's window, and the time it was given."""

from datetime import date

from django.utils import timezone

from departments.models import Department
from perftargets.errors import NotAllowed

from .models import BudgetYear, Extension, Target


def closes_on(year: BudgetYear, department: Department) -> date | None:
    """The department's last day; ``None`` if the year has no end.

    The last of these: the year's own day, and the day that the latest extension gave
    to the department and to each unit above it. More time for a bureau is never less
    for a unit below.
    """
    if year.closes_on is None:
        return None
    given = (
        Extension.objects.filter(year=year, department__path__in=department.lineage)
        .order_by("pk")  # of each unit, the latest row stays
        .values_list("department", "closes_on")
    )
    return max([year.closes_on, *dict(given).values()])


def is_over(
    year: BudgetYear, department: Department, today: date | None = None
) -> bool:
    """Whether the last day has passed: a new project is added in mid-year now."""
    last = closes_on(year, department)
    return last is not None and (today or timezone.localdate()) > last


def closed_because(
    year: BudgetYear, department: Department, today: date | None = None
) -> str | None:
    """Why nothing can be filled in now, with the dates; ``None`` while it can."""
    today = today or timezone.localdate()
    if year.opens_on and today < year.opens_on:
        return f"{year}的填报从 {year.opens_on} 开始，现在还不能填写。"
    last = closes_on(year, department)
    if last and today > last:
        return (
            f"{year}的填报已于 {last} 截止，现在只能查看。如需修改请联系财政部门延期。"
        )
    return None


def target_closed_because(target: Target) -> str | None:
    """As :func:`closed_because`; adjustments and added projects know no window."""
    if target.is_outside_round:
        return None
    return closed_because(target.year, target.department)


def locked_because(target: Target) -> str | None:
    """Why its content cannot be changed now: where it is on its way, or the window."""
    if not target.is_editable:
        return f"“{target}”现在是“{target.standing}”，不能修改。"
    return target_closed_because(target)


def check_window(year: BudgetYear, department: Department) -> None:
    """``NotAllowed`` outside the department's filling window."""
    if (reason := closed_because(year, department)) is not None:
        raise NotAllowed(reason)


def check_unlocked(target: Target) -> None:
    """``NotAllowed`` as :func:`locked_because` says."""
    if (reason := locked_because(target)) is not None:
        raise NotAllowed(reason)


def check_target_window(target: Target) -> None:
    """``NotAllowed`` if the target is bound to a window that is closed."""
    if (reason := target_closed_because(target)) is not None:
        raise NotAllowed(reason)
