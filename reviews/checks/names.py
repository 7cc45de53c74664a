"""Names of projects and indicators: C70, C71, C73 and C78."""

import re
from collections.abc import Iterator

from sheets.sheet import Sheet

from . import sources
from .base import Case, Check, Dimension, Seen, Severity, register
from .dates import strays
from .quantity import agree, quantities, stated_in
from .rows import rows_of
from .text import quoted, squeeze
from .wording import broken
from .years import year_of


@register
class NumberInName(Check):
    """The name of an indicator holds a quantity (达标率100%) and its value another one
    in the same unit, or without unit."""

    id = "C70"
    name = "名称与指标值数字不符"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.OURS
    needs = "指标名称、指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for measured, done in stated_in(sheet, case):
            row = measured.row
            said = quantities(row.cells.tier3 or "")
            same = [q for q in said if q.unit == done.unit]
            if not same and not row.value.unit and len(said) == 1:
                same = list(said)
            if same and not any(agree(q, done) for q in same):
                yield (
                    row.path("value"),
                    row.cells.value or "",
                    f"名称里写的是{quoted(same[0].text)}，指标值是{quoted(row.text)}，两处"
                    "数字不同。请核实，数值只写在指标值中",
                )


_NUMBER_ONLY = re.compile(
    r"\W*\d[\d.,]*\W{0,2}[十百千万亿]?(?:[元个人次户台套件项亩米吨天年月日条座处所名]"
    r"|公里|平方米|百分比)?(?:以[上下内]|左右|底|前)*\W*"
)


@register
class NameIsNumber(Check):
    """三级指标 is nothing but an amount (20万元), so nobody knows what is measured."""

    id = "C71"
    name = "指标名称只是数值"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.CLEAR
    needs = "指标名称"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for row in rows_of(sheet, case):
            name = row.cells.tier3 or ""
            if _NUMBER_ONLY.fullmatch(squeeze(name)):
                yield (
                    row.path("tier3"),
                    name,
                    f"指标名称 {quoted(name)} 只是一个数，没有说明衡量什么。请写名称，"
                    "如“项目总成本”，数值写在指标值中",
                )


@register
class NameOfLastYear(Check):
    """The name of a project bears one of the three years before the budget year and no
    word (续建, 尾款, 结转 …) that would explain it."""

    id = "C73"
    name = "项目名称带往年年份"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.OURS
    needs = "预算年度"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        year = year_of(case)
        for stray in strays(sheet.name, year, case.settings):
            if stray.year < year:
                yield (
                    "name",
                    sheet.name,
                    f"项目名称写的是{stray.year}年，本表是{year}年的绩效目标。如是沿用旧表，"
                    "请改正；如确是往年项目的续建、尾款等，请在名称中写明",
                )
                return


@register
class NameUnfinished(Check):
    """The name or the description of an indicator stops in the middle: at a comma, a
    verb without object, an open bracket."""

    id = "C78"
    name = "指标名称或描述未写完"
    dimension = Dimension.COMPLETE
    severity = Severity.HINT
    source = sources.CLEAR
    needs = "指标名称"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for row in rows_of(sheet, case):
            for cell in ("tier3", "description"):
                text = getattr(row.cells, cell) or ""
                why = broken(text, case.settings) if len(text) > 1 else ""
                if why:
                    message = f"{quoted(text)}{why}，请写完整"
                    yield row.path(cell), text, message
