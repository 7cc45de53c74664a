"""Before a step is due: who still has something to decide."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from departments.models import REVIEW_ROLES, Delegation, User
from notices.reminders import names_of, tell_once

from . import desk
from .models import Stage


def remind_reviewers(*, days: int, today: date | None = None) -> int:
    """Tell whoever has something on their desk that is due in ``days`` days or less,
    or late already; how many notices that were. A deputy has it on theirs.

    Once a day: a second run tells only those who were not told yet.
    """
    today = today or timezone.localdate()
    final = today + timedelta(days=days)
    return sum(
        _remind(person, due, today)
        for person in _reviewers()
        if (due := list(desk.to_review(person).filter(due_on__lte=final)))
    )


def _reviewers() -> list[User]:
    """Who holds a post of review, or stands in for somebody."""
    held = Q(memberships__role__in=REVIEW_ROLES)
    deputies = Q(pk__in=Delegation.objects.in_force().values("deputy"))
    people = User.objects.filter(held | deputies, is_active=True)
    return list(people.distinct().order_by("pk"))


def _remind(person: User, due: list[Stage], today: date) -> int:
    late = sum(stage.due_on is not None and stage.due_on < today for stage in due)
    overdue = f"，其中 {late} 份已超期" if late else ""
    names = names_of([stage.target for stage in due])
    return tell_once(
        users=User.objects.filter(pk=person.pk),
        once=f"due:{today}",
        text=f"等您办理的绩效目标有 {len(due)} 份快到应办结日期{overdue}：{names}。",
        link=reverse("desk"),
    )
