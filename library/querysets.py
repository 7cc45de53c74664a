"""Questions about the library that read in a chain."""

from typing import Any

from django.db import models
from django.db.models import Q

from departments import access
from departments.models import Department
from projects.models import Target

CONFIRMED = "confirmed"
PENDING = "pending"


class LibraryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "LibraryQuerySet":
        """What is shared, and what belongs to a department that the user sees."""
        # Who sees all is an empty condition, and that OR another is the other alone.
        seen = Department.objects.filter(
            access.allowed_at(user, access.VIEW, prefix="")
        )
        return self.filter(Q(department__isnull=True) | Q(department__in=seen))

    def offered_to(self, target: Target) -> "LibraryQuerySet":
        """What may be put into this table: shared or the department's own, under the
        year's scheme, and neither waiting nor out of use."""
        return self.filter(
            Q(department__isnull=True) | Q(department=target.department_id),
            tier__scheme=target.year.scheme_id,
            state=CONFIRMED,
        )

    def waiting_for(self, user: Any) -> "LibraryQuerySet":
        """Proposals that this user may decide about, in the order they came."""
        here = self.filter(access.allowed_at(user, access.CURATE))
        return here.filter(state=PENDING).exclude(proposed_by=user.pk).order_by("pk")

    def with_names(self) -> "LibraryQuerySet":
        """All that a line in a list shows, in one query."""
        return self.select_related(
            "tier__parent", "tier__scheme", "department", "proposed_by", "decided_by"
        )


class LibraryManager(models.Manager.from_queryset(LibraryQuerySet)):  # type: ignore[misc]
    """Fixtures name rows by what a person would call them, so ids may differ."""

    def get_by_natural_key(self, *key: object) -> models.Model:
        names = self.model.NATURAL_KEY
        return self.get(**dict(zip(names, key, strict=True)))
