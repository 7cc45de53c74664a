"""项目支出绩效目标表 with the year's side alone and 分值, as central departments have
published it in later years.

Source: the form of 财预〔2015〕88号 without its 中期 side, with the weights of
财预〔2021〕101号. Words and order are quoted from recollection [K]; widths are ours.
The labels come from the table, so both schemes of tiers fit: with 成本指标 on tier 1
(20 + 40 + 20 + 10) or below 产出指标 (50 + 30 + 10).
"""

from decimal import Decimal

from .. import money
from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, Sheet
from . import parts
from .base import Column, Layout, layouts

# 绩效指标 | 一级 | 二级 | 三级 (2) | 指标值 (2) | 分值
WIDTHS = (0.06, 0.10, 0.15, 0.15, 0.15, 0.14, 0.15, 0.10)
INDICATORS = (
    Column("三级指标", "tier3", 2),
    Column("指标值", "value", 2),
    Column("分值", "weight", example="10"),
)
FACTS = {
    "主管部门及代码": "某某县农业农村局（201001）",
    "实施单位": "某某县农业技术推广中心",
    "项目属性": "延续项目",
    "项目期": "3年",
}


@layouts.register
class MofAnnual(Layout):
    """Form A without its left half."""

    id = "mof-annual"
    name = "财政部 项目支出绩效目标表（年度，带分值）"
    source = (
        "财预〔2015〕88号附表的年度部分，分值按财预〔2021〕101号；"
        "表式凭对文件的记忆整理，正式使用前请与印发的原表逐格核对"
    )
    unit = WAN_YUAN
    facts = FACTS
    columns = INDICATORS
    overall_layout = "mof-2015-department"
    leaves_out = {
        "code": "这张表没有项目编码",
        "usage": "这张表没有资金用途",
        "plan": "这张表没有资金支出计划",
        "medium": "这张表只有年度目标",
        "indicators.description": "这张表没有绩效指标描述",
        "indicators.basis": "这张表没有指标值确定依据",
    }

    def draw(self, sheet: Sheet) -> Grid:
        build = Builder(len(WIDTHS))
        _facts(build, sheet)
        parts.other_facts(build, sheet, FACTS, (2, 6))
        _money(build, sheet)
        parts.goals(build, sheet, "年度总体目标", (2, 6))
        head = build.row + 1
        rows = sheet.indicators
        parts.tiered_rows(build, rows, (1, 1), INDICATORS, beside="绩效指标")
        _sum(build, sheet)
        return Grid(
            title="项目支出绩效目标表",
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


def _money(build: Builder, sheet: Sheet) -> None:
    sums = {"total": "年度资金总额：", "fiscal": "其中：财政拨款", "other": "其他资金"}
    for name, label in sums.items():
        build.new_row()
        if name == "total":
            build.label(f"项目资金（{sheet.budget.unit or WAN_YUAN}）", 2, rowspan=3)
        build.label(label, 2)
        parts.amount(build, sheet, name, 4)


def _sum(build: Builder, sheet: Sheet) -> None:
    """The points together, once there are any."""
    weights = [row.weight for row in sheet.indicators if row.weight is not None]
    if weights:
        build.new_row()
        build.label("合计", 7)
        build.add(money.show(sum(weights, Decimal(0))), 1, role="centre")
