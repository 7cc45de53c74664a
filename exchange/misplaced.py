"""Rows whose 二级指标 the year's scheme has under another 一级指标: a slip of whoever
filled in the form. They are told, and another place may be chosen for them; which of
the two labels is the wrong one, only a person knows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sheets.sheet import Indicator, Overall, Sheet
from sheets.tiers import Tiers, of_row

Document = Sheet | Overall
SAID = "二级指标“{tier2}”在本年度指标体系里属于“{homes}”，文件里放在“{tier1}”下面"
BETWEEN = " › "


@dataclass(frozen=True)
class Misplaced:
    """Rows that have one cell of 二级指标 in the file. ``options`` are the places that
    they may go to, ``typed`` the one that was chosen, "" for none."""

    place: str
    path: str
    label: str
    said: str
    options: tuple[str, ...]
    typed: str = ""


class Placed(NamedTuple):
    """``order`` says of each row which one of the file it is."""

    document: Document
    misplaced: list[Misplaced]
    order: tuple[int, ...]


def with_places(
    document: Document,
    cells: Mapping[str, str],
    tiers: Sequence[Tiers],
    known: Collection[Tiers],
    typed: Mapping[str, str],
) -> Placed:
    """The document with its rows where the user wants them, and those that are in the
    wrong place in the file. ``cells`` are the places by field path, ``known`` the
    labels that are stored already, ``typed`` the user's choices by place."""
    stem = "overall.indicators" if isinstance(document, Overall) else "indicators"
    options = {BETWEEN.join(pair): pair for pair in tiers}
    rows, found = [*enumerate(document.indicators)], {}
    for number, row, homes in _strangers(document.indicators, tiers, known):
        path = f"{stem}.{number}.tier2"
        place = cells.get(path, path)
        chosen = typed.get(place, "")
        if chosen in options:
            rows = _moved(rows, number, options[chosen])
        said = SAID.format(tier1=row.tier1, tier2=row.tier2, homes="”或“".join(homes))
        label = row.tier3 or row.tier2
        one = Misplaced(place, path, label, said, tuple(options), chosen)
        found.setdefault(place, one)
    indicators = tuple(row for _, row in rows)
    order = tuple(number for number, _ in rows)
    return Placed(replace(document, indicators=indicators), list(found.values()), order)


def _moved(
    rows: list[tuple[int, Indicator]], number: int, labels: Tiers
) -> list[tuple[int, Indicator]]:
    """With this row below those that have its labels, or its tier 1, if any have."""
    at, row = next((at, row) for at, (n, row) in enumerate(rows) if n == number)
    tier1, tier2 = labels
    others = [*rows[:at], *rows[at + 1 :]]
    alike = [i for i, (_, one) in enumerate(others) if of_row(one) == labels]
    alike = alike or [i for i, (_, one) in enumerate(others) if one.tier1 == tier1]
    to = alike[-1] + 1 if alike else at
    return [
        *others[:to],
        (number, replace(row, tier1=tier1, tier2=tier2)),
        *others[to:],
    ]


def _strangers(
    rows: Sequence[Indicator], tiers: Sequence[Tiers], known: Collection[Tiers]
) -> Iterator[tuple[int, Indicator, list[str]]]:
    """Number and row, and the 一级指标 that have its 二级指标."""
    firsts = {tier1 for tier1, _ in tiers}
    for number, row in enumerate(rows):
        homes = [tier1 for tier1, tier2 in tiers if tier2 == row.tier2]
        is_told = of_row(row) in known or row.tier1 not in firsts
        if homes and row.tier1 not in homes and not is_told:
            yield number, row, homes
