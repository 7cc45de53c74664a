"""The indicators of a table, and of all tables, as a whole: C53 and C60–C62."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from sheets import money
from sheets.sheet import YUAN, Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .rows import BENEFITS, Kind, Row, of_kind, rows_of
from .settings import Settings
from .text import letters, quoted, squeeze


@register
class CommonBenefit(Check):
    """The same benefit indicator (by name) in most projects of a department
    (``Settings.most``), which has at least ``Settings.compared_projects``."""

    id = "C53"
    name = "通用效益指标"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.MEASURED
    needs = "三个以上项目的效益指标"

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        tables = [_benefits(sheet, case) for sheet in case.book.projects]
        tables_with = [names for names in tables if names]
        if len(tables_with) < case.settings.compared_projects:
            raise NotCheckable(
                f"有效益指标的项目不足{case.settings.compared_projects}个，无法比较"
            )
        counts = Counter(name for names in tables_with for name in names)
        total = len(tables_with)
        for project, names in enumerate(tables):
            for name, row in names.items():
                if 100 * counts[name] < case.settings.most * total:
                    continue
                yield (
                    project,
                    (
                        row.name_path,
                        row.name,
                        f"效益指标 {quoted(row.name)} 在{total}个项目中有"
                        f"{counts[name]}个一样，看不出本项目的效益。请按本项目的内容写受益对象和变化",
                    ),
                )


def _benefits(sheet: Sheet, case: Case) -> dict[str, Row]:
    try:
        return {letters(row.name): row for row in of_kind(sheet, case, *BENEFITS)}
    except NotCheckable:
        return {}


@register
class FewIndicators(Check):
    """Fewer 数量指标 than ``Settings.least_quantities`` asks for an amount this big."""

    id = "C60"
    name = "指标数量不足"
    dimension = Dimension.RELEVANT
    severity = Severity.HINT
    source = sources.OURS
    needs = "预算数、二级指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = rows_of(sheet, case)
        budget = sheet.budget
        if budget.total is None or budget.unit is None:
            raise NotCheckable("没有预算数或金额单位")
        if not any(row.kind for row in rows):
            raise NotCheckable("没有二级指标")
        amount = budget.total / (10000 if budget.unit == YUAN else 1)
        classes = [
            (limit, least)
            for limit, least in case.settings.least_quantities.items()
            if amount > limit
        ]
        count = sum(row.kind == Kind.QUANTITY for row in rows)
        limit, least = max(classes, default=(0, 0))
        if count < least:
            yield (
                "indicators",
                f"{count}个数量指标",
                f"预算 {money.show(budget.total)}{budget.unit}，只有{count}个数量指标。"
                f"超过{limit}万元的项目一般至少要{least}个，请把主要工作内容分别列出",
            )


@register
class DuplicateName(Check):
    """The same 三级指标 twice in one table, whatever the tier; punctuation aside."""

    id = "C61"
    name = "指标名重复"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.SAVED
    needs = "指标名称"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        seen: dict[str, Row] = {}
        for row in rows_of(sheet, case):
            name = letters(row.name)
            first = seen.setdefault(name, row)
            if name and first is not row:
                where = first.cells.tier2 or first.cells.tier1
                yield (
                    row.name_path,
                    row.cells.tier3 or row.cells.description or "",
                    f"指标 {quoted(row.name)} 与前面{where}中的重名。请删去一个，"
                    "或在名称中写明各自的对象",
                )


_POINTS = re.compile(r"\((\d+(?:\.\d+)?)分\)")


@register
class WeightSum(Check):
    """Weights that add up to neither 100 nor 90 (90 only without 预算执行率), or to
    other points than a tier's label, 产出指标(50分), or the year's settings say."""

    id = "C62"
    name = "权重合计"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.WEIGHTS
    needs = "权重"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = [row for row in rows_of(sheet, case) if row.cells.weight is not None]
        if not rows:
            raise NotCheckable("没有权重")
        wrong = list(self._tiers(rows, case.settings))
        yield from wrong
        total = _sum(rows)
        executed = any("执行率" in row.name and "预算" in row.name for row in rows)
        right = {100, 1} if executed else {100, 90, 1, Decimal("0.9")}
        if not wrong and total not in right:
            yield (
                "indicators",
                money.show(total),
                f"各指标权重合计 {money.show(total)}，应为 100"
                + ("" if executed else "（不含预算执行率的为 90）")
                + "。请核对各指标的权重，或补上漏填的指标",
            )

    def _tiers(self, rows: list[Row], settings: Settings) -> Iterator[Seen]:
        """Each label that names its points, once."""
        for tier in ("tier1", "tier2"):
            labels: dict[tuple[str, str], list[Row]] = {}
            for row in rows:
                above = row.cells.tier1 if tier == "tier2" else ""
                labels.setdefault((above, getattr(row.cells, tier)), []).append(row)
            for (_, label), members in labels.items():
                said = _POINTS.search(squeeze(label))
                points = settings.tier_weights.get(label) if tier == "tier1" else None
                expected = Decimal(said[1]) if said else points
                total = _sum(members)
                if expected is not None and total != expected:
                    yield (
                        members[0].path("weight"),
                        money.show(total),
                        f"{quoted(label)} 各指标权重合计 {money.show(total)}，"
                        f"应为 {expected}，请核对权重",
                    )


def _sum(rows: list[Row]) -> Decimal:
    return sum((row.cells.weight or Decimal(0) for row in rows), Decimal(0))
