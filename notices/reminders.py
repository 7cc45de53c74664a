"""Before a deadline: who still has work that was not submitted."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from departments import access
from departments.models import Department, User
from projects.models import EDITABLE, BudgetYear, Occasion, Target
from projects.windows import closes_on

from .models import Notice
from .services import notify

MOST_NAMES = 5


def remind(*, days: int, today: date | None = None) -> int:
    """Tell the fillers of every department that has drafts or returned tables when
    its filling closes in ``days`` days or less; how many notices that were.

    Once a day: a second run tells only those who were not told yet.
    """
    today = today or timezone.localdate()
    open_now = Q(opens_on__isnull=True) | Q(opens_on__lte=today)
    final = today + timedelta(days=days)
    # A department with more time closes after its year, never before.
    years = BudgetYear.objects.filter(open_now, closes_on__lte=final)
    return sum(
        _remind(department, targets, last, today)
        for year in years
        for department, targets in _unfinished(year)
        if (last := closes_on(year, department)) and today <= last <= final
    )


def _unfinished(year: BudgetYear) -> Iterator[tuple[Department, list[Target]]]:
    """What is bound to the window: that of 调整 and 年中追加 is not."""
    targets = Target.objects.filter(
        year=year, status__in=EDITABLE, occasion=Occasion.ROUND
    ).with_names()
    for department, group in groupby(targets, key=lambda target: target.department):
        yield department, list(group)


def _remind(
    department: Department, targets: list[Target], last: date, today: date
) -> int:
    year = targets[0].year
    return tell_once(
        users=access.who_may(access.SUBMIT, department),
        once=f"remind:{year.year}:{department.code}:{today}",
        text=_text(targets, last, today),
        target=targets[0] if len(targets) == 1 else None,
        link=f"{reverse('targets')}?year={year.year}",
    )


def tell_once(*, users: QuerySet[User], once: str, **notice: Any) -> int:
    """Remind those who were not told under this key yet; how many that were."""
    told = Notice.objects.filter(once=once).values("user")
    try:
        notices = notify(
            users=users.exclude(pk__in=told), kind="reminder", once=once, **notice
        )
    except IntegrityError as error:
        if "once" not in str(error):
            raise
        return 0  # two runs at once: the other one tells these people
    return len(notices)


def _text(targets: list[Target], last: date, today: date) -> str:
    year, department = targets[0].year, targets[0].department
    return (
        f"{year}绩效目标填报将于{_when(last, today)}截止，"
        f"本部门（{department}）还有 {len(targets)} 份未送审：{names_of(targets)}。"
    )


def names_of(targets: list[Target]) -> str:
    """The first of them."""
    names = "、".join(f"“{target}”" for target in targets[:MOST_NAMES])
    return f"{names}等" if len(targets) > MOST_NAMES else names


def _when(day: date, today: date) -> str:
    left = (day - today).days
    how_long = f"还有 {left} 天" if left else "今天"
    return f"{day.year}年{day.month}月{day.day}日（{how_long}）"
