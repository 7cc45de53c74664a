"""Adding, removing and moving rows of a form: ``Sheet`` in, ``Sheet`` out.

An operation is the value of the button that was pressed: ``indicators.3.add``,
``indicators.3.up``, ``goals.1.remove``; a row dragged to where another stands,
``indicators.3.to.5``; a block pasted at a cell, ``indicators.3.paste.value``; or rows
that bring their labels, ``indicators.0.insert``.
Merged labels follow by themselves, since the layout makes them from the order of the
rows.
"""

from collections.abc import Callable
from dataclasses import replace

from sheets.sheet import Indicator, Measure, Overall, Sheet, SubGoal

from .paste import insert, paste

Operation = Callable[[tuple, int], tuple]
MOST_ROWS = 300


def apply(
    document: Sheet | Overall, operation: str, pasted: str = ""
) -> Sheet | Overall:
    """Do what the button says; ``ValueError`` if there is no such row or operation."""
    part, index_text, verb, *rest = operation.split(".")
    index = int(index_text)
    if (part, verb) == ("indicators", "paste") and isinstance(document, Sheet) and rest:
        return paste(document, index, rest[0], pasted)
    if (part, verb) == ("indicators", "insert") and isinstance(document, Sheet):
        inserted = insert(document, pasted)
        return document if len(inserted.indicators) > MOST_ROWS else inserted
    items = getattr(document, part, None) if part in PARTS else None
    if items is None:
        raise ValueError(operation)
    if verb == "to" and rest:
        return replace(document, **{part: _drag(items, index, int(rest[0]))})
    if verb not in PARTS[part]:
        raise ValueError(operation)
    # An empty list has no row yet: -1 adds its first.
    first = -1 if verb == "add" and part != "indicators" else 0
    if not first <= index < len(items):
        raise ValueError(operation)
    changed = PARTS[part][verb](items, index)
    return (
        document if len(changed) > MOST_ROWS else replace(document, **{part: changed})
    )


def _same_label(rows: tuple[Indicator, ...], a: int, b: int) -> bool:
    return (rows[a].tier1, rows[a].tier2) == (rows[b].tier1, rows[b].tier2)


def _add_row(rows: tuple, index: int) -> tuple:
    """An empty row under the same labels."""
    row = rows[index]
    return (*rows[: index + 1], Indicator(row.tier1, row.tier2), *rows[index + 1 :])


def _remove_row(rows: tuple, index: int) -> tuple:
    """Without the row; the last one of a label is emptied, so the label stays."""
    alone = not any(
        i != index and _same_label(rows, i, index) for i in range(len(rows))
    )
    if alone:
        row = Indicator(rows[index].tier1, rows[index].tier2)
        return (*rows[:index], row, *rows[index + 1 :])
    return _remove(rows, index)


def _remove(items: tuple, index: int) -> tuple:
    return (*items[:index], *items[index + 1 :])


def _swap(items: tuple, a: int, b: int) -> tuple:
    if not 0 <= min(a, b) < max(a, b) < len(items):
        return items
    swapped = list(items)
    swapped[a], swapped[b] = swapped[b], swapped[a]
    return tuple(swapped)


def _move(step: int) -> Operation:
    return lambda items, index: _swap(items, index, index + step)


def _move_row(step: int) -> Operation:
    """Within its tier-2 label: an indicator does not change its kind by moving."""

    def move(rows: tuple, index: int) -> tuple:
        other = index + step
        inside = 0 <= other < len(rows) and _same_label(rows, index, other)
        return _swap(rows, index, other) if inside else rows

    return move


def _drag(items: tuple, index: int, place: int) -> tuple:
    """The row stands where the one at ``place`` stood. An indicator that is dragged
    to another label goes under it; the label that it leaves keeps a blank row."""
    if not (0 <= index < len(items) and 0 <= place < len(items)):
        raise ValueError(f"no row {index} or {place}")
    row, there = items[index], items[place]
    if not isinstance(row, Indicator) or _same_label(items, index, place):
        left = list(_remove(items, index))
        left.insert(place, row)
        return tuple(left)
    rows: list[Indicator | None] = list(items)
    rows[index] = None
    # A blank row is only its label's place: the dragged one takes it.
    rows[place : place + there.is_blank] = [
        replace(row, tier1=there.tier1, tier2=there.tier2)
    ]
    left = (row.tier1, row.tier2)
    if not any(r and (r.tier1, r.tier2) == left for r in rows):
        rows[rows.index(None)] = Indicator(*left)
    return tuple(r for r in rows if r is not None)


def _copy(items: tuple, index: int) -> tuple:
    """The same row once more, below it."""
    return (*items[: index + 1], items[index], *items[index + 1 :])


def _insert(make: Callable[[], object]) -> Operation:
    """After the row; index -1 puts it at the top of an empty list."""
    return lambda items, index: (*items[: index + 1], make(), *items[index + 1 :])


def _list_operations(make: Callable[[], object]) -> dict[str, Operation]:
    return {
        "add": _insert(make),
        "copy": _copy,
        "remove": _remove,
        "up": _move(-1),
        "down": _move(1),
    }


PARTS: dict[str, dict[str, Operation]] = {
    "indicators": {
        "add": _add_row,
        "copy": _copy,
        "remove": _remove_row,
        "up": _move_row(-1),
        "down": _move_row(1),
    },
    "goals": _list_operations(str),
    "sub_goals": _list_operations(lambda: SubGoal("")),
    "measures": _list_operations(lambda: Measure("")),
}
