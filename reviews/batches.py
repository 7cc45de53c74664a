"""批复: what was approved in one act, as far as somebody may see it."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from departments import access

from .models import Approval, Batch


def visible_to(user: Any) -> QuerySet[Batch]:
    """Those with a target that the user may view; ``count`` of such targets."""
    seen = Approval.objects.filter(_where(user, access.VIEW))
    return (
        Batch.objects.filter(pk__in=seen.values("batch"))
        .annotate(count=Count("approvals", filter=Q(approvals__in=seen)))
        .select_related("year")
        .order_by("-date", "-pk")
    )


def approvals_of(
    batch: Batch, user: Any, action: str = access.VIEW
) -> QuerySet[Approval]:
    """What of the batch the user may view, or do something else with, in the order of
    the departments' books."""
    return (
        Approval.objects.filter(_where(user, action), batch=batch)
        .select_related("version", "target__year", "target__department")
        .order_by(
            "target__department__path",
            "target__kind",  # the overall target before the projects
            "target__project__position",
            "target__pk",
            "number",
        )
    )


def _where(user: Any, action: str) -> Q:
    return access.allowed_at(user, action, "target__department")
