"""The rows of another form, put under the labels of an indicator scheme.

The form says nothing of them, or says them in other words, so this is a guess for a
person to look at.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from .sheet import Indicator, Sheet

Labels = tuple[str, str]
SATISFACTION = "满意"
# 产出指标（50分）, 项目产出目标, 产出50: the points, and words that all of them share.
_POINTS = re.compile(r"\([^()]*\)|[\d.]+[分%]?$")
_BEFORE = re.compile("^(?:预期|项目|绩效)+(?=..)")
_BEHIND = re.compile("(?<=..)(?:指标|目标|值)$")


def _core(label: str) -> str:
    """What two wordings of one label have in common."""
    plain = "".join(unicodedata.normalize("NFKC", label).split())
    plain = _BEFORE.sub("", _POINTS.sub("", plain))
    core = _BEHIND.sub("", plain).replace("持续性", "持续")
    return core.replace("效果", "效益").removesuffix("影响")


def _same(label: str, among: Iterable[str]) -> str:
    """The label of ``among`` that this one is in other words; itself if there is none,
    or more than one."""
    own = list(dict.fromkeys(among))
    if not label or label in own:
        return label
    found = [one for one in own if _core(one) == _core(label)]
    return found[0] if len(found) == 1 else label


def reworded(
    sheet: Sheet, tiers: Sequence[Labels]
) -> tuple[Sheet, tuple[tuple[str, str], ...]]:
    """The rows under the scheme's own words, and what was said otherwise: (the file's
    label, the scheme's). A label that is none of them stays."""
    said: dict[str, str] = {}
    indicators = _reworded(sheet.indicators, tiers, said)
    medium = sheet.medium
    if medium:
        rows = _reworded(medium.indicators, tiers, said)
        medium = replace(medium, indicators=rows)
    return replace(sheet, indicators=indicators, medium=medium), tuple(said.items())


def _reworded(
    rows: Iterable[Indicator], tiers: Sequence[Labels], said: dict[str, str]
) -> tuple[Indicator, ...]:
    found = []
    for row in rows:
        tier1 = _same(row.tier1, (first for first, _ in tiers))
        tier2 = _same(row.tier2, (second for first, second in tiers if first == tier1))
        pairs = ((row.tier1, tier1), (row.tier2, tier2))
        said |= {old: new for old, new in pairs if old != new}
        found.append(replace(row, tier1=tier1, tier2=tier2))
    return tuple(found)


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
