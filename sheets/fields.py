"""Every cell of a ``Sheet`` and an ``Overall`` has one name: its field path.

``budget.total``, ``plan.12``, ``goals.0``, ``indicators.3.value``,
``overall.measures.4.title``: the same path names the input of the web form, the
place of a message, a changed cell and (later) a finding.
"""

from . import money
from .sheet import Indicator, Overall, Sheet

# Cells of an indicator row that a person fills in, in the order of the form.
ROW_CELLS = ("tier3", "description", "value", "basis")

LABELS = {
    "name": "项目名称",
    "code": "项目编码",
    "budget.unit": "金额单位",
    "budget.total": "预算数",
    "budget.fiscal": "财政资金",
    "budget.other": "其他资金",
    "usage": "资金用途",
    "goals_placeholder": "省略行",
    "tier1": "一级指标",
    "tier2": "二级指标",
    "tier3": "三级指标",
    "description": "绩效指标描述",
    "value": "指标值",
    "basis": "指标值确定依据",
    "weight": "权重",
    "indicators": "绩效指标",
    "overall.goal": "总体绩效目标",
}
OVERALL_LABELS = {
    "sub_goals": (
        "分项绩效目标",
        {
            "title": "标题",
            "goal": "绩效目标",
            "indicators": "绩效指标",
            "projects": "对应项目",
        },
    ),
    "measures": ("工作保障措施", {"title": "标题", "text": "内容"}),
}


def row_number(rows: tuple[Indicator, ...], index: int) -> int:
    """1-based place of a row among the rows of its own tier-2 label."""
    row = rows[index]
    same = [
        i
        for i, other in enumerate(rows)
        if (other.tier1, other.tier2) == (row.tier1, row.tier2)
    ]
    return same.index(index) + 1


def label(path: str, rows: tuple[Indicator, ...] = ()) -> str:
    """What the clerk calls the cell: ``数量指标 第2行 指标值``.

    ``rows`` are the indicator rows that the path counts in.
    """
    if path in LABELS:
        return LABELS[path]
    head, *rest = path.split(".")
    if head == "plan":
        return f"资金支出计划 {rest[0]}月底"
    if head == "goals":
        return f"目标{int(rest[0]) + 1}"
    if head == "indicators":
        index = int(rest[0])
        where = f"{rows[index].tier2} 第{row_number(rows, index)}行"
        return f"{where} {LABELS[rest[1]]}" if len(rest) > 1 else where
    section, names = OVERALL_LABELS[rest[0]]
    where = f"{section} 第{int(rest[1]) + 1}项"
    return f"{where} {names[rest[2]]}" if len(rest) > 2 else where


def facts(sheet: Sheet) -> dict[str, str]:
    """All cells but the repeated ones (goals, indicators), as text by path."""
    cells = {
        "name": sheet.name,
        "code": sheet.code or "",
        "budget.unit": sheet.budget.unit or "",
        "budget.total": money.show(sheet.budget.total),
        "budget.fiscal": money.show(sheet.budget.fiscal),
        "budget.other": money.show(sheet.budget.other),
        "usage": sheet.usage or "",
        "goals_placeholder": sheet.goals_placeholder or "",
    }
    cells |= {f"plan.{step.month}": step.percent or "" for step in sheet.plan}
    return cells


def row_cells(row: Indicator) -> dict[str, str]:
    """The texts of one indicator row by cell name, tiers and weight included."""
    return {
        "tier1": row.tier1,
        "tier2": row.tier2,
        **{name: getattr(row, name) or "" for name in ROW_CELLS},
        "weight": money.show(row.weight),
    }


def overall_items(overall: Overall) -> dict[str, list[dict[str, str]]]:
    """The repeated parts of an overall target as lists of texts by cell name."""
    return {
        "sub_goals": [
            {
                "title": s.title,
                "goal": s.goal,
                "indicators": "\n".join(s.indicators),
                "projects": "\n".join(s.projects),
            }
            for s in overall.sub_goals
        ],
        "measures": [{"title": m.title, "text": m.text} for m in overall.measures],
    }


def texts(document: Sheet | Overall) -> dict[str, str]:
    """Every cell that a person fills in, as text by path."""
    if isinstance(document, Sheet):
        goals = {f"goals.{i}": goal for i, goal in enumerate(document.goals)}
        return facts(document) | goals | _row_texts(document)
    cells = {"overall.goal": document.goal}
    for section, items in overall_items(document).items():
        for i, item in enumerate(items):
            cells |= {f"overall.{section}.{i}.{k}": text for k, text in item.items()}
    return cells


def _row_texts(sheet: Sheet) -> dict[str, str]:
    return {
        f"indicators.{i}.{name}": getattr(row, name) or ""
        for i, row in enumerate(sheet.indicators)
        for name in ROW_CELLS
    }
