"""Money for each unit, and the amount of a year against that of a term: C43, C44."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sheets import money
from sheets.sheet import UNITS, WAN_YUAN, Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .dates import periods_in
from .quantity import quantities, stated_in
from .rows import Kind, Row
from .text import alike, grams, joined, quoted, squeeze

# A cost indicator for the project as a whole.
WHOLE_COST = re.compile("总成本|总费用|项目成本|总支出|预算(?:成本|金额|控制)|成本总额")
# Sheets and rows as much alike as this (0 to 1) are compared.
LIKE = 0.5


def yuan(sheet: Sheet) -> Decimal:
    """The 预算数 in yuan."""
    amount = sheet.budget.total
    if not amount or sheet.budget.unit not in UNITS:
        raise NotCheckable("没有填写预算数或金额单位")
    return amount * (10_000 if sheet.budget.unit == WAN_YUAN else 1)


def in_wan(amount: Decimal) -> str:
    return f"{round(amount / 10_000, 2).normalize():f}万元"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one unit of a row costs if the whole budget goes into it."""

    row: Row
    noun: str
    unit: str
    number: Decimal
    each: Decimal

    def is_like(self, other: "Cost") -> bool:
        if self.unit != other.unit:
            return False
        rows = alike(grams(self.row.name), grams(other.row.name))
        return self.noun == other.noun or rows >= LIKE


def costs_of(sheet: Sheet, case: Case) -> list[Cost]:
    """For each of the first three quantity rows: those that the money is for."""
    total, found = yuan(sheet), []
    for m, done in stated_in(sheet, case):
        if m.row.kind is not Kind.QUANTITY or done.upper is not None:
            continue
        if done.unit not in ("", "%", "元") and "/" not in done.unit and done.number:
            each = total / done.number
            found.append(Cost(m.row, m.noun, done.unit, done.number, each))
    return found[:3]


def peers_of(sheet: Sheet, case: Case) -> list[Cost]:
    """The costs of the other departments' projects that are called alike."""
    if "costs" not in case.shared:
        case.shared["costs"] = _index(list(_peer_costs(case)))
    index: Index = case.shared["costs"]
    ours = grams(sheet.name)
    common = Counter(number for gram in ours for number in index.get(gram, {}))
    peers = {n: p for gram in ours for n, p in index.get(gram, {}).items()}
    close = (
        costs
        for number, (name, costs) in peers.items()
        if 2 * common[number] >= LIKE * (len(ours) + len(name))
    )
    return [cost for costs in close for cost in costs]


Peer = tuple[frozenset[str], list["Cost"]]
Index = dict[str, dict[int, Peer]]


def _index(peers: list[Peer]) -> Index:
    """Pair of characters → the peers whose name has it, by number."""
    index: Index = {}
    for number, peer in enumerate(peers):
        for gram in peer[0]:
            index.setdefault(gram, {})[number] = peer
    return index


def _peer_costs(case: Case) -> Iterator[tuple[frozenset[str], list[Cost]]]:
    for sheet in case.peers:
        try:
            yield grams(sheet.name), costs_of(sheet, case)
        except NotCheckable:
            continue


@register
class OddUnitCost(Check):
    """Budget ÷ quantity is three times over or under the median of three or more
    projects of other departments whose name and quantity are alike; or the unit cost
    that the table itself sets, times its quantity, is more than three budgets."""

    id = "C43"
    name = "单位成本异常"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.MONEY
    needs = "预算数、数量指标；比较时要同类项目"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        costs = costs_of(sheet, case)
        too_much = list(self._above_budget(sheet, costs, case))
        yield from too_much
        if too_much:
            return
        compared, known = False, peers_of(sheet, case)
        for cost in costs:
            peers = [peer.each for peer in known if cost.is_like(peer)]
            if len(peers) >= case.settings.cost_peers:
                compared = True
                yield from self._against(cost, peers, case.settings.cost_factor)
        if not compared:
            raise NotCheckable("没有足够的同类项目可以比较单位成本")

    def _against(self, cost: Cost, peers: list[Decimal], factor: int) -> Iterator[Seen]:
        usual = median(peers)
        if usual / factor <= cost.each <= usual * factor:
            return
        unit, total = cost.unit, cost.each * cost.number
        yield (
            cost.row.path("value"),
            cost.row.cells.value or "",
            f"预算{in_wan(total)}除以{quoted(cost.row.text)}，每{unit}"
            f"{money.show(round(cost.each, 2))}元；{len(peers)}个同类项目的中位数是"
            f"每{unit}{money.show(round(usual, 2))}元，相差过大。"
            "请核对预算数和数量，或说明理由",
        )

    def _above_budget(
        self, sheet: Sheet, costs: list[Cost], case: Case
    ) -> Iterator[Seen]:
        """成本 500元/亩 by 6000亩 is more than the budget pays."""
        total, factor = yuan(sheet), case.settings.cost_factor
        for measured, done in stated_in(sheet, case):
            row = measured.row
            price = re.fullmatch(
                r"(万?)元/(\w+?)(?:[/·]?[年次])?", done.unit if done else ""
            )
            if row.kind is not Kind.COST or not price:
                continue
            each = done.number * (10_000 if price[1] else 1)
            same = [c for c in costs if c.unit == price[2]]
            if len(same) == 1 and each * same[0].number > total * factor:
                cost = same[0]
                message = (
                    f"{quoted(row.text)}乘以{quoted(cost.row.text)}得"
                    f"{in_wan(each * cost.number)}，远超预算数{in_wan(total)}。"
                    "请核对单位成本、数量和预算数"
                )
                yield row.path("value"), row.cells.value or "", message


_TERM = re.compile(
    r"[二两三四五六七八九十2-9]年(?:期|内|行动|计划|合同|服务|规划|建设|分|总)"
    r"|分[二两三四五2-5]年|跨年度|多年|建设期|周期|续建|总工期"
)
_THIS_YEAR = re.compile("本年|当年|年度|今年|每年|/年|年均|首付|分期")
_WHOLE = re.compile(r"总投资|投资总额|总概算|概算|合同总?[价额]|总金额|项目总额|总造价")


@register
class TermAndYear(Check):
    """The project runs over several years (a period in the name, or words for it) and
    its 预算数 equals a total investment that a text names, or a cost is more than the
    budget. A hint, if nothing says several years, or only the name does; the cost of
    the whole (C67) must say so."""

    id = "C44"
    name = "年度与总额口径混用"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.MONEY
    needs = "预算数和金额单位"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        total = yuan(sheet)
        rows = [(f"{r.tier3} {r.description} {r.value}") for r in sheet.indicators]
        text = squeeze(joined((sheet.name, sheet.usage, *sheet.goals, *rows)))
        spans = [p for p in periods_in(sheet.name) if p[1] > p[0]]
        long = bool(spans or _TERM.search(text))
        found = list(self._costs(sheet, total, long, case))
        found += self._investments(sheet, total, long)
        yield from found
        if (
            found
            or not spans
            or _THIS_YEAR.search(text.replace(squeeze(sheet.name), ""))
        ):
            return
        first, last = spans[0]
        message = (
            f"项目名称写的是{first}至{last}年，预算数{in_wan(total)}看不出是一年的还是"
            "几年合计。请确认填的是本年度金额，总额请另行说明"
        )
        yield "budget.total", money.show(sheet.budget.total), message, Severity.HINT

    def _investments(self, sheet: Sheet, total: Decimal, long: bool) -> Iterator[Seen]:
        texts = [("usage", sheet.usage or "")]
        texts += [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)]
        for path, text in texts:
            for said in quantities(text):
                whole = said.unit == "元" and _WHOLE.search(said.before)
                if whole and long and said.number == total:
                    message = (
                        f"{quoted(said.text)}是项目总额，预算数也填了{in_wan(total)}。"
                        "预算数应填本年度安排的金额，请核对"
                    )
                    yield path, text, message

    def _costs(
        self, sheet: Sheet, total: Decimal, long: bool, case: Case
    ) -> Iterator[Seen]:
        for measured, done in stated_in(sheet, case):
            row = measured.row
            if row.kind is not Kind.COST or done.unit != "元":
                continue
            if done.number <= total * Decimal("1.05"):
                continue
            message = (
                f"成本指标{quoted(row.name)}是{quoted(row.text)}，超过预算数"
                f"{in_wan(total)}，像是项目总额。年度绩效目标请写本年度的成本"
            )
            seen = row.path("value"), row.cells.value or "", message
            if long or _WHOLE.search(row.name):
                yield seen
            elif not WHOLE_COST.search(row.name):
                yield (*seen, Severity.HINT)
