"""Where a cell of an older document stands in a newer one.

A remark is about a cell of what was submitted; rows are added, moved and removed
since. Rows are found again as :mod:`sheets.diff` pairs them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from . import fields, money
from .diff import align, align_rows
from .numbering import bare
from .sheet import Indicator, Medium, Overall, Sheet, text_of

Pairs = Iterable[tuple[int | None, int | None]]


def follow(path: str, old: Sheet | Overall, new: Sheet | Overall) -> str | None:
    """The path in ``new`` of the cell that ``path`` names in ``old``; ``None`` if its
    row is gone."""
    if path.startswith(fields.MEDIUM):
        return _follow_medium(path, old, new)
    pairs, stem, place, rest = _rows_of(path, old, new)
    if place is None:
        return path
    there = dict(pairs).get(place)
    if there is None:
        return None
    return ".".join([stem, str(there), *rest])


def _follow_medium(path: str, old: Sheet | Overall, new: Sheet | Overall) -> str | None:
    before, after = getattr(old, "medium", None), getattr(new, "medium", None)
    if before is None or after is None:
        return None
    rest = path.removeprefix(fields.MEDIUM)
    there = follow(rest, before.as_sheet(), after.as_sheet())
    return there and f"{fields.MEDIUM}{there}"


def _rows_of(
    path: str, old: Sheet | Overall, new: Sheet | Overall
) -> tuple[Pairs, str, int | None, list[str]]:
    """The paired rows that the path lies in, and the path in three parts."""
    parts = path.split(".", 3)
    if isinstance(old, Overall) and isinstance(new, Overall):
        if len(parts) < 4:
            return (), path, None, []
        section = parts[1]
        if section == "indicators":
            pairs = align_rows(old.indicators, new.indicators)
        else:
            before, after = fields.overall_items(old), fields.overall_items(new)
            pairs = align(before[section], after[section], key=_heading)
        return pairs, f"overall.{section}", int(parts[2]), parts[3:]
    if isinstance(old, Sheet) and isinstance(new, Sheet) and len(parts) > 1:
        if parts[0] == "goals":
            pairs = align(old.goals, new.goals, key=lambda goal: goal)
            return pairs, "goals", int(parts[1]), []
        if parts[0] == "indicators":
            pairs = align_rows(old.indicators, new.indicators)
            return pairs, "indicators", int(parts[1]), parts[2:]
    return (), path, None, []


def _heading(item: dict[str, str]) -> str:
    return bare(fields.heading(item))


def text_at(path: str, document: Sheet | Overall) -> str:
    """The text of a cell; ``LookupError`` if the document has no such cell."""
    stem, _, cell = path.partition("indicators.")
    if cell and stem in ("", "overall.", fields.MEDIUM):
        rows = fields.rows_at(document, path)
        place, _, name = cell.partition(".")
        cells = fields.row_cells(rows[_place(place)])
        # A column that the form has and the row has not yet.
        return cells.get(name, "") if name.startswith(fields.EXTRA) else cells[name]
    if path.startswith(fields.FACTS) and isinstance(document, Sheet):
        return text_of(document.facts, path.removeprefix(fields.FACTS))
    return fields.texts(document)[path]


def _place(number: str) -> int:
    if not number.isdecimal():
        raise LookupError(number)
    return int(number)


def cells(document: Sheet | Overall) -> list[tuple[str, str]]:
    """(path, Chinese name) of each cell that can be remarked upon, in the order of
    the form; blank indicator rows by their first cell."""
    found = []
    for path in fields.texts(document):
        _, _, cell = path.rpartition("indicators.")
        if cell != path and not _is_shown(cell, fields.rows_at(document, path)):
            continue
        if path != "goals_placeholder":
            found.append((path, fields.label_in(document, path)))
    return found


def _is_shown(cell: str, rows: Sequence[Indicator]) -> bool:
    place, _, name = cell.partition(".")
    row = rows[int(place)]
    if name == "weight":
        return row.weight is not None
    return name == "tier3" or not row.is_blank


def replaced(path: str, document: Sheet | Overall, text: str) -> Sheet | Overall:
    """The document with another text in this cell.

    ``LookupError`` if there is no such cell, ``ValueError`` if the cell takes an amount
    and the text is none.
    """
    text_at(path, document)
    if isinstance(document, Overall):
        return _in_overall(path.split(".", 3), document, text)
    if path.startswith(fields.MEDIUM) and document.medium is not None:
        return replace(document, medium=_in_medium(path, document.medium, text))
    parts = path.split(".", 2)
    if parts[0] in ("goals", "indicators"):
        return _in_rows(parts, document, text)
    if parts[0] == "facts":
        label = path.removeprefix(fields.FACTS)
        return replace(document, facts=fields.with_text(document.facts, label, text))
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


def _in_medium(path: str, medium: Medium, text: str) -> Medium:
    rest = path.removeprefix(fields.MEDIUM)
    if rest == "period":
        return replace(medium, period=text)
    changed = replaced(rest, medium.as_sheet(), text)
    return medium.with_sheet(changed)  # type: ignore[arg-type]


def _in_rows(parts: list[str], sheet: Sheet, text: str) -> Sheet:
    place = int(parts[1])
    if parts[0] == "goals":
        goals = (*sheet.goals[:place], text, *sheet.goals[place + 1 :])
        return replace(sheet, goals=goals)
    rows = _with_row(sheet.indicators, place, parts[2], text)
    return replace(sheet, indicators=rows)


def _with_row(
    rows: tuple[Indicator, ...], place: int, cell: str, text: str
) -> tuple[Indicator, ...]:
    changed = fields.with_cell(rows[place], cell, text)
    return (*rows[:place], changed, *rows[place + 1 :])


def _in_overall(parts: list[str], overall: Overall, text: str) -> Overall:
    if parts[1] == "goal":
        return replace(overall, goal=text)
    _, section, number, cell = parts
    if section == "indicators":
        rows = _with_row(overall.indicators, int(number), cell, text)
        return replace(overall, indicators=rows)
    items = list(getattr(overall, section))
    value: object = text
    if cell in ("indicators", "projects"):
        value = tuple(line for line in text.split("\n") if line.strip())
    elif section == "tasks" and cell in fields.TASK_AMOUNTS:
        value = money.parse(text)
    items[int(number)] = replace(items[int(number)], **{cell: value})
    return replace(overall, **{section: tuple(items)})  # type: ignore[arg-type]
