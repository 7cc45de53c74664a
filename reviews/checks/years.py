"""Years, dates and the plan against the text: C24–C29."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sheets.sheet import Indicator, Overall, Sheet

from . import sources
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register
from .cells import of as cells_of
from .cells import overall_of
from .dates import Stray, beyond, moved, outside, strays, years_in
from .plans import filled_plan, only_year_end, shown
from .settings import Settings
from .text import (
    any_of,
    clauses,
    joined,
    quoted,
    squeeze,
    value_of,
)


def prose(sheet: Sheet, case: Case) -> Iterator[tuple[str, str]]:
    """The cells of text but the name, which may speak of another year."""
    return ((path, text) for path, text in cells_of(sheet, case) if path != "name")


def year_of(case: Case) -> int:
    if case.year is None:
        raise NotCheckable("绩效文本没有写明预算年度，无法核对年份")
    return case.year


def time_rows(sheet: Sheet) -> list[tuple[int, Indicator]]:
    rows = enumerate(sheet.indicators)
    return [(i, row) for i, row in rows if "时效" in (row.tier2 or "")]


@register
class YearOfAnother(Check):
    """A year other than the budget year in prose, a value or a plan named as basis,
    that is no document's, no period's and not called a baseline. An error for a
    deadline, a warning elsewhere."""

    id = "C24"
    name = "年份不一致"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "预算年度"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        year = year_of(case)
        timed = {f"indicators.{index}.value" for index, _ in time_rows(sheet)}
        for path, text in prose(sheet, case):
            if path.endswith(".value") and value_of(text).kind == "date":
                found = self._dated(text, year, later=path in timed)
            else:
                found = list(
                    strays(
                        text,
                        year,
                        case.settings,
                        name=sheet.name,
                        basis=path.endswith(".basis"),
                    )
                )
            yield from self._seen(path, text, year, found)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        year = year_of(case)
        for path, text in cells_of(overall, case):
            found = list(strays(text, year, case.settings))
            yield from self._seen(path, text, year, found)

    def _dated(self, text: str, year: int, later: bool) -> list[Stray]:
        if not outside(text, year, later=later):
            return []
        return [Stray(named, True) for named in years_in(text) if named != year]

    def _seen(
        self, path: str, text: str, year: int, found: list[Stray]
    ) -> Iterator[Seen]:
        if not found:
            return
        wrong = "、".join(f"{y}年" for y in sorted({stray.year for stray in found}))
        message = (
            f"{quoted(text)}写的是{wrong}，本表是{year}年的绩效目标。"
            f"如是沿用旧表，请改为{year}年；如确是基期或历史数据，请写明“较上年”等字样"
        )
        sure = any(stray.sure for stray in found)
        after = moved(text, {stray.year for stray in found}, year)
        if sure and after and not path.startswith("overall"):
            yield path, text, message, Mend(path, after)
        elif sure:
            yield path, text, message
        else:
            yield path, text, message, Severity.WARNING


@register
class OutsideTheYear(Check):
    """A deadline in a 时效 row (value, name or description) that no day of the budget
    year belongs to; in other rows a date of the value before it. A period that
    only ends later is a hint."""

    id = "C25"
    name = "时限不在预算年度内"
    dimension = Dimension.FEASIBLE
    severity = Severity.ERROR
    source = sources.FEASIBLE
    needs = "预算年度、时效指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        year = year_of(case)
        timed = dict(time_rows(sheet))
        for index, row in enumerate(sheet.indicators):
            if index not in timed:
                if outside(row.value or "", year, later=False):
                    yield self._seen(f"indicators.{index}.value", row.value or "", year)
                continue
            for cell in ("value", "tier3", "description"):
                text = getattr(row, cell) or ""
                if self._is_outside(text, case, year):
                    yield self._seen(f"indicators.{index}.{cell}", text, year)

    def _is_outside(self, text: str, case: Case, year: int) -> bool:
        if value_of(text).kind == "date":
            return outside(text, year) or beyond(text, year)
        return any(stray.sure for stray in strays(text, year, case.settings))

    def _seen(self, path: str, text: str, year: int) -> Seen:
        if beyond(text, year):
            message = (
                f"时限{quoted(text)}延续到{year}年之后，"
                f"请写明{year}年12月底前应完成的部分"
            )
            return path, text, message, Severity.HINT
        message = (
            f"时限{quoted(text)}不在{year}年内，年度绩效目标应在"
            f"{year}年1月1日至12月31日之间完成。请改为{year}年内的日期"
        )
        after = moved(text, set(years_in(text)), year)
        return (
            (path, text, message, Mend(path, after)) if after else (path, text, message)
        )


_YEAR_END = re.compile(
    r"[^\d]{0,12}(?:20\d\d年?[./-]?)?度?"
    r"(?:12(?:月份?|[./-]31)?(?:31[日号]?|底|末)?|年?[底末]|年内)"
    r"(?:之?前|以前|之?内|以内|止)?\D{0,12}"
)
_FREQUENCY = re.compile(
    r"[每按逐][个]?[日天周旬月季]|季度|月度|分期|分批|上半年|半年|定期|序时"
)


@register
class OnlyYearEnd(Check):
    """All 时效 rows of a table say the end of the year and nothing else: no rate, no
    frequency, no earlier date. 全年 of a running service is fine."""

    id = "C26"
    name = "时效只写年末"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.SUITABLE
    needs = "时效指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = [(index, row) for index, row in time_rows(sheet) if row.value]
        if not rows:
            raise NotCheckable("没有填写时效指标")
        if not all(self._says_nothing(row) for _, row in rows):
            return
        index, row = rows[0]
        yield (
            f"indicators.{index}.value",
            row.value or "",
            f"时效指标只写了{quoted(row.value or '')}，年中无法判断进度。请补充阶段节点"
            "（如“6月底前完成50%”）、发放频率（如“每月10日前”）或及时率",
        )

    def _says_nothing(self, row: Indicator) -> bool:
        text = squeeze(row.value or "")
        words = squeeze(joined((row.tier3, row.description, row.value)))
        return bool(_YEAR_END.fullmatch(text)) and not _FREQUENCY.search(words)


@register
class MonthlyPay(Check):
    """Something paid by the month or quarter is named, nothing paid once is, and the
    plan has nothing before December. Wages are taken to be paid by the month."""

    id = "C27"
    name = "发放频率与计划矛盾"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.SUITABLE
    needs = "资金支出计划"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        plan = filled_plan(sheet)
        if not only_year_end(plan):
            return
        goals = joined((sheet.usage, *sheet.goals))
        rows = joined(f"{row.tier3}{row.description}" for row in sheet.indicators)
        text = squeeze(joined((sheet.name, goals, rows)))
        paid = any_of(case.settings.monthly_words).search(text)
        if not paid or any_of(case.settings.once_words).search(text):
            return
        yield (
            f"plan.{plan[0][0]}",
            shown(sheet),
            f"本表写有“{paid[0]}”，一般按月或按季发放，但资金支出计划在12月底之前没有安排"
            f"（{shown(sheet)}）。请按发放频率填写各节点的累计支出，如6月底50%",
        )


@register
class PromiseAndPlan(Check):
    """A text promises payment in time or progress of spending, and the plan spends all
    in December; in the department's text, if that is so in most of the tables that a
    part is linked to, or of the whole book. One finding for each table."""

    id = "C28"
    name = "承诺与计划矛盾"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "资金支出计划"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not only_year_end(filled_plan(sheet)):
            return
        once = any_of(case.settings.once_words)
        for path, text in prose(sheet, case):
            if (said := self._promise(text, case.settings)) and not once.search(text):
                plan = f"（{shown(sheet)}）"
                yield path, text, self._message(said, f"资金支出计划全部在年底{plan}")
                return

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        late = {sheet.name: only_year_end(plan) for sheet, plan in self._plans(case)}
        if not late:
            raise NotCheckable("各项目没有填写资金支出计划，无法与承诺核对")
        for path, text in cells_of(overall, case):
            said = self._promise(text, case.settings)
            if not said or path.endswith(".title"):
                continue
            there = self._linked(path, overall) & late.keys() or late.keys()
            bad = [name for name in there if late[name]]
            if len(bad) * 2 > len(there):
                names = f"{quoted(bad[0])}等{len(bad)}个项目的资金支出计划全部在12月底"
                yield path, said, self._message(said, names)

    def _plans(self, case: Case) -> Iterator[tuple[Sheet, list[tuple[int, Decimal]]]]:
        for sheet in case.book.projects:
            try:
                yield sheet, filled_plan(sheet)
            except NotCheckable:
                continue

    def _linked(self, path: str, overall: Overall) -> set[str]:
        _, section, *rest = path.split(".")
        linked = section == "sub_goals"
        return set(overall.sub_goals[int(rest[0])].projects) if linked else set()

    def _promise(self, text: str, settings: Settings) -> str | None:
        """The clause that promises; a cell is promise enough once."""
        kept = any_of(settings.promise_words)
        soon = any_of(settings.timely_words)
        pays = any_of(settings.paying_words)
        if not kept.search(text) and not soon.search(text):
            return None
        for clause in clauses(text):
            if kept.search(clause) or (soon.search(clause) and pays.search(clause)):
                return clause
        return None

    def _message(self, said: str, plan: str) -> str:
        return (
            f"写有{quoted(said)}，但{plan}，两者矛盾。"
            "请按实际进度填写3月底、6月底、10月底的累计支出，或修改承诺"
        )


_WATCH = "监控|监测|跟踪|填报|报送|调度|通报"
_QUARTERLY = re.compile(
    rf"(?:季度|按季|每季|逐季)[^。；;\n]{{0,10}}?(?:{_WATCH})|(?:{_WATCH})"
    r"[^。；;，,\n]{0,8}(?:每季|按季|季度)"
)


@register
class WatchingAndCheckpoints(Check):
    """The department's text promises quarterly monitoring and the checkpoints of the
    form are not 3, 6, 9 and 12. The form may be prescribed, so a hint."""

    id = "C29"
    name = "监控频率与节点不符"
    dimension = Dimension.PUBLIC
    severity = Severity.HINT
    source = sources.MONITORING
    needs = "部门整体绩效目标、资金支出计划"

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        overall = overall_of(case.book)
        plans = (tuple(step.month for step in s.plan) for s in case.book.projects)
        months = next(filter(None, plans), None)
        if months is None:
            raise NotCheckable("各项目没有资金支出计划")
        if {3, 6, 9, 12} <= set(months):
            return
        nodes = "、".join(f"{month}月底" for month in months)
        for path, text in cells_of(overall, case):
            found = _QUARTERLY.search(text)
            if found:
                message = (
                    f"写有{quoted(found[0])}，但资金支出计划的节点是{nodes}，不是季度末。"
                    "请把监控频率改成与节点一致，或说明季度监控怎样使用这些节点"
                )
                yield None, (path, found[0], message)
