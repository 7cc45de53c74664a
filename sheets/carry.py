"""结转: last year's table as the beginning of this year's.

Money is emptied, for an amount copied by mistake is approved by mistake. Dates move to
the new year, and every cell whose year was changed is told, for a person to confirm.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import fields, value
from .sheet import Budget, Indicator, Measure, Overall, PlanStep, Sheet, SubGoal

YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年|[-./]\d)")


@dataclass(frozen=True)
class Shift:
    """A cell of the new table whose year was changed."""

    field: str
    label: str
    before: str
    after: str


def shift_years(text: str, *, from_year: int, to_year: int, is_deadline: bool) -> str:
    """Last year's year becomes this year's: 2021年 → 2022年.

    In a deadline any earlier year does: a table that was copied before still says the
    year before last. Elsewhere an earlier year is a baseline and stays.
    """

    def moved(match: re.Match[str]) -> str:
        year = int(match[1])
        stale = year <= from_year if is_deadline else year == from_year
        return str(to_year) if stale else match[1]

    return YEAR.sub(moved, text)


class Carrier:
    """Carries one sheet over; ``shifts`` tells afterwards what was changed."""

    def __init__(self, from_year: int, to_year: int) -> None:
        self.from_year = from_year
        self.to_year = to_year
        self.shifts: list[Shift] = []

    def carry(self, sheet: Sheet, *, months: Sequence[int], with_values: bool) -> Sheet:
        """The new year's table; ``months`` are its checkpoints."""
        rows = tuple(
            self._row(sheet.indicators, index, with_values)
            for index in range(len(sheet.indicators))
        )
        return replace(
            sheet,
            code=None if sheet.code is None else "",
            budget=Budget(unit=sheet.budget.unit),
            usage=None if sheet.usage is None else self._text("usage", sheet.usage),
            plan=tuple(PlanStep(month) for month in months),
            goals=tuple(
                self._text(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)
            ),
            indicators=rows,
        )

    def carry_overall(self, overall: Overall) -> Overall:
        """The department's text with its years moved."""
        return Overall(
            goal=self._text("overall.goal", overall.goal),
            sub_goals=tuple(
                SubGoal(
                    self._text(f"overall.sub_goals.{i}.title", item.title),
                    self._text(f"overall.sub_goals.{i}.goal", item.goal),
                    tuple(
                        self._text(f"overall.sub_goals.{i}.indicators", text)
                        for text in item.indicators
                    ),
                    tuple(
                        self._text(f"overall.sub_goals.{i}.projects", name)
                        for name in item.projects
                    ),
                )
                for i, item in enumerate(overall.sub_goals)
            ),
            measures=tuple(
                Measure(
                    self._text(f"overall.measures.{i}.title", item.title),
                    self._text(f"overall.measures.{i}.text", item.text),
                )
                for i, item in enumerate(overall.measures)
            ),
        )

    def _row(
        self, rows: tuple[Indicator, ...], index: int, with_values: bool
    ) -> Indicator:
        row = rows[index]
        cells: dict[str, str | None] = {}
        for cell in fields.ROW_CELLS:
            text = getattr(row, cell)
            if text is not None:
                keep = with_values or cell != "value"
                path = f"indicators.{index}.{cell}"
                cells[cell] = self._text(path, text, rows) if keep else ""
        return replace(row, **cells)  # type: ignore[arg-type]

    def _text(self, path: str, text: str, rows: tuple[Indicator, ...] = ()) -> str:
        is_deadline = path.endswith(".value") and value.parse(text).kind == "date"
        after = shift_years(
            text,
            from_year=self.from_year,
            to_year=self.to_year,
            is_deadline=is_deadline,
        )
        if after != text:
            label = fields.label(path, rows)
            self.shifts.append(Shift(path, label, text, after))
        return after
