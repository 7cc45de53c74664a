"""The funding plan as the checks read it: an empty cell plans nothing."""

from decimal import Decimal

from sheets import money
from sheets.sheet import PlanStep, Sheet

from .base import NotCheckable


def filled_plan(sheet: Sheet) -> list[tuple[int, Decimal]]:
    """(month, share) in order, an empty cell as 0: nothing is planned there."""
    months = [step.month for step in sheet.plan]
    if not any(_share(step) for step in sheet.plan):
        raise NotCheckable("资金支出计划没有填写，无法与文字核对")
    if months == [12]:
        raise NotCheckable("资金支出计划只有12月底一个节点，看不出年中进度")
    return [(step.month, _share(step)) for step in sheet.plan]


def _share(step: PlanStep) -> Decimal:
    try:
        return money.percent(step.percent) or Decimal(0)
    except ValueError:
        return Decimal(0)


def only_year_end(plan: list[tuple[int, Decimal]]) -> bool:
    """Nothing is to be spent before December."""
    return not any(share for month, share in plan if month < 12)


def shown(sheet: Sheet) -> str:
    """3月底 空、6月底 空、12月底 100%."""
    steps = ((step.month, (step.percent or "").strip()) for step in sheet.plan)
    return "、".join(f"{month}月底{percent or '为空'}" for month, percent in steps)
