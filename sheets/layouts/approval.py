"""预算绩效目标批复表: what was approved in one act, one line for each target.

"谁批复预算，谁批复目标" (财预〔2015〕88号, arts. 25-29): targets are approved with the
budget. No common form of the list is known to us; columns and widths are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .. import money
from ..grid import Builder, Grid
from ..sheet import Book, Budget, Sheet

HEADER = (
    *("序号", "部门", "项目编码", "项目名称", "预算数", "财政资金", "其他资金"),
    *("绩效目标", "主要绩效指标", "版次", "校验码"),
)
WIDTHS = (0.03, 0.085, 0.08, 0.10, 0.07, 0.07, 0.07, 0.19, 0.175, 0.055, 0.075)
OVERALL = "部门整体绩效目标"


@dataclass(frozen=True)
class Approved:
    """One approved version: the frozen book of one target, and its standing."""

    book: Book
    number: int
    digest: str

    @property
    def sheet(self) -> Sheet | None:
        """``None`` for a department's overall target."""
        return self.book.projects[0] if self.book.projects else None

    @property
    def name(self) -> str:
        return OVERALL if self.sheet is None else self.sheet.name

    @property
    def code(self) -> str:
        return (self.sheet.code if self.sheet else None) or ""

    @property
    def budget(self) -> Budget:
        return Budget(unit=None) if self.sheet is None else self.sheet.budget

    @property
    def amount(self) -> str:
        """预算数 with its unit."""
        text = money.show(self.budget.total)
        return f"{text}{self.budget.unit or ''}" if text else ""

    @property
    def department(self) -> str:
        return self.book.department.name or ""

    @property
    def goals(self) -> str:
        """One goal a line."""
        if self.sheet is None:
            return self.book.overall.goal if self.book.overall else ""
        return "\n".join(goal for goal in self.sheet.goals if goal.strip())

    @property
    def check(self) -> str:
        return self.digest[:8]


def approval_grid(
    year: int | None, number: str, day: date, lines: Sequence[Approved]
) -> Grid:
    """The list; amounts carry their unit where not all of them have the same one."""
    units = {line.budget.unit for line in lines if line.budget.total is not None}
    common = units.pop() if len(units) == 1 else None
    build = Builder(len(WIDTHS))
    build.new_row()
    for name in HEADER:
        is_money = name in ("预算数", "财政资金", "其他资金")
        build.label(f"{name}\n（{common}）" if common and is_money else name, 1)
    for place, line in enumerate(lines, 1):
        _line(build, place, line, is_bare=common is not None)
    return Grid(
        title=f"{year}年预算绩效目标批复表" if year else "预算绩效目标批复表",
        note=f"批复文号：{number}　　批复日期：{day.year}年{day.month}月{day.day}日",
        widths=WIDTHS,
        cells=build.finish(),
        head=0,
        wide=True,
    )


def _line(build: Builder, place: int, line: Approved, *, is_bare: bool) -> None:
    budget = line.budget
    build.new_row()
    build.add(str(place), 1, role="centre")
    build.add(line.department, 1)
    build.add(line.code, 1, role="centre")
    build.add(line.name, 1)
    for amount in (budget.total, budget.fiscal, budget.other):
        unit = "" if is_bare or amount is None else budget.unit or ""
        build.add(f"{money.show(amount)}{unit}", 1, role="amount")
    build.add(line.goals, 1)
    build.add("\n".join(main_indicators(line.book)), 1)
    build.add(f"第{line.number}版", 1, role="centre")
    build.add(line.check, 1, role="centre")


def main_indicators(book: Book) -> list[str]:
    """The first filled indicator below each tier-2 label, name and value: the list
    shows all sides of a target, and its table the rest. How many are left out is said.

    Of an overall target: its indicators, the first of each goal.
    """
    if book.projects:
        rows = [row for row in book.projects[0].indicators if not row.is_blank]
        runs = groupby(rows, key=lambda row: (row.tier1, row.tier2))
        first = [next(run) for _, run in runs]
        lines = [f"{row.tier3 or ''}：{row.value or ''}" for row in first]
        total = len(rows)
    else:
        goals = book.overall.sub_goals if book.overall else ()
        lines = [goal.indicators[0] for goal in goals if goal.indicators]
        total = sum(len(goal.indicators) for goal in goals)
    left = total - len(lines)
    return [*lines, f"（另有{left}项）"] if left else lines
