"""The only place that answers "may this user …".

A right of a role is one word in ``ROLES``; a superuser has the rights of a manager
everywhere.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, prefetch_related_objects

from .models import Department, Role

VIEW = "view"
EDIT = "edit"
SUBMIT = "submit"
FIRST_REVIEW = "first_review"
FINANCE_REVIEW = "finance_review"
EXPORT = "export"
AUDIT = "audit"
ACTIONS = frozenset({VIEW, EDIT, SUBMIT, FIRST_REVIEW, FINANCE_REVIEW, EXPORT, AUDIT})


@dataclass(frozen=True)
class Rights:
    """What a role may do, and whether also in the departments below its own."""

    actions: frozenset[str]
    subtree: bool


ROLES: dict[str, Rights] = {
    Role.FILLER: Rights(frozenset({VIEW, EDIT, SUBMIT, EXPORT}), subtree=False),
    Role.FIRST_REVIEWER: Rights(frozenset({VIEW, FIRST_REVIEW, EXPORT}), subtree=True),
    Role.FINANCE_REVIEWER: Rights(
        frozenset({VIEW, FINANCE_REVIEW, EXPORT}), subtree=True
    ),
    Role.MANAGER: Rights(frozenset({VIEW, EXPORT, AUDIT}), subtree=True),
}


def _check(action: str) -> None:
    # A misspelt action would otherwise quietly mean "nobody may".
    if action not in ACTIONS:
        raise LookupError(f"unknown action {action!r}")


def _posts(user: Any, action: str) -> list[tuple[Department, bool]]:
    """(department, subtree too?) for each post of the user that allows the action."""
    # Once for each request: a page asks this of every button and every list.
    prefetch_related_objects([user], "memberships__department")
    return [
        (m.department, ROLES[m.role].subtree)
        for m in user.memberships.all()
        if action in ROLES[m.role].actions
    ]


def _manages_all(user: Any, action: str) -> bool:
    return bool(user.is_superuser) and action in ROLES[Role.MANAGER].actions


def allowed_at(user: Any, action: str, prefix: str = "department") -> Q:
    """A condition for querysets: rows whose department allows the action.

    ``prefix`` is the lookup that leads from the row to its department; ``""`` for
    departments themselves.
    """
    _check(action)
    if not user.is_active:  # nor is somebody who has not logged in
        return Q(pk__in=[])
    if _manages_all(user, action):
        return Q()
    lead = f"{prefix}__" if prefix else ""
    condition = Q(pk__in=[])
    for department, subtree in _posts(user, action):
        condition |= (
            Q(**{f"{lead}path__startswith": department.path})
            if subtree
            else Q(**{f"{lead}path": department.path})
        )
    return condition


def may(user: Any, action: str, department: Department) -> bool:
    """Whether the user may do this at this department."""
    _check(action)
    if not user.is_active:
        return False
    return _manages_all(user, action) or any(
        department.path.startswith(at.path) if subtree else department.pk == at.pk
        for at, subtree in _posts(user, action)
    )
