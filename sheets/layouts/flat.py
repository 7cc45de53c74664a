"""项目绩效目标表 without tiers, with weights, Chongqing type.

Source: the cells of a published table (潼南区, 2023, 一般性项目绩效目标表): 编制单位,
专项资金名称, 业务主管部门, 当年预算, 项目概况, 立项依据, 当年绩效目标, and 指标,
指标权重, 计量单位, 指标性质, 指标值. Spans and widths are ours. The rows keep their
tiers, which are not printed.
"""

from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, Sheet
from . import parts
from .base import Column, Layout, layouts

WIDTHS = (0.15, 0.27, 0.12, 0.15, 0.13, 0.18)
INDICATORS = (
    Column("指标", "tier3", 2),
    Column("指标权重", "weight", example="10"),
    Column("计量单位", "value", shows="unit"),
    Column("指标性质", "value", shows="sign"),
    Column("指标值", "value", shows="amount"),
)
FACTS = {
    "编制单位": "某某区农业技术推广站",
    "业务主管部门": "某某区农业农村委",
    "项目概况": "在三个镇推广良种和测土配方施肥。",
    "立项依据": "某某区高标准农田建设规划",
}


@layouts.register
class Flat(Layout):
    """A list of indicators."""

    id = "flat"
    name = "重庆类 项目绩效目标表（不分级，带权重）"
    source = "潼南区2023年公开的一般性项目绩效目标表的栏目；行列由本系统安排"
    unit = WAN_YUAN
    facts = FACTS
    columns = INDICATORS
    has_tiers = False
    leaves_out = {
        "code": "这张表没有项目编码",
        "budget.fiscal": "这张表只有当年预算一项金额",
        "budget.other": "这张表只有当年预算一项金额",
        "usage": "这张表没有资金用途",
        "plan": "这张表没有资金支出计划",
        "medium": "这张表只有当年目标",
        "indicators.description": "这张表没有绩效指标描述",
        "indicators.basis": "这张表没有指标值确定依据",
    }

    def draw(self, sheet: Sheet) -> Grid:
        build = Builder(len(WIDTHS))
        _facts(build, sheet)
        parts.other_facts(build, sheet, FACTS, (1, 5))
        parts.goals(build, sheet, "当年绩效目标", (1, 5))
        head = build.row + 1
        build.new_row()
        parts.header(build, INDICATORS)
        for index in range(len(sheet.indicators)):
            build.new_row()
            parts.row(build, sheet.indicators, index, INDICATORS)
        return Grid(
            title="一般性项目绩效目标表",
            note=parts.of_year(self.year),
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )


def _facts(build: Builder, sheet: Sheet) -> None:
    build.new_row()
    parts.fact(build, sheet, "编制单位", (1, 2))
    parts.fact(build, sheet, "业务主管部门", (1, 2))
    build.new_row()
    build.label("专项资金名称", 1)
    build.add(sheet.name, 2, path="name")
    build.label(f"当年预算（{sheet.budget.unit or WAN_YUAN}）", 1)
    parts.amount(build, sheet, "total", 2)
    for label in ("项目概况", "立项依据"):
        build.new_row()
        parts.fact(build, sheet, label, (1, 5))
