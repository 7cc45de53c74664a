"""Rows of a form without tiers, put under the labels of an indicator scheme.

The form says nothing of them, so this is a guess for a person to look at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .sheet import Indicator, Sheet

Labels = tuple[str, str]
SATISFACTION = "满意"


def placed(
    sheet: Sheet, tiers: Sequence[Labels], known: Sequence[Indicator] = ()
) -> tuple[Sheet, int]:
    """Every row of the year under two labels, and how many had to be put there.

    A row goes where a row of this name stands in ``known``; else one about 满意 under
    such a label, and any other under the first that fits.
    """
    names = {row.tier3: (row.tier1, row.tier2) for row in known if row.tier3}
    missing = [row for row in sheet.indicators if not (row.tier1 and row.tier2)]
    if not missing or not tiers:
        return sheet, 0
    rows = [_placed(row, tiers, names) for row in sheet.indicators]
    order = {labels: place for place, labels in enumerate(tiers)}
    rows.sort(key=lambda row: order.get((row.tier1, row.tier2), len(order)))
    return replace(sheet, indicators=tuple(rows)), len(missing)


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
