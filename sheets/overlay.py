"""A document from a file, laid over the one that is stored.

The file says what its form has cells for. What it has no cell for (``None``, or no
part of that kind at all) stays as it is stored, so that a file of another form takes
nothing away unseen. Laid over the result once more it changes nothing.
"""

from collections.abc import Collection
from dataclasses import replace

from . import fields
from .diff import align, align_rows
from .fields import MEDIUM
from .numbering import bare
from .sheet import Budget, Indicator, Medium, Overall, Pairs, Sheet, SubGoal

# Cells of the head that some forms have not.
OPTIONAL = ("code", "usage", "goals_placeholder")
AMOUNTS = ("total", "fiscal", "other")
COLUMNS = ("description", "value", "basis")


def laid_over(old: Sheet, new: Sheet, cells: Collection[str] = ()) -> Sheet:
    """``new``, with what its form has no cell for from ``old``. ``cells`` are the paths
    of those that its file has, if that is known: an amount that was emptied is told by
    them from one that is not asked for."""
    kept = {n: getattr(old, n) for n in OPTIONAL if getattr(new, n) is None}
    return replace(
        new,
        **kept,
        budget=_budget(old.budget, new.budget, cells),
        plan=new.plan or old.plan,
        goals=_goals(old.goals, new.goals),
        indicators=_rows(old.indicators, new.indicators),
        facts=_pairs(old.facts, new.facts),
        medium=_medium(old.medium, new.medium, cells),
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


def _budget(old: Budget, new: Budget, cells: Collection[str]) -> Budget:
    amounts = new.total, new.fiscal, new.other
    if all(amount is None for amount in amounts):
        return old
    if cells and old.unit in (None, new.unit or old.unit):
        missing = [name for name in AMOUNTS if f"budget.{name}" not in cells]
        new = replace(new, **{name: getattr(old, name) for name in missing})
    return replace(new, unit=new.unit or old.unit)


def _goals(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Empty ones are room to write in, as the empty lines below."""
    return old if [*filter(None, new)] == [*filter(None, old)] or not new else new


def _rows(
    old: tuple[Indicator, ...], new: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    if not new:
        return old
    has_weights = any(row.weight is not None for row in new)
    before = {b: old[a] for a, b in align_rows(old, new) if a is not None}
    over = tuple(
        _row(before[i], row, has_weights) if i in before and not row.is_blank else row
        for i, row in enumerate(new)
    )
    # Empty lines are room to write in: more or fewer of them alone change nothing.
    return old if _filled(over) == _filled(old) else over


def _filled(rows: tuple[Indicator, ...]) -> list[dict[str, str]]:
    """What is written in them."""
    cells = (fields.row_cells(row).items() for row in rows if not row.is_blank)
    return [{name: text for name, text in row if text} for row in cells]


def _row(old: Indicator, new: Indicator, has_weights: bool) -> Indicator:
    kept = {n: getattr(old, n) for n in COLUMNS if getattr(new, n) is None}
    weight = new.weight if has_weights else old.weight
    return replace(new, **kept, weight=weight, extra=_pairs(old.extra, new.extra))


def _pairs(old: Pairs, new: Pairs) -> Pairs:
    return tuple((dict(old) | dict(new)).items())


def _medium(
    old: Medium | None, new: Medium | None, cells: Collection[str]
) -> Medium | None:
    if old is None or new is None:
        return old if new is None or new.is_blank else new
    own = {cell.removeprefix(MEDIUM) for cell in cells if cell.startswith(MEDIUM)}
    side = new.with_sheet(laid_over(old.as_sheet(), new.as_sheet(), own))
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
