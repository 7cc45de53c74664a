"""The only place that answers "may this user …".

A right of a role is one word in ``ROLES``; a superuser has the rights of a manager
everywhere. Who takes a review step is asked with the step's role and level.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from .models import Delegation, Department, Level, Membership, Role, User

VIEW = "view"
EDIT = "edit"
SUBMIT = "submit"
REVIEW = "review"
EXPORT = "export"
# Confirm, return and retire the indicators that departments propose.
CURATE = "curate"
# Windows and their extensions, ready phrases, 批复 details.
MANAGE = "manage"
# The audit trail.
AUDIT = "audit"
# Files into drafts: for one's own department, or for one that is managed.
IMPORT = "import"
ACTIONS = frozenset({VIEW, EDIT, SUBMIT, REVIEW, EXPORT, CURATE, MANAGE, AUDIT, IMPORT})


@dataclass(frozen=True)
class Rights:
    """What a role may do, and whether also in the departments below its own."""

    actions: frozenset[str]
    subtree: bool


ROLES: dict[str, Rights] = {
    Role.FILLER: Rights(frozenset({VIEW, EDIT, SUBMIT, EXPORT, IMPORT}), subtree=False),
    Role.HEAD: Rights(frozenset({VIEW, REVIEW, EXPORT}), subtree=True),
    Role.REVIEWER: Rights(frozenset({VIEW, REVIEW, EXPORT}), subtree=True),
    Role.FINANCE: Rights(frozenset({VIEW, REVIEW, EXPORT, CURATE}), subtree=True),
    Role.PERFORMANCE: Rights(
        frozenset({VIEW, REVIEW, EXPORT, CURATE, MANAGE}), subtree=True
    ),
    Role.MANAGER: Rights(
        frozenset({VIEW, EXPORT, MANAGE, AUDIT, IMPORT}), subtree=True
    ),
    Role.AUDITOR: Rights(frozenset({VIEW, EXPORT, AUDIT}), subtree=True),
}
# What nobody can hand over: who fills in answers for it, and so does who manages.
NOT_DELEGATED = (Role.FILLER, Role.MANAGER)


@dataclass(frozen=True)
class Post:
    """A role at a department; ``principal`` is the person for whom the user acts
    there, ``None`` in one's own post."""

    department: Department
    role: str
    principal: Any = None

    def __str__(self) -> str:
        return f"{self.department} {Role(self.role).label}"

    def reaches(self, action: str, department: Department) -> bool:
        rights = ROLES[self.role]
        if action not in rights.actions:
            return False
        if rights.subtree:
            return department.path.startswith(self.department.path)
        return department.pk == self.department.pk

    def takes(self, role: str, level: str, department: Department) -> bool:
        """Whether it is the post that a step of this role and level asks for."""
        here, there = self.department.path, department.path
        return (
            self.role == role
            and {
                Level.OWN: here == there,
                Level.ABOVE: here != there and there.startswith(here),
                Level.TREE: there.startswith(here),
                Level.TOP: here == there[: there.find("/") + 1],
            }[Level(level)]
        )

    def where(self, action: str, lead: str) -> Q:
        """As :meth:`reaches`, for querysets."""
        if ROLES[self.role].subtree:
            return Q(**{f"{lead}path__startswith": self.department.path})
        return Q(**{f"{lead}path": self.department.path})

    def where_taken(self, level: str, lead: str) -> Q:
        """As :meth:`takes`, for querysets; the role has been looked at."""
        path = self.department.path
        below = Q(**{f"{lead}path__startswith": path})
        return {
            Level.OWN: Q(**{f"{lead}path": path}),
            Level.ABOVE: below & ~Q(**{f"{lead}path": path}),
            Level.TREE: below,
            Level.TOP: below if self.department.parent_id is None else NOWHERE,
        }[Level(level)]


# ``Q()`` means everywhere, but vanishes when it is combined with ``|``: always write
# both ends out.
EVERYWHERE = Q(pk__isnull=False)
NOWHERE = Q(pk__in=[])


def _check(action: str) -> None:
    # A misspelt action would otherwise quietly mean "nobody may".
    if action not in ACTIONS:
        raise LookupError(f"unknown action {action!r}")


def posts(user: Any) -> list[Post]:
    """The user's own posts and those in which they stand in for somebody today."""
    if not user.is_active:  # nor is somebody who has not logged in
        return []
    if not hasattr(user, "_posts"):
        # Once for each request: a page asks this of every button and every list.
        user._posts = [*_own(user), *_for_others(user)]  # noqa: SLF001
    return list(user._posts)  # noqa: SLF001


def _own(user: Any) -> list[Post]:
    prefetch_related_objects([user], "memberships__department")
    return [Post(m.department, m.role) for m in user.memberships.all()]


def _for_others(user: Any) -> list[Post]:
    taken = (
        Delegation.objects.in_force()
        .filter(deputy=user)
        .select_related("principal")
        .prefetch_related("principal__memberships__department")
    )
    return [
        Post(m.department, m.role, delegation.principal)
        for delegation in taken
        for m in delegation.principal.memberships.all()
        if m.role not in NOT_DELEGATED
    ]


def is_delegable(post: Post) -> bool:
    """One's own, and of a role that can be handed over: nobody passes on a post in
    which they stand in themselves."""
    return post.principal is None and post.role not in NOT_DELEGATED


def anywhere(user: Any, action: str) -> bool:
    """Whether there is a department at which the user may do this. No query beyond
    that of the posts, so that every page may ask for its menu."""
    _check(action)
    return user.is_active and (
        _manages_all(user, action)
        or any(action in ROLES[post.role].actions for post in posts(user))
    )


def acts_for(user: Any, action: str, department: Department) -> Any:
    """The person in whose post the user may do this; ``None`` in one's own right."""
    found = [post for post in posts(user) if post.reaches(action, department)]
    if _manages_all(user, action) or any(post.principal is None for post in found):
        return None
    return found[0].principal if found else None


def _manages_all(user: Any, action: str) -> bool:
    return bool(user.is_superuser) and action in ROLES[Role.MANAGER].actions


def allowed_at(user: Any, action: str, prefix: str = "department") -> Q:
    """A condition for querysets: rows whose department allows the action.

    ``prefix`` is the lookup that leads from the row to its department; ``""`` for
    departments themselves.
    """
    _check(action)
    if not user.is_active:
        return NOWHERE
    if _manages_all(user, action):
        return EVERYWHERE
    lead = f"{prefix}__" if prefix else ""
    condition = NOWHERE
    for post in posts(user):
        if action in ROLES[post.role].actions:
            condition |= post.where(action, lead)
    return condition


def sees_several(user: Any) -> bool:
    """Whether the user may look at the targets of more than one department, if there
    are more: of those below, of several, or of all."""
    if not user.is_active:
        return False
    held = [post for post in posts(user) if VIEW in ROLES[post.role].actions]
    return (
        bool(user.is_superuser)
        or any(ROLES[post.role].subtree for post in held)
        or len({post.department.pk for post in held}) > 1
    )


def may(user: Any, action: str, department: Department) -> bool:
    """Whether the user may do this at this department."""
    _check(action)
    if not user.is_active:
        return False
    return _manages_all(user, action) or any(
        post.reaches(action, department) for post in posts(user)
    )


def at_the_top(user: Any, action: str) -> bool:
    """Whether the user may do this at a root of the tree, and so for all of it."""
    _check(action)
    if not user.is_active:
        return False
    return _manages_all(user, action) or bool(_top_posts(user, action))


def acts_at_the_top_for(user: Any, action: str) -> Any:
    """As :func:`acts_for`, where the right counts at a root."""
    principals = [post.principal for post in _top_posts(user, action)]
    if _manages_all(user, action) or None in principals or not principals:
        return None
    return principals[0]


def _top_posts(user: Any, action: str) -> list[Post]:
    return [
        post
        for post in posts(user)
        if post.department.parent_id is None and action in ROLES[post.role].actions
    ]


def who_may(action: str, department: Department) -> QuerySet[User]:
    """The active people with a post that allows this at this department: who waits
    for it to be done. A superuser's general rights are no post."""
    _check(action)
    held = Q(pk__in=[])
    for role, rights in ROLES.items():
        if action in rights.actions:
            paths = department.lineage if rights.subtree else [department.path]
            held |= Q(role=role, department__path__in=paths)
    posts = Membership.objects.filter(held)
    return User.objects.filter(is_active=True, pk__in=posts.values("user"))
