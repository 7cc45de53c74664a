"""The money of a form: of the year or of several years, beside or below its labels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from .. import money
from ..fields import MEDIUM
from ..sheet import WAN_YUAN, YUAN, Budget
from ..typed import as_label
from .labels import (
    AMOUNT_WITH_UNIT,
    ANNUAL,
    ANY_UNIT,
    BLOCKS,
    BUDGET_COLUMNS,
    NOTHING,
    OTHER_MONEY,
    UNIT,
    UNIT_BESIDE,
    UNIT_CELL,
    UNIT_IN_LABEL,
    amount,
    bare,
    key,
    kind_of,
    squeeze,
)
from .ledger import Ledger
from .table import Cell, Table
from .units import in_one_unit, unit_of

NUMBER = re.compile(rf"[¥￥]?[\d,.]+(?:{ANY_UNIT})?$")
ANNUAL_TOTAL = ("annual", "total")
Name = tuple[str, str]  # of which years, and what


@dataclass
class Money:
    """``amounts`` by their years: "annual", "medium", or "any" where a form does not
    say. ``heads`` are the cells of the row that says what the columns below it are."""

    ledger: Ledger
    unit: str | None = None
    amounts: dict[Name, Decimal | None] = field(default_factory=dict)
    heads: dict[int, Cell] = field(default_factory=dict)
    places: dict[Name, str] = field(default_factory=dict)
    _typed: dict[Name, str] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)
    _sides: list[str] = field(default_factory=lambda: ["any"])
    _columns: dict[int, str] = field(default_factory=dict)
    _side_of: dict[int, str] = field(default_factory=dict)  # of the columns
    _is_single: bool = False
    # What the label of a total says counts before what is said of the whole form.
    _nearest_unit: str | None = None
    _own_units: dict[Name, str] = field(default_factory=dict)
    _units_beside: dict[str, str] = field(default_factory=dict)  # by the place
    # ￥ says yuan where nothing else says the unit.
    _has_sign: bool = False

    def take_label(self, cell: Cell) -> None:
        """A label may have the unit behind it: 预算数（元）."""
        self.ledger.take(cell)
        if found := UNIT_IN_LABEL.search(squeeze(cell.text)):
            self.unit = self.unit or found[1]

    def reads_heads(self, table: Table, row: int) -> bool:
        """A row that says of what year, or what part, the money below it is."""
        cells = [c for c in table.rows[row] if c.text.strip()]
        heads = [c for c in cells if bare(key(c.words)) in BUDGET_COLUMNS]
        others = [c for c in cells if _is_other(c)]
        if any(NUMBER.match(squeeze(c.text)) for c in cells):
            return False
        if not heads or len(heads) + len(others) < 2:
            return self._reads_sides(table, row, cells)
        self._side_of = {}
        self._columns = {c.col: bare(key(c.text)) for c in (*heads, *others)}
        self.heads = {c.col: c for c in cells}
        for cell in cells:
            if cell in heads or cell in others or kind_of(cell.words):
                self.take_label(cell)
        return True

    def _reads_sides(self, table: Table, row: int, cells: list[Cell]) -> bool:
        """A row that says which column is of all years and which of this one."""
        totals = [(c, found[0]) for c in cells if (found := _total(c))]
        under = [table.at(row + 1, c.col) for c, _ in totals]
        texts = [squeeze(c.text) for c in under if c and c.row > row]
        if len({side for _, side in totals}) < 2 or not any(map(NUMBER.match, texts)):
            return False
        if any(map(kind_of, texts)):
            return False
        self._side_of = {c.col: side for c, side in totals}
        self._columns = {c.col: key(c.text) for c, _ in totals}
        for cell in cells:
            if _total(cell) or kind_of(cell.words):
                self.take_label(cell)
        return True

    def is_column(self, cell: Cell) -> bool:
        return cell.col in self._columns

    def begin_row(self, cells: list[Cell], *, below: bool) -> None:
        """What stands below the totals of a row is of their years. ``below``: so do
        the amounts."""
        self._seen = {}
        # The last cell has nothing beside it: it heads the amounts below.
        kinds = [kind_of(c.words) for c in (cells if below else cells[:-1])]
        # A label that another one follows is only the name of its block.
        words = [
            kind[1]
            for kind, follows in zip_longest(kinds, kinds[1:])
            if kind and (below or not (follows and follows[0] == "amount"))
        ]
        named = [found for w in words if w not in BLOCKS and (found := amount(w))]
        sides = [side for side, name in named if name == "total"]
        if sides:
            self._sides = sides
        parts = [kind[1] for c in cells if (kind := kind_of(c.words))]
        parts = [found[1] for w in parts if (found := amount(w)) if found[0] == "same"]
        self._is_single = len(parts) == len(set(parts))

    def read(self, word: str, label: Cell, values: list[Cell]) -> None:
        side, name = amount(word) or ("any", "total")
        if side == "same":
            place = self._seen.get(name, 0)
            self._seen[name] = place + 1
            side = self._sides[min(place, len(self._sides) - 1)]
            # One part below the totals of two spans is the year's.
            if self._is_single and "annual" in self._sides:
                side = "annual"
            if "annual" in self._sides and ANNUAL.search(key(label.text)):
                side = "annual"
        values = self._without_units(values)
        sided = [c for c in values if c.col in self._side_of]
        if len(sided) > 1:
            for cell in sided:
                self._put(self._side_of[cell.col], name, label, cell)
        else:
            self._put(side, name, label, self.chosen(values))

    def _without_units(self, values: list[Cell]) -> list[Cell]:
        """The cells of amounts; a cell behind one may say its unit."""
        found: list[Cell] = []
        for cell in values:
            unit = UNIT_BESIDE.match(squeeze(cell.text))
            if unit and found:
                self._units_beside[found[-1].place] = unit[1]
                self.ledger.take(cell)
            else:
                found.append(cell)
        return found

    def _put(self, side: str, name: str, label: Cell, value: Cell | None) -> None:
        if (side, name) in self.amounts:
            text = squeeze(value.text) if value else ""
            if text and text == self._typed[side, name]:
                self.ledger.take(value)
            elif text and (side, text) == ("any", self._typed.get(ANNUAL_TOTAL)):
                self.ledger.take(value)  # 合计 of the year's money
                self._sides = ["annual"]
            return
        where = value.place if value else label.place
        said = UNIT_IN_LABEL.search(squeeze(label.text))
        if said and name == "total":
            self._nearest_unit = self._nearest_unit or said[1]
        text = self.ledger.take(value)
        self._typed[side, name] = squeeze(text)
        self.places[side, name] = where
        self.amounts[side, name] = self._amount((side, name), label, text, where)

    def chosen(self, values: list[Cell]) -> Cell | None:
        """Of several columns of money the one that the target was set with."""
        if len(values) < 2 or not self._columns:
            return values[0] if values else None
        by_head = {self._columns.get(c.col, ""): c for c in values}
        found = [by_head[h] for h in BUDGET_COLUMNS if h in by_head]
        found = found or [c for c in values if self._side_of.get(c.col) == "annual"]
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
        self._has_sign |= plain.startswith(("¥", "￥"))
        if match := AMOUNT_WITH_UNIT.match(plain):
            plain = match[1]
            self._own_units[name] = unit_of(match[2])
        elif unit := self._units_beside.get(where):
            self._own_units[name] = unit
        try:
            return money.parse(plain)
        except ValueError as error:
            name_of = as_label(label.text).strip("：:")
            self.ledger.error(f"{where} {name_of}", str(error))
            return None

    def read_unit(self, text: str) -> None:
        if found := UNIT.search(squeeze(text)):
            self.unit = self.unit or found[1]

    def read_units(self, texts: Iterable[str]) -> None:
        """Out of what stands around a form. A line that says the unit and nothing else
        comes first: a title has the name of a project in it."""
        for text in sorted(texts, key=lambda text: not UNIT_CELL.match(squeeze(text))):
            self.read_unit(text)

    def budgets(self, where: str) -> tuple[Budget, Budget | None]:
        """The year's money, and that of the several years if the form asks for it."""
        own = next(iter(self._own_units.values()), None)
        unit = self._nearest_unit or self.unit or own
        if self.unit and unit != self.unit:
            said = f"表上写的单位是{self.unit}，预算数一栏写的是{unit}，按{unit}读入"
            self.ledger.warn(where, f"{said}，请核对")
        if unit is None:
            unit = YUAN if self._has_sign else WAN_YUAN
            said = f"没有写明金额单位，按{unit}读入，请核对"
            self.ledger.warn(where, said)
        unit, self.amounts, told = in_one_unit(
            self.amounts, self._own_units, unit, self.ledger, self.places
        )
        for said in told:
            self.ledger.warn(where, said)
        self._complete()
        year, several = self._years()
        budget = self._budget(year, unit)
        return budget, self._budget(several, unit) if several else None

    def _years(self) -> tuple[str, str | None]:
        """What of the amounts is the year's, and what of several years."""
        sides = {side for side, _ in self.amounts}
        year = "annual" if "annual" in sides else "any"
        several = next((s for s in ("medium", "any") if s in sides - {year}), None)
        if year == "any" and "any" not in sides and several == "medium":
            year, several = "medium", None
        return year, several

    def fields(self) -> dict[str, str]:
        """Where each amount stands, by its field path."""
        leads = dict(zip(self._years(), ("", MEDIUM), strict=True))
        return {
            f"{leads[side]}budget.{name}": place
            for (side, name), place in self.places.items()
            if side in leads
        }

    def _complete(self) -> None:
        """A form that says one sum twice, as of the year and without one, divides it
        only once."""
        total = self.amounts.get(("annual", "total"))
        if total is None or total != self.amounts.get(("any", "total")):
            return
        for name in ("fiscal", "other"):
            if ("annual", name) not in self.amounts and ("any", name) in self.amounts:
                self.amounts["annual", name] = self.amounts["any", name]

    def _budget(self, side: str, unit: str) -> Budget:
        parts = {n: self.amounts.get((side, n)) for n in ("total", "fiscal", "other")}
        return Budget(unit, **parts)


def _total(cell: Cell) -> Name | None:
    """Of which years a head is the sum: 项目总金额, 本年度金额."""
    found = amount(bare(key(cell.words)))
    return found if found and found[1] == "total" else None


def _is_other(cell: Cell) -> bool:
    """A head of a column that is no money of the target: 执行率（B/A）."""
    label = key(cell.words)
    return label in OTHER_MONEY or bare(label) in OTHER_MONEY
