"""项目申报表 with 绩效标准 and two earlier years, Hubei.

Sources: the cells of a published table (鄂州, 2022) – 项目类别, 项目性质, 立项依据,
项目预算成本构成 (金额, 测算（公式）依据, 前两年实际执行数), 保障绩效目标实现措施,
主管部门审核意见, 绩效标准, 当年预期实现值 – and the two columns 前年指标值 and
上年指标值 of the province's system. That they stand in one table, the spans and the
widths are ours.
"""

from ..grid import Builder, Grid
from ..sheet import WAN_YUAN, Sheet
from . import parts
from .base import Column, Layout, layouts

WIDTHS = (0.12, 0.15, 0.22, 0.14, 0.11, 0.11, 0.15)
INDICATORS = (
    Column("三级指标", "tier3"),
    Column("绩效标准", "extra.绩效标准", example="计划标准"),
    Column("前年指标值", "extra.前年指标值", example="=76人"),
    Column("上年指标值", "extra.上年指标值", example="=78人"),
    Column("当年预期实现值", "value"),
)
FACTS = {
    "项目类别": "专项业务类",
    "项目性质": "经常性项目",
    "立项依据": "某某市乡村振兴实施方案",
    "测算（公式）依据": "人数×月补贴标准×12个月",
    "前年实际执行数": "150.2",
    "上年实际执行数": "158",
    "保障绩效目标实现措施": "按月核对人员名册，补贴直接发到个人账户。",
    "主管部门审核意见": "",
}


@layouts.register
class Hubei(Layout):
    """鄂州's table with the two earlier values of the province's system."""

    id = "hubei"
    name = "湖北 项目绩效目标申报表（绩效标准、前两年指标值）"
    source = (
        "鄂州市2022年公开的项目申报表的栏目，加全省系统的前年、上年指标值；"
        "行列由本系统安排"
    )
    unit = WAN_YUAN
    facts = FACTS
    columns = INDICATORS
    leaves_out = {
        "code": "这张表没有项目编码",
        "budget.fiscal": "预算成本构成只有一项金额",
        "budget.other": "预算成本构成只有一项金额",
        "usage": "这张表没有资金用途",
        "plan": "这张表没有资金支出计划",
        "medium": "这张表只有当年目标",
        "indicators.description": "这张表没有绩效指标描述",
        "indicators.basis": "这张表没有指标值确定依据",
        "indicators.weight": "这张表没有权重",
    }

    def draw(self, sheet: Sheet) -> Grid:
        build = Builder(len(WIDTHS))
        _facts(build, sheet)
        _costs(build, sheet)
        parts.other_facts(build, sheet, FACTS, (1, 6))
        parts.goals(build, sheet, "绩效目标", (1, 6))
        head = build.row + 1
        parts.tiered_rows(build, sheet.indicators, (1, 1), INDICATORS)
        for label in ("保障绩效目标实现措施", "主管部门审核意见"):
            build.new_row()
            parts.fact(build, sheet, label, (1, 6))
        return Grid(
            title="项目绩效目标申报表",
            note=parts.of_year(self.year),
            widths=WIDTHS,
            cells=build.finish(),
            head=head,
        )


def _facts(build: Builder, sheet: Sheet) -> None:
    build.new_row()
    build.label("项目名称", 1)
    build.add(sheet.name, 6, path="name")
    build.new_row()
    parts.fact(build, sheet, "项目类别", (1, 2))
    parts.fact(build, sheet, "项目性质", (1, 3))
    build.new_row()
    parts.fact(build, sheet, "立项依据", (1, 6))


def _costs(build: Builder, sheet: Sheet) -> None:
    """项目预算成本构成."""
    build.new_row()
    build.label(f"项目预算成本构成（{sheet.budget.unit or WAN_YUAN}）", 1, rowspan=3)
    build.label("金额", 1)
    parts.amount(build, sheet, "total", 5)
    build.new_row()
    parts.fact(build, sheet, "测算（公式）依据", (1, 5))
    build.new_row()
    parts.fact(build, sheet, "前年实际执行数", (1, 2))
    parts.fact(build, sheet, "上年实际执行数", (1, 2))
