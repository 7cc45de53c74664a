"""项目支出绩效目标申报表: the 中期 side and the year's side beside each other.

Source: 财预〔2015〕88号. Rows, words and order are quoted from recollection [K] and
are to be compared with the printed annex before the form is called official; that the
two sides stand beside each other is seen in a published approval table (东莞, 2019).
Column widths are ours. In the printed form all goals of a side are in one cell; here
each has a row of its own, so that it can be remarked upon.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from .. import money
from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, Budget, Indicator, Medium, Sheet
from . import parts
from .base import Column, Layout, layouts

# 绩效指标 | 一级 | 二级, 三级, 指标值 of the 中期 side | the same of the year.
WIDTHS = (0.06, 0.10, 0.12, 0.17, 0.12, 0.12, 0.17, 0.14)
LEFT, RIGHT = 4, 3
INDICATORS = (Column("三级指标", "tier3"), Column("指标值", "value"))
FACTS = {
    "主管部门及代码": "某某县农业农村局（201001）",
    "实施单位": "某某县农业技术推广中心",
    "项目属性": "延续项目",
    "项目期": "3年",
}
SUMS = {"total": "资金总额：", "fiscal": "其中：财政拨款", "other": "其他资金"}


@dataclass(frozen=True)
class Line:
    """A line of the table: the places of the two rows that stand in it, and how many
    lines the tier-1 and tier-2 cells that begin here are high (0: none begins)."""

    tiers: tuple[str, str]
    left: int | None
    right: int | None
    tier1_height: int = 0
    tier2_height: int = 0


def lines_of(left: Sequence[Indicator], right: Sequence[Indicator]) -> list[Line]:
    """The rows of both sides below their common labels, in the order of the year's:
    as many lines for a label as the longer side needs."""
    labels = [(r.tier1, r.tier2) for r in (*right, *left)]
    order = list(dict.fromkeys(tier1 for tier1, _ in labels))
    tiers = sorted(dict.fromkeys(labels), key=lambda label: order.index(label[0]))
    made: list[Line] = []
    for _, run in groupby(tiers, key=lambda label: label[0]):
        lines = [line for label in run for line in _of_label(label, left, right)]
        made += [_with_height(lines[0], len(lines)), *lines[1:]]
    return made


def _of_label(
    label: tuple[str, str], left: Sequence[Indicator], right: Sequence[Indicator]
) -> Iterable[Line]:
    sides = (
        [i for i, row in enumerate(rows) if (row.tier1, row.tier2) == label]
        for rows in (left, right)
    )
    pairs = list(zip_longest(*sides))
    for place, (one, other) in enumerate(pairs):
        height = len(pairs) if place == 0 else 0
        yield Line(label, one, other, tier2_height=height)


def _with_height(line: Line, height: int) -> Line:
    return Line(line.tiers, line.left, line.right, height, line.tier2_height)


@layouts.register
class Mof2015Project(Layout):
    """Form A."""

    id = "mof-2015-project"
    name = "财政部 项目支出绩效目标申报表（2015，中期与年度）"
    source = (
        "财预〔2015〕88号附表；表式凭对文件的记忆整理，正式使用前请与印发的原表逐格核对"
    )
    unit = WAN_YUAN
    facts = FACTS
    columns = INDICATORS
    has_medium = True
    overall_layout = "mof-2015-department"
    leaves_out = {
        "code": "申报表没有项目编码",
        "usage": "申报表没有资金用途",
        "plan": "申报表没有资金支出计划",
        "indicators.description": "申报表没有绩效指标描述",
        "indicators.basis": "申报表没有指标值确定依据",
        "indicators.weight": "申报表没有分值",
    }

    def draw(self, sheet: Sheet) -> Grid:
        medium = sheet.medium or Medium(budget=Budget(unit=sheet.budget.unit))
        build = Builder(len(WIDTHS))
        _facts(build, sheet)
        parts.other_facts(build, sheet, FACTS, (2, 6))
        _money(build, sheet, medium)
        _goals(build, sheet, medium)
        head = build.row + 1
        _indicators(build, sheet, medium)
        return Grid(
            title="项目支出绩效目标申报表",
            note=parts.of_year(self.year),
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )


def _facts(build: Builder, sheet: Sheet) -> None:
    build.new_row()
    build.label("项目名称", 2)
    build.add(sheet.name, 6, path="name")
    for first, second in (("主管部门及代码", "实施单位"), ("项目属性", "项目期")):
        build.new_row()
        parts.fact(build, sheet, first, (2, 3))
        parts.fact(build, sheet, second, (1, 2))


def _money(build: Builder, sheet: Sheet, medium: Medium) -> None:
    for name, label in SUMS.items():
        build.new_row()
        if name == "total":
            build.label(f"项目资金（{sheet.budget.unit or WAN_YUAN}）", 2, rowspan=3)
        build.label(f"中期{label}" if name == "total" else label, 1)
        text = money.show(getattr(medium.budget, name))
        build.add(text, 2, role="amount", path=f"medium.budget.{name}")
        build.label(f"年度{label}" if name == "total" else label, 1)
        parts.amount(build, sheet, name, 2)


def _goals(build: Builder, sheet: Sheet, medium: Medium) -> None:
    ours = [*enumerate(sheet.goals or ("",))]
    theirs = [*enumerate(medium.goals or ("",))]
    height = max(len(ours), len(theirs)) + (sheet.goals_placeholder is not None)
    build.new_row()
    build.label("总体目标", 1, rowspan=1 + height)
    build.add(
        medium.period,
        LEFT,
        role="label",
        path="medium.period",
        lead="中期目标（",
        tail="）",
    )
    build.label("年度目标", RIGHT)
    for left, right in zip_longest(theirs, ours):
        build.new_row()
        _goal(build, left, LEFT, "medium.")
        _goal(build, right, RIGHT, "")
    if sheet.goals_placeholder is not None:
        build.new_row()
        build.add("", LEFT)
        build.add(sheet.goals_placeholder, RIGHT)


def _goal(build: Builder, found: tuple[int, str] | None, span: int, above: str) -> None:
    if found is None:
        build.add("", span)
    else:
        parts.goal(build, *found, span, above)


def _indicators(build: Builder, sheet: Sheet, medium: Medium) -> None:
    lines = lines_of(medium.indicators, sheet.indicators)
    build.new_row()
    build.label("绩效指标", 1, rowspan=1 + len(lines))
    build.label("一级指标", 1)
    for _ in range(2):
        build.label("二级指标", 1)
        parts.header(build, INDICATORS)
    for line in lines:
        build.new_row()
        if line.tier1_height:
            build.label(line.tiers[0], 1, rowspan=line.tier1_height)
        _side(build, line, medium.indicators, line.left, "medium.")
        _side(build, line, sheet.indicators, line.right)


def _side(
    build: Builder,
    line: Line,
    rows: Sequence[Indicator],
    place: int | None,
    above: str = "",
) -> None:
    """Half a line. The shorter side is filled up with cells that belong to no row."""
    if line.tier2_height:
        build.label(line.tiers[1], 1, rowspan=line.tier2_height)
    if place is None:
        for column in INDICATORS:
            build.add("", column.span)
    else:
        parts.row(build, rows, place, INDICATORS, above)
