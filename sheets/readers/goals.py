"""The goals of a form, in the ways forms lay them out."""

import re
from dataclasses import dataclass, field

from ..fields import MEDIUM as ABOVE
from . import formulas
from .labels import (
    ANNUAL,
    DOTS,
    GOAL_LEFT,
    GOAL_NUMBER,
    MEDIUM,
    PRINTED_GOAL,
    bare,
    is_goal,
    key,
)
from .ledger import Ledger, clean, quoted
from .table import Cell, Table

OWN_PERIOD = re.compile(r"中期目标（(.*)）\s*$", re.DOTALL)
PERIOD = re.compile(r"[（(]([^（()）]*\d{4}[^（()）]*)[)）]")

Heads = dict[int, tuple[str, str]]


@dataclass(frozen=True)
class _Above:
    """A label that was read, down to the row ``end``, with the heads beside it."""

    table: Table
    label: Cell
    end: int
    heads: Heads

    def goes_on(self, table: Table, label: Cell) -> bool:
        """Whether a printer's page break is all that is between it and this label: it
        is said again, and the heads beside it are not."""
        same_words = key(label.text) == key(self.label.text)
        below = label.row == self.end and label.col == self.label.col
        return table is self.table and below and same_words


@dataclass
class Goals:
    """``found`` by side; "any" is a goal that says nothing of its years."""

    ledger: Ledger
    found: dict[str, list[str]] = field(default_factory=dict)
    placeholder: str | None = None
    period: str = ""
    # Whether the form itself says 目标1： before each of them.
    prints_numbers: bool = True
    # Whether a page says again what was said before.
    again: bool = False
    places: dict[str, list[str]] = field(default_factory=dict)  # as ``found``
    _period_place: str = ""
    _is_own: bool = False  # in a table of ours a label is nothing else
    _above: "_Above | None" = None

    def read(self, table: Table, label: Cell, stop: int) -> None:
        """What stands beside a label, or below it."""
        rows = table.beside(label, stop)
        self._is_own = table.is_marked
        side = self._side_of(label.text, label.place)
        heads = self._heads(table, label, rows)
        own_heads = bool(heads)
        if not heads and self._above and self._above.goes_on(table, label):
            heads = self._above.heads
        self._above = _Above(table, label, rows[-1] + 1 if rows else label.row, heads)
        for row in rows:
            cells = [c for c in table.rows[row] if c is not label]
            cells = [c for c in cells if c.col >= label.end or not c.text.strip()]
            if row == label.row and own_heads:
                continue
            if heads:
                self._read_under(heads, cells)
            elif GOAL_LEFT.search(key(label.text)):
                for cell in cells:
                    self.ledger.set_aside(key(label.text), cell)
            else:
                self._read_beside(side, cells)

    def put(self, label: str, value: Cell | None) -> None:
        """A goal by its label alone."""
        if value is not None:
            self._add(self._side_of(label), value)

    def _side_of(self, label: str, place: str = "") -> str:
        found = PERIOD.search(label) if MEDIUM.search(label) else None
        if self._is_own:
            found = OWN_PERIOD.match(label)
        if found and not self.period:
            self.period, self._period_place = found[1].strip(), place
        if MEDIUM.search(label):
            return "medium"
        return "annual" if ANNUAL.search(label) else "any"

    def _heads(self, table: Table, label: Cell, rows: list[int]) -> Heads:
        """(side, or "" for what was reached; its words) by the column below them."""
        cells = [c for c in table.rows[label.row] if c.col >= label.end]
        cells = [c for c in cells if c.text.strip()]
        if not cells or not all(map(self._is_head, cells)):
            return {}
        # Text tells no merge: nothing may be written below these.
        if len(rows) < 2 and (len(cells) < 2 or not is_goal(key(cells[0].text))):
            return {}
        heads = {}
        for cell in cells:
            self.ledger.take(cell)
            words = key(cell.text)
            if self._is_own and OWN_PERIOD.match(cell.words):
                words, _, _ = words.partition("(")  # whatever the period is called
            side = ""
            if not GOAL_LEFT.search(words):
                side = self._side_of(cell.text, cell.place)
            heads[cell.col] = side, words
        return heads

    def _is_head(self, cell: Cell) -> bool:
        if self._is_own and OWN_PERIOD.match(cell.words):
            return True
        words = key(cell.words)
        known = is_goal(words) or is_goal(bare(words))
        named = re.search("目标|情况", words) and len(words) <= 24
        left = GOAL_LEFT.search(words) or MEDIUM.search(words)
        return bool(known or (named and left))

    def _read_under(self, heads: Heads, cells: list[Cell]) -> None:
        for cell in cells:
            side, words = heads.get(cell.col, ("any", ""))
            if not cell.text.strip():
                continue
            if side and self._is_placeholder(cell):
                self.placeholder = self.ledger.take(cell)
            elif side:
                self._add(side, cell)
            else:
                self.ledger.set_aside(words, cell)

    def _read_beside(self, side: str, cells: list[Cell]) -> None:
        content = [c for c in cells if c.text.strip()]
        if not content:
            return
        first, rest = content[0], content[1:]
        if GOAL_NUMBER.match(key(first.words)) and first is not cells[-1]:
            self.ledger.take(first)
            text = "\n".join(self.ledger.take(cell) for cell in rest)
            beside = cells[cells.index(first) + 1]
            self._append(side, [text], beside.place)
        elif self._is_placeholder(first) and not rest:
            self.placeholder = self.ledger.take(first)
        elif not rest or all(len(c.text) > 6 for c in content):
            for cell in content:
                self._add(side, cell)

    def _add(self, side: str, cell: Cell) -> None:
        text = self.ledger.take(cell)
        if text and cell.is_content:
            lead = PRINTED_GOAL.match(text) if self.prints_numbers else None
            self._append(side, [text[lead.end() :] if lead else text], cell.place)
        elif text or formulas.trouble(cell):
            self._append(side, split_goals(text), cell.place)

    def _is_placeholder(self, cell: Cell) -> bool:
        is_dots = DOTS.match("".join(cell.text.split()))
        return bool(is_dots) and (self.prints_numbers or not cell.is_content)

    def _append(self, side: str, goals: list[str], place: str) -> None:
        found = self.found.setdefault(side, [])
        new = [goal for goal in goals if not (self.again and goal in found)]
        found += new
        self.places.setdefault(side, []).extend([place] * len(new))

    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
        """The year's goals, and those of the several years if the form asks."""
        year, several = self._years()
        own = tuple(self.found.get(year, ()))
        return own, tuple(self.found[several]) if several else None

    def _years(self) -> tuple[str, str | None]:
        """Which of the goals are the year's, and which of several years."""
        year = "annual" if "annual" in self.found else "any"
        several = [s for s in ("medium", "any") if s in self.found and s != year]
        if year == "any" and "any" not in self.found and several:
            return several[0], None
        return year, several[0] if several else None

    def tell_left(self) -> None:
        """A goal that is of neither of the two sides: there is no place for it."""
        for side in self.found.keys() - set(self._years()):
            texts = zip(self.found[side], self.places[side], strict=True)
            for text, place in texts:
                if text:
                    self.ledger.error(place, f"没有读入：{quoted([text])}")

    def drop_room(self) -> None:
        """Without the cells that nobody wrote a goal into."""
        for side, goals in self.found.items():
            pairs = zip(goals, self.places[side], strict=True)
            kept = [(goal, place) for goal, place in pairs if goal]
            self.found[side] = [goal for goal, _ in kept]
            self.places[side] = [place for _, place in kept]

    def fields(self) -> dict[str, str]:
        """Where each goal stands, by its field path."""
        period = {f"{ABOVE}period": self._period_place} if self._period_place else {}
        return period | {
            f"{lead}goals.{number}": place
            for side, lead in zip(self._years(), ("", ABOVE), strict=True)
            for number, place in enumerate(self.places.get(side or "", ()))
        }


def split_goals(text: str) -> list[str]:
    """ "目标1：甲\\n目标2：乙" → 甲, 乙. Only the form's own printed words go: what a
    person typed otherwise stays with the text."""
    lines = text.split("\n")
    numbers = [PRINTED_GOAL.match(line) for line in lines]
    if numbers[0] is None:
        return [text]
    goals: list[list[str]] = []
    for line, number in zip(lines, numbers, strict=True):
        if number:
            goals.append([line[number.end() :]])
        else:
            goals[-1].append(line)
    found = [clean("\n".join(goal)) for goal in goals]
    return [goal for goal in found if goal and not DOTS.match(goal)]
