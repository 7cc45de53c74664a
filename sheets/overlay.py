"""A document from a file, laid over the one that is stored.

The file says what its form has cells for. What it has no cell for (``None``, or no
part of that kind at all) stays as it is stored, so that a file of another form takes
nothing away unseen. Laid over the result once more it changes nothing.
"""

from dataclasses import replace

from .diff import align, align_rows
from .numbering import bare
from .sheet import Budget, Indicator, Medium, Overall, Pairs, Sheet, SubGoal

# Cells of the head that some forms have not.
OPTIONAL = ("code", "usage", "goals_placeholder")
COLUMNS = ("description", "value", "basis")


def laid_over(old: Sheet, new: Sheet) -> Sheet:
    """``new``, with what its form has no cell for from ``old``."""
    kept = {n: getattr(old, n) for n in OPTIONAL if getattr(new, n) is None}
    return replace(
        new,
        **kept,
        budget=_budget(old.budget, new.budget),
        plan=new.plan or old.plan,
        goals=new.goals or old.goals,
        indicators=_rows(old.indicators, new.indicators),
        facts=_pairs(old.facts, new.facts),
        medium=_medium(old.medium, new.medium),
    )


def laid_over_overall(old: Overall, new: Overall) -> Overall:
    """As :func:`laid_over`. No form has a place for the projects of a 分项绩效目标."""
    return Overall(
        goal=new.goal or old.goal,
        sub_goals=_sub_goals(old.sub_goals, new.sub_goals),
        measures=new.measures or old.measures,
        tasks=new.tasks or old.tasks,
        indicators=_rows(old.indicators, new.indicators),
    )


def _budget(old: Budget, new: Budget) -> Budget:
    amounts = new.total, new.fiscal, new.other
    if all(amount is None for amount in amounts):
        return old
    return replace(new, unit=new.unit or old.unit)


def _rows(
    old: tuple[Indicator, ...], new: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    if not new:
        return old
    has_weights = any(row.weight is not None for row in new)
    before = {b: old[a] for a, b in align_rows(old, new) if a is not None}
    return tuple(
        _row(before[i], row, has_weights) if i in before and not row.is_blank else row
        for i, row in enumerate(new)
    )


def _row(old: Indicator, new: Indicator, has_weights: bool) -> Indicator:
    kept = {n: getattr(old, n) for n in COLUMNS if getattr(new, n) is None}
    weight = new.weight if has_weights else old.weight
    return replace(new, **kept, weight=weight, extra=_pairs(old.extra, new.extra))


def _pairs(old: Pairs, new: Pairs) -> Pairs:
    return tuple((dict(old) | dict(new)).items())


def _medium(old: Medium | None, new: Medium | None) -> Medium | None:
    if old is None or new is None:
        return new or old
    side = new.with_sheet(laid_over(old.as_sheet(), new.as_sheet()))
    return replace(side, period=new.period or old.period)


def _sub_goals(
    old: tuple[SubGoal, ...], new: tuple[SubGoal, ...]
) -> tuple[SubGoal, ...]:
    if not new:
        return old
    pairs = align(old, new, key=lambda item: bare(item.title))
    before = {b: old[a].projects for a, b in pairs if a is not None}
    return tuple(
        replace(item, projects=item.projects or before.get(i, ()))
        for i, item in enumerate(new)
    )
