"""Adding, removing and moving rows of a form: ``Sheet`` in, ``Sheet`` out.

An operation is the value of the button that was pressed: ``indicators.3.add``,
``indicators.3.up``, ``goals.1.remove``; or a block pasted at a cell,
``indicators.3.paste.value``. Merged labels follow by themselves, since the layout
makes them from the order of the rows.
"""

from collections.abc import Callable
from dataclasses import replace

from sheets.sheet import Indicator, Measure, Overall, Sheet, SubGoal

from .paste import paste

Operation = Callable[[tuple, int], tuple]
MOST_ROWS = 300


def apply(
    document: Sheet | Overall, operation: str, pasted: str = ""
) -> Sheet | Overall:
    """Do what the button says; ``ValueError`` if there is no such row or operation."""
    part, index_text, verb, *cell = operation.split(".")
    index = int(index_text)
    if (part, verb) == ("indicators", "paste") and isinstance(document, Sheet) and cell:
        return paste(document, index, cell[0], pasted)
    items = getattr(document, part, None) if part in PARTS else None
    if items is None or verb not in PARTS[part]:
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


def _insert(make: Callable[[], object]) -> Operation:
    """After the row; index -1 puts it at the top of an empty list."""
    return lambda items, index: (*items[: index + 1], make(), *items[index + 1 :])


def _list_operations(make: Callable[[], object]) -> dict[str, Operation]:
    return {
        "add": _insert(make),
        "remove": _remove,
        "up": _move(-1),
        "down": _move(1),
    }


PARTS: dict[str, dict[str, Operation]] = {
    "indicators": {
        "add": _add_row,
        "remove": _remove_row,
        "up": _move_row(-1),
        "down": _move_row(1),
    },
    "goals": _list_operations(str),
    "sub_goals": _list_operations(lambda: SubGoal("")),
    "measures": _list_operations(lambda: Measure("")),
}
