"""Every cell of a ``Sheet`` and an ``Overall`` has one name: its field path.

``budget.total``, ``plan.12``, ``goals.0``, ``indicators.3.value``,
``overall.measures.4.title``: the same path names the input of the web form, the place
of a message, a changed cell and a finding. What only some forms have is named by the
form's words: ``facts.实施单位``, ``indicators.3.extra.绩效标准``. The 中期 side has
the paths of the year's behind ``medium.``.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from . import money
from .sheet import Indicator, Medium, Overall, Pairs, Sheet, Task

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
    "value.sign": "指标性质",
    "value.unit": "度量单位",
    "medium.period": "中期目标的年份",
    "indicators": "绩效指标",
    "overall.goal": "总体绩效目标",
    "overall.indicators": "绩效指标",
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
    "tasks": (
        "年度主要任务",
        {
            "name": "任务名称",
            "content": "主要内容",
            "total": "总额",
            "fiscal": "财政拨款",
            "other": "其他资金",
        },
    ),
}
MEDIUM, EXTRA, FACTS = "medium.", "extra.", "facts."
TASK_AMOUNTS = ("total", "fiscal", "other")


def row_numbers(rows: tuple[Indicator, ...]) -> list[int]:
    """1-based place of each row among the rows of its own tier-2 label."""
    counts: Counter[tuple[str, str]] = Counter()
    numbers = []
    for row in rows:
        counts[row.tier1, row.tier2] += 1
        numbers.append(counts[row.tier1, row.tier2])
    return numbers


def label(
    path: str, rows: tuple[Indicator, ...] = (), numbers: Sequence[int] = ()
) -> str:
    """What the clerk calls the cell: ``数量指标 第2行 指标值``; the tier above names it
    where a form has no 二级指标.

    ``rows`` are the indicator rows that the path counts in; see :func:`label_in`.
    ``numbers`` are their :func:`row_numbers`, for who names the cells of all of them.
    """
    if path in LABELS:
        return LABELS[path]
    head, _, rest = path.partition(".")
    if head == "facts":
        return rest
    if head == "medium":
        return f"中期 {label(rest, rows, numbers)}"
    if head == "plan":
        return f"资金支出计划 {rest}月底"
    if head == "goals":
        return f"目标{int(rest) + 1}"
    if head == "indicators":
        return _row_label(rest, rows, numbers)
    if rest.startswith("indicators."):
        return _row_label(rest.removeprefix("indicators."), rows, numbers)
    section, place, *cell = rest.split(".")
    name, names = OVERALL_LABELS[section]
    where = f"{name} 第{int(place) + 1}项"
    return f"{where} {names[cell[0]]}" if cell else where


def _row_label(rest: str, rows: tuple[Indicator, ...], numbers: Sequence[int]) -> str:
    """``rest`` is a row's number and, perhaps, its cell."""
    number, _, cell = rest.partition(".")
    index = int(number)
    row = rows[index]
    tier = row.tier2 or row.tier1 or "绩效指标"
    where = f"{tier} 第{(numbers or row_numbers(rows))[index]}行"
    name = cell.removeprefix(EXTRA) if cell.startswith(EXTRA) else LABELS.get(cell)
    return f"{where} {name}" if name else where


def label_in(document: Sheet | Overall, path: str) -> str:
    """As :func:`label`, with the rows of the document that the path counts in."""
    return label(path, rows_at(document, path))


def rows_at(document: Sheet | Overall, path: str) -> tuple[Indicator, ...]:
    """The indicator rows that a path counts in."""
    if isinstance(document, Sheet) and path.startswith(MEDIUM):
        return _medium_rows(document)
    return document.indicators


def facts(sheet: Sheet) -> dict[str, str]:
    """All cells of the year but the repeated ones (goals, indicators), as text by
    path."""
    cells = {
        "name": sheet.name,
        "code": sheet.code or "",
        **budget_cells(sheet),
        "usage": sheet.usage or "",
        "goals_placeholder": sheet.goals_placeholder or "",
    }
    cells |= {f"plan.{step.month}": step.percent or "" for step in sheet.plan}
    return cells | {f"{FACTS}{name}": text for name, text in sheet.facts}


def budget_cells(part: Sheet | Medium) -> dict[str, str]:
    """The money, as text by path."""
    return {
        "budget.unit": part.budget.unit or "",
        "budget.total": money.show(part.budget.total),
        "budget.fiscal": money.show(part.budget.fiscal),
        "budget.other": money.show(part.budget.other),
    }


def row_cells(row: Indicator) -> dict[str, str]:
    """The texts of one indicator row by cell name: tiers, weight and further columns
    included."""
    return {
        "tier1": row.tier1,
        "tier2": row.tier2,
        **{name: getattr(row, name) or "" for name in ROW_CELLS},
        "weight": money.show(row.weight),
        **{f"{EXTRA}{name}": text for name, text in row.extra},
    }


def row_cell(row: Indicator, cell: str) -> str:
    """One of them; ``""`` for a column that the row has not."""
    return row_cells(row).get(cell, "")


def with_cell(row: Indicator, cell: str, text: str) -> Indicator:
    """The row with another text in one of its cells; ``ValueError`` if it takes an
    amount and the text is none."""
    if cell == "weight":
        return replace(row, weight=money.parse(text))
    if cell.startswith(EXTRA):
        return replace(row, extra=with_text(row.extra, cell.removeprefix(EXTRA), text))
    return replace(row, **{cell: text})  # type: ignore[arg-type]


def with_cells(row: Indicator, cells: Mapping[str, str]) -> Indicator:
    """The row with these texts in its cells; blank if nothing is left in it."""
    for cell, text in cells.items():
        row = with_cell(row, cell, text)
    texts = {name: getattr(row, name) or "" for name in ROW_CELLS}
    made = Indicator.of(row.tier1, row.tier2, texts, row.extra)
    return replace(made, weight=row.weight)


def with_text(pairs: Pairs, name: str, text: str) -> Pairs:
    """The pairs with another text under a label, which comes last if it is new."""
    return tuple((dict(pairs) | {name: text}).items())


def task_cells(task: Task) -> dict[str, str]:
    """The texts of one 年度主要任务 by cell name."""
    amounts = {name: money.show(getattr(task, name)) for name in TASK_AMOUNTS}
    return {"name": task.name, "content": task.content, **amounts}


def overall_items(overall: Overall) -> dict[str, list[dict[str, str]]]:
    """The repeated parts of an overall target, but its indicators, as lists of texts by
    cell name. The first cell of each is its heading."""
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
        "tasks": [task_cells(task) for task in overall.tasks],
    }


def heading(item: dict[str, str]) -> str:
    """The heading of one of :func:`overall_items`."""
    return next(iter(item.values()))


def texts(document: Sheet | Overall) -> dict[str, str]:
    """Every cell that a person fills in, as text by path."""
    if isinstance(document, Sheet):
        return facts(document) | _repeated(document) | medium_texts(document)
    cells = {"overall.goal": document.goal}
    for section, items in overall_items(document).items():
        for i, item in enumerate(items):
            cells |= {f"overall.{section}.{i}.{k}": text for k, text in item.items()}
    return cells | _row_texts(document.indicators, "overall.")


def tiers(sheet: Sheet) -> dict[str, str]:
    """The labels of all rows by path, which travel with a form and are no cells."""
    sides = ("", sheet.indicators), (MEDIUM, _medium_rows(sheet))
    return {
        f"{above}indicators.{i}.{name}": getattr(row, name)
        for above, rows in sides
        for i, row in enumerate(rows)
        for name in ("tier1", "tier2")
    }


def _medium_rows(sheet: Sheet) -> tuple[Indicator, ...]:
    return sheet.medium.indicators if sheet.medium else ()


def medium_texts(sheet: Sheet) -> dict[str, str]:
    """The cells of the 中期 side; none if there is none."""
    if sheet.medium is None:
        return {}
    cells = budget_cells(sheet.medium) | _repeated(sheet.medium)
    return {
        f"{MEDIUM}period": sheet.medium.period,
        **{f"{MEDIUM}{path}": text for path, text in cells.items()},
    }


def _repeated(part: Sheet | Medium) -> dict[str, str]:
    goals = {f"goals.{i}": goal for i, goal in enumerate(part.goals)}
    return goals | _row_texts(part.indicators)


def _row_texts(rows: tuple[Indicator, ...], above: str = "") -> dict[str, str]:
    return {
        f"{above}indicators.{i}.{name}": text
        for i, row in enumerate(rows)
        for name, text in row_cells(row).items()
        if name not in ("tier1", "tier2")
    }


def kind(path: str) -> str:
    """A path without its numbers: ``indicators.value``."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def is_left_out(path: str, kinds: Container[str]) -> bool:
    """Whether the cell is of one of the kinds, or below one. The 中期 side has no
    cells that the year's side has not."""
    own = kind(path)
    return any(
        ".".join(parts[:end]) in kinds
        for parts in (own.split("."), own.removeprefix(MEDIUM).split("."))
        for end in range(1, len(parts) + 1)
    )
