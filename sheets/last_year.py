"""What stood in a cell last year, for the cells of this year's table.

The table may be the one on the screen, with rows that were added, moved or renamed a
moment ago.
"""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from . import fields
from .carry import Carrier
from .sheet import Indicator, Sheet

# Tier 1, tier 2 and name of a row; a goal has its text alone.
Key = tuple[str, str, str]
ALIKE = 0.5


def last_year_cells(
    old: Sheet, new: Sheet, *, from_year: int, to_year: int
) -> dict[str, str]:
    """``old``'s texts by the field paths of ``new``; what is new there has none."""
    # Names that say their year are compared as they were carried over.
    carried = Carrier(from_year, to_year).carry(old, months=(), with_values=True)
    cells = fields.facts(old)
    goals = pairs(_goals(carried), _goals(new))
    cells |= {f"goals.{b}": old.goals[a] for b, a in goals.items()}
    for b, a in pairs(_rows(carried), _rows(new)).items():
        texts = fields.row_cells(old.indicators[a])
        cells |= {f"indicators.{b}.{name}": text for name, text in texts.items()}
    cells |= _medium(old, new, from_year=from_year, to_year=to_year)
    return {path: text for path, text in cells.items() if text}


def _medium(old: Sheet, new: Sheet, **years: int) -> dict[str, str]:
    """Of the 中期 side, if both have one."""
    if old.medium is None or new.medium is None:
        return {}
    cells = last_year_cells(old.medium.as_sheet(), new.medium.as_sheet(), **years)
    cells |= {"period": old.medium.period}
    return {f"{fields.MEDIUM}{path}": text for path, text in cells.items()}


def _goals(sheet: Sheet) -> list[Key]:
    return [("", "", goal) for goal in sheet.goals]


def _rows(sheet: Sheet) -> list[Key]:
    return [_key(row) for row in sheet.indicators]


def _key(row: Indicator) -> Key:
    return row.tier1, row.tier2, row.tier3 or ""


def pairs(old: Sequence[Key], new: Sequence[Key]) -> dict[int, int]:
    """Places in ``new`` → places in ``old`` of what is the same row.

    By name, wherever it stands; then under its labels by a name that is alike. What is
    left there was renamed if no row came or went, and else nothing is guessed. A row
    without a name is a new one.
    """
    found: dict[int, int] = {}
    _match(found, old, new, lambda key: key)
    _match(found, old, new, lambda key: key[2])
    for label in dict.fromkeys(key[:2] for key in new):
        _match_alike(found, old, new, label)
        here, there = _left(found, old, new, label)
        if len(here) == len(there):
            found |= dict(zip(there, here, strict=True))
    return found


def _left(
    found: dict[int, int],
    old: Sequence[Key],
    new: Sequence[Key],
    label: tuple[str, ...],
) -> tuple[list[int], list[int]]:
    """Named rows under a label that have no partner yet, of both sides."""
    taken = set(found.values())
    return (
        [i for i, k in enumerate(old) if k[:2] == label and k[2] and i not in taken],
        [i for i, k in enumerate(new) if k[:2] == label and k[2] and i not in found],
    )


def _match(
    found: dict[int, int],
    old: Sequence[Key],
    new: Sequence[Key],
    by: Callable[[Key], object],
) -> None:
    """The first that is free with the first that is free."""
    free: dict[object, list[int]] = {}
    taken = set(found.values())
    for a, key in enumerate(old):
        if key[2] and a not in taken:
            free.setdefault(by(key), []).append(a)
    for b, key in enumerate(new):
        if b not in found and free.get(by(key)):
            found[b] = free[by(key)].pop(0)


def _match_alike(
    found: dict[int, int],
    old: Sequence[Key],
    new: Sequence[Key],
    label: tuple[str, ...],
) -> None:
    here, there = _left(found, old, new, label)
    for b in there:
        degrees = [(_degree(old[a][2], new[b][2]), -a) for a in here]
        best, a = max(degrees, default=(0.0, 0))
        if best >= ALIKE:
            found[b] = -a
            here.remove(-a)


def _degree(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
