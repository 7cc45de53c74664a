"""Rows that are written once: the record, opinions, frozen versions."""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class WriteOnceQuerySet(models.QuerySet[M]):
    """Reads and creates; bulk changes are refused like single ones."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is written once, never changed")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is written once, never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is written once, never changed")

    def bulk_create(self, objs: Iterable[M], **kwargs: Any) -> list[M]:  # type: ignore[override]
        if kwargs.get("update_conflicts"):
            raise TypeError(f"{self.model.__name__} is written once, never changed")
        return super().bulk_create(objs, **kwargs)


class WriteOnceModel(models.Model):
    """Refuses a second save and any delete."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is written once, never changed")
        # A new object with the key of an old row would overwrite it.
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is written once, never deleted")
