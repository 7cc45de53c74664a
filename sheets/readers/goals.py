"""The goals of a form, in the ways forms lay them out."""

import re
from dataclasses import dataclass, field

from .labels import (
    ANNUAL,
    DOTS,
    GOAL_LEFT,
    GOAL_NUMBER,
    GOALS,
    MEDIUM,
    PRINTED_GOAL,
    bare,
    key,
)
from .ledger import Ledger, clean
from .table import Cell, Table

PERIOD = re.compile(r"[（(]([^（()）]*\d{4}[^（()）]*)[)）]")


@dataclass
class Goals:
    """``found`` by side; "any" is a goal that says nothing of its years."""

    ledger: Ledger
    found: dict[str, list[str]] = field(default_factory=dict)
    placeholder: str | None = None
    period: str = ""
    # Whether a page says again what was said before.
    again: bool = False

    def read(self, table: Table, label: Cell, stop: int) -> None:
        """What stands beside a label, or below it."""
        rows = table.beside(label, stop)
        side = self._side_of(label.text)
        heads = self._heads(table, label, rows)
        for row in rows:
            cells = [c for c in table.rows[row] if c is not label]
            cells = [c for c in cells if c.col >= label.end or not c.text.strip()]
            if row == label.row and heads:
                continue
            if heads:
                self._read_under(heads, cells)
            else:
                self._read_beside(side, cells)

    def put(self, label: str, value: Cell | None) -> None:
        """A goal by its label alone."""
        self._add(self._side_of(label), self.ledger.take(value))

    def _side_of(self, label: str) -> str:
        if found := PERIOD.search(label):
            if MEDIUM.search(label):
                self.period = self.period or found[1].strip()
        if MEDIUM.search(label):
            return "medium"
        return "annual" if ANNUAL.search(label) else "any"

    def _heads(
        self, table: Table, label: Cell, rows: list[int]
    ) -> dict[int, tuple[str, str]]:
        """(side, or "" for what was reached; its words) by the column below them."""
        cells = [c for c in table.rows[label.row] if c.col >= label.end]
        cells = [c for c in cells if c.text.strip()]
        if len(rows) < 2 or not cells or not all(map(_is_head, cells)):
            return {}
        heads = {}
        for cell in cells:
            self.ledger.take(cell)
            words = key(cell.text)
            side = "" if GOAL_LEFT.search(words) else self._side_of(cell.text)
            heads[cell.col] = side, words
        return heads

    def _read_under(self, heads: dict[int, tuple[str, str]], cells: list[Cell]) -> None:
        for cell in cells:
            side, words = heads.get(cell.col, ("any", ""))
            if not cell.text.strip():
                continue
            if side:
                self._add(side, self.ledger.take(cell))
            else:
                self.ledger.set_aside(words, cell)

    def _read_beside(self, side: str, cells: list[Cell]) -> None:
        content = [c for c in cells if c.text.strip()]
        if not content:
            return
        first, rest = content[0], content[1:]
        if GOAL_NUMBER.match(key(first.text)) and first is not cells[-1]:
            self.ledger.take(first)
            text = "\n".join(self.ledger.take(cell) for cell in rest)
            self._append(side, [text])
        elif DOTS.match("".join(first.text.split())) and not rest:
            self.placeholder = self.ledger.take(first)
        elif not rest or all(len(c.text) > 6 for c in content):
            for cell in content:
                self._add(side, self.ledger.take(cell))

    def _add(self, side: str, text: str) -> None:
        if text:
            self._append(side, split_goals(text))

    def _append(self, side: str, goals: list[str]) -> None:
        found = self.found.setdefault(side, [])
        found += [goal for goal in goals if not (self.again and goal in found)]

    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
        """The year's goals, and those of the several years if the form asks."""
        year = "annual" if "annual" in self.found else "any"
        several = [s for s in ("medium", "any") if s in self.found and s != year]
        if year == "any" and "any" not in self.found and several:
            year, several = several[0], []
        own = tuple(self.found.get(year, ()))
        return own, tuple(self.found[several[0]]) if several else None


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


def _is_head(cell: Cell) -> bool:
    words = key(cell.text)
    known = words in GOALS or bare(words) in GOALS
    named = re.search("目标|情况", words) and len(words) <= 24
    return bool(known or (named and (GOAL_LEFT.search(words) or MEDIUM.search(words))))
