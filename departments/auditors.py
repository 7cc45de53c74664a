"""Who may look into the record. It tells of all departments, and of people of none, so
the right counts at the root of the tree only."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from perftargets.errors import NotAllowed

from . import access


def is_auditor(user: Any) -> bool:
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    prefetch_related_objects([user], "memberships__department")
    return any(
        post.department.parent_id is None
        and access.may(user, access.AUDIT, post.department)
        for post in user.memberships.all()
    )


def check(user: Any) -> None:
    """``NotAllowed`` for all others."""
    if not is_auditor(user):
        raise NotAllowed("只有最上级部门的管理员可以查看审计记录。")


def context(request: HttpRequest) -> dict[str, Any]:
    """Whether the navigation shows the way, on every page."""
    user = getattr(request, "user", None)
    return {"may_audit": user is not None and is_auditor(user)}
