"""Where a cell is after its row was moved: the row operation itself is asked, with rows
that remember where they stood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sheets.sheet import Indicator, Overall, Sheet

from . import rows

IN_A_ROW = re.compile(r"(overall\.)?(\w+)\.(\d{1,4})(\..*)?")


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


def follow(
    document: Sheet | Overall, operation: str, pasted: str, paths: Mapping[str, str]
) -> dict[str, str]:
    """The same names with the paths as they are after the operation; "" where the row
    is gone. The operation must be one that :func:`rows.apply` does."""
    part = operation.split(".")[0]
    origins = _origins(document, part, operation, pasted) if paths else []
    return {name: _moved(path, part, origins) for name, path in paths.items()}


def _moved(path: str, part: str, origins: list[int]) -> str:
    match = IN_A_ROW.fullmatch(path)
    if match is None or match[2] != part:
        return path
    index = int(match[3])
    if index not in origins:
        return ""
    return f"{match[1] or ''}{part}.{origins.index(index)}{match[4] or ''}"


def _origins(
    document: Sheet | Overall, part: str, operation: str, pasted: str
) -> list[int]:
    """For each row after the operation, where it stood before; -1 for a new one."""
    before = tuple(_traced(i, row) for i, row in enumerate(getattr(document, part)))
    changed = rows.apply(replace(document, **{part: before}), operation, pasted)
    places = {id(row): i for i, row in enumerate(before)}
    return [
        row.origin if isinstance(row, _Row) else places.get(id(row), -1)
        for row in getattr(changed, part)
    ]


def _traced(index: int, row: Any) -> Any:
    if isinstance(row, Indicator):
        cells = {f.name: getattr(row, f.name) for f in fields(Indicator)}
        return _Row(**cells, origin=index)
    return _Line(row) if isinstance(row, str) else replace(row)
