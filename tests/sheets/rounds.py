"""What of a table a form says, to be compared with what is read from it; no tests."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st

from sheets import fields, typed
from sheets.fields import row_cell
from sheets.layouts import Layout
from sheets.sheet import Indicator, Sheet

from .samples import LONG
from .strategies import sheets

EXAMPLES = settings().max_examples // 6  # of each form in each format
Rows = tuple[Indicator, ...]


def as_stored(text: str) -> str:
    """As the editor takes it: without control characters, and blanks around it."""
    return typed.plain(text).strip()


def filled(rows: Rows, layout: Layout) -> Rows:
    """Without lines that only show their labels."""
    names = [column.cell for column in layout.columns]
    return tuple(r for r in rows if any(as_stored(row_cell(r, n)) for n in names))


def settled(sheet: Sheet, layout: Layout) -> Sheet:
    """Without what no paper shows. An empty line stands for its labels; where they are
    not printed, or two sides share them, nothing tells of it. And there is one unit."""
    medium = sheet.medium
    rows = sheet.indicators
    if medium is not None:
        rows_of_side = filled(medium.indicators, layout)
        budget = replace(medium.budget, unit=None)
        medium = replace(medium, budget=budget, indicators=rows_of_side)
    if layout.has_medium or layout.id == "flat":
        rows = filled(rows, layout)
    unit = sheet.budget.unit or layout.unit
    budget = replace(sheet.budget, unit=unit)
    return replace(sheet, budget=budget, indicators=rows, medium=medium)


def told(sheet: Sheet) -> dict[str, str]:
    """All that is filled in, by path."""
    texts = fields.texts(sheet) | fields.tiers(sheet)
    return {path: as_stored(t) for path, t in texts.items() if as_stored(t)}


def told_by_form(sheet: Sheet, layout: Layout) -> dict[str, str]:
    """What of it the form has a place for."""
    paths = {cell.field for cell in layout.draw(sheet).cells}
    paths |= {"budget.unit", "goals_placeholder"}
    if layout.id != "flat":
        paths |= set(fields.tiers(sheet))
    if not layout.has_medium:
        paths = {path for path in paths if path and not path.startswith("medium.")}
    return {path: text for path, text in told(sheet).items() if path in paths}


def without_room(sheet: Sheet, layout: Layout) -> Sheet:
    """Without empty goals and lines, too: of those a template is full."""
    medium = sheet.medium
    if medium is not None:
        medium = replace(medium, goals=tuple(filter(as_stored, medium.goals)))
    return replace(
        sheet,
        goals=tuple(filter(as_stored, sheet.goals)),
        indicators=filled(sheet.indicators, layout),
        medium=medium,
    )


def _table(sheet: Sheet, long: int) -> Sheet:
    """With a name, which is what finds a table; without a fact that is called as the
    form calls money; and perhaps with one row that is higher than Excel has any."""
    rows = list(sheet.indicators)
    if long < len(rows):
        rows[long] = replace(rows[long], tier3="很高", value=LONG)
    return replace(
        sheet,
        name=sheet.name if as_stored(sheet.name) else "甲",
        facts=tuple((k, text) for k, text in sheet.facts if k != "1.其他"),
        indicators=tuple(rows),
    )


TABLES = st.builds(_table, sheets, st.integers(0, 20))
