"""Rows that are written once: the record, opinions, frozen versions."""

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


class WriteOnceModel(models.Model):
    """Refuses a second save and any delete."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is written once, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is written once, never deleted")
