"""Rows that fixtures name by what a person would call them, so that keys may differ
from one database to the next."""

from functools import reduce
from typing import Any, ClassVar

from django.db import models


class NaturalKeyManager(models.Manager):
    def get_by_natural_key(self, *key: object) -> Any:
        names = self.model.NATURAL_KEY
        return self.get(**dict(zip(names, key, strict=True)))


class NaturalKeyModel(models.Model):
    """``NATURAL_KEY`` are lookups that together find one row."""

    NATURAL_KEY: ClassVar[tuple[str, ...]] = ()

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(_follow(self, lookup) for lookup in self.NATURAL_KEY)


def _follow(row: Any, lookup: str) -> Any:
    """``None`` behind a relation that is empty, as a query has it."""
    return reduce(lambda one, name: one and getattr(one, name), lookup.split("__"), row)
