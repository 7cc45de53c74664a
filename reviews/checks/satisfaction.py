"""满意度: its value and where it comes from, C56 and C57."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sheets.sheet import Sheet
from sheets.value import Value

from . import sources
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register
from .quantity import quantities
from .rows import Kind, Row, is_measurable, is_rate, rows_of
from .settings import Settings
from .text import any_of, quoted

_NOT_ASKED = re.compile(
    "不满意|投诉|知晓|(?:调查|测评|问卷|回访).*[率次数份]$|(?:提升|提高|增长)(?:率|幅度|值)?$"
)
_REACHING = re.compile("以上|以下|[达至到约左右超过足多余]")


def _satisfaction(sheet: Sheet, case: Case) -> tuple[Row, ...]:
    """Shares of people who are content, in whatever tier they were put."""
    rows = tuple(
        row
        for row in rows_of(sheet, case)
        if ("满意" in row.name or _feels(row, case.settings))
        and not _NOT_ASKED.search(row.name)
    )
    if not rows:
        raise NotCheckable("没有满意度指标")
    return rows


def _feels(row: Row, settings: Settings) -> bool:
    return row.kind == Kind.SATISFACTION and not is_rate(row.name, settings)


@register
class OddSatisfaction(Check):
    """满意度 without sign (or with “=”), below ``Settings.satisfaction``, or exactly
    100 %. Other shares under the label (知晓率, 投诉率) are left alone."""

    id = "C56"
    name = "满意度值不合理"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.SUITABLE
    needs = "满意度指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        least = case.settings.satisfaction
        for row in _satisfaction(sheet, case):
            text, path = row.cells.value or "", row.path("value")
            number = _per_hundred(row.value)
            if row.value.kind == "text" and is_measurable(row, case.settings):
                yield path, text, f"满意度 {quoted(text)} 不是比率，请写如“≥90%”"
            if number is None:
                continue
            mend = None
            if number < least:
                wrong = f"低于{least}%，请说明理由或提高"
            elif number == 100:
                wrong = "要求全部满意，难以做到，请核对，一般写“≥90%”或“≥95%”"
            elif row.value.operator == "=" and not _REACHING.search(row.text):
                plain = row.text.lstrip("=") + ("" if row.value.unit else "%")
                wrong = f"没有“≥”，满意度是调查结果，不会恰好等于某数，请写“≥{plain}”"
                if plain[:1].isdigit() and not _otherwise(sheet, number):
                    mend = Mend(path, f"≥{plain}")
            else:
                continue
            message = f"满意度 {quoted(row.text)} {wrong}"
            yield (path, text, message, mend) if mend else (path, text, message)


def _otherwise(sheet: Sheet, number: Decimal) -> bool:
    """A goal promises another share of content people, so C31 comes first."""
    said = (q for goal in sheet.goals for q in quantities(goal) if q.unit == "%")
    return any("满意" in q.before and q.number != number for q in said)


def _per_hundred(value: Value) -> Decimal | None:
    """The share in %; ``None`` for what is no share, or a mark on an unknown scale."""
    number, unit = value.number, value.unit
    if number is None or value.operator in ("≤", "<"):
        return None
    if unit == "比例" or (not unit and number <= 1):
        return number * 100
    if unit.startswith(("%", "百分")) or (unit in ("", "分") and number >= 50):
        return number
    return None


@register
class NoSurvey(Check):
    """满意度 whose basis (or description) names no survey or other feedback. A hint:
    a source may be named in words that ``Settings.survey_words`` lacks."""

    id = "C57"
    name = "满意度无调查方式"
    dimension = Dimension.FEASIBLE
    severity = Severity.HINT
    source = sources.GUIDE
    needs = "满意度指标的依据"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = [row for row in _satisfaction(sheet, case) if row.cells.basis]
        if not rows:
            raise NotCheckable("没有填写满意度指标的确定依据")
        asked = any_of(case.settings.survey_words)
        for row in rows:
            basis = row.cells.basis or ""
            if not asked.search(f"{basis} {row.cells.description or ''}"):
                yield (
                    row.path("basis"),
                    basis,
                    f"满意度的依据 {quoted(basis)} 没有写怎样得到。请写明取值方式，如"
                    "“问卷调查”“电话回访”，以及调查对象和份数",
                )
