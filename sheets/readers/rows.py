"""Rows of cell texts → ``Sheet``, by the labels and never by the position.

A vertically merged cell continues as an empty first cell. Labels are compared
without blanks: real files break "项目编码" over two lines.

Nothing is lost silently: every cell that is taken over is crossed off, and what is left
in the end is an error that quotes it.
"""

import re
from collections.abc import Iterator, Sequence
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
# A cell that says the unit and nothing else.
UNIT_CELL = re.compile(r"^[（(]?(?:金额)?单位：?(?:人民币)?(?:万元|元)[)）]?$")
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
        self._left = {
            (row, col)
            for row, cells in enumerate(self.rows)
            for col, text in enumerate(cells)
            if text.strip()
        }

    def sheet(self) -> Sheet:
        """The table's content; cells that cannot be taken over are in ``errors``."""
        self._read_facts()
        goals, placeholder = self._goals()
        sheet = Sheet(
            name=self._facts.get("name", ""),
            code=self._facts.get("code"),
            budget=self._budget(),
            usage=self._usage(),
            plan=self._plan(),
            goals=goals,
            goals_placeholder=placeholder,
            indicators=self._indicators(),
        )
        self._tell_what_is_left()
        self._tell_what_is_missing(sheet)
        return sheet

    def _error(self, place: str, text: str) -> None:
        self.errors.append(Message(f"{self.where} {place}".strip(), text))

    def _warn(self, text: str) -> None:
        self.warnings.append(Message(self.where, text))

    def _label(self, row: int, col: int = 0) -> str:
        cells = self.rows[row] if row < len(self.rows) else []
        return squeeze(cells[col]) if col < len(cells) else ""

    def _take(self, row: int, col: int) -> str:
        """The text of a cell, crossed off; ``""`` if there is no such cell."""
        self._left.discard((row, col))
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[col] if col < len(cells) else ""

    def _find(self, *words: str) -> int | None:
        """First row whose first cell begins with one of the words, crossed off."""
        for row in range(len(self.rows)):
            if self._label(row).startswith(words):
                self._take(row, 0)
                return row
        return None

    def _read_facts(self) -> None:
        last = self._find("一级指标")
        for row, cells in enumerate(self.rows[:last]):
            # What follows a label is its text, even if it looks like a label too.
            columns = iter(range(len(cells)))
            for col in columns:
                key = self._label(row, col)
                if key in FACTS or key in AMOUNTS:
                    self._take(row, col)
                    self._fact(key, row, next(columns, len(cells)))
        if not self._facts.get("name"):
            self._error("", "没有找到项目名称")
        if "total" not in self._amounts:
            self._error("", "没有找到预算数，这张表可能不完整")

    def _fact(self, key: str, row: int, col: int) -> None:
        """The first text of a label counts; another one stays behind and is told."""
        if key in FACTS and FACTS[key] not in self._facts:
            self._facts[FACTS[key]] = clean(self._take(row, col))
        elif key in AMOUNTS and AMOUNTS[key] not in self._amounts:
            amount = self._amount(key, self._take(row, col))
            self._amounts[AMOUNTS[key]] = amount

    def _amount(self, label: str, text: str) -> Decimal | None:
        if match := AMOUNT_WITH_UNIT.match(squeeze(text)):
            text, self._unit = match[1], match[2]
        try:
            return money.parse(text)
        except ValueError as error:
            self._error(label, str(error))
            return None

    def _budget(self) -> Budget:
        cells = "".join(cell for row in self.rows for cell in row)
        match = UNIT.search(squeeze(self.above + cells))
        unit = self._unit or (match[1] if match else None)
        if unit is None:
            self._warn(f"没有写明金额单位，按{WAN_YUAN}读入，请核对")
        for row, col in tuple(self._left):
            if UNIT_CELL.match(self._label(row, col)):
                self._take(row, col)
        return Budget(unit or WAN_YUAN, **self._amounts)

    def _usage(self) -> str | None:
        """The sentence in the second line of the budget block."""
        start = self._find("预算规模")
        if start is None:
            return None
        below = self.rows[start + 1] if start + 1 < len(self.rows) else []
        if len(below) == 2 and not below[0].strip():
            return clean(self._take(start + 1, 1))
        self._warn("没有读出资金用途，请核对")
        return ""

    def _plan(self) -> tuple[PlanStep, ...]:
        start = self._find("资金支出计划")
        if start is None:
            self._warn("没有找到资金支出计划，请核对")
            return ()
        goes_on = not self._label(start + 1)
        plan: dict[int, PlanStep] = {}
        for col in range(1, len(self.rows[start])):
            month = MONTH.match(self._label(start, col))
            if month is None:
                continue
            self._take(start, col)
            share = clean(self._take(start + 1, col)) if goes_on else ""
            number = int(month[1])
            if not 1 <= number <= 12 or number in plan:
                text = f"月份“{month[0]}”不对：应是1到12月，每月一次"
                self._error("资金支出计划", text)
            else:
                plan[number] = PlanStep(number, share or None)
        return tuple(plan.values())

    def _goals(self) -> tuple[tuple[str, ...], str | None]:
        start = self._find("绩效目标", "年度绩效目标")
        goals: list[str] = []
        placeholder = None
        if start is None:
            self._warn("没有找到绩效目标，请核对")
            return (), None
        for row in range(start, len(self.rows)):
            if row > start and self._label(row):
                break
            label, text = self._label(row, 1), "".join(self.rows[row][2:3])
            if GOAL.match(label):
                goals.append(clean(text))
            elif DOTS.match(label) and not text.strip():
                placeholder = label
            else:
                continue
            self._take(row, 1), self._take(row, 2)
        if not goals:
            self._warn("没有读出绩效目标，请核对")
        return tuple(goals), placeholder

    def _indicators(self) -> tuple[Indicator, ...]:
        start = self._find("一级指标")
        if start is None:
            self._error("", "没有找到指标表头（一级指标、二级指标……）")
            return ()
        columns = self._columns(start)
        tier1 = tier2 = ""
        found = []
        for line in self._lines(start, len(columns)):
            row = {
                name: self._take(*place)
                for name, place in zip(columns, line, strict=True)
                if name is not None
            }
            tier1 = squeeze(row.get("tier1", "")) or tier1
            tier2 = squeeze(row.get("tier2", "")) or tier2
            # The header is two rows high in print; below it stands an empty line.
            if tier2:
                found.append(_indicator(tier1, tier2, row))
            else:
                self._left |= {place for place in line if self._label(*place)}
        return tuple(found)

    def _columns(self, header: int) -> list[str | None]:
        """What each column of the indicator table is; ``None`` for one that the form
        does not have. The words of the header are crossed off."""
        columns: list[str | None] = []
        # Behind a blank the line below may stand in the same row.
        while label := self._label(header, len(columns)):
            name = COLUMNS.get(label)
            if name is not None and name not in columns:
                self._take(header, len(columns))
                columns.append(name)
            else:
                columns.append(None)
        if lost := [label for label, name in COLUMNS.items() if name not in columns]:
            self._error("指标表头", f"没有找到：{'、'.join(lost)}")
        return columns

    def _lines(self, header: int, width: int) -> Iterator[list[tuple[int, int]]]:
        """The rows below the header as (row, column) of their cells. Rows that lost
        the blank line between them stand in one: they are told apart by counting."""
        for row in range(header, len(self.rows)):
            first = width if row == header else 0
            cells = [(row, col) for col in range(first, len(self.rows[row]))]
            if not any(place in self._left for place in cells):
                continue
            if len(cells) % width == 0:
                yield from (cells[i : i + width] for i in range(0, len(cells), width))
                continue
            quoted = "、".join(self._take(*p).strip() for p in cells if p in self._left)
            self._error(
                f"第{row + 1}行",
                f"应有{width}格，现有{len(cells)}格，没有读入：{quoted}。"
                "请核对这一行前后的空行和制表符",
            )

    def _tell_what_is_left(self) -> None:
        for row, col in sorted(self._left):
            text = clean(self.rows[row][col])
            self._error(f"第{row + 1}行第{col + 1}格", f"没有读入：{text}")

    def _tell_what_is_missing(self, sheet: Sheet) -> None:
        """Every scheme ends with 满意度: without it the end of the table is gone."""
        if not any("满意度" in row.tier1 for row in sheet.indicators):
            self._warn("没有读到满意度指标，文件可能不完整，请核对")


def _indicator(tier1: str, tier2: str, row: dict[str, str]) -> Indicator:
    cells: dict[str, str] = {
        name: clean(row[name])
        for name in ("tier3", "description", "value", "basis")
        if name in row
    }
    return Indicator.of(tier1, tier2, cells)
