"""A list of many projects in one table: its columns name the project, its money and its
goal beside each indicator."""

from dataclasses import dataclass, field

from .. import money
from ..sheet import WAN_YUAN, Budget, Sheet
from .goals import split_goals
from .header import Column, Header
from .labels import (
    AMOUNT_WITH_UNIT,
    NOTHING,
    UNIT_IN_LABEL,
    amount,
    bare,
    field_of,
    is_goal,
    key,
    squeeze,
)
from .ledger import Found, Ledger
from .rows import Rows
from .table import Table


@dataclass
class Project:
    place: str
    rows: Rows
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # as ``texts``

    def fields(self) -> dict[str, str]:
        """Where each cell stands, by its field path."""
        found = self.rows.fields()
        for label, place in self.places.items():
            words = bare(key(label))
            if name := field_of(label):
                found.setdefault(name, place)
            elif known := amount(words):
                found.setdefault(f"budget.{known[1]}", place)
            else:
                name = "goals.0" if is_goal(words) else f"facts.{label}"
                found.setdefault(name, place)
        return found


@dataclass
class ProjectList:
    ledger: Ledger
    projects: list[Project] = field(default_factory=list)
    _columns: tuple[Column, ...] = ()

    def start(self, header: Header) -> None:
        self._columns = tuple(c for c in header.columns if c.name == "fact")

    def read(self, table: Table, row: int, header: Header) -> None:
        """A line belongs to the project that it names, or to the one above."""
        texts = {c.label: self._text(table, row, c, header) for c in self._columns}
        name = next((texts[c.label] for c in self._columns if _is_name(c)), "")
        last = self.projects[-1] if self.projects else None
        if last is None or (name and name != last.texts.get("name")):
            last = Project(table.rows[row][0].place, Rows(self.ledger), {"name": name})
            last.rows.start(header)
            self.projects.append(last)
        for column in self._columns:
            if text := texts[column.label]:
                last.texts.setdefault(column.label, text)
                cell = table.at(row, column.col)
                last.places.setdefault(column.label, cell.place if cell else "")
        last.rows.read(table, row, header)

    def _text(self, table: Table, row: int, column: Column, header: Header) -> str:
        cell = table.at(row, column.col)
        if cell is None or cell.row <= header.last:
            return ""
        return self.ledger.take(cell)

    def sheets(self, unit: str | None) -> list[Found]:
        """Each with its place; ``unit`` is what stands above the list."""
        found = [
            Found(p.place, self._sheet(p, unit), p.fields()) for p in self.projects
        ]
        if not any(_is_target(one.sheet) for one in found):
            return found
        for one in found:  # the name of a unit above its projects
            if not _is_target(one.sheet):
                said = f"“{one.sheet.name}”这一行没有绩效目标和指标，没有作为项目读入"
                self.ledger.warn(one.place, said)
        return [one for one in found if _is_target(one.sheet)]

    def _sheet(self, project: Project, unit: str | None) -> Sheet:
        facts: dict[str, str] = {}
        goals: list[str] = []
        fields: dict[str, str] = {"name": project.texts["name"]}
        budget = Budget(unit)
        for column in self._columns:
            text = project.texts.get(column.label, "")
            words = bare(key(column.label))
            if name := field_of(column.label):
                fields.setdefault(name, text)
            elif amount(words):
                budget = self._budget(budget, column, text, project.place)
            elif is_goal(words):
                goals += split_goals(text) if text else []
            elif text:
                facts[column.label] = text
        if budget.unit is None:
            budget = Budget(WAN_YUAN, budget.total, budget.fiscal, budget.other)
        return Sheet(
            name=fields["name"],
            code=fields.get("code"),
            budget=budget,
            usage=fields.get("usage"),
            goals=tuple(goals),
            indicators=tuple(project.rows.found["annual"]),
            facts=tuple(facts.items()),
        )

    def _budget(self, budget: Budget, column: Column, text: str, place: str) -> Budget:
        _, name = amount(bare(key(column.label))) or ("any", "total")
        said = UNIT_IN_LABEL.search(squeeze(column.label))
        unit = said[1] if said else budget.unit
        parts = {
            "total": budget.total,
            "fiscal": budget.fiscal,
            "other": budget.other,
        }
        if not NOTHING.match(text):
            plain = squeeze(text)
            if own := AMOUNT_WITH_UNIT.match(plain):
                plain = own[1]
                unit = unit or (WAN_YUAN if "万" in own[2] else own[2])
            try:
                parts[name] = money.parse(plain)
            except ValueError as error:
                self.ledger.error(f"{place} {column.label}", str(error))
        return Budget(unit, **parts)


def _is_target(sheet: Sheet) -> bool:
    return bool(sheet.goals or sheet.indicators)


def _is_name(column: Column) -> bool:
    return field_of(column.label) == "name"
