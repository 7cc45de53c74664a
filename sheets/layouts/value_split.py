"""部门预算项目绩效目标申报表 with the value in three cells, Sichuan type.

Source: the columns of a published table (井研县, 2023): 指标性质, 指标值, 度量单位,
权重, 指标方向性. It lists all projects of all units in one table, with the four facts
in columns of their own; here each project has a table and its facts stand above the
indicators. Widths are ours. A value that does not fall into three parts stands whole
in the middle.
"""

from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, Sheet
from . import parts
from .base import Column, Layout, layouts

WIDTHS = (0.12, 0.15, 0.23, 0.09, 0.14, 0.09, 0.07, 0.11)
INDICATORS = (
    Column("三级指标", "tier3"),
    Column("指标性质", "value", shows="sign"),
    Column("指标值", "value", shows="amount"),
    Column("度量单位", "value", shows="unit"),
    Column("权重", "weight", example="10"),
    Column("指标方向性", "extra.指标方向性", example="正向指标"),
)
FACTS = {"单位名称": "某某县农业技术推广中心"}


@layouts.register
class ValueSplit(Layout):
    """指标性质 + 指标值 + 度量单位."""

    id = "value-split"
    name = "四川类 项目绩效目标申报表（指标值分三栏，带权重）"
    source = (
        "井研县2023年公开的项目绩效目标申报表的栏目；每个项目一张表，行列由本系统安排"
    )
    unit = WAN_YUAN
    facts = FACTS
    columns = INDICATORS
    leaves_out = {
        "code": "这张表没有项目编码",
        "budget.fiscal": "这张表只有预算数一项金额",
        "budget.other": "这张表只有预算数一项金额",
        "usage": "这张表没有资金用途",
        "plan": "这张表没有资金支出计划",
        "medium": "这张表只有年度目标",
        "indicators.description": "这张表没有绩效指标描述",
        "indicators.basis": "这张表没有指标值确定依据",
    }

    def draw(self, sheet: Sheet) -> Grid:
        build = Builder(len(WIDTHS))
        build.new_row()
        parts.fact(build, sheet, "单位名称", (1, 2))
        build.label("项目名称", 1)
        build.add(sheet.name, 4, path="name")
        build.new_row()
        build.label(f"预算数（{sheet.budget.unit or self.unit}）", 1)
        parts.amount(build, sheet, "total", 7)
        parts.other_facts(build, sheet, FACTS, (1, 7))
        parts.goals(build, sheet, "年度目标", (1, 7))
        head = build.row + 1
        parts.tiered_rows(build, sheet.indicators, (1, 1), INDICATORS)
        return Grid(
            title="部门预算项目绩效目标申报表",
            note=parts.of_year(self.year),
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )
