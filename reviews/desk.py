"""我的待办: what waits for this person."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from departments import access
from library.models import LibraryEntry
from projects.models import Target
from projects.querysets import TargetQuerySet

from . import flow


def waiting_for(user: Any) -> TargetQuerySet:
    """Targets whose next step is this user's to take, the longest waiting first."""
    mine = Q(pk__in=[])
    for row in flow.TRANSITIONS:
        if row.action == flow.WITHDRAW:
            continue  # may be done, but nobody waits for it
        here = Q(status=row.source) & access.allowed_at(user, row.right)
        mine |= here & ~Q(submitted_by=user) if row.is_review else here
    return Target.objects.filter(mine).with_names().order_by("status_since", "pk")


def context(request: HttpRequest) -> dict[str, Any]:
    """The number beside 待办, on every page."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    proposals = LibraryEntry.objects.waiting_for(request.user)
    return {"waiting_count": waiting_for(request.user).count() + proposals.count()}
