"""Of a document, the cells that a form has; the others are gone, as they are in a file
of that form that was read."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, TypeVar

from .fields import EXTRA, is_left_out
from .layouts import Layout, OverallLayout
from .sheet import (
    Budget,
    Indicator,
    Measure,
    Medium,
    Overall,
    Sheet,
    SubGoal,
    Task,
)

# Where a document that was never told of the cell has an empty one.
NO_CELL = {"code": None, "usage": None}
COLUMNS = ("tier3", "description", "value", "basis", "weight")
ITEMS = {"sub_goals": SubGoal, "measures": Measure, "tasks": Task}
P = TypeVar("P", Sheet, Budget, Indicator, Overall, SubGoal, Measure, Task)
Absent = dict[str, Any]  # what stands in the place of the cells that the form has not


def _absent(kind: type, above: str, reasons: Mapping[str, str]) -> Absent:
    """Of the members of a dataclass, those that the form leaves out."""
    return {
        member.name: NO_CELL.get(member.name, member.default)
        for member in fields(kind)
        if member.default is not MISSING and is_left_out(above + member.name, reasons)
    }


def _without(part: P, absent: Absent) -> P:
    """Itself, if it has nothing there: most tables were made for their form."""
    other = {n: value for n, value in absent.items() if getattr(part, n) != value}
    return replace(part, **other) if other else part


class _Rows:
    """The columns of a form's table of indicators."""

    def __init__(self, form: Layout | OverallLayout, *, has_tiers: bool = True) -> None:
        cells = {column.cell for column in form.columns}
        self._absent: Absent = {name: None for name in COLUMNS if name not in cells}
        if not has_tiers:
            self._absent |= {"tier1": "", "tier2": ""}
        self._extra = {c.removeprefix(EXTRA) for c in cells if c.startswith(EXTRA)}

    def of(self, rows: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        return tuple(_without(self._own(row), self._absent) for row in rows)

    def _own(self, row: Indicator) -> Indicator:
        extra = tuple(pair for pair in row.extra if pair[0] in self._extra)
        return row if extra == row.extra else replace(row, extra=extra)


class Shown:
    """The cells of a table's form and of the overall target's that goes with it.

    They are found once and not for each table: to draw its grid takes longer than all
    else that a table with kept pages needs in a book. That forms say truly what they
    leave out, :func:`sheets.layouts.sample.missing` looks at.
    """

    def __init__(self, layout: Layout) -> None:
        form, reasons = layout.overall_form, layout.overall_form.leaves_out
        self._sheet = _absent(Sheet, "", layout.leaves_out)
        self._budget = _absent(Budget, "budget.", layout.leaves_out)
        self._rows = _Rows(layout, has_tiers=layout.has_tiers)
        self._overall = _absent(Overall, "overall.", reasons)
        self._overall_rows = _Rows(form)
        self._items = {
            name: _absent(kind, f"overall.{name}.", reasons)
            for name, kind in ITEMS.items()
        }

    def sheet(self, sheet: Sheet) -> Sheet:
        """The table as the form shows it."""
        own = replace(
            sheet,
            budget=_without(sheet.budget, self._budget),
            indicators=self._rows.of(sheet.indicators),
            medium=sheet.medium and self._medium(sheet.medium, sheet.budget.unit),
        )
        return _without(own, self._sheet)

    def _medium(self, medium: Medium, unit: str | None) -> Medium:
        """One label says the unit of both sides: that of the year's."""
        return replace(
            medium,
            budget=_without(medium.budget, {"unit": unit, **self._budget}),
            indicators=self._rows.of(medium.indicators),
        )

    def overall(self, overall: Overall) -> Overall:
        """The overall target as its form shows it."""
        own: dict[str, Any] = {
            name: tuple(_without(item, absent) for item in getattr(overall, name))
            for name, absent in self._items.items()
        }
        own["indicators"] = self._overall_rows.of(overall.indicators)
        return _without(overall, own | self._overall)
