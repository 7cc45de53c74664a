"""Two people changed one document: what each did to it, put together.

``base`` is what both began from, ``theirs`` what was saved meanwhile, ``mine`` what is
on the screen. What only one of them touched is taken from that one, row by row and
cell by cell. What both changed stays as it is on the screen and is told as a clash.
Nothing that either of them wrote is dropped without the other having seen it.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from . import fields
from .diff import Change, align
from .numbering import bare, mark, numbered
from .sheet import Indicator, Medium, Overall, Pairs, PlanStep, Sheet

T = TypeVar("T")
Row = Any  # a goal (text) or one of the frozen row classes
Clashes = dict[str, Any]  # cell name → their value; "" for a row that is only text


@dataclass(frozen=True)
class Merged:
    """``clashes``: ``before`` is theirs, ``after`` mine; the document has mine."""

    document: Sheet | Overall
    clashes: tuple[Change, ...]


def merge(
    base: Sheet | Overall, theirs: Sheet | Overall, mine: Sheet | Overall
) -> Merged:
    """Put the two together; ``TypeError`` if they are not of one kind."""
    if not type(base) is type(theirs) is type(mine):
        raise TypeError("only documents of one kind can be merged")
    document, both_changed = _three(base, theirs, mine)
    if not both_changed:
        return Merged(document, ())
    return MERGES[type(base)](base, theirs, mine)


def _three(base: T, theirs: T, mine: T) -> tuple[T, bool]:
    """(the value, whether both changed it and differently)."""
    if mine == base or mine == theirs:
        return theirs, False
    return mine, theirs != base


def _merge_cells(base: Row, theirs: Row, mine: Row) -> tuple[Row, Clashes]:
    """A row, cell by cell."""
    if isinstance(base, str):
        text, clash = _three(base, theirs, mine)
        return text, ({"": theirs} if clash else {})
    values: dict[str, Any] = {}
    clashes: Clashes = {}
    for field in dataclasses.fields(base):
        name = field.name
        three = [getattr(row, name) for row in (base, theirs, mine)]
        if name == "extra":
            values[name], others = _merge_pairs(*three)
            clashes |= {f"{fields.EXTRA}{label}": t for label, t in others.items()}
            continue
        values[name], clash = _three(*three)
        if clash:
            clashes[name] = getattr(theirs, name)
    return type(base)(**values), clashes


def _merge_pairs(base: Pairs, theirs: Pairs, mine: Pairs) -> tuple[Pairs, Clashes]:
    """Label by label, in my order; theirs come last."""
    before, other, own = dict(base), dict(theirs), dict(mine)
    merged: dict[str, str] = {}
    clashes: Clashes = {}
    for label in {**own, **other}:
        three = before.get(label), other.get(label), own.get(label)
        text, clash = _three(*three)
        if text is not None:
            merged[label] = text
        if clash:
            clashes[label] = other.get(label, "")
    return tuple(merged.items()), clashes


@dataclass
class _Entry:
    """A row of the result: where it stands in ``theirs``, and what clashes in it."""

    row: Row
    place: int | None
    clashes: Clashes = dataclasses.field(default_factory=dict)


def _merge_rows(
    base: Sequence[Row],
    theirs: Sequence[Row],
    mine: Sequence[Row],
    key: Callable[[Row], object],
) -> list[_Entry]:
    """In my order; rows that they added stand behind the row they put them behind."""
    in_theirs = dict(_pairs(base, theirs, key))
    in_mine = dict(_pairs(base, mine, key))
    from_base = {m: b for b, m in in_mine.items() if m is not None}
    result = []
    for index, row in enumerate(mine):
        entry = _mine(base, theirs, row, from_base.get(index), in_theirs)
        if entry is not None:
            result.append(entry)
    for place, row in enumerate(theirs):
        was = next((b for b, t in in_theirs.items() if t == place), None)
        added = was is None and all(e.row != row for e in result)
        # A row that I removed and they went on writing comes back.
        revived = was is not None and in_mine[was] is None and row != base[was]
        if added or revived:
            result.insert(_behind(result, place), _Entry(row, place))
    return result


def _pairs(
    old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], object]
) -> Iterator[tuple[int, int | None]]:
    return ((a, b) for a, b in align(old, new, key=key) if a is not None)


def _mine(
    base: Sequence[Row],
    theirs: Sequence[Row],
    row: Row,
    was: int | None,
    in_theirs: dict[int, int | None],
) -> _Entry | None:
    """My row with what they did to it; ``None`` if they removed it and I had left it
    alone."""
    if was is None:
        return _Entry(row, None)
    place = in_theirs[was]
    if place is None:
        return None if row == base[was] else _Entry(row, None)
    merged, clashes = _merge_cells(base[was], theirs[place], row)
    return _Entry(merged, place, clashes)


def _behind(result: list[_Entry], place: int) -> int:
    """The position behind the nearest row that stands before ``place`` in theirs."""
    before = [
        i for i, e in enumerate(result) if e.place is not None and e.place < place
    ]
    return max(before, key=lambda i: result[i].place or 0) + 1 if before else 0


def _told(
    path: str, entries: Sequence[_Entry], rows: tuple[Indicator, ...] = ()
) -> Iterator[Change]:
    for index, entry in enumerate(entries):
        for cell, theirs in entry.clashes.items():
            where = f"{path}.{index}.{cell}" if cell else f"{path}.{index}"
            mine = _cell(entry.row, cell) if cell else entry.row
            label = fields.label(where, rows)
            yield Change("changed", where, label, _text(theirs), _text(mine))


def _cell(row: Row, cell: str) -> Any:
    if cell.startswith(fields.EXTRA):
        return fields.row_cell(row, cell)
    return getattr(row, cell)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def _merge_sheets(base: Sheet, theirs: Sheet, mine: Sheet) -> Merged:
    goals = _merge_rows(base.goals, theirs.goals, mine.goals, key=lambda goal: goal)
    entries = _indicators(base, theirs, mine)
    rows = tuple(fields.with_cells(entry.row, {}) for entry in entries)
    document = replace(
        mine,
        **{
            name: _three(*(getattr(s, name) for s in (base, theirs, mine)))[0]
            for name in ("name", "code", "usage", "goals_placeholder")
        },
        budget=_merge_cells(base.budget, theirs.budget, mine.budget)[0],
        plan=_plan(base.plan, theirs.plan, mine.plan),
        goals=tuple(entry.row for entry in goals),
        indicators=rows,
        facts=_merge_pairs(base.facts, theirs.facts, mine.facts)[0],
    )
    clashes = [
        *_fact_clashes(base, theirs, mine),
        *_told("goals", goals),
        *_told("indicators", entries, rows),
    ]
    sides = base.medium, theirs.medium, mine.medium
    if any(sides):
        medium, more = _merge_mediums(*(side or Medium() for side in sides))
        document, clashes = replace(document, medium=medium), [*clashes, *more]
    return Merged(document, tuple(clashes))


def _merge_mediums(
    base: Medium, theirs: Medium, mine: Medium
) -> tuple[Medium, list[Change]]:
    """The 中期 sides, as the tables that they are."""
    sheets = (side.as_sheet() for side in (base, theirs, mine))
    merged = _merge_sheets(*sheets)
    period, clash = _three(base.period, theirs.period, mine.period)
    path = f"{fields.MEDIUM}period"
    told = [Change("changed", path, fields.label(path), theirs.period, period)] * clash
    told += [
        replace(c, field=f"{fields.MEDIUM}{c.field}", label=f"中期 {c.label}")
        for c in merged.clashes
    ]
    return replace(mine, period=period).with_sheet(merged.document), told  # type: ignore[arg-type]


def _plan(
    base: tuple[PlanStep, ...],
    theirs: tuple[PlanStep, ...],
    mine: tuple[PlanStep, ...],
) -> tuple[PlanStep, ...]:
    if len({tuple(s.month for s in plan) for plan in (base, theirs, mine)}) > 1:
        return mine  # an administrator has given the year other checkpoints
    steps = zip(base, theirs, mine, strict=True)
    return tuple(_merge_cells(*three)[0] for three in steps)


def _fact_clashes(base: Sheet, theirs: Sheet, mine: Sheet) -> Iterator[Change]:
    before, other, own = (fields.facts(sheet) for sheet in (base, theirs, mine))
    for path in (p for p in own if p in other or p.startswith(fields.FACTS)):
        was, there = before.get(path, ""), other.get(path, "")
        if _three(was, there, own[path])[1]:
            yield Change("changed", path, fields.label(path), there, own[path])


def _indicators(
    base: Sheet | Overall, theirs: Sheet | Overall, mine: Sheet | Overall
) -> list[_Entry]:
    """Within each pair of labels, in my order of labels."""
    sheets = (base, theirs, mine)
    tiers = dict.fromkeys(
        (row.tier1, row.tier2) for s in (mine, theirs) for row in s.indicators
    )
    entries = []
    for pair in tiers:
        old, other, own = (
            [row for row in s.indicators if (row.tier1, row.tier2) == pair]
            for s in sheets
        )
        merged = _merge_rows(old, other, own, lambda row: row.tier3)
        # The form prints every label: an emptied one keeps its blank row.
        entries += merged or [_Entry(Indicator(*pair), None)]
    return entries


def _merge_overalls(base: Overall, theirs: Overall, mine: Overall) -> Merged:
    goal, clash = _three(base.goal, theirs.goal, mine.goal)
    parts = {
        part: _merge_items(*(getattr(o, part) for o in (base, theirs, mine)))
        for part in ("sub_goals", "measures")
    }
    tasks = (base.tasks, theirs.tasks, mine.tasks)
    parts["tasks"] = _merge_rows(*tasks, key=lambda task: task.name)
    label = fields.label("overall.goal")
    clashes = [Change("changed", "overall.goal", label, theirs.goal, goal)] * clash
    for part, entries in parts.items():
        clashes += _told(f"overall.{part}", entries)
    entries = _indicators(base, theirs, mine)
    indicators = tuple(fields.with_cells(entry.row, {}) for entry in entries)
    clashes += _told("overall.indicators", entries, indicators)
    rows = {part: tuple(e.row for e in entries) for part, entries in parts.items()}
    return Merged(Overall(goal, **rows, indicators=indicators), tuple(clashes))


def _merge_items(
    base: Sequence[Row], theirs: Sequence[Row], mine: Sequence[Row]
) -> list[_Entry]:
    """Headings without their numbers if mine count by themselves: an item that was
    put in before others does not change those."""
    titles = [row.title for row in mine]
    if titles != numbered(titles):
        return _merge_rows(base, theirs, mine, lambda row: row.title)
    entries = _merge_rows(
        _unnumbered(base), _unnumbered(theirs), _unnumbered(mine), lambda row: row.title
    )
    for place, entry in enumerate(entries):
        entry.row = replace(entry.row, title=mark(place) + entry.row.title)
    return entries


def _unnumbered(rows: Sequence[Any]) -> list[Any]:
    return [replace(row, title=bare(row.title)) for row in rows]


MERGES: dict[type, Callable[..., Merged]] = {
    Sheet: _merge_sheets,
    Overall: _merge_overalls,
}
