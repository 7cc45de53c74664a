"""我的待办: what waits for this person."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from departments import access
from projects.models import EDITABLE, Target
from projects.querysets import TargetQuerySet

from . import route


def to_fill(user: Any) -> Q:
    """Targets that wait for their fillers, and this user is one."""
    return Q(status__in=EDITABLE) & access.allowed_at(user, access.SUBMIT)


def to_review(user: Any) -> Q:
    """Targets whose step is this user's to decide."""
    return Q(pk__in=route.stages_for(user).values("target"))


def waiting_for(user: Any) -> TargetQuerySet:
    """Targets whose next step is this user's to take, the longest waiting first."""
    mine = to_fill(user) | to_review(user)
    return Target.objects.filter(mine).with_names().order_by("status_since", "pk")


def context(request: HttpRequest) -> dict[str, Any]:
    """The number beside 待办, on every page."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"waiting_count": waiting_for(request.user).count()}
