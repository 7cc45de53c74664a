"""Where a cell of an older document stands in a newer one.

A remark is about a cell of what was submitted; rows are added, moved and removed
since. Rows are found again as :mod:`sheets.diff` pairs them.
"""

from collections.abc import Iterable
from dataclasses import replace

from . import fields, money
from .diff import align, align_rows
from .numbering import bare
from .sheet import Overall, Sheet

Pairs = Iterable[tuple[int | None, int | None]]


def follow(path: str, old: Sheet | Overall, new: Sheet | Overall) -> str | None:
    """The path in ``new`` of the cell that ``path`` names in ``old``; ``None`` if its
    row is gone."""
    pairs, stem, place, rest = _rows_of(path, old, new)
    if place is None:
        return path
    there = dict(pairs).get(place)
    if there is None:
        return None
    return ".".join([stem, str(there), *rest])


def _rows_of(
    path: str, old: Sheet | Overall, new: Sheet | Overall
) -> tuple[Pairs, str, int | None, list[str]]:
    """The paired rows that the path lies in, and the path in three parts."""
    parts = path.split(".")
    if isinstance(old, Overall) and isinstance(new, Overall):
        if len(parts) < 4:
            return (), path, None, []
        section = parts[1]
        before, after = fields.overall_items(old), fields.overall_items(new)
        pairs = align(before[section], after[section], key=lambda i: bare(i["title"]))
        return pairs, f"overall.{section}", int(parts[2]), parts[3:]
    if isinstance(old, Sheet) and isinstance(new, Sheet) and len(parts) > 1:
        if parts[0] == "goals":
            pairs = align(old.goals, new.goals, key=lambda goal: goal)
            return pairs, "goals", int(parts[1]), []
        if parts[0] == "indicators":
            pairs = align_rows(old.indicators, new.indicators)
            return pairs, "indicators", int(parts[1]), parts[2:]
    return (), path, None, []


def text_at(path: str, document: Sheet | Overall) -> str:
    """The text of a cell; ``LookupError`` if the document has no such cell."""
    parts = path.split(".")
    if isinstance(document, Overall):
        if path == "overall.goal":
            return document.goal
        _, section, place, cell = parts if len(parts) == 4 else ("", "", "-1", "")
        return fields.overall_items(document)[section][_place(place)][cell]
    if parts[0] == "goals" and len(parts) == 2:
        return document.goals[_place(parts[1])]
    if parts[0] == "indicators" and len(parts) == 3:
        row = document.indicators[_place(parts[1])]
        return fields.row_cells(row)[parts[2]]
    return fields.facts(document)[path]


def _place(number: str) -> int:
    if not number.isdecimal():
        raise LookupError(number)
    return int(number)


def cells(document: Sheet | Overall) -> list[tuple[str, str]]:
    """(path, Chinese name) of each cell that can be remarked upon, in the order of
    the form; blank indicator rows by their first cell."""
    if isinstance(document, Overall):
        paths = ["overall.goal"]
        for section, items in fields.overall_items(document).items():
            for place, item in enumerate(items):
                paths += [f"overall.{section}.{place}.{cell}" for cell in item]
        return [(path, fields.label(path)) for path in paths]
    paths = [path for path in fields.facts(document) if path != "goals_placeholder"]
    paths += [f"goals.{place}" for place in range(len(document.goals))]
    for place, row in enumerate(document.indicators):
        names = ("tier3",) if row.is_blank else fields.ROW_CELLS
        paths += [f"indicators.{place}.{name}" for name in names]
    return [(path, fields.label(path, document.indicators)) for path in paths]


def replaced(path: str, document: Sheet | Overall, text: str) -> Sheet | Overall:
    """The document with another text in this cell.

    ``LookupError`` if there is no such cell, ``ValueError`` if the cell takes an amount
    and the text is none.
    """
    text_at(path, document)
    parts = path.split(".")
    if isinstance(document, Overall):
        return _in_overall(parts, document, text)
    if parts[0] in ("goals", "indicators"):
        return _in_rows(parts, document, text)
    if parts[0] == "budget":
        value = text if parts[1] == "unit" else money.parse(text)
        changed = replace(document.budget, **{parts[1]: value})  # type: ignore[arg-type]
        return replace(document, budget=changed)
    if parts[0] == "plan":
        steps = (
            replace(step, percent=text) if str(step.month) == parts[1] else step
            for step in document.plan
        )
        return replace(document, plan=tuple(steps))
    return replace(document, **{path: text})  # type: ignore[arg-type]


def _in_rows(parts: list[str], sheet: Sheet, text: str) -> Sheet:
    place = int(parts[1])
    if parts[0] == "goals":
        goals = (*sheet.goals[:place], text, *sheet.goals[place + 1 :])
        return replace(sheet, goals=goals)
    row = sheet.indicators[place]
    value = money.parse(text) if parts[2] == "weight" else text
    changed = replace(row, **{parts[2]: value})  # type: ignore[arg-type]
    rows = (*sheet.indicators[:place], changed, *sheet.indicators[place + 1 :])
    return replace(sheet, indicators=rows)


def _in_overall(parts: list[str], overall: Overall, text: str) -> Overall:
    if parts[1] == "goal":
        return replace(overall, goal=text)
    _, section, number, cell = parts
    items = list(getattr(overall, section))
    is_list = cell in ("indicators", "projects")
    lines = tuple(line for line in text.split("\n") if line.strip())
    changed = {cell: lines if is_list else text}
    items[int(number)] = replace(items[int(number)], **changed)
    return replace(overall, **{section: tuple(items)})  # type: ignore[arg-type]
