"""Rows of a form without tiers, put under the labels of an indicator scheme.

The form says nothing of them, so this is a guess for a person to look at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from .sheet import Indicator, Sheet

Labels = tuple[str, str]
SATISFACTION = "满意"


class Placed(NamedTuple):
    """``guessed`` rows had to be put under labels; ``order`` says of each row which one
    it was before."""

    sheet: Sheet
    guessed: int
    order: tuple[int, ...]


def placed(
    sheet: Sheet, tiers: Sequence[Labels], known: Sequence[Indicator] = ()
) -> Placed:
    """Every row of the year under two labels.

    A row goes where a row of this name stands in ``known``; else one about 满意 under
    such a label, and any other under the first that fits.
    """
    names = {row.tier3: (row.tier1, row.tier2) for row in known if row.tier3}
    missing = [row for row in sheet.indicators if not (row.tier1 and row.tier2)]
    if not missing or not tiers:
        return Placed(sheet, 0, tuple(range(len(sheet.indicators))))
    ranks = {labels: place for place, labels in enumerate(tiers)}
    rows = [*enumerate(_placed(row, tiers, names) for row in sheet.indicators)]
    rows.sort(key=lambda each: ranks.get((each[1].tier1, each[1].tier2), len(ranks)))
    document = replace(sheet, indicators=tuple(row for _, row in rows))
    return Placed(document, len(missing), tuple(number for number, _ in rows))


def _placed(
    row: Indicator, tiers: Sequence[Labels], names: Mapping[str, Labels]
) -> Indicator:
    if row.tier1 and row.tier2:
        return row
    fitting = [labels for labels in tiers if row.tier1 in ("", labels[0])] or tiers
    if SATISFACTION in (row.tier3 or ""):
        fitting = [t for t in fitting if SATISFACTION in t[1]] or fitting
    tier1, tier2 = names.get(row.tier3 or "") or fitting[0]
    return replace(row, tier1=row.tier1 or tier1, tier2=row.tier2 or tier2)
