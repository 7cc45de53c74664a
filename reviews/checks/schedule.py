"""The funding plan, filled and growing: C08–C10."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sheets import money
from sheets.sheet import PlanStep, Sheet

from . import sources, text
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register


def _plan(sheet: Sheet) -> tuple[PlanStep, ...]:
    if not sheet.plan:
        raise NotCheckable("表中没有资金支出计划")
    return sheet.plan


def _share(step: PlanStep) -> Decimal | None:
    """None for an empty cell and for what is no percentage."""
    try:
        return money.percent(step.percent)
    except ValueError:
        return None


def _is_open(step: PlanStep) -> bool:
    return not re.search(r"\w", step.percent or "")


@register
class PlanGaps(Check):
    """A checkpoint of the 资金支出计划 is blank or holds a dash."""

    id = "C08"
    name = "支出计划未填满"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.PLAN
    needs = "资金支出计划"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        plan = _plan(sheet)
        for place, step in enumerate(plan):
            if not _is_open(step):
                continue
            path, seen = f"plan.{step.month}", step.percent or ""
            message = (
                f"{step.month}月底的支出计划没有填写，请填到该月底累计支出的百分比，"
                "没有支出的填 0%"
            )
            if step is plan[-1]:
                yield path, seen, message, Mend(path, "100%")
            elif any(map(_share, plan[:place])) or _share(plan[-1]) != 100:
                yield path, seen, message
            else:  # nothing before it, and the plan is cumulative
                yield path, seen, message, Mend(path, "0%")


@register
class PlanFalls(Check):
    """A share is no percentage from 0 to 100, or less than one before it; or the last
    is not 100. Shares of single periods that add up to 100 are recognised."""

    id = "C09"
    name = "支出计划不递增"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.PLAN
    needs = "资金支出计划"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        steps = [step for step in _plan(sheet) if not _is_open(step)]
        if not steps:
            raise NotCheckable("资金支出计划没有填写")
        shares = [_share(step) for step in steps]
        if None not in shares and len(steps) > 1 and shares[-1] != 100:
            known = [share for share in shares if share is not None]
            if sum(known) == 100:
                yield from self._by_period(steps, known)
                return
        yield from self._one_by_one(sheet.plan)

    def _by_period(
        self, steps: list[PlanStep], shares: list[Decimal]
    ) -> Iterator[Seen]:
        for at in range(1, len(steps)):
            path, whole = (
                f"plan.{steps[at].month}",
                money.show(sum(shares[: at + 1], Decimal(0))),
            )
            yield (
                path,
                steps[at].percent or "",
                f"各节点相加正好 100%，像是填了每段的比例；请填累计，"
                f"到{steps[at].month}月底为 {whole}%",
                Mend(path, f"{whole}%"),
            )

    def _one_by_one(self, plan: tuple[PlanStep, ...]) -> Iterator[Seen]:
        highest = Decimal(0)
        for step in plan:
            path, seen = f"plan.{step.month}", step.percent or ""
            share = _share(step)
            if share is None and not _is_open(step):
                yield (
                    path,
                    seen,
                    f"{text.quoted(seen)}不是0到100的百分数，请填如 25% 或 100%",
                )
            elif share is not None and share < highest:
                yield (
                    path,
                    seen,
                    f"累计支出 {money.show(share)}% 小于前面的 "
                    f"{money.show(highest)}%，累计数只增不减，请核对",
                )
            elif share is not None and step is plan[-1] and share != 100:
                yield (
                    path,
                    seen,
                    f"全年累计支出是 {money.show(share)}%，最后一个节点应为 100%",
                    Mend(path, "100%"),
                )
            highest = max(highest, share or Decimal(0))


@register
class PlanLate(Check):
    """All money is planned for the last checkpoint; or the first checkpoint from a
    month of the settings on (June 40 %, October 80 %) stays below the share set."""

    id = "C10"
    name = "支出计划全在年底"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.PROGRESS
    needs = "资金支出计划"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        plan = _plan(sheet)
        shares = {step: _share(step) for step in plan}
        if len(plan) < 2 or not any(shares.values()):
            raise NotCheckable("资金支出计划没有填写，或只有一个节点")
        *early, last = plan
        if not any(shares[step] for step in early):
            months = "、".join(f"{step.month}月底" for step in early)
            yield (
                f"plan.{last.month}",
                last.percent or "",
                f"全部资金都排在{last.month}月底，{months}没有支出；请按实际工作安排"
                "分到各节点，确需年底一次支付的请说明理由",
            )
            return
        for month, least in sorted(case.settings.progress.items()):
            step = next((step for step in plan if step.month >= month), last)
            share = shares[step]
            if share is not None and share < least:
                yield (
                    f"plan.{step.month}",
                    step.percent or "",
                    f"{step.month}月底累计支出 {money.show(share)}%，低于{month}月底"
                    f"应达到的 {least}%，请加快安排或说明理由",
                )
