"""Rows of cell texts → ``Sheet``, by the labels and never by the position.

A vertically merged cell continues as an empty first cell. Labels are compared
without blanks: real files break "项目编码" over two lines.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from .. import money
from ..sheet import WAN_YUAN, Budget, Indicator, PlanStep, Sheet
from .base import Message

FACTS = {"项目编码": "code", "项目名称": "name"}
AMOUNTS = {
    "预算数": "total",
    "其中：财政资金": "fiscal",
    "财政资金": "fiscal",
    "其他资金": "other",
}
COLUMNS = {
    "一级指标": "tier1",
    "二级指标": "tier2",
    "三级指标": "tier3",
    "绩效指标描述": "description",
    "指标值": "value",
    "指标值确定依据": "basis",
}
MONTH = re.compile(r"^(\d{1,2})月底$")
GOAL = re.compile(r"^目标[\d一二三四五六七八九十]*$")
DOTS = re.compile(r"^[.．。…·]+$")
UNIT = re.compile(r"单位[：:]?(?:人民币)?(万元|元)")
AMOUNT_WITH_UNIT = re.compile(r"^(.*?)(万元|元)$")


def squeeze(text: str) -> str:
    """A label without blanks and with full-width colon."""
    return re.sub(r"\s+", "", text).replace(":", "：")


def clean(text: str) -> str:
    """A typed text without the blanks around it and around its paragraphs."""
    return "\n".join(part.strip() for part in text.split("\n") if part.strip())


class SheetRows:
    """Reads one table. Look at ``errors`` and ``warnings`` after :meth:`sheet`.

    ``above`` is the text between the table before and this one: its unit may be there.
    """

    def __init__(
        self, rows: Sequence[Sequence[str]], where: str, above: str = ""
    ) -> None:
        self.rows = [list(row) for row in rows]
        self.where = where
        self.above = above
        self._unit: str | None = None
        self.errors: list[Message] = []
        self.warnings: list[Message] = []
        self._facts: dict[str, str] = {}
        self._amounts: dict[str, Decimal | None] = {}

    def sheet(self) -> Sheet:
        """The table's content; cells that cannot be taken over are in ``errors``."""
        self._read_facts()
        goals, placeholder = self._goals()
        return Sheet(
            name=self._facts.get("name", ""),
            code=self._facts.get("code"),
            budget=self._budget(),
            usage=self._usage(),
            plan=self._plan(),
            goals=goals,
            goals_placeholder=placeholder,
            indicators=self._indicators(),
        )

    def _label(self, row: int, col: int = 0) -> str:
        cells = self.rows[row]
        return squeeze(cells[col]) if col < len(cells) else ""

    def _find(self, *words: str) -> int | None:
        """First row whose first cell begins with one of the words."""
        for row in range(len(self.rows)):
            if self._label(row).startswith(words):
                return row
        return None

    def _read_facts(self) -> None:
        last = self._find("一级指标")
        for cells in self.rows[:last]:
            # What follows a label is its text, even if it looks like a label too.
            rest = iter(cells)
            for label in rest:
                key = squeeze(label)
                if key in FACTS:
                    self._facts.setdefault(FACTS[key], clean(next(rest, "")))
                elif key in AMOUNTS:
                    amount = self._amount(key, next(rest, ""))
                    self._amounts.setdefault(AMOUNTS[key], amount)
        if not self._facts.get("name"):
            self.errors.append(Message(self.where, "没有找到项目名称"))

    def _amount(self, label: str, text: str) -> Decimal | None:
        if match := AMOUNT_WITH_UNIT.match(squeeze(text)):
            text, self._unit = match[1], match[2]
        try:
            return money.parse(text)
        except ValueError as error:
            self.errors.append(Message(f"{self.where} {label}", str(error)))
            return None

    def _budget(self) -> Budget:
        cells = "".join(cell for row in self.rows for cell in row)
        match = UNIT.search(squeeze(self.above + cells))
        unit = self._unit or (match[1] if match else None)
        if unit is None:
            self.warnings.append(
                Message(self.where, f"没有写明金额单位，按{WAN_YUAN}读入，请核对")
            )
        return Budget(unit or WAN_YUAN, **self._amounts)

    def _usage(self) -> str | None:
        """The sentence in the second line of the budget block."""
        start = self._find("预算规模")
        if start is None:
            return None
        below = self.rows[start + 1] if start + 1 < len(self.rows) else []
        if len(below) == 2 and not below[0].strip():
            return clean(below[1])
        return ""

    def _plan(self) -> tuple[PlanStep, ...]:
        start = self._find("资金支出计划")
        if start is None:
            return ()
        months = [MONTH.match(squeeze(cell)) for cell in self.rows[start][1:]]
        shares = self.rows[start + 1][1:] if start + 1 < len(self.rows) else []
        padded = [*shares, *[""] * len(months)]
        plan: dict[int, PlanStep] = {}
        for month, share in zip(months, padded, strict=False):
            if month is None:
                continue
            number = int(month[1])
            if not 1 <= number <= 12 or number in plan:
                text = f"月份“{month[0]}”不对：应是1到12月，每月一次"
                self.errors.append(Message(f"{self.where} 资金支出计划", text))
            else:
                plan[number] = PlanStep(number, clean(share) or None)
        return tuple(plan.values())

    def _goals(self) -> tuple[tuple[str, ...], str | None]:
        start = self._find("绩效目标", "年度绩效目标")
        goals: list[str] = []
        placeholder = None
        if start is None:
            return (), None
        for row in range(start, len(self.rows)):
            label = self._label(row, 1)
            text = self.rows[row][2] if len(self.rows[row]) > 2 else ""
            if row > start and self._label(row):
                break
            if GOAL.match(label):
                goals.append(clean(text))
            elif DOTS.match(label) and not text.strip():
                placeholder = label
        if not goals:
            self.warnings.append(Message(self.where, "没有读出绩效目标，请核对"))
        return tuple(goals), placeholder

    def _indicators(self) -> tuple[Indicator, ...]:
        start = self._find("一级指标")
        if start is None:
            self.errors.append(
                Message(self.where, "没有找到指标表头（一级指标、二级指标……）")
            )
            return ()
        columns = [COLUMNS.get(squeeze(cell)) for cell in self.rows[start]]
        tier1 = tier2 = ""
        found = []
        for cells in self.rows[start + 1 :]:
            row = {
                name: text
                for name, text in zip(columns, cells, strict=False)
                if name is not None
            }
            tier1 = squeeze(row.get("tier1", "")) or tier1
            tier2 = squeeze(row.get("tier2", "")) or tier2
            # The header is two rows high in print; below it stands an empty line.
            if tier2:
                found.append(_indicator(tier1, tier2, row))
        return tuple(found)


def _indicator(tier1: str, tier2: str, row: dict[str, str]) -> Indicator:
    cells: dict[str, str] = {
        name: clean(row[name])
        for name in ("tier3", "description", "value", "basis")
        if name in row
    }
    return Indicator.of(tier1, tier2, cells)
