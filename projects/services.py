"""More time for a department that has not finished, and years from before."""

from datetime import date
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone

from audit.services import record
from departments import access
from departments.models import Department
from perftargets.errors import CheckFailed, NotAllowed

from . import windows
from .models import BudgetYear, Extension

EARLIEST = 2000


def extend(
    *,
    year: BudgetYear,
    department: Department,
    closes_on: date,
    reason: str,
    actor: Any,
) -> Extension:
    """The department, and those below it, may fill in until ``closes_on``.

    ``NotAllowed`` for who does not manage the department; ``CheckFailed`` for a day
    that gives no time, or without a reason. Given again it is a new row: that of a
    mistaken day is set right by another.
    """
    if not access.may(actor, access.MANAGE, department):
        raise NotAllowed(f"您不能给“{department}”延期：只有管理这个部门的人可以。")
    reason = reason.strip()
    _check(year, closes_on, reason)
    with transaction.atomic():
        before = windows.closes_on(year, department)
        extension = Extension.objects.create(
            year=year,
            department=department,
            closes_on=closes_on,
            reason=reason,
            actor=actor,
        )
        principal = access.acts_for(actor, access.MANAGE, department)
        record(
            actor=actor,
            action="extend",
            subject=f"year:{year.year}",
            subject_name=str(extension),
            detail={
                "department": department.code,
                "closed_on": str(before),
                "closes_on": str(closes_on),
                "opinion": reason,
                **({"for": str(principal)} if principal else {}),
            },
        )
    return extension


def open_past_year(*, year: int, like: BudgetYear, actor: Any) -> BudgetYear:
    """A year from before this system, to be filled up afterwards: with the form and
    the scheme of another, and its filling over.

    ``NotAllowed`` for who does not manage all departments: a year is everybody's.
    ``CheckFailed`` for a year that is not past, or is there already.
    """
    if not access.at_the_top(actor, access.MANAGE):
        raise NotAllowed("只有管理全部部门的人可以新建年度。")
    if not EARLIEST <= year < timezone.localdate().year:
        _refuse_year(f"要在{EARLIEST}到{timezone.localdate().year - 1}之间")
    same = ("layout", "overall_layout", "labels", "scheme", "checkpoints")
    with transaction.atomic():
        made, is_new = BudgetYear.objects.get_or_create(
            year=year,
            defaults={name: getattr(like, name) for name in same}
            | {"closes_on": date(year, 12, 31)},
        )
        if not is_new:
            _refuse_year(f"系统里已有{made}，请直接导入")
        principal = access.acts_at_the_top_for(actor, access.MANAGE)
        record(
            actor=actor,
            action="create",
            subject=f"year:{year}",
            subject_name=f"预算年度 {made}",
            detail={
                "like": str(like),
                "closes_on": str(made.closes_on),
                **({"for": str(principal)} if principal else {}),
            },
        )
    return made


def _refuse_year(text: str) -> NoReturn:
    raise CheckFailed(f"没有新建：{text}。", {"year": text})


def _check(year: BudgetYear, closes_on: date, reason: str) -> None:
    problems = {}
    today = timezone.localdate()
    if year.closes_on is None:
        problems["year"] = f"{year}没有设填报截止日期，不用延期"
    elif closes_on <= year.closes_on:
        problems["closes_on"] = f"要晚于{year}的填报截止日期 {year.closes_on}"
    if closes_on <= today:
        problems["closes_on"] = f"要晚于今天（{today}）"
    if not reason:
        problems["reason"] = "请写明延期的事由"
    if problems:
        raise CheckFailed(f"没有延期：{'；'.join(problems.values())}。", problems)
