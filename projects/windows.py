"""When a department may fill in: the year's window, and the time it was given."""

from datetime import date

from django.utils import timezone

from departments.models import Department
from perftargets.errors import NotAllowed

from .models import BudgetYear, Extension, Target


def closes_on(year: BudgetYear, department: Department) -> date | None:
    """The department's last day; ``None`` if the year has no end.

    The latest extension of the department, or else of the nearest unit above it.
    """
    if year.closes_on is None:
        return None
    codes = department.path.strip("/").split("/")
    above = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    nearest = (
        Extension.objects.filter(year=year, department__path__in=above)
        .order_by("-department__path", "-pk")
        .first()
    )
    return nearest.closes_on if nearest else year.closes_on


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


def check_window(year: BudgetYear, department: Department) -> None:
    """``NotAllowed`` outside the department's filling window."""
    if (reason := closed_because(year, department)) is not None:
        raise NotAllowed(reason)


def check_target_window(target: Target) -> None:
    """``NotAllowed`` if the target is bound to a window that is closed."""
    if (reason := target_closed_because(target)) is not None:
        raise NotAllowed(reason)
