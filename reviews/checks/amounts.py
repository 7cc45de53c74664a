"""Amounts in the text against the 预算数 and each other: C67–C69, C77, C80."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sheets import money
from sheets.sheet import UNITS, WAN_YUAN, YUAN, Overall, Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .cells import of as cells_of
from .costs import WHOLE_COST, in_wan, yuan
from .matching import prices_mixed
from .quantity import Measured, Quantity, quantities, stated_in
from .rows import Kind
from .text import quoted, squeeze

Cell = tuple[str, str]
MOST_ROUNDED = Decimal("0.005")
TEN_THOUSAND = Decimal(10_000)
SCALES = {WAN_YUAN: TEN_THOUSAND, YUAN: Decimal(1)}


def near(one: Decimal, other: Decimal) -> bool:
    """Equal but for rounding to the last figure that is written: 202.6 and 202.64."""
    last = max(int(n.normalize().as_tuple().exponent) for n in (one, other))
    rounded = min(Decimal(10) ** last / 2, MOST_ROUNDED * max(one, other))
    return abs(one - other) <= rounded


def prose(sheet: Sheet) -> list[Cell]:
    """Purpose and goals."""
    goals = [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)]
    return [("usage", sheet.usage or ""), *goals]


def in_yuan(text: str) -> list[Quantity]:
    return [q for q in quantities(text) if q.unit == "元"]


# --- C67, C68 ---------------------------------------------------------------------
_WHOLE = re.compile(
    "预算(?:数|金额|资金|总额|安排|规模)?(?:为|是|共|约|合计)*$"
    "|(?:申请|安排|下达|核定|批复|投入).{0,6}(?:资金|经费)(?:总额)?(?:为|共|共计|约|合计)*$"
    "|(?:项目|年度|财政)资金(?:总额)?(?:为|共|共计|约|合计)*$"
    "|资金总[额量](?:为|约)*$|总(?:预算|经费)(?:为|约)*$|^(?:专项)?资金(?:为|共|约)*$"
)
_PART = re.compile(
    "其中|上年|去年|以前|中央|省级|市级|县级|区级|上级|配套|自筹|每|人均|标准"
)


def _is_whole(said: Quantity) -> bool:
    return bool(_WHOLE.search(said.lead)) and not _PART.search(said.lead)


_ALL = re.compile("(?:以上|上述|各项)?(?:共计|合计|总计)(?:资金|经费)?为?")


def _summed(texts: list[Cell]) -> Iterator[Quantity]:
    """The one sum that closes the list of a purpose (，合计380万元), none above it."""
    amounts = [q for path, text in texts if path == "usage" for q in in_yuan(text)]
    sums = [q for q in amounts if "计" in q.lead and _ALL.search(q.lead)]
    if len(sums) == 1 and _ALL.fullmatch(sums[0].lead):
        if sums[0].number == max(q.number for q in amounts):
            yield sums[0]


def _known(sheet: Sheet) -> list[Decimal]:
    """The amounts of the budget, in yuan; in both units if none is stated."""
    budget = sheet.budget
    if not budget.total:
        raise NotCheckable("没有填写预算数")
    units = (budget.unit,) if budget.unit in UNITS else UNITS
    amounts = filter(None, (budget.total, budget.fiscal, budget.other))
    return [amount * SCALES[unit] for amount in amounts for unit in units]


def _costs(sheet: Sheet, case: Case) -> list[tuple[Measured, Quantity]]:
    """The cost rows that say a sum of money, and which."""
    return [
        (row, done)
        for row, done in _stated(sheet, case)
        if row.row.kind is Kind.COST and done.unit == "元"
    ]


def _stated(sheet: Sheet, case: Case) -> tuple[tuple[Measured, Quantity], ...]:
    try:
        return stated_in(sheet, case)
    except NotCheckable:
        return ()


def _mixed(amount: Decimal, known: list[Decimal]) -> bool:
    """The figures of the budget in the other unit."""
    return any(
        near(amount, one * TEN_THOUSAND) or near(amount * TEN_THOUSAND, one)
        for one in known
    )


@register
class AmountOfTheText(Check):
    """What the text calls the budget of the project, the sum that its purpose ends in,
    or an indicator's whole cost is none of the amounts of the budget; a cost of less
    is no fault."""

    id = "C67"
    name = "文中金额与预算数不符"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.MONEY
    needs = "预算数"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        known = _known(sheet)
        shown = f"{money.show(sheet.budget.total)}{sheet.budget.unit or ''}"
        summed = list(_summed(prose(sheet)))
        for path, text in prose(sheet):
            for said in in_yuan(text):
                whole = _is_whole(said) or (path == "usage" and said in summed)
                if whole and not self._fits(said.number, known):
                    yield path, text, self._message(quoted(said.text), shown)
        for row, done in _costs(sheet, case):
            whole = WHOLE_COST.search(row.row.name)
            over = done.number > max(known) * Decimal("1.05")
            if whole and over and not self._fits(done.number, known):
                path, cell = row.row.path("value"), row.row.cells.value or ""
                yield path, cell, self._message(quoted(row.row.text), shown)

    def _fits(self, amount: Decimal, known: list[Decimal]) -> bool:
        # The figures in the other unit are the matter of C68.
        return any(near(amount, one) for one in known) or _mixed(amount, known)

    def _message(self, said: str, total: str) -> str:
        return f"写的是{said}，预算数是{total}，两处不一致。请核对后改成一致"


@register
class YuanOrTenThousand(Check):
    """An amount of the text has the figures of the budget in the other unit: 202.64元
    or 2026400万元 beside 202.64万元. Short figures count only where the text calls
    them the budget or the cost of the whole. Or the price that the purpose sets is
    that of the cost indicator in the other unit (每辆120万元, ≤120元/辆)."""

    id = "C68"
    name = "元与万元混用"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.OURS
    needs = "预算数和金额单位"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        total, known = yuan(sheet), _known(sheet)
        said = [
            (path, text, q, _is_whole(q))
            for path, text in prose(sheet)
            for q in in_yuan(text)
        ]
        for row, done in _costs(sheet, case):
            whole = bool(WHOLE_COST.search(row.row.name))
            cell = row.row.cells.value or ""
            said.append((row.row.path("value"), cell, done, whole))
        for path, text, amount, whole in said:
            if any(near(amount.number, one) for one in known):
                continue
            long = len(amount.number.normalize().as_tuple().digits) > 2
            if (whole or long) and _mixed(amount.number, known):
                yield (
                    path,
                    text,
                    f"写的是{quoted(amount.text)}，预算数是{in_wan(total)}，数字相同、单位"
                    "不同。请核对是“元”还是“万元”",
                )
        yield from self._prices(sheet, case)

    def _prices(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for words, row in prices_mixed(sheet.usage or "", _stated(sheet, case)):
            yield (
                row.path("value"),
                row.cells.value or "",
                f"资金用途写的是{quoted(words)}，指标值是{quoted(row.text)}，数字相同、单位"
                "不同。请核对是“元”还是“万元”",
            )


# --- C69 --------------------------------------------------------------------------
_SENTENCE = re.compile(r"[。；;\n]")
_OF_WHICH = re.compile("其中[:：,，]?|包括[:：,，]?|分别(?:是|为)[:：,，]?")
_AND_SO_ON = re.compile("[等余](?![级额])|左右|约")
_TOGETHER = re.compile("(?:共计|合计|总计|总共)(?:安排|支出|投入|需要?|资金|经费|为)*$")


def _sums(text: str) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A total and its parts, in one sentence and one unit."""
    for sentence in _SENTENCE.split(text):
        head, *rest = _OF_WHICH.split(sentence)
        if len(rest) == 1:
            wholes = quantities(head)[-1:]
            parts = [
                q for q in quantities(rest[0]) if wholes and q.unit == wholes[0].unit
            ]
            if wholes and not _AND_SO_ON.search(rest[0]):
                yield wholes[0], parts
        elif not rest:
            found = quantities(sentence)
            for place, whole in enumerate(found):
                if _TOGETHER.search(whole.lead):
                    yield whole, [q for q in found[:place] if q.unit == whole.unit]


@register
class PartsAndSum(Check):
    """Parts that a sentence lists behind 其中, or before 共计, do not add up to their
    total; two parts or more, none left out by 等."""

    id = "C69"
    name = "分项合计不等"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.COMPLETE
    needs = "资金用途、绩效目标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        yield from self._cells(prose(sheet))

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        yield from self._cells(cells_of(overall, case))

    def _cells(self, written: list[Cell]) -> Iterator[Seen]:
        for path, text in written:
            for whole, parts in _sums(squeeze_lines(text)):
                added = sum((part.number for part in parts), Decimal(0))
                if len(parts) > 1 and whole.unit != "%" and added != whole.number:
                    unit = whole.unit
                    yield (
                        path,
                        text,
                        f"{quoted(whole.text)}与所列{len(parts)}项之和 "
                        f"{money.show(added)}{unit}不相等，相差 "
                        f"{money.show(abs(added - whole.number))}{unit}。"
                        "请核对各项，或补上漏写的项",
                    )


def squeeze_lines(text: str) -> str:
    return "\n".join(squeeze(line) for line in text.splitlines())


# --- C77 --------------------------------------------------------------------------
@register
class CostsOverBudget(Check):
    """The sums of money of two cost indicators and more, none of them the whole, add up
    to more than the budget."""

    id = "C77"
    name = "成本合计超预算"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.MONEY
    needs = "预算数、成本指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        total, rows = yuan(sheet), _costs(sheet, case)
        if len(rows) < 2:
            raise NotCheckable("没有两个以上写明金额的成本指标")
        amounts = [done.number for _, done in rows]
        is_whole = any(near(amount, total) or amount > total for amount in amounts)
        added = sum(amounts, Decimal(0))
        if not is_whole and added > total * Decimal("1.05"):
            row = rows[-1][0].row
            yield (
                row.path("value"),
                row.cells.value or "",
                f"{len(rows)}个成本指标合计{in_wan(added)}，超过预算数{in_wan(total)}。"
                "请核对各项成本和预算数",
            )


# --- C80 --------------------------------------------------------------------------
@register
class OddMagnitude(Check):
    """Less than a thousand yuan, or a billion and more: the unit is probably wrong."""

    id = "C80"
    name = "预算数量级异常"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.OURS
    needs = "预算数和金额单位"

    LEAST, MOST = Decimal(1000), Decimal(10) ** 9

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        total, shown = yuan(sheet), money.show(sheet.budget.total)
        unit = sheet.budget.unit
        if self.LEAST <= total < self.MOST:
            return
        other = YUAN if unit == WAN_YUAN else WAN_YUAN
        size = "小" if total < self.LEAST else "大"
        yield (
            "budget.total",
            shown,
            f"预算数 {shown}{unit} 过{size}，单位是不是应为“{other}”？请核对",
        )
