"""Slips of the pen: points for values, goals twice, per cents over 100, odd signs.

C72, C74, C79 and C81."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from sheets.sheet import Overall, Sheet

from . import sources
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register
from .cells import of as cells_of
from .quantity import quantities, rate_in
from .rows import Row, rows_of
from .settings import Settings
from .text import letters, quoted

Cell = tuple[str, str]


# --- C72 --------------------------------------------------------------------------
def are_points(rows: tuple[Row, ...]) -> bool:
    """All values are bare numbers, and they are the weights or add up to 100 or 90."""
    numbers = [row.value.number for row in rows if row.text]
    bare = all(
        row.value.kind == "number" and not row.value.unit for row in rows if row.text
    )
    if len(numbers) < 4 or not bare:
        return False
    weights = [row.cells.weight for row in rows if row.text]
    total = sum((number or Decimal(0) for number in numbers), Decimal(0))
    return numbers == weights or (not any(weights) and total in (90, 100))


@register
class PointsAsValues(Check):
    """The column 指标值 holds the points: bare numbers that are the weights, or that
    add up to 100 or 90."""

    id = "C72"
    name = "指标值填成分值"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.OURS
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = rows_of(sheet, case)
        if are_points(rows):
            row = next(row for row in rows if row.text)
            yield (
                row.path("value"),
                row.cells.value or "",
                "各指标值都是没有单位的数，像是把分值填进了指标值。请填写各指标要达到的数值，"
                "如“≥95%”“=32.1公里”",
            )


# --- C74 --------------------------------------------------------------------------
@register
class GoalTwice(Check):
    """The same goal, punctuation aside, twice in one table."""

    id = "C74"
    name = "目标重复"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.OURS
    needs = "绩效目标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not any(goal.strip() for goal in sheet.goals):
            raise NotCheckable("没有填写绩效目标")
        first: dict[str, int] = {}
        for index, goal in enumerate(sheet.goals):
            words = re.sub(r"^目标\d+", "", letters(goal))
            before = first.setdefault(words, index)
            if words and before != index:
                message = (
                    f"目标{index + 1}与目标{before + 1}相同，请删去一个，或写另外的目标"
                )
                yield f"goals.{index}", goal, message


# --- C79 --------------------------------------------------------------------------
@register
class OverHundred(Check):
    """A text promises more than 100 % of a rate that cannot exceed it."""

    id = "C79"
    name = "文中百分比超过100%"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.OURS
    needs = "任何文字"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        goals = [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)]
        yield from self._cells([("usage", sheet.usage or ""), *goals], case.settings)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        yield from self._cells(cells_of(overall, case), case.settings)

    def _cells(self, cells: list[Cell], settings: Settings) -> Iterator[Seen]:
        for path, text in cells:
            for said in quantities(text):
                rate = rate_in(said.before) if said.unit == "%" else None
                if rate and said.number > 100 and rate.endswith(settings.bounded_rates):
                    message = (
                        f"{quoted(said.text)}超过100%，“{rate}”不会超过100%，请核对"
                    )
                    yield path, text, message


# --- C81 --------------------------------------------------------------------------
# ≧ and ＝ are not in the grammar of the form, though they are understood.
_SIGNS = str.maketrans("≧≦⩾⩽＝＞＜", "≥≤≥≤=><")
_WIDE = re.compile("[０-９％．≧≦⩾⩽＝＞＜]")
_REACHES_SIGN = re.compile(r"^达(?:到)?(?=[≥≤<>])")


@register
class OddSpelling(Check):
    """Full-width figures, signs from another alphabet, a word that the sign repeats
    (达≥90%) in a 指标值."""

    id = "C81"
    name = "符号书写不规范"
    dimension = Dimension.PUBLIC
    severity = Severity.HINT
    source = sources.OURS
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for row in rows_of(sheet, case):
            text = row.cells.value or ""
            right = _WIDE.sub(_plain, text)
            right = _REACHES_SIGN.sub("", right.lstrip())
            if right != text.lstrip() and row.value.is_quantified:
                path = row.path("value")
                message = (
                    f"指标值 {quoted(text)} 的符号或数字写法不规范，"
                    f"请写成{quoted(right)}"
                )
                yield path, text, message, Mend(path, right)


def _plain(found: re.Match[str]) -> str:
    sign = found[0].translate(_SIGNS)
    return sign if sign != found[0] else unicodedata.normalize("NFKC", sign)
