"""Five families of published forms around any content: cells as in :mod:`.forms`.

``broken`` is what a file does to a label: a line end, a blank.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import groupby

from sheets.sheet import Indicator, Sheet

from .unseen import Form

Rows = list[list[str]]
Broken = Callable[[str], str]
OFFICE = "某县财政局"
SIGNS = ("≥", "≤", "=", ">", "<")


def cell(text: str, columns: int = 1, rows: int = 1) -> str:
    return f"{text} ⟨{columns}×{rows}⟩"


def money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def lines(sheet: Sheet, broken: Broken) -> Iterator[tuple[list[str], Indicator, int]]:
    """(its tiers, as far as they begin here; the row; its number under them)."""
    for tier1, outer in groupby(sheet.indicators, lambda row: row.tier1):
        rows = list(outer)
        first = [cell(broken(tier1), 1, len(rows))]
        for tier2, inner in groupby(rows, lambda row: row.tier2):
            own = list(inner)
            begins = [*first, cell(broken(tier2), 1, len(own))]
            for number, row in enumerate(own, 1):
                yield (begins if number == 1 else []), row, number
            first = []


def self_evaluation(sheet: Sheet, broken: Broken) -> Rows:
    budget = sheet.budget
    heads = "年初预算数 全年预算数 全年执行数 分值 执行率 得分"
    rows = [
        ["项目名称", cell(sheet.name, 7)],
        ["主管部门", cell(OFFICE, 3), "实施单位", cell(OFFICE, 3)],
        [cell("项目资金（万元）", 1, 4), "", *heads.split()],
    ]
    amounts = (budget.total, budget.fiscal, budget.other)
    labels = ("年度资金总额", "其中：财政拨款", "其他资金")
    for label, amount in zip(labels, map(money, amounts), strict=True):
        rows.append([label, amount, amount, "", "—", "", "—"])
    rows += [
        [cell("年度总体目标", 1, 2), cell("预期目标", 3), cell("实际完成情况", 4)],
        [cell("\n".join(sheet.goals), 3), cell("", 4)],
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因".split(),
    ]
    for tiers, row, _ in lines(sheet, broken):
        points = money(row.weight)
        rows.append([*tiers, row.tier3 or "", row.value or "", "100%", points, "", ""])
    return [*rows, [cell("总分", 5), "100", "", ""]]


def sichuan(sheet: Sheet, broken: Broken) -> Rows:
    """Sign, number and unit stand apart, and each row says its tiers."""
    amount = money(sheet.budget.total)
    rows = [
        [cell("金额单位：万元", 8)],
        ["项目名称", cell(sheet.name, 3), cell("预算数（万元）", 2), cell(amount, 2)],
        ["年度目标", cell("\n".join(sheet.goals), 7)],
        "一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重 备注".split(),
    ]
    for row in sheet.indicators:
        value = row.value or ""
        sign = value[:1] if value.startswith(SIGNS) else "定性"
        number = value.removeprefix(sign).rstrip("%人")
        parts = [sign, number, value.removeprefix(sign).removeprefix(number)]
        named = [broken(row.tier1), broken(row.tier2), row.tier3 or ""]
        rows.append([*named, *parts, money(row.weight), ""])
    return rows


def flat(sheet: Sheet, broken: Broken) -> Rows:
    budget = sheet.budget
    rows = [
        ["项目名称", cell(sheet.name, 2), "预算部门", cell(OFFICE, 2)],
        [
            *("年度预算金额（万元）", cell(money(budget.total), 2)),
            *("其中：财政资金", cell(money(budget.fiscal), 2)),
        ],
        ["本年度绩效目标", cell("\n".join(sheet.goals), 5)],
        "一级指标 二级指标 三级指标 指标内容 指标值及单位 绩效标准".split(),
    ]
    for tiers, row, _ in lines(sheet, broken):
        name, text, value = row.tier3 or "", row.description or "", row.value or ""
        rows.append([*tiers, name, text, value, ""])
    return rows


def national(sheet: Sheet, broken: Broken) -> Rows:
    """The label 绩效指标 stands beside all of the indicators, which are numbered."""
    budget = sheet.budget
    beside = cell(broken("绩效指标"), 1, len(sheet.indicators) + 1)
    rows = [
        ["项目名称", cell(sheet.name, 4)],
        ["主管部门及代码", cell(OFFICE, 2), "实施单位", OFFICE],
        [
            cell("项目资金\n（万元）", 1, 3),
            *(cell("年度资金总额：", 2), cell(money(budget.total), 2)),
        ],
        [cell("其中：财政拨款", 2), cell(money(budget.fiscal), 2)],
        [cell("      其他资金", 2), cell(money(budget.other), 2)],
        ["年度目标", cell("\n".join(sheet.goals), 4)],
        [beside, "一级指标", "二级指标", "三级指标", "年度指标值"],
    ]
    for tiers, row, number in lines(sheet, broken):
        rows.append([*tiers, f"指标{number}：{row.tier3}", row.value or ""])
    return rows


def hebei(sheet: Sheet, broken: Broken) -> Rows:
    budget, code = sheet.budget, sheet.code or ""
    parts = ["预算数    ", money(budget.total), "其中：财政资金", money(budget.fiscal)]
    rows = [
        [broken("项目编码"), code, broken("项目名称"), cell(sheet.name, 3)],
        [cell("预算规模及资金用途", 1, 2), *parts, "其他资金  "],
        [cell(sheet.usage or "", 5)],
    ]
    for number, goal in enumerate(sheet.goals, 1):
        label = [cell("绩效目标", 1, len(sheet.goals))] if number == 1 else []
        rows.append([*label, f"目标{number}", cell(goal, 4)])
    labels = [broken(text) for text in ("一级指标", "二级指标", "三级指标")]
    rows.append([*labels, "绩效指标描述", "指标值", "指标值确定依据"])
    for tiers, row, _ in lines(sheet, broken):
        texts = (row.tier3, row.description, row.value, row.basis)
        rows.append([*tiers, *(text or "" for text in texts)])
    return rows


# And what of a table the form does not ask for.
FAMILIES: dict[str, tuple[Callable[[Sheet, Broken], Rows], str]] = {
    "self-evaluation": (self_evaluation, "code usage description basis"),
    "sichuan": (sichuan, "code usage description basis fiscal other"),
    "flat": (flat, "code usage basis weight other"),
    "national": (national, "code usage description basis weight"),
    "hebei": (hebei, "weight other"),
}


def form_of(family: str, sheet: Sheet, broken: Broken) -> Form:
    draw, _ = FAMILIES[family]
    return Form(family, ["2022年项目绩效目标表"], draw(sheet, broken), [])
