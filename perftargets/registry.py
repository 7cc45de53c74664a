"""One small registry for layouts, writers and readers.

It refuses a second owner of an id and an unknown id: a typing error shows at
start-up and not on deadline day.
"""

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar


class Registrable(Protocol):
    id: str
    name: str


T = TypeVar("T", bound=Registrable)


class Registry(Generic[T]):
    """Instances by id, in the order of their registration."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._items: dict[str, T] = {}

    def register(self, cls: Callable[[], T]) -> Callable[[], T]:
        """Class decorator: makes the one instance and files it under its ``id``."""
        item = cls()
        if item.id in self._items:
            raise ValueError(f"duplicate {self.kind}: {item.id!r}")
        self._items[item.id] = item
        return cls

    def get(self, item_id: str) -> T:
        """The item with this id; ``LookupError`` names the ids that exist."""
        try:
            return self._items[item_id]
        except KeyError:
            known = ", ".join(self._items)
            raise LookupError(
                f"unknown {self.kind} {item_id!r}; known: {known}"
            ) from None

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def choices(self) -> list[tuple[str, str]]:
        """For a model field: pass the method itself, so no migration follows."""
        return [(item.id, item.name) for item in self]
