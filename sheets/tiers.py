"""The rows of a table under the labels of another indicator scheme."""

from collections.abc import Iterable, Sequence

from .sheet import Indicator

Tiers = tuple[str, str]


def of_row(row: Indicator) -> Tiers:
    return row.tier1, row.tier2


def strangers(rows: Iterable[Indicator], tiers: Iterable[Tiers]) -> list[int]:
    """The places of the rows whose labels are not ``tiers``."""
    known = set(tiers)
    return [i for i, row in enumerate(rows) if of_row(row) not in known]


def refit(rows: Sequence[Indicator], tiers: Sequence[Tiers]) -> tuple[Indicator, ...]:
    """The rows with an empty one for each of ``tiers`` that they lack. A label that is
    not among ``tiers`` stays as long as something is written under it."""
    fitted = list(without_empty_strangers(rows, tiers))
    for place, label in enumerate(tiers):
        if all(of_row(row) != label for row in fitted):
            at = _place(fitted, label, tiers[:place])
            fitted.insert(at, Indicator(*label))
    return tuple(fitted)


def without_empty_strangers(
    rows: Sequence[Indicator], tiers: Iterable[Tiers]
) -> tuple[Indicator, ...]:
    """Without the rows of labels that are not ``tiers`` and have nothing under them."""
    kept = {*tiers, *(of_row(row) for row in rows if not row.is_blank)}
    return tuple(row for row in rows if of_row(row) in kept)


def _place(rows: Sequence[Indicator], label: Tiers, before: Sequence[Tiers]) -> int:
    """Where the first row of a label goes: behind those of its tier 1 that come before
    it, else in front of its tier 1, else behind the tier 1 before it."""
    own = [i for i, row in enumerate(rows) if row.tier1 == label[0]]
    earlier = [i for i in own if of_row(rows[i]) in before]
    if own:
        return earlier[-1] + 1 if earlier else own[0]
    above = {tier1 for tier1, _ in before}
    behind = [i for i, row in enumerate(rows) if row.tier1 in above]
    return behind[-1] + 1 if behind else 0
