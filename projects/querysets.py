"""Questions about targets that read in a chain."""

from typing import Any

from django.db import models

from departments import access


class TargetQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "TargetQuerySet":
        return self.filter(access.allowed_at(user, access.VIEW))

    def allowed(self, user: Any, action: str) -> "TargetQuerySet":
        return self.filter(access.allowed_at(user, action))

    def for_year(self, year: int) -> "TargetQuerySet":
        return self.filter(year__year=year)

    def with_names(self) -> "TargetQuerySet":
        """All that a line in a list shows, in one query."""
        return self.select_related("year", "department", "project", "submitted_by")
