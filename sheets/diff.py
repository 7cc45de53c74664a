"""What differs between two documents, cell by cell.

One diff for the import preview, the compared versions, the edit conflict and the
comparison with last year.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from typing import Literal, TypeVar

from . import fields
from .numbering import bare
from .sheet import Indicator, Medium, Overall, Sheet

T = TypeVar("T")
Kind = Literal["changed", "added", "removed"]


@dataclass(frozen=True)
class Change:
    """One cell. ``field`` is its path in the new document; for a removed row, in the
    old one. ``label`` is the cell's Chinese name."""

    kind: Kind
    field: str
    label: str
    before: str
    after: str


def align(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], object]
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of indexes; ``None`` on the side where the item does not exist.

    Items with equal keys stay together; between them, what was replaced is paired
    in order, so a renamed row counts as changed and not as removed and added.
    """
    matcher = SequenceMatcher(
        None, [key(item) for item in old], [key(item) for item in new], autojunk=False
    )
    for _, a1, a2, b1, b2 in matcher.get_opcodes():
        for offset in range(max(a2 - a1, b2 - b1)):
            a, b = a1 + offset, b1 + offset
            yield (a if a < a2 else None), (b if b < b2 else None)


def align_rows(
    old: Sequence[Indicator], new: Sequence[Indicator]
) -> Iterator[tuple[int | None, int | None]]:
    """As :func:`align`, for indicator rows: within their tier-2 label only."""
    labels = dict.fromkeys((row.tier1, row.tier2) for row in (*new, *old))
    for tiers in labels:
        ours = [i for i, row in enumerate(old) if (row.tier1, row.tier2) == tiers]
        theirs = [i for i, row in enumerate(new) if (row.tier1, row.tier2) == tiers]
        pairs = align(
            [old[i] for i in ours], [new[i] for i in theirs], key=lambda row: row.tier3
        )
        for a, b in pairs:
            yield (None if a is None else ours[a]), (None if b is None else theirs[b])


def _cells(
    path: str,
    name: Callable[[str], str],
    before: dict[str, str] | None,
    after: dict[str, str] | None,
) -> Iterator[Change]:
    kind: Kind = "changed"
    if before is None:
        kind = "added"
    elif after is None:
        kind = "removed"
    before, after = before or {}, after or {}
    for cell in {**before, **after}:
        old, new = before.get(cell, ""), after.get(cell, "")
        if old != new:
            yield Change(kind, f"{path}{cell}", name(f"{path}{cell}"), old, new)


def diff(old: Sheet, new: Sheet) -> list[Change]:
    """Changes from ``old`` to ``new`` in the order of the form; empty if equal."""
    return [*_diff_year(old, new), *_diff_medium(old, new)]


def _diff_year(old: Sheet, new: Sheet) -> list[Change]:
    changes = list(_cells("", fields.label, fields.facts(old), fields.facts(new)))
    for a, b in align(old.goals, new.goals, key=lambda goal: goal):
        before = None if a is None else {"": old.goals[a]}
        after = None if b is None else {"": new.goals[b]}
        changes += _cells(f"goals.{a if b is None else b}", fields.label, before, after)
    return [*changes, *_diff_rows("indicators", old.indicators, new.indicators)]


def _diff_rows(
    part: str, old: tuple[Indicator, ...], new: tuple[Indicator, ...]
) -> Iterator[Change]:
    before = partial(fields.label, rows=old, numbers=fields.row_numbers(old))
    after = partial(fields.label, rows=new, numbers=fields.row_numbers(new))
    for a, b in align_rows(old, new):
        yield from _cells(
            f"{part}.{a if b is None else b}.",
            before if b is None else after,
            None if a is None else fields.row_cells(old[a]),
            None if b is None else fields.row_cells(new[b]),
        )


def _diff_medium(old: Sheet, new: Sheet) -> Iterator[Change]:
    before, after = (
        Medium() if side is None or side.is_blank else side
        for side in (old.medium, new.medium)
    )
    periods = {"period": before.period}, {"period": after.period}
    yield from _cells(fields.MEDIUM, fields.label, *periods)
    for change in _diff_year(before.as_sheet(), after.as_sheet()):
        path, name = f"{fields.MEDIUM}{change.field}", f"中期 {change.label}"
        yield replace(change, field=path, label=name)


def _heading(item: dict[str, str]) -> str:
    return bare(fields.heading(item))


def diff_overall(old: Overall, new: Overall) -> list[Change]:
    """Changes of the department's overall target, in the order of the text."""
    changes = list(
        _cells("overall.", fields.label, {"goal": old.goal}, {"goal": new.goal})
    )
    before, after = fields.overall_items(old), fields.overall_items(new)
    for section in before:
        pairs = align(before[section], after[section], key=_heading)
        for a, b in pairs:
            changes += _cells(
                f"overall.{section}.{a if b is None else b}.",
                fields.label,
                None if a is None else before[section][a],
                None if b is None else after[section][b],
            )
    written = (
        overall.indicators if any(not r.is_blank for r in overall.indicators) else ()
        for overall in (old, new)
    )
    return [*changes, *_diff_rows("overall.indicators", *written)]
