"""Adding, removing and moving rows of a form: ``Sheet`` in, ``Sheet`` out.

An operation is the value of the button that was pressed: ``indicators.3.add``,
``indicators.3.up``, ``goals.1.remove``; a row dragged to where another stands,
``indicators.3.to.5``; a block pasted at a cell, ``indicators.3.paste.value``; or rows
that bring their labels, ``indicators.0.insert``; of the 中期 side,
``medium.goals.0.add``. Merged labels follow by themselves, since the layout makes them
from the order of the rows.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheets import fields
from sheets.fields import MEDIUM, ROW_CELLS
from sheets.sheet import Indicator, Measure, Overall, Sheet, SubGoal, Task

from .clipboard import MOST_ROWS
from .paste import FULL, Pasted, insert, paste

Document = Sheet | Overall
Operation = Callable[[tuple, int], tuple]
Moved = dict[str, list[int | None]]


@dataclass(frozen=True)
class Done:
    """A document after an operation. ``said``: what to tell; ``place``: the path of the
    cell where one goes on writing, if any; ``moved``: by part, where each row of
    before stands now, ``None`` for one that is gone."""

    document: Document
    said: str = ""
    place: str = ""
    moved: Moved = field(default_factory=dict)

    @property
    def moved_json(self) -> str:
        return json.dumps(self.moved)


def apply(document: Document, operation: str, pasted: str = "") -> Document:
    """Do what the button says; ``ValueError`` if there is no such row or operation."""
    return perform(document, operation, pasted).document


def perform(
    document: Document,
    operation: str,
    pasted: str = "",
    columns: Sequence[str] = ROW_CELLS,
) -> Done:
    """As :func:`apply`, with what there is to tell. What changes nothing, as ↑ in the
    first row, returns the document itself and says why, if anybody should know.
    ``columns`` are the cells of an indicator row from left to right on the form."""
    if operation.startswith(MEDIUM):
        return _on_medium(document, operation.removeprefix(MEDIUM), pasted, columns)
    part, index_text, verb, *rest = operation.split(".", 3)
    index = int(index_text)
    above = "overall." if isinstance(document, Overall) else ""
    if part == "indicators" and verb == "paste" and rest:
        return _pasted(paste(document, index, rest[0], pasted, columns), above)
    if part == "indicators" and verb == "insert" and isinstance(document, Sheet):
        return _pasted(insert(document, pasted))
    items = getattr(document, part, None) if part in PARTS else None
    if items is None:
        raise ValueError(operation)
    change = _operation(part, verb, index, len(items), *rest)
    changed = change(items)
    if len(changed) > max(MOST_ROWS, len(items)):
        return Done(document, FULL)
    if changed == items:
        return Done(document)
    moved = _moved(items, change)
    place = _place(part, verb, index, moved, len(changed))
    return Done(
        replace(document, **{part: changed}),
        _said(document, part, verb, index),
        place and f"{above}{place}",
        {part: moved},
    )


def _on_medium(
    document: Document, operation: str, pasted: str, columns: Sequence[str]
) -> Done:
    """The same on the 中期 side, which is a table of its own."""
    medium = document.medium if isinstance(document, Sheet) else None
    if medium is None:
        raise ValueError(operation)
    done = perform(medium.as_sheet(), operation, pasted, columns)
    changed = medium.with_sheet(done.document)  # type: ignore[arg-type]
    return Done(
        replace(document, medium=changed),  # type: ignore[arg-type]
        done.said,
        done.place and f"{MEDIUM}{done.place}",
        {f"{MEDIUM}{part}": places for part, places in done.moved.items()},
    )


def ends(document: Document, stem: str) -> frozenset[str]:
    """``up`` for a row that cannot go higher, ``down`` for one at the foot."""
    if stem.startswith(MEDIUM) and isinstance(document, Sheet) and document.medium:
        return ends(document.medium.as_sheet(), stem.removeprefix(MEDIUM))
    part, _, index = stem.partition(".")
    items = getattr(document, part)
    return frozenset(
        verb
        for verb in ("up", "down")
        if int(index) < len(items) and PARTS[part][verb](items, int(index)) is items
    )


def _pasted(result: Pasted, above: str = "") -> Done:
    place = result.place and f"{above}{result.place}"
    moved: Moved = {"indicators": list(result.moved)}
    return Done(result.document, result.said, place, moved)


def _operation(
    part: str, verb: str, index: int, count: int, *rest: str
) -> Callable[[tuple], tuple]:
    """What the operation does to the rows of its part."""
    if verb == "to" and rest:
        return lambda items: _drag(items, index, int(rest[0]))
    # An empty list has no row yet: -1 adds its first.
    first = -1 if verb == "add" and part != "indicators" else 0
    if verb not in PARTS[part] or not first <= index < count:
        raise ValueError(f"no {verb!r} of row {index}")
    return lambda items: PARTS[part][verb](items, index)


def _moved(items: tuple, change: Callable[[tuple], tuple]) -> list[int | None]:
    """Where each row stands after the change: it is done once more, to rows that bear
    their number."""
    numbered = tuple(_bearing(item, str(i)) for i, item in enumerate(items))
    places: dict[str, int] = {}
    for place, item in enumerate(change(numbered)):
        number = item.basis if isinstance(item, Indicator) else item
        places.setdefault(number, place)  # the first of a row and its copy
    return [places.get(str(i)) for i in range(len(items))]


def _bearing(item: Any, number: str) -> Any:
    return replace(item, basis=number) if isinstance(item, Indicator) else number


def _said(document: Document, part: str, verb: str, index: int) -> str:
    if verb == "add":
        return "已加一行。" if part == "indicators" else "已加一项。"
    path = f"{part}.{index}"
    name = fields.label_in(
        document, path if isinstance(document, Sheet) else f"overall.{path}"
    )
    is_row = part == "indicators"
    if verb == "remove" and is_row and _is_alone(document.indicators, index):
        return f"已清空{name}，表上要保留这一栏。"
    return f"{VERBS[verb]}{name}。"


def _place(
    part: str, verb: str, index: int, moved: list[int | None], count: int
) -> str:
    """After adding a row the cursor stands in it; after moving one it stays with it."""
    step = {"add": 1, "copy": 1, "down": 1, "up": -1}.get(verb, 0)
    place = moved[index] if verb == "to" else min(index + step, count - 1)
    if place is None or place < 0:
        return ""
    return PLACES[part].format(place)


def _same_label(rows: tuple[Indicator, ...], a: int, b: int) -> bool:
    return (rows[a].tier1, rows[a].tier2) == (rows[b].tier1, rows[b].tier2)


def _add_row(rows: tuple, index: int) -> tuple:
    """An empty row under the same labels."""
    row = rows[index]
    return (*rows[: index + 1], Indicator(row.tier1, row.tier2), *rows[index + 1 :])


def _is_alone(rows: tuple[Indicator, ...], index: int) -> bool:
    """Whether its label has no other row."""
    return not any(i != index and _same_label(rows, i, index) for i in range(len(rows)))


def _remove_row(rows: tuple, index: int) -> tuple:
    """Without the row; the last one of a label is emptied, so the label stays."""
    if _is_alone(rows, index):
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
    "tasks": _list_operations(lambda: Task("")),
}
PLACES = {
    "indicators": "indicators.{}.tier3",
    "goals": "goals.{}",
    "sub_goals": "sub_goals.{}.title",
    "measures": "measures.{}.title",
    "tasks": "tasks.{}.name",
}
VERBS = {
    "copy": "已复制",
    "remove": "已删除",
    "up": "已上移",
    "down": "已下移",
    "to": "已移动",
}
