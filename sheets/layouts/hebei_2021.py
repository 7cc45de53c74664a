"""预算项目绩效目标表, Hebei, as published by a subdistrict office for 2021.

Order, labels and vertical merges are those of the published document. Its text
version has no column widths: the twelve columns are ours, chosen so that all rows
fit. The header row of the indicators is two rows high there; it is one row here.
Budget and department rules behind the form: 财预〔2015〕88号 and its copies.
"""

from collections.abc import Callable
from itertools import groupby

from .. import money
from ..fields import ROW_CELLS
from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, Book, Indicator, PlanStep, Sheet
from .base import Layout, Line, layouts

COLUMNS = 12
# Shares of the width. The six indicator columns are two grid columns each; the
# third is wide enough for the label 预算数 on one line.
WIDTHS = (
    *(0.06, 0.06),  # 一级指标
    *(0.08, 0.06),  # 二级指标
    *(0.09, 0.09),  # 三级指标
    *(0.10, 0.10),  # 绩效指标描述
    *(0.10, 0.10),  # 指标值
    *(0.07, 0.09),  # 指标值确定依据
)
HEADER = (
    "一级指标",
    "二级指标",
    "三级指标",
    "绩效指标描述",
    "指标值",
    "指标值确定依据",
)
TEN_COLUMNS_IN = {4: (2, 3, 3, 2)}
STEPS_IN_A_LINE = 6  # of the funding plan; a year may have a checkpoint every month


def _plan_spans(count: int) -> tuple[int, ...]:
    """Ten columns shared out among the year's checkpoints."""
    if count in TEN_COLUMNS_IN:
        return TEN_COLUMNS_IN[count]
    base, extra = divmod(10, count)
    return tuple(base + (place < extra) for place in range(count))


def _facts(build: Builder, sheet: Sheet) -> None:
    budget = sheet.budget
    build.new_row()
    build.label("项目编码", 2)
    build.add(sheet.code or "", 2, role="centre", path="code")
    build.label("项目名称", 2)
    build.add(sheet.name, 6, path="name")
    build.new_row()
    build.label("预算规模及资金用途", 2, rowspan=2)
    build.label("预算数", 1)
    build.add(money.show(budget.total), 2, role="amount", path="budget.total")
    build.label("其中：财政资金", 2)
    build.add(money.show(budget.fiscal), 2, role="amount", path="budget.fiscal")
    build.label("其他资金", 2)
    build.add(money.show(budget.other), 1, role="amount", path="budget.other")
    build.new_row()
    build.add(sheet.usage or "", 10, path="usage")


def _plan(build: Builder, plan: tuple[PlanStep, ...]) -> None:
    starts = range(0, len(plan), STEPS_IN_A_LINE)
    for start in starts:
        steps = plan[start : start + STEPS_IN_A_LINE]
        spans = _plan_spans(len(steps))
        build.new_row()
        if start == 0:
            build.label("资金支出计划（%）", 2, rowspan=2 * len(starts))
        for step, span in zip(steps, spans, strict=True):
            build.label(f"{step.month}月底", span)
        build.new_row()
        for step, span in zip(steps, spans, strict=True):
            path = f"plan.{step.month}"
            build.add(step.percent or "", span, role="centre", path=path)


def _goals(build: Builder, sheet: Sheet) -> None:
    goals = sheet.goals or ("",)
    placeholder = sheet.goals_placeholder
    for index, goal in enumerate(goals):
        build.new_row()
        if index == 0:
            build.label("绩效目标", 2, rowspan=len(goals) + (placeholder is not None))
        build.label(f"目标{index + 1}", 2)
        build.add(goal, 8, path=f"goals.{index}")
    if placeholder is not None:
        build.new_row()
        # Whoever fills in may clear it, and so do without the line.
        build.add(placeholder, 2, role="centre", path="goals_placeholder")
        build.add("", 8)


def _indicators(build: Builder, rows: tuple[Indicator, ...]) -> None:
    build.new_row()
    for text in HEADER:
        build.label(text, 2)
    for begins in _merged(rows):
        build.new_row()
        index, tier1_span, tier2_span = begins
        row = rows[index]
        if tier1_span:
            build.label(row.tier1, 2, rowspan=tier1_span)
        if tier2_span:
            build.label(row.tier2, 2, rowspan=tier2_span)
        for cell in ROW_CELLS:
            build.add(getattr(row, cell) or "", 2, path=f"indicators.{index}.{cell}")


def _merged(rows: tuple[Indicator, ...]) -> list[tuple[int, int, int]]:
    """(row index, height of the tier-1 cell that begins here, the same of tier 2);
    0 where the cell above reaches down."""
    tier1 = _run_lengths(rows, lambda row: (row.tier1,))
    tier2 = _run_lengths(rows, lambda row: (row.tier1, row.tier2))
    return [(i, tier1.get(i, 0), tier2.get(i, 0)) for i in range(len(rows))]


def _run_lengths(
    rows: tuple[Indicator, ...], key: Callable[[Indicator], tuple[str, ...]]
) -> dict[int, int]:
    lengths, start = {}, 0
    for _, run in groupby(rows, key=key):
        lengths[start] = len(list(run))
        start += lengths[start]
    return lengths


@layouts.register
class Hebei2021(Layout):
    """Form H: funding plan in per cent, description and basis beside each value."""

    id = "hebei-2021"
    name = "河北 预算项目绩效目标表（2021）"
    unit = WAN_YUAN

    def grid(self, sheet: Sheet, number: int | None = None) -> Grid:
        build = Builder(COLUMNS)
        _facts(build, sheet)
        _plan(build, sheet.plan)
        _goals(build, sheet)
        head = build.row + 1
        _indicators(build, sheet.indicators)
        # "某某项目" + "项目绩效目标表" would say 项目 twice.
        title = f"{sheet.name.removesuffix('项目')}项目绩效目标表"
        return Grid(
            title=title if number is None else f"{number}. {title}",
            note=f"金额单位：{sheet.budget.unit or self.unit}",
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )

    def overall(self, book: Book) -> tuple[Line, ...]:
        if book.overall is None:
            return ()
        overall = book.overall
        year = f"{book.year}年" if book.year else ""
        lines = [
            Line("part", "第一部分"),
            Line("title", f"{year}部门整体绩效目标"),
            Line("heading", "一、总体绩效目标"),
            Line("text", overall.goal, "overall.goal"),
            Line("heading", "二、分项绩效目标"),
        ]
        for index, goal in enumerate(overall.sub_goals):
            path = f"overall.sub_goals.{index}"
            indicators = "；".join(goal.indicators) + "。" * bool(goal.indicators)
            lines += [
                Line("subheading", goal.title, f"{path}.title"),
                Line("text", f"绩效目标：{goal.goal}", f"{path}.goal"),
                Line("text", f"绩效指标：{indicators}", f"{path}.indicators"),
            ]
        lines.append(Line("heading", "三、工作保障措施"))
        for index, measure in enumerate(overall.measures):
            path = f"overall.measures.{index}"
            lines += [
                Line("subheading", measure.title, f"{path}.title"),
                Line("text", measure.text, f"{path}.text"),
            ]
        return tuple(lines)

    def projects_heading(self, book: Book) -> tuple[Line, ...]:
        if book.overall is None:
            return ()
        return (Line("part", "第二部分"), Line("title", "预算项目绩效目标"))
