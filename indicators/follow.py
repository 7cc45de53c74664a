"""Where the rows are after a row operation: the operation itself is asked, with rows
that remember where they stood."""

from dataclasses import dataclass, fields, replace
from typing import Any

from sheets.sheet import Indicator, Overall, Sheet

from . import rows


@dataclass(frozen=True, eq=False)
class _Row(Indicator):
    """An indicator that remembers its place, through a change of its cells too."""

    origin: int = -1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Indicator) and all(
            getattr(self, f.name) == getattr(other, f.name) for f in fields(Indicator)
        )

    __hash__ = Indicator.__hash__


class _Line(str):
    """A text that is not the same as an equal one."""


def moved(
    document: Sheet | Overall, operation: str, pasted: str = ""
) -> dict[str, list[int | None]]:
    """By part, the place of each row after the operation; ``None`` for one that is
    gone. The operation must be one that :func:`rows.apply` does."""
    part = operation.split(".")[0]
    before = tuple(_traced(i, row) for i, row in enumerate(getattr(document, part)))
    after = rows.apply(replace(document, **{part: before}), operation, pasted)
    places: dict[int, int] = {}
    for place, row in enumerate(getattr(after, part)):
        places.setdefault(_origin(row, before), place)  # a row, and then its copy
    return {part: [places.get(i) for i in range(len(before))]}


def _traced(index: int, row: Any) -> Any:
    if isinstance(row, Indicator):
        cells = {f.name: getattr(row, f.name) for f in fields(Indicator)}
        return _Row(**cells, origin=index)
    return _Line(row) if isinstance(row, str) else replace(row)


def _origin(row: Any, before: tuple) -> int:
    if isinstance(row, _Row):
        return row.origin
    return next((i for i, old in enumerate(before) if old is row), -1)
