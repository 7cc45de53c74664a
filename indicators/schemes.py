"""A table that was carried over into a year with another indicator scheme."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from projects.models import BudgetYear, IndicatorScheme, Target
from sheets import tiers
from sheets.sheet import Overall, Sheet


@dataclass(frozen=True)
class SchemeChange:
    """The scheme of last year and that of this one, with the tier-2 labels that only
    the one or the other has."""

    before: IndicatorScheme
    after: IndicatorScheme
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Stranger:
    """Rows under a label that the year's scheme does not have."""

    tier1: str
    tier2: str
    path: str  # of the first one's name
    count: int


def has_other_scheme(before: BudgetYear, after: BudgetYear) -> bool:
    return bool(before.scheme_id != after.scheme_id)


def scheme_change(targets: Sequence[Target], year: BudgetYear) -> SchemeChange | None:
    """What whoever carries these over should know first; ``None`` if nothing."""
    if not targets or not has_other_scheme(targets[0].year, year):
        return None
    before, after = targets[0].year.scheme, year.scheme
    old, new = before.rows(), after.rows()
    return SchemeChange(
        before,
        after,
        gone=tuple(" / ".join(label) for label in old if label not in new),
        new=tuple(" / ".join(label) for label in new if label not in old),
    )


def strangers(target: Target, document: Sheet | Overall) -> list[Stranger]:
    """Labels with something under them that are not of the year's scheme."""
    if isinstance(document, Overall):
        return []
    rows = document.indicators
    found: dict[tuple[str, str], list[int]] = {}
    for place in tiers.strangers(rows, target.year.scheme.rows()):
        if not rows[place].is_blank:
            found.setdefault(tiers.of_row(rows[place]), []).append(place)
    return [
        Stranger(*label, f"indicators.{places[0]}.tier3", len(places))
        for label, places in found.items()
    ]


def tidied(target: Target, document: Sheet | Overall) -> Sheet | Overall:
    """Without the labels of last year's scheme under which nothing is left."""
    before = target.project and target.project.continued_from
    if before is None or isinstance(document, Overall):
        return document
    if not has_other_scheme(before.year, target.year):
        return document
    rows = tiers.without_empty_strangers(document.indicators, target.year.scheme.rows())
    return replace(document, indicators=rows)
