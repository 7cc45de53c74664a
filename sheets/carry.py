"""结转: last year's table as the beginning of this year's.

Money is emptied, for an amount copied by mistake is approved by mistake. Dates move to
the new year, and every cell whose year was changed is told, for a person to confirm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from . import fields, value
from .sheet import (
    Budget,
    Indicator,
    Measure,
    Medium,
    Overall,
    Pairs,
    PlanStep,
    Sheet,
    SubGoal,
    Task,
    text_of,
)
from .tiers import refit
from .years import Named, Span, date_behind, like, spans_in, years_in

# Columns of earlier years' values (Hubei): each year they move back by one.
LAST_YEAR, YEAR_BEFORE = "上年指标值", "前年指标值"


def a_year_back(row: Indicator) -> Pairs:
    """The row's further columns as they are a year later."""
    older = {LAST_YEAR: row.value or "", YEAR_BEFORE: text_of(row.extra, LAST_YEAR)}
    return tuple((label, older.get(label, text)) for label, text in row.extra)


@dataclass(frozen=True)
class Shift:
    """A cell of the new table whose year was changed; one that still names last year,
    for a person to decide, if ``after`` is ``before``."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Mover:
    """Moves the years of one text, from a budget year to another.

    In a deadline any earlier year is moved: a table that was copied before still says
    the year before last. Elsewhere an earlier year is a baseline and stays, and a full
    date in a basis is that of a document.
    """

    from_year: int
    to_year: int
    is_deadline: bool = False
    is_basis: bool = False

    def move(self, text: str) -> str:
        """2021年 → 2022年, 2021/2022学年 → 2022/2023学年; 2021-2023年 stays."""
        named = years_in(text)
        steps = {one: self._step(text, one) for one in named}
        for span in spans_in(text):
            steps |= dict.fromkeys((span.first, span.last), self._span_step(text, span))
        for one in reversed(named):
            year = like(text[one.start : one.end], one.year + steps[one])
            if steps[one]:
                text = f"{text[: one.start]}{year}{text[one.end :]}"
        return text

    def is_left(self, text: str) -> bool:
        """Whether last year is still named, in a way that only a person can judge."""
        return any(
            self._is_stale(one) and not self._is_document(text, one)
            for one in years_in(text)
        )

    def _step(self, text: str, one: Named) -> int:
        """How far the year is moved, by itself."""
        stays = one.is_short or self._is_document(text, one) or not self._is_stale(one)
        return 0 if stays else self.to_year - one.year

    def _span_step(self, text: str, span: Span) -> int:
        """How far both ends are moved: a plan of several years is none of this year."""
        ends = (span.first, span.last)
        stale = [one.year for one in ends if self._is_stale(one)]
        stays = not (span.has_months or span.is_school) or any(
            one.is_short or self._is_document(text, one) for one in ends
        )
        return 0 if stays or not stale else self.to_year - max(stale)

    def _is_stale(self, one: Named) -> bool:
        if self.is_deadline:
            return one.year <= self.from_year
        return one.year == self.from_year

    def _is_document(self, text: str, one: Named) -> bool:
        date = date_behind(text, one)
        return self.is_basis and date is not None and date[1] is not None


class Carrier:
    """Carries one sheet over; ``shifts`` tells afterwards what was changed."""

    def __init__(self, from_year: int, to_year: int) -> None:
        self.from_year = from_year
        self.to_year = to_year
        self.shifts: list[Shift] = []

    def carry(
        self,
        sheet: Sheet,
        *,
        months: Sequence[int],
        with_values: bool,
        tiers: Sequence[tuple[str, str]] | None = None,
    ) -> Sheet:
        """The new year's table. ``months`` are its checkpoints; ``tiers`` the labels
        of its scheme, if that is another one."""
        before = sheet.indicators if tiers is None else refit(sheet.indicators, tiers)
        # In the order of the form: so are the shifts.
        return replace(
            sheet,
            name=self._text("name", sheet.name),
            code=None if sheet.code is None else "",
            budget=Budget(unit=sheet.budget.unit),
            usage=None if sheet.usage is None else self._text("usage", sheet.usage),
            plan=tuple(PlanStep(month) for month in months),
            goals=tuple(
                self._text(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)
            ),
            indicators=self._rows(before, with_values),
            facts=tuple(
                (label, self._text(f"facts.{label}", text))
                for label, text in sheet.facts
            ),
            medium=sheet.medium and self._medium(sheet.medium, tiers),
        )

    def _medium(
        self, medium: Medium, tiers: Sequence[tuple[str, str]] | None
    ) -> Medium:
        """The same for its years, which last; its money is asked for anew."""
        rows = medium.indicators
        return replace(
            medium,
            budget=Budget(unit=medium.budget.unit),
            indicators=rows if tiers is None else refit(rows, tiers),
        )

    def carry_overall(
        self, overall: Overall, names: Mapping[str, str] | None = None
    ) -> Overall:
        """The department's text with its years moved. A goal's link follows its
        project: ``names`` are the new names of those that are in the new year, and the
        others will come by the name that :meth:`carry` makes."""
        names = names or {}
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
                        self._text(
                            f"overall.sub_goals.{i}.projects", name, new=names.get(name)
                        )
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
            tasks=tuple(
                Task(
                    self._text(f"overall.tasks.{i}.name", item.name),
                    self._text(f"overall.tasks.{i}.content", item.content),
                )
                for i, item in enumerate(overall.tasks)
            ),
            indicators=self._rows(overall.indicators, True, "overall."),
        )

    def _rows(
        self, rows: tuple[Indicator, ...], with_values: bool, above: str = ""
    ) -> tuple[Indicator, ...]:
        return tuple(
            self._row(rows, index, with_values, above) for index in range(len(rows))
        )

    def _row(
        self, rows: tuple[Indicator, ...], index: int, with_values: bool, above: str
    ) -> Indicator:
        row = rows[index]
        cells: dict[str, str | None] = {}
        for cell in fields.ROW_CELLS:
            text = getattr(row, cell)
            if text is not None:
                keep = with_values or cell != "value"
                path = f"{above}indicators.{index}.{cell}"
                cells[cell] = self._text(path, text, rows) if keep else ""
        extra = []
        for label, text in a_year_back(row):
            path = f"{above}indicators.{index}.extra.{label}"
            is_earlier = label in (LAST_YEAR, YEAR_BEFORE)
            after = text if is_earlier else self._text(path, text, rows)
            extra.append((label, after))
        return replace(row, **cells, extra=tuple(extra))  # type: ignore[arg-type]

    def _text(
        self,
        path: str,
        text: str,
        rows: tuple[Indicator, ...] = (),
        new: str | None = None,
    ) -> str:
        """The text with its years moved, or the ``new`` one in its place."""
        cell = path.rpartition(".")[2]
        is_deadline = cell == "value" and value.parse(text).kind == "date"
        mover = Mover(self.from_year, self.to_year, is_deadline, cell == "basis")
        after = mover.move(text) if new is None else new
        if after != text or (new is None and mover.is_left(after)):
            label = fields.label(path, rows)
            self.shifts.append(Shift(path, label, text, after))
        return after
