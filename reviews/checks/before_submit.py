"""What a document needs before it may be submitted.

A draft may be incomplete; 送审 demands these. Sources: 财预〔2015〕88号 on completeness
(规范完整性: no missing or wrong entry); the year rule is our own, for the one mistake
that every copied table carries.
"""

from collections.abc import Container, Iterator
from decimal import Decimal

from sheets import fields, money
from sheets.layouts import Layout, layouts
from sheets.own_year import impossible_day, other_years
from sheets.sheet import Budget, Overall, PlanStep, Sheet

HEBEI = layouts.get("hebei-2021")
Problem = tuple[str, str]  # field path, Chinese message


def problems_of(
    document: Sheet | Overall, year: int, form: Layout = HEBEI
) -> dict[str, str]:
    """Field path → what is wrong and how to mend it; empty if it may be submitted.

    Nothing is asked for that ``form`` has no cell for.
    """
    leaves_out: Container[str] = form.leaves_out
    if isinstance(document, Overall):
        leaves_out = form.overall_form.leaves_out
        found = [*_overall(document), *_department(document, form.overall_form.parts)]
    else:
        found = [
            *_facts(document),
            *_budget(document.budget, has_parts="budget.fiscal" not in leaves_out),
            *_plan(document.plan),
            *_goals(document.goals),
            *_indicators(document, year),
        ]
    return {p: text for p, text in found if not fields.is_left_out(p, leaves_out)}


def _facts(sheet: Sheet) -> Iterator[Problem]:
    if not sheet.name.strip():
        yield "name", "项目名称为空，请填写"
    if sheet.usage is not None and not sheet.usage.strip():
        yield "usage", "资金用途为空，请写明“资金主要用于……”"


def _budget(budget: Budget, *, has_parts: bool) -> Iterator[Problem]:
    if budget.total is None:
        yield "budget.total", "预算数为空，请填写"
        return
    parts = (budget.fiscal or Decimal(0)) + (budget.other or Decimal(0))
    if has_parts and parts != budget.total:
        yield (
            "budget.total",
            f"预算数 {money.show(budget.total)} 不等于财政资金与其他资金之和 "
            f"{money.show(parts)}，请核对三个金额",
        )


def _plan(plan: tuple[PlanStep, ...]) -> Iterator[Problem]:
    highest = Decimal(0)
    share = None
    for step in plan:
        path = f"plan.{step.month}"
        try:
            share = money.percent(step.percent)
        except ValueError as error:
            share = None
            yield path, str(error)
            continue
        if share is not None and share < highest:
            yield path, f"累计支出不能小于前面的 {money.show(highest)}%，请核对"
        highest = max(highest, share or Decimal(0))
    if plan and share != 100:
        yield f"plan.{plan[-1].month}", "全年累计支出应为 100%，请填写"


def _goals(goals: tuple[str, ...]) -> Iterator[Problem]:
    if not any(goal.strip() for goal in goals):
        yield "goals.0", "绩效目标为空，请至少写一个目标"
        return
    for index, goal in enumerate(goals):
        if not goal.strip():
            yield f"goals.{index}", f"目标{index + 1}为空，请填写，或删除这一行"


def _indicators(sheet: Sheet, year: int) -> Iterator[Problem]:
    rows = sheet.indicators
    if all(row.is_blank for row in rows):
        first = "indicators.0.tier3" if rows else "indicators"
        yield first, "还没有绩效指标，请至少填写一个"
    for index, row in enumerate(rows):
        if row.is_blank:
            continue
        for cell in fields.ROW_CELLS:
            text = getattr(row, cell)
            if text is not None and not text.strip():
                yield f"indicators.{index}.{cell}", f"{fields.LABELS[cell]}为空，请填写"
        if (wrong := _date(row.value or "", year)) is not None:
            yield f"indicators.{index}.value", f"“{row.value}”{wrong}"


def _date(text: str, year: int) -> str | None:
    """What is wrong with the years and days of a value."""
    others = other_years(text, year)
    if others:
        said = "、".join(f"{other}年" for other in others)
        return (
            f"写的是{said}，本表是{year}年的目标，请改正年份；"
            f"如果是比较的基数，请写“较{others[0]}年”"
        )
    day = impossible_day(text)
    return f"里没有{day}这个日期，请改正" if day else None


def _department(overall: Overall, parts: Container[str]) -> Iterator[Problem]:
    """Of the forms that are tables."""
    if "indicators" in parts and all(row.is_blank for row in overall.indicators):
        first = ".0.tier3" if overall.indicators else ""
        yield f"overall.indicators{first}", "还没有绩效指标，请至少填写一个"
    for index, row in enumerate(overall.indicators):
        if not row.is_blank and not (row.value or "").strip():
            yield f"overall.indicators.{index}.value", "指标值为空，请填写"
    for index, task in enumerate(overall.tasks):
        if not task.name.strip():
            yield f"overall.tasks.{index}.name", "任务名称为空，请填写，或删除这一行"


def _overall(overall: Overall) -> Iterator[Problem]:
    if not overall.goal.strip():
        yield "overall.goal", "总体绩效目标为空，请填写"
    for index, item in enumerate(overall.sub_goals):
        if not item.goal.strip():
            yield f"overall.sub_goals.{index}.goal", "绩效目标为空，请填写"
        if not item.indicators:
            yield f"overall.sub_goals.{index}.indicators", "绩效指标为空，请填写"
    for index, item in enumerate(overall.measures):
        if not item.text.strip():
            yield f"overall.measures.{index}.text", "内容为空，请填写"
