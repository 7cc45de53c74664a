"""The head of a form: facts, money, goals and the plan, each by the label beside it."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .. import money
from ..sheet import WAN_YUAN, YUAN, Budget, Pairs, PlanStep
from ..typed import as_label
from .goals import Goals
from .labels import (
    AMOUNT_WITH_UNIT,
    AMOUNTS,
    ANNUAL,
    BLOCKS,
    BUDGET_COLUMNS,
    FACTS,
    FIELDS,
    GOALS,
    MONTH,
    MONTHS,
    NOTHING,
    OTHER_MONEY,
    TASKS,
    UNIT,
    UNIT_CELL,
    UNIT_IN_LABEL,
    bare,
    key,
    squeeze,
)
from .ledger import Ledger, clean
from .table import Cell, Table
from .tasks import Tasks

INLINE = re.compile(r"^\s*([^：:\n]{2,24})[：:]\s*(.*)$", re.DOTALL)
LONGEST_LABEL = 14
NUMBER_OR_MARK = re.compile(r"[\d，。；,;%％≥≤=]")
TEN_THOUSAND = Decimal(10_000)


def kind_of(text: str) -> tuple[str, str] | None:
    """(what the label is: field, amount, goal, fact, block; its key)."""
    label = key(text)
    for word in (label, bare(label)):
        if not word:
            continue
        for kind, known in (
            ("field", FIELDS),
            ("tasks", TASKS),
            ("goal", GOALS),
            ("amount", AMOUNTS),
            ("block", BLOCKS),
            ("fact", FACTS),
        ):
            if word in known:
                return kind, word
    if UNIT_IN_LABEL.search(squeeze(text)) and len(label) <= LONGEST_LABEL + 4:
        return "block", label
    return None


@dataclass
class Head:
    """Reads row by row, what its labels say."""

    ledger: Ledger
    goals: Goals
    tasks: Tasks
    facts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    plan: dict[int, PlanStep] | None = None
    has_block: bool = False
    unit: str | None = None
    amounts: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)
    _typed: dict[tuple[str, str], str] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)
    _sides: list[str] = field(default_factory=lambda: ["any"])
    _heads: dict[int, str] = field(default_factory=dict)
    _cells: dict[int, Cell] = field(default_factory=dict)
    _odd_units: list[tuple[tuple[str, str], str]] = field(default_factory=list)

    def read(self, table: Table, row: int, stop: int) -> None:
        """One row; goals and the plan take the rows below them too, up to ``stop``."""
        if self._reads_money_heads(table, row) or self._reads_under_heads(table, row):
            return
        cells = table.rows[row]
        below = self._below(table, row, stop)
        self._seen = {}
        self._read_totals_sides(cells)
        at = 0
        while at < len(cells):
            at += self._read_cell(table, cells, at, stop, below)

    def _read_cell(
        self, table: Table, cells: list[Cell], at: int, stop: int, below: bool
    ) -> int:
        """How many cells were dealt with."""
        cell = cells[at]
        if not self.ledger.is_left(cell):
            return 1
        if UNIT_CELL.match(squeeze(cell.text)):
            self._read_unit(self.ledger.take(cell))
            return 1
        kind = kind_of(cell.text)
        if kind is None and below:
            kind = ("fact", key(cell.text))
        if kind is None:
            return self._read_inline(cell) or self._read_unknown(cells, at) or 1
        beside = cells[at + 1 :]
        if below:
            under = table.at(cell.row + 1, cell.col)
            self._take_label(cell)
            if not self._is_block(kind, cells[at + 1 :]) or at:
                self._put(kind, cell, [under] if under else [])
            return 1
        if FIELDS.get(kind[1]) == "plan":
            self._read_plan(table, cell, stop)
            return 1
        if kind[0] == "tasks":
            self._take_label(cell)
            self.tasks.read(table, cell, stop)
            return 1
        if kind[0] == "goal":
            self._take_label(cell)
            self.goals.read(table, cell, stop)
            return 1
        if self._is_block(kind, beside):
            self._take_label(cell)
            self.has_block |= "用途" in kind[1]
            return 1
        return self._read_pair(kind, cell, beside)

    def _take_label(self, cell: Cell) -> None:
        self.ledger.take(cell)
        if found := UNIT_IN_LABEL.search(squeeze(cell.text)):
            self.unit = self.unit or found[1]

    def _is_block(self, kind: tuple[str, str], beside: list[Cell]) -> bool:
        if kind[0] == "block" and kind[1] not in AMOUNTS:
            return True
        if kind[1] not in BLOCKS:
            return False
        follows = beside[0].text if beside else ""
        other = kind_of(follows)
        return not follows.strip() or other is not None or key(follows) in OTHER_MONEY

    def _read_pair(self, kind: tuple[str, str], cell: Cell, beside: list[Cell]) -> int:
        """A label and the cell or, of money, the cells beside it."""
        self._take_label(cell)
        values = beside[:1]
        if kind[0] == "amount":
            for one in beside[1:]:
                if kind_of(one.text):
                    break
                values.append(one)
        self._put(kind, cell, values)
        return 1 + len(values)

    def _put(self, kind: tuple[str, str], label: Cell, values: list[Cell]) -> None:
        if kind[0] == "amount":
            self._read_amount(kind[1], label, values)
        elif kind[0] == "goal":
            self.goals.put(label.text, values[0] if values else None)
        elif kind[0] == "field":
            self._put_field(FIELDS[kind[1]], label, values)
        else:
            self._put_fact(label, values)

    def _put_field(self, name: str, label: Cell, values: list[Cell]) -> None:
        """The first text of a label counts; another one stays behind and is told."""
        value = values[0] if values else None
        if name not in self.fields:
            self.fields[name] = self.ledger.take(value)
        elif value and clean(value.text) == self.fields[name]:
            self.ledger.take(value)

    def _put_fact(self, label: Cell, values: list[Cell]) -> None:
        name = as_label(label.text).strip("：:*")
        value = values[0] if values else None
        old = self.facts.get(name)
        if not old or (value and clean(value.text) == old):
            self.facts[name] = self.ledger.take(value)

    def reads_inline(self, cell: Cell) -> bool:
        """Whether it is a label with its text, "项目名称：某某"."""
        found = INLINE.match(cell.text)
        return bool(found and kind_of(found[1]))

    def _read_inline(self, cell: Cell) -> int:
        found = INLINE.match(cell.text)
        kind = kind_of(found[1]) if found else None
        if found is None or kind is None:
            return 0
        text = clean(found[2])
        if kind[0] == "field":
            self.fields.setdefault(FIELDS[kind[1]], text)
        elif kind[0] == "goal":
            self.goals.put(found[1], replace(cell, text=text))
        elif kind[0] == "amount":
            self._read_amount(
                kind[1], replace(cell, text=found[1]), [replace(cell, text=text)]
            )
        else:
            self.facts.setdefault(as_label(found[1]), text)
        self.ledger.take(cell)
        return 1

    def _read_unknown(self, cells: list[Cell], at: int) -> int:
        """A short word with a text beside it is a cell of a form that we do not know:
        it is kept under its own label, and told."""
        cell = cells[at]
        value = cells[at + 1] if at + 1 < len(cells) else None
        label = key(cell.text)
        if (
            not 2 <= len(label) <= LONGEST_LABEL
            or value is None
            or NUMBER_OR_MARK.search(label)
            or not self.ledger.is_left(value)
            or kind_of(value.text)
            or len(cells) % 2
        ):
            return 0
        name = as_label(cell.text).strip("：:*")
        if name in self.facts:
            return 0
        self.ledger.take(cell)
        self.facts[name] = self.ledger.take(value)
        self.ledger.warn(cell.place, f"没有见过的栏目“{name}”，按原样记下，请核对")
        return 2

    def _below(self, table: Table, row: int, stop: int) -> bool:
        """Whether the texts stand under their labels, as in a list."""
        content = [c for c in table.rows[row] if c.text.strip()]
        first = content[0] if content else None
        beside = first and (first.rowspan > 1 or key(first.text) in BLOCKS)
        own = content[1:] if beside else content
        if len(own) < 3 or row + 1 >= stop or len(own) < len(table.rows[row]) - 1:
            return False
        under = [table.at(row + 1, c.col) for c in own]
        kinds = [kind_of(c.text) for c in own]
        if kinds[0] and kinds[0][0] == "goal":  # it stands beside its own block
            return False
        named = len(own) - kinds.count(None)
        return 3 * named >= 2 * len(own) and all(
            u is not None and u.row == row + 1 and not kind_of(u.text) for u in under
        )

    def _reads_money_heads(self, table: Table, row: int) -> bool:
        """A row that says of what year, or what part, the money below it is."""
        cells = [c for c in table.rows[row] if c.text.strip()]
        heads = [c for c in cells if key(c.text) in BUDGET_COLUMNS]
        others = [c for c in cells if key(c.text) in OTHER_MONEY]
        if not heads or len(heads) + len(others) < 2:
            return False
        self._heads = {c.col: key(c.text) for c in (*heads, *others)}
        self._cells = {c.col: c for c in cells}
        for cell in cells:
            if cell in heads or cell in others or kind_of(cell.text):
                self._take_label(cell)
        return True

    def _reads_under_heads(self, table: Table, row: int) -> bool:
        """A row of money without a label: its head says all."""
        cells = [c for c in table.rows[row] if self.ledger.is_left(c)]
        over = {c.col: self._cells.get(c.col) for c in cells}
        if not cells or not all(over.values()) or any(kind_of(c.text) for c in cells):
            return False
        if next(iter(self._cells.values())).row + 1 != row:
            return False
        values = [c for c in cells if c.col in self._heads]
        for cell in cells:
            label = over[cell.col]
            if label and cell not in values:
                self._put_fact(label, [cell])
        if values:
            self._read_amount("金额", values[0], values)
        return True

    # --- Money --------------------------------------------------------------------

    def _read_totals_sides(self, cells: list[Cell]) -> None:
        """What stands below these totals is of their years."""
        sides = [
            AMOUNTS[kind[1]][0]
            for c in cells
            if (kind := kind_of(c.text)) and kind[0] == "amount"
            if AMOUNTS[kind[1]][1] == "total" and kind[1] not in BLOCKS
        ]
        if sides:
            self._sides = sides

    def _read_amount(self, word: str, label: Cell, values: list[Cell]) -> None:
        side, name = AMOUNTS[word]
        if side == "same":
            place = self._seen.get(name, 0)
            self._seen[name] = place + 1
            side = self._sides[min(place, len(self._sides) - 1)]
            if "annual" in self._sides and ANNUAL.search(key(label.text)):
                side = "annual"
        value = self._chosen(values)
        if (side, name) in self.amounts:
            if value and squeeze(value.text) == self._typed[side, name]:
                self.ledger.take(value)
            return
        where = value.place if value else label.place
        text = self.ledger.take(value)
        self._typed[side, name] = squeeze(text)
        self.amounts[side, name] = self._amount((side, name), label, text, where)

    def _chosen(self, values: list[Cell]) -> Cell | None:
        """Of several columns of money the one that the target was set with."""
        if len(values) < 2 or not self._heads:
            return values[0] if values else None
        by_head = {self._heads.get(c.col, ""): c for c in values}
        found = [by_head[h] for h in BUDGET_COLUMNS if h in by_head]
        filled = [c for c in found if not NOTHING.match(c.text)]
        chosen = next(iter(filled or found), values[0])
        for head, cell in by_head.items():
            if cell is not chosen and head:
                if cell in found and squeeze(cell.text) == squeeze(chosen.text):
                    self.ledger.take(cell)
                else:
                    self.ledger.set_aside(head, cell)
        return chosen

    def _amount(
        self, name: tuple[str, str], label: Cell, text: str, where: str
    ) -> Decimal | None:
        if NOTHING.match(text):
            return None
        plain = squeeze(text)
        if match := AMOUNT_WITH_UNIT.match(plain):
            plain = match[1]
            self._odd_units.append((name, WAN_YUAN if "万" in match[2] else YUAN))
        try:
            return money.parse(plain)
        except ValueError:
            said = str(_error_of(text))
            self.ledger.error(f"{where} {as_label(label.text).strip('：:')}", said)
            return None

    def _read_unit(self, text: str) -> None:
        if found := UNIT.search(squeeze(text)):
            self.unit = self.unit or found[1]

    def budgets(self, above: str, where: str) -> tuple[Budget, Budget | None]:
        """The year's money, and that of the several years if the form asks for it."""
        self._read_unit(above)
        own = [unit for _, unit in self._odd_units]
        unit = self.unit or (own[0] if own else None)
        for name, odd in self._odd_units:
            amount = self.amounts.get(name)
            if amount is not None and unit and odd != unit:
                factor = TEN_THOUSAND if odd == WAN_YUAN else 1 / TEN_THOUSAND
                self.amounts[name] = amount * factor
                said = f"金额写的是{odd}，表的单位是{unit}，已换算，请核对"
                self.ledger.warn(where, said)
        if unit is None:
            said = f"没有写明金额单位，按{WAN_YUAN}读入，请核对"
            self.ledger.warn(where, said)
        sides = {side for side, _ in self.amounts}
        year = "annual" if "annual" in sides else "any"
        several = next((s for s in ("medium", "any") if s in sides - {year}), None)
        if year == "any" and "any" not in sides and several == "medium":
            year, several = "medium", None
        budget = self._budget(year, unit)
        return budget, self._budget(several, unit) if several else None

    def _budget(self, side: str, unit: str | None) -> Budget:
        parts = {n: self.amounts.get((side, n)) for n in ("total", "fiscal", "other")}
        return Budget(unit or WAN_YUAN, **parts)

    # --- Plan and purpose ---------------------------------------------------------

    def _read_plan(self, table: Table, label: Cell, stop: int) -> None:
        self.ledger.take(label)
        self.plan = self.plan or {}
        rows = table.beside(label, stop)
        for row in rows[:-1] if len(rows) > 1 else rows:
            for cell in table.rows[row]:
                if cell.col > label.col and (month := _month(cell.text)) is not None:
                    under = table.at(row + 1, cell.col) if row + 1 in rows else None
                    self._put_step(month, cell, under)

    def _put_step(self, month: int, cell: Cell, under: Cell | None) -> None:
        plan = self.plan if self.plan is not None else {}
        self.ledger.take(cell)
        share = self.ledger.take(under)
        if not 1 <= month <= 12 or month in plan:
            said = f"月份“{squeeze(cell.text)}”不对：应是1到12月，每月一次"
            self.ledger.error(f"{cell.place} 资金支出计划", said)
        else:
            plan[month] = PlanStep(month, share or None)

    def read_usage(self, table: Table, row: int) -> None:
        """The sentence in the second line of the budget block stands alone there."""
        cells = [c for c in table.rows[row] if self.ledger.is_left(c)]
        own = [c for c in table.rows[row] if c.col > 0 or not c.text.strip()]
        if self.has_block and "usage" not in self.fields and len(own) <= 2:
            if len(cells) == 1 and not kind_of(cells[0].text):
                self.fields["usage"] = self.ledger.take(cells[0])
            elif not cells and own:
                self.fields["usage"] = ""

    def pairs(self) -> Pairs:
        return tuple((name, text) for name, text in self.facts.items() if name)


def _error_of(text: str) -> ValueError:
    try:
        money.parse(text)
    except ValueError as error:
        return error
    return ValueError(f"“{text[:30]}”不是金额")


def _month(text: str) -> int | None:
    label = key(text)
    if label in MONTHS:
        return MONTHS[label]
    found = MONTH.match(label)
    return int(found[1]) if found else None
