"""预算项目绩效目标表, Hebei, as published by a subdistrict office for 2021.

Order, labels and vertical merges are those of the published document. Its text
version has no column widths: the twelve columns are ours, chosen so that all rows
fit. The header row of the indicators is two rows high there; it is one row here.
Budget and department rules behind the form: 财预〔2015〕88号 and its copies.
"""

from .. import money
from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, PlanStep, Sheet
from . import parts
from .base import Column, Layout, layouts

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
INDICATORS = (
    Column("三级指标", "tier3", 2),
    Column("绩效指标描述", "description", 2),
    Column("指标值", "value", 2),
    Column("指标值确定依据", "basis", 2),
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


@layouts.register
class Hebei2021(Layout):
    """Form H: funding plan in per cent, description and basis beside each value."""

    id = "hebei-2021"
    name = "河北 预算项目绩效目标表（2021）"
    source = "某街道办事处公开的2021年绩效文本"
    unit = WAN_YUAN
    columns = INDICATORS
    leaves_out = {
        "indicators.weight": "河北的表没有分值",
        "medium": "河北的表只有年度目标",
    }

    def draw(self, sheet: Sheet) -> Grid:
        build = Builder(COLUMNS)
        _facts(build, sheet)
        parts.other_facts(build, sheet, self.facts, (2, 10))
        _plan(build, sheet.plan)
        _goals(build, sheet)
        head = build.row + 1
        parts.tiered_rows(build, sheet.indicators, (2, 2), INDICATORS)
        # "某某项目" + "项目绩效目标表" would say 项目 twice.
        return Grid(
            title=f"{sheet.name.removesuffix('项目')}项目绩效目标表",
            note=f"金额单位：{sheet.budget.unit or self.unit}",
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )
