"""The head of a form: facts, money, goals and the plan, each by the label beside it."""

import re
from dataclasses import dataclass, field, replace

from ..sheet import Pairs, PlanStep
from ..typed import as_label
from . import formulas
from .budget import Money
from .goals import Goals
from .inline import APART, parted
from .labels import (
    ANY_UNIT,
    BLOCKS,
    FIELDS,
    MONTH,
    MONTHS,
    OTHER_MONEY,
    OWN_NAMES,
    SAID_BLOCKS,
    UNIT_CELL,
    amount,
    bare,
    key,
    kind_of,
    squeeze,
)
from .ledger import Ledger, clean
from .project_code import read_code
from .table import Cell, Table
from .tasks import Tasks

LONGEST_LABEL = 14
MONEY = re.compile("资金|预算|经费")
A_NUMBER = re.compile(rf"[\d,.]+(?:{ANY_UNIT})?$")
A_SHARE = re.compile(r"[\d,.]+(?:万?元|[%％])?$")
NUMBER_OR_MARK = re.compile(r"[\d，。；,;%％≥≤=]")


@dataclass
class Head:
    """Reads row by row, what its labels say."""

    ledger: Ledger
    goals: Goals
    tasks: Tasks
    money: Money
    facts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    plan: dict[int, PlanStep] | None = None
    has_block: bool = False
    # Where each cell stands, by its field path.
    places: dict[str, str] = field(default_factory=dict)
    _name_label: str = ""

    def read(self, table: Table, row: int, stop: int) -> None:
        """One row; goals and the plan take the rows below them too, up to ``stop``."""
        if self.money.reads_heads(table, row) or self._reads_under_heads(table, row):
            return
        cells = table.rows[row]
        below = self._below(table, row, stop)
        filled = cells[: _end(cells)] if table.is_padded else cells
        self.money.begin_row(filled, below=below)
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
        if cell.is_content:  # no label asked for it
            return 1
        if UNIT_CELL.match(squeeze(cell.text)):
            self.money.read_unit(self.ledger.take(cell))
            return 1
        kind = kind_of(cell.text)
        if kind is None and (below or self._asks_for_content(table, cells[at:])):
            kind = ("fact", key(cell.text))
        if kind is None and _heads_others(cell):
            return self._read_other(cell, cells[at + 1 :])
        if kind is None:
            row = [c for c in cells if c.text.strip()] if table.is_padded else cells
            if not self._read_inline(cell):
                self._read_unknown(row, row.index(cell))
            return 1
        beside = self._beside(table, cells[at + 1 :])
        if below:
            under = table.at(cell.row + 1, cell.col)
            self.money.take_label(cell)
            if not self._is_block(kind, cells[at + 1 :]) or at:
                self._put(kind, cell, [under] if under else [])
            return 1
        if FIELDS.get(kind[1]) == "plan":
            self._read_plan(table, cell, stop)
            return 1
        if kind[0] == "tasks":
            self.money.take_label(cell)
            self.tasks.read(table, cell, stop)
            return 1
        if kind[0] == "goal":
            self.money.take_label(cell)
            self.goals.read(table, cell, stop)
            return 1
        if kind[0] == "block" and self._is_sum_of_block(kind[1], beside):
            kind = ("amount", "资金总额")
        elif self._is_block(kind, beside):
            self.money.take_label(cell)
            self.has_block |= "用途" in kind[1]
            return 1
        return self._read_pair(kind, cell, beside)

    def _asks_for_content(self, table: Table, cells: list[Cell]) -> bool:
        """Whether what stands beside these words is surely what was filled in."""
        if len(cells) < 2:
            return False
        is_empty = len(cells) == 2 and not cells[1].text.strip()
        return cells[1].is_content or (table.is_marked and is_empty)

    def _read_other(self, label: Cell, beside: list[Cell]) -> int:
        """What is no money of a target, with its number beside it: 执行数."""
        self.ledger.take(label)
        if not beside or not A_SHARE.match(squeeze(beside[0].text)):
            return 1
        self.ledger.set_aside(key(label.text), beside[0])
        return 2

    def _beside(self, table: Table, cells: list[Cell]) -> list[Cell]:
        """What stands beside a label. A merged label on the clipboard is followed by
        empty cells."""
        filled = next((i for i, c in enumerate(cells) if c.text.strip()), 0)
        first = cells[filled] if cells else None
        if not table.is_padded or first is None or not self.ledger.is_left(first):
            return cells
        is_text = not kind_of(first.text) and not self.reads_inline(first)
        return cells[filled:] if is_text else cells

    def _is_block(self, kind: tuple[str, str], beside: list[Cell]) -> bool:
        if beside and beside[0].is_content:
            return False
        if kind[0] == "block" and not amount(kind[1]):
            return not _is_said(kind[1], beside)
        if kind[1] not in BLOCKS and kind[0] != "amount":
            return False
        if kind[1] not in BLOCKS:  # 年度资金 over 资金总额, 财政拨款
            other = kind_of(beside[0].words) if beside else None
            return other is not None and other[0] == "amount"
        follows = beside[0].text if beside else ""
        other = kind_of(follows)
        return not follows.strip() or other is not None or key(follows) in OTHER_MONEY

    def _is_sum_of_block(self, word: str, beside: list[Cell]) -> bool:
        """项目资金 with the sum beside it, where others have its parts."""
        return bool(
            beside and MONEY.search(word) and A_NUMBER.match(squeeze(beside[0].text))
        )

    def _read_pair(self, kind: tuple[str, str], cell: Cell, beside: list[Cell]) -> int:
        """A label and the cell or, of money, the cells beside it."""
        self.money.take_label(cell)
        values = beside[:1]
        if kind[0] == "amount":
            for one in beside[1:]:
                if kind_of(one.words) or self.reads_inline(one) or _heads_others(one):
                    break
                values.append(one)
        elif columns := self._money_columns(beside):
            chosen = self.money.chosen(columns)
            self._put(kind, cell, [chosen] if chosen else [])
            return 1 + len(beside)
        self._put(kind, cell, values)
        return 1 + len(values)

    def _money_columns(self, beside: list[Cell]) -> list[Cell]:
        """What stands beside a fact if it is money in several columns."""
        columns = [c for c in beside if self.money.is_column(c)]
        filled = [c for c in beside if c.text.strip()]
        is_money = len(columns) > 1 and all(c in columns for c in filled)
        return columns if is_money else []

    def _put(self, kind: tuple[str, str], label: Cell, values: list[Cell]) -> None:
        if kind[0] == "amount":
            self.money.read(kind[1], label, values)
        elif kind[0] == "goal":
            self.goals.put(label.text, values[0] if values else None)
        elif kind[0] == "field":
            self._put_field(FIELDS[kind[1]], label, values)
        else:
            self._put_fact(label, values)

    def _put_field(self, name: str, label: Cell, values: list[Cell]) -> None:
        """The first text of a label counts; another one stays behind and is told."""
        value = values[0] if values else None
        is_filled = value is not None and bool(value.text.strip())
        if name == "name" and is_filled and key(label.text) in OWN_NAMES:
            self._name_goes_on()
        if name not in self.fields:
            if name == "name":
                self._name_label = as_label(label.text).strip("：:*")
            self.fields[name] = self._text_of(name, value)
            self.places[name] = (value or label).place
        elif value and clean(value.text) == self.fields[name]:
            self.ledger.take(value)

    def _text_of(self, name: str, value: Cell | None) -> str:
        text = self.ledger.take(value)
        return read_code(value, text, self.ledger) if name == "code" else text

    def _name_goes_on(self) -> None:
        """一级项目名称 stands before 二级项目名称: it is a fact of the table."""
        if self._name_label:
            label = self._name_label
            self.facts.setdefault(label, self.fields.pop("name"))
            self.places.setdefault(f"facts.{label}", self.places.pop("name"))

    def _put_fact(self, label: Cell, values: list[Cell]) -> None:
        name = as_label(label.text).strip("：:*")
        value = values[0] if values else None
        old = self.facts.get(name)
        if not old or (value and clean(value.text) == old):
            self.facts[name] = self.ledger.take(value)
            self.places[f"facts.{name}"] = (value or label).place

    def reads_inline(self, cell: Cell) -> bool:
        """Whether it is a label with its text, "项目名称：某某"."""
        return self._is_inline(cell.words)

    def _is_inline(self, text: str) -> bool:
        return parted(text) is not None

    def _read_inline(self, cell: Cell) -> int:
        parts = APART.split(cell.text)
        units = [bool(UNIT_CELL.match(squeeze(part))) for part in parts]
        known = [u or self._is_inline(p) for u, p in zip(units, parts, strict=True)]
        if len(parts) < 2 or not all(known):
            return self._read_one_inline(cell)
        for is_unit, part in zip(units, parts, strict=True):
            if is_unit:
                self.money.read_unit(part)
            else:
                self._read_one_inline(replace(cell, text=part))
        self.ledger.take(cell)
        return 1

    def _read_one_inline(self, cell: Cell) -> int:
        found = parted(cell.text)
        kind = kind_of(found[0]) if found else None
        if found is None or kind is None:
            return 0
        label, text = found
        if kind[0] == "block" and MONEY.search(label) and A_NUMBER.match(squeeze(text)):
            kind = ("amount", "资金总额")
        if kind[0] == "field":
            name = FIELDS[kind[1]]
            if name not in self.fields:
                self.fields[name] = self._text_of(name, replace(cell, text=text))
            self.places.setdefault(FIELDS[kind[1]], cell.place)
        elif kind[0] == "goal":
            self.goals.put(label, replace(cell, text=text))
        elif kind[0] == "amount":
            self.money.read(
                kind[1], replace(cell, text=label), [replace(cell, text=text)]
            )
        else:
            self.facts.setdefault(as_label(label), text)
            self.places.setdefault(f"facts.{as_label(label)}", cell.place)
        self.ledger.take(cell)
        return 1

    def _read_unknown(self, cells: list[Cell], at: int) -> None:
        """A short word with a text beside it is a cell of a form that we do not know:
        it is kept under its own label, and told."""
        cell = cells[at]
        value = cells[at + 1] if at + 1 < len(cells) else None
        label = key(cell.text)
        if (
            not 2 <= len(label) <= LONGEST_LABEL
            or value is None
            or NUMBER_OR_MARK.search(label)
            or formulas.trouble(cell)
            or not self.ledger.is_left(value)
            or kind_of(value.words)
            or len(cells) % 2
        ):
            return
        name = as_label(cell.text).strip("：:*")
        if name in self.facts:
            return
        self.ledger.take(cell)
        self.facts[name] = self.ledger.take(value)
        self.places[f"facts.{name}"] = value.place
        self.ledger.warn(cell.place, f"没有见过的栏目“{name}”，按原样记下，请核对")

    def _below(self, table: Table, row: int, stop: int) -> bool:
        """Whether the texts stand under their labels, as in a list."""
        content = [c for c in table.rows[row] if c.text.strip()]
        first = content[0] if content else None
        beside = first and (first.rowspan > 1 or key(first.words) in BLOCKS)
        own = content[1:] if beside else content
        gaps = 0 if table.is_padded else len(table.rows[row]) - len(own)
        if len(own) < 3 or row + 1 >= stop or gaps > 1:
            return False
        under = [table.at(row + 1, c.col) for c in own]
        kinds = [kind_of(c.words) for c in own]
        if kinds[0] and kinds[0][0] == "goal":  # it stands beside its own block
            return False
        named = len(own) - kinds.count(None)
        return 3 * named >= 2 * len(own) and all(
            u is not None and u.row == row + 1 and not kind_of(u.words) for u in under
        )

    def _reads_under_heads(self, table: Table, row: int) -> bool:
        """A row of money without a label: its head says all."""
        cells = [c for c in table.rows[row] if self.ledger.is_left(c)]
        over = {c.col: self.money.heads.get(c.col) for c in cells}
        if not cells or not all(over.values()) or any(kind_of(c.words) for c in cells):
            return False
        if next(iter(self.money.heads.values())).row + 1 != row:
            return False
        values = [c for c in cells if self.money.is_column(c)]
        for cell in cells:
            label = over[cell.col]
            if label and cell not in values:
                self._put_fact(label, [cell])
        if values:
            self.money.read("金额", values[0], values)
        return True

    def _read_plan(self, table: Table, label: Cell, stop: int) -> None:
        self.ledger.take(label)
        self.plan = self.plan or {}
        rows = table.beside(label, stop)
        for row in rows[:-1] if len(rows) > 1 else rows:
            for cell in table.rows[row]:
                if cell.col > label.col and (month := _month(cell.words)) is not None:
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
            self.places[f"plan.{month}"] = (under or cell).place

    def read_usage(self, table: Table, row: int) -> bool:
        """The sentence in the second line of the budget block stands alone there."""
        cells = [c for c in table.rows[row] if self.ledger.is_left(c)]
        own = [c for c in table.rows[row] if c.col > 0 or not c.text.strip()]
        if not self.has_block or "usage" in self.fields or len(own) > 2:
            return False
        # A word with nothing beside it is no label.
        is_alone = cells == own[-1:] and cells[0].col > 0 if cells else False
        if is_alone or (len(cells) == 1 and not kind_of(cells[0].words)):
            self.fields["usage"] = self.ledger.take(cells[0])
        elif not cells and own:
            self.fields["usage"] = ""
        if "usage" in self.fields:
            self.places["usage"] = (cells or own)[0].place
        return "usage" in self.fields

    def pairs(self) -> Pairs:
        return tuple((name, text) for name, text in self.facts.items() if name)


def _end(cells: list[Cell]) -> int:
    """Where the empty cells begin that follow the last filled one."""
    return max((i for i, c in enumerate(cells, 1) if c.text.strip()), default=0)


def _heads_others(cell: Cell) -> bool:
    """A label of what is no part of a target: 执行率分值（10）."""
    return bare(key(cell.words)) in OTHER_MONEY


def _is_said(word: str, beside: list[Cell]) -> bool:
    """资金来源 with a text beside it, where others have a block of money."""
    text = beside[0].text if beside else ""
    return word in SAID_BLOCKS and bool(text.strip()) and not kind_of(text)


def _month(text: str) -> int | None:
    label = key(text)
    if label in MONTHS:
        return MONTHS[label]
    found = MONTH.match(label)
    return int(found[1]) if found else None
