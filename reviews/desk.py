"""我的待办: what waits for this person, to fill in and to decide."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from departments import access
from library.models import LibraryEntry
from projects.models import EDITABLE, Target
from projects.querysets import TargetQuerySet

from . import route
from .check_settings import may_set
from .models import Comment, Grade, Stage


def to_fill(user: Any) -> TargetQuerySet:
    """Targets that wait for their fillers, and this user is one; those that were
    returned first, for somebody waits for them."""
    here = Q(status__in=EDITABLE) & access.allowed_at(user, access.SUBMIT)
    return Target.objects.filter(here).with_names().order_by("-status", "status_since")


def to_agree(user: Any) -> TargetQuerySet:
    """Targets under review with a wording that waits for this filler's consent; as
    :func:`reviews.grading.takes_consent`, in one query."""
    here = OuterRef("pk")
    takes = Q(needs_form=False) | Q(form__grade=Grade.GOOD)
    stages = Stage.objects.open().filter(takes, target=here)
    proposals = Comment.objects.proposed().filter(target=here)
    found = Target.objects.filter(
        Exists(proposals), Exists(stages), access.allowed_at(user, access.SUBMIT)
    )
    return found.with_names().order_by("status_since")


def to_review(user: Any) -> QuerySet[Stage]:
    """Open stages that are this user's to decide, the most urgent first."""
    return (
        route.stages_for(user)
        .select_related(
            "version__submitted_by",
            "target__year",
            "target__department",
            "target__project",
        )
        .order_by("due_on", "entered_at", "pk")
    )


def filtered(stages: QuerySet[Stage], chosen: dict[str, Any]) -> QuerySet[Stage]:
    """The part of the queue that was asked for; see :class:`reviews.forms.DeskForm`."""
    if step := chosen["step"]:
        stages = stages.filter(name=step)
    if department := chosen["department"]:
        stages = stages.filter(
            target__department__path__startswith=department.path,
        )
    if chosen["due"] == "late":
        stages = stages.filter(due_on__lt=timezone.localdate())
    elif chosen["due"] == "soon":
        stages = stages.filter(
            due_on__lte=route.workdays_after(timezone.localdate(), 2)
        )
    if words := chosen["q"]:
        stages = stages.filter(
            Q(target__project__name__icontains=words)
            | Q(target__project__code__icontains=words)
            | Q(target__department__name__icontains=words)
        )
    return stages


def neighbours(stages: QuerySet[Stage], target: Target) -> dict[str, int | None]:
    """Keys of the targets before and after this one in the queue, and its place; of a
    target that has left the queue, the first one is next."""
    keys = list(stages.values_list("target", flat=True))
    if target.pk not in keys:
        return {"before": None, "after": keys[0] if keys else None, "of": len(keys)}
    place = keys.index(target.pk)
    return {
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
        "place": place + 1,
        "of": len(keys),
    }


def context(request: HttpRequest) -> dict[str, Any]:
    """The number beside 待办 and what the menu offers, on every page."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {}
    proposals = LibraryEntry.objects.waiting_for(user).count()
    reviews = route.stages_for(user).count()
    fills = to_fill(user).count() + to_agree(user).count()
    return {
        "waiting_count": fills + reviews + proposals,
        "sees_batches": access.anywhere(user, access.REVIEW),
        "sees_statistics": access.sees_several(user),
        "may_set_checks": may_set(user),
    }
