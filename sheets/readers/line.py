"""One line of a table, under the columns that its header names."""

import re
from dataclasses import replace

from ..fields import EXTRA
from ..sheet import Pairs
from . import formulas
from .header import Column, Header, Side
from .labels import BLOCKS, DOTS, NO_SIGN, NOTHING, TYPED_INDICATOR, key
from .ledger import Ledger, clean
from .table import Cell, Table

TIER_CELLS = ("tier1", "tier2")
PARTS = {"sign": "value.sign", "unit": "value.unit"}
# A number that says nothing of its unit.
BARE = re.compile(r"[≥≤><＞＜=＝≧≦]*\s*\d[\d,]*(?:\.\d+)?")


class Line:
    """One row of a table under its header."""

    def __init__(self, table: Table, row: int, header: Header, ledger: Ledger) -> None:
        self.table, self.row, self.header, self.ledger = table, row, header, ledger
        self._by_column: dict[int, list[Cell]] = {}
        for cell in table.rows[row]:
            column = next((c for c in header.columns if cell.col < c.end), None)
            if column is not None:
                self._by_column.setdefault(column.col, []).append(cell)

    def _cells(self, name: str, columns: list[Column]) -> list[Cell]:
        return [
            cell
            for column in columns
            if column.name == name
            for cell in self._by_column.get(column.col, ())
        ]

    def pieces(self, columns: list[Column]) -> "list[Line]":
        """Itself, or a line for each of 指标1：…, 指标2：… in the one cell of its name,
        if all else that it says has as many lines."""
        names = self._cells("tier3", columns)
        lines = clean(names[0].text).split("\n") if len(names) == 1 else []
        if len(lines) < 2 or not all(map(TYPED_INDICATOR.match, lines)):
            return [self]
        own = [c for c in columns if c.name not in TIER_CELLS]
        cells = [c for one in own for c in self._by_column.get(one.col, ())]
        cells = [cell for cell in cells if cell.text.strip()]
        texts = {id(cell): clean(cell.text).split("\n") for cell in cells}
        if any(c.is_content or len(texts[id(c)]) != len(lines) for c in cells):
            return [self]
        for cell in cells:
            self.ledger.take(cell)
        return [self._piece(texts, number) for number in range(len(lines))]

    def _piece(self, texts: dict[int, list[str]], number: int) -> "Line":
        piece = Line(self.table, self.row, self.header, self.ledger)
        for col, cells in self._by_column.items():
            piece._by_column[col] = [
                replace(c, text=texts[id(c)][number]) if id(c) in texts else c
                for c in cells
            ]
        return piece

    def name(self, columns: list[Column]) -> str:
        """What the indicator is called; a name that is merged over several values is
        the name of each."""
        own = self.text("tier3", columns)
        if own or not any(c.text.strip() for c in self._cells("value", columns)):
            return own
        places = [c.col for c in columns if c.name == "tier3"]
        over = [self.table.at(self.row, col) for col in places]
        tall = [c for c in over if c and self.header.last < c.row < self.row]
        return "\n".join(filter(None, map(self.ledger.take, tall)))

    def is_content(self, name: str, columns: list[Column]) -> bool:
        return any(cell.is_content for cell in self._cells(name, columns))

    def text(self, name: str, columns: list[Column]) -> str:
        cells = self._cells(name, columns)
        return "\n".join(filter(None, map(self.ledger.take, cells)))

    def column_text(self, column: Column) -> str:
        cells = self._by_column.get(column.col, ())
        return "\n".join(filter(None, map(self.ledger.take, cells)))

    def value(self, columns: list[Column]) -> tuple[str, str]:
        """As :func:`value_of`."""
        parts = {name: self._cells(name, columns) for name in ("sign", "value", "unit")}
        texts = [self.text(name, columns) for name in parts]
        if not self.is_content("value", columns):
            if not texts[2] and BARE.fullmatch(texts[1]):
                units = (c.unit for c in columns if c.name == "value")
                texts[2] = next(units, "")
            return value_of(*texts)
        # Cut out of one text, and put together with the blanks between its parts.
        texts = ["\n".join(c.text for c in cells) for cells in parts.values()]
        return value_of(*texts, is_cut=texts[1][:1].isdigit())

    def place(self, name: str, columns: list[Column]) -> str:
        return next((cell.place for cell in self._cells(name, columns)), "")

    def places(self, columns: list[Column]) -> dict[str, str]:
        """Where its cells stand, by the names that they have in a field path."""
        found: dict[str, str] = {}
        for column in columns:
            if column.name in TIER_CELLS:  # it may reach down from a row above
                cell = self.table.at(self.row, column.col)
            else:
                cell = next(iter(self._by_column.get(column.col, ())), None)
            if cell and (name := self._name(column)):
                found.setdefault(name, cell.place)
            if cell and column.name == "sign":  # its 定性 is kept: further()
                found.setdefault(f"{EXTRA}{column.label}", cell.place)
        return found

    def _name(self, column: Column) -> str:
        """What the column's cells are called in a field path; "" if they are none."""
        if self._is_further(column):
            return f"{EXTRA}{column.label or '备注'}"
        name = column.name or ""
        return "" if name in ("left", "fact") else PARTS.get(name, name)

    def is_dots(self, columns: list[Column]) -> bool:
        """A line of a form that only says that others may follow: …… under each head.
        Its cells are crossed off."""
        cells = [c for one in columns for c in self._by_column.get(one.col, ())]
        cells = [cell for cell in cells if cell.text.strip()]
        named = [*self._cells("tier3", columns), *self._cells("tier2", columns)]
        is_one = any(c.text.strip() for c in named) and all(
            DOTS.match(key(c.text) or c.text.strip()) and not c.is_content
            for c in cells
        )
        for cell in cells if is_one else ():
            self.ledger.take(cell)
        return is_one

    def is_unreadable(self, columns: list[Column]) -> bool:
        """Whether a formula has come to nothing in it."""
        cells = (c for column in columns for c in self._by_column.get(column.col, ()))
        return any(formulas.trouble(cell) for cell in cells)

    def tier(self, name: str, side: Side = "annual") -> tuple[str, bool]:
        """The label of this row, and whether it is surely its own: a merged cell says
        even by being empty that it has none; any other empty one goes on."""
        columns = [c for c in self.header.of(side) if c.name == name]
        if not columns:
            return "", False
        cell = self.table.at(self.row, columns[0].col)
        if cell is None or cell.row <= self.header.last:
            return "", False
        text = "".join(self.ledger.take(cell).split())
        return text, bool(text) or (cell.rowspan > 1 and cell.row == self.row)

    def names_no_tier1(self, side: Side) -> bool:
        """It has a place of its own for the label, and nothing is written there."""
        columns = [c for c in self.header.of(side) if c.name == "tier1"]
        cell = self.table.at(self.row, columns[0].col) if columns else None
        is_apart = cell is None or cell.rowspan == 1
        return bool(columns) and is_apart and not any(self.tier("tier1", side))

    def has_tier2(self, side: Side) -> bool:
        return bool(self.tier("tier2", side)[0])

    def _is_further(self, column: Column) -> bool:
        """In a list of projects the facts are the project's, else the row's."""
        is_own = column.name == "fact" and not self.header.is_list
        return is_own or column.name in (None, "kept", "count")

    def further(self, columns: list[Column], kind: str) -> Pairs:
        """What other columns say, under their own labels."""
        pairs: dict[str, str] = {}
        if kind:
            label = next(c.label for c in columns if c.name == "sign")
            pairs[label] = kind
        for column in columns:
            cells = self._by_column.get(column.col, ())
            if column.name == "left":
                for cell in cells:
                    self.ledger.set_aside(column.label, cell)
            elif column.name == "count" and all(_counts(c) for c in cells):
                self.column_text(column)
            elif self._is_further(column) and column.label not in pairs:
                text = self.column_text(column)
                # A label beside all of the rows is said again below their header.
                if text and not (key(text) == key(column.label) in BLOCKS):
                    pairs[column.label or "备注"] = text
        return tuple(pairs.items())


def _counts(cell: Cell) -> bool:
    """A running number, which the form prints again by itself."""
    return re.fullmatch(r"[\d.、]*", cell.text.strip()) is not None


def value_of(
    sign: str, number: str, unit: str, *, is_cut: bool = False
) -> tuple[str, str]:
    """One text out of sign, number and unit; and the kind if that is all there is.
    ``is_cut``: they surely were one text."""
    kind = ""
    if key(sign) in NO_SIGN or NOTHING.match(sign):
        kind, sign = ("" if number or not sign else sign), ""
    if not is_cut and (NOTHING.match(unit) or key(unit) in NO_SIGN):
        unit = ""
    if sign and number.startswith(sign):
        sign = ""
    if unit and (number.endswith(unit) or not number):
        unit = "" if number else unit
    return f"{sign}{number}{unit}".strip(), kind
