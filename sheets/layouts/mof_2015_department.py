"""部门（单位）整体支出绩效目标申报表: 年度主要任务 with their money, the goal, and
indicators of three tiers.

Source: 财预〔2015〕88号. Rows, words and order are quoted from recollection [K] and
are to be compared with the printed annex before the form is called official. Column
widths are ours.
"""

from decimal import Decimal

from .. import fields, money
from ..grid import Builder, Grid
from ..sheet import Book, Overall, Task
from . import parts
from .base import Column, Line, OverallLayout, overall_layouts

# 年度绩效指标 | 一级 | 二级 | 三级 (2) | 指标值; above: 任务名称 | 主要内容 | money
WIDTHS = (0.10, 0.15, 0.30, 0.15, 0.15, 0.15)
INDICATORS = (Column("三级指标", "tier3", 2), Column("指标值", "value"))
SUMS = {"total": "总额", "fiscal": "财政拨款", "other": "其他资金"}


@overall_layouts.register
class Mof2015Department(OverallLayout):
    """Form B."""

    id = "mof-2015-department"
    name = "财政部 部门（单位）整体支出绩效目标申报表（2015）"
    source = (
        "财预〔2015〕88号附表；表式凭对文件的记忆整理，正式使用前请与印发的原表逐格核对"
    )
    parts = ("tasks", "indicators")
    columns = INDICATORS
    leaves_out = {
        "overall.sub_goals": "申报表没有分项绩效目标",
        "overall.measures": "申报表没有工作保障措施",
        "overall.indicators.description": "申报表没有绩效指标描述",
        "overall.indicators.basis": "申报表没有指标值确定依据",
        "overall.indicators.weight": "申报表没有分值",
    }

    def lines(self, book: Book) -> tuple[Line, ...]:
        year = f"{book.year}年" if book.year else ""
        return (Line("part", "第一部分"), Line("title", f"{year}部门整体绩效目标"))

    def grid(self, book: Book) -> Grid:
        overall = book.overall or Overall()
        build = Builder(len(WIDTHS))
        build.new_row()
        build.label("部门（单位）名称", 1)
        build.add(book.department.name or "", 5)
        _tasks(build, overall.tasks)
        build.new_row()
        build.label("年度总体目标", 1)
        build.add(overall.goal, 5, path="overall.goal")
        head = build.row + 1
        parts.tiered_rows(
            build,
            overall.indicators,
            (1, 1),
            INDICATORS,
            beside="年度绩效指标",
            above="overall.",
        )
        return Grid(
            title="部门（单位）整体支出绩效目标申报表",
            note=parts.of_year(book.year),
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )


def _tasks(build: Builder, tasks: tuple[Task, ...]) -> None:
    build.new_row()
    build.label("年度主要任务", 1, rowspan=3 + len(tasks))
    build.label("任务名称", 1, rowspan=2)
    build.label("主要内容", 1, rowspan=2)
    build.label("预算金额（万元）", 3)
    build.new_row()
    for label in SUMS.values():
        build.label(label, 1)
    for index, task in enumerate(tasks):
        build.new_row()
        for name, text in fields.task_cells(task).items():
            path = f"overall.tasks.{index}.{name}"
            build.add(text, 1, role="amount" if name in SUMS else "text", path=path)
    build.new_row()
    build.label("金额合计", 2)
    for name in SUMS:
        build.add(_sum(tasks, name), 1, role="amount")


def _sum(tasks: tuple[Task, ...], name: str) -> str:
    amounts = [getattr(task, name) for task in tasks]
    found = [amount for amount in amounts if amount is not None]
    return money.show(sum(found, Decimal(0))) if found else ""
