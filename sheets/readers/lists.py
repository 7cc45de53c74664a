"""A list of many projects in one table: its columns name the project, its money and its
goal beside each indicator."""

from dataclasses import dataclass, field
from decimal import Decimal

from .. import money
from ..sheet import WAN_YUAN, Budget, Sheet
from . import formulas
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
from .table import Cell, Table
from .units import in_one_unit, unit_of


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
    _told: set[str] = field(default_factory=set)

    def start(self, header: Header) -> None:
        self._columns = tuple(c for c in header.columns if c.name == "fact")

    def read(self, table: Table, row: int, header: Header) -> None:
        """A line belongs to the project that it names, or to the one above."""
        cells = {c.label: _cell(table, row, c, header) for c in self._columns}
        texts = {label: self.ledger.take(cell) for label, cell in cells.items()}
        lost = {label for label, cell in cells.items() if _is_unreadable(cell)}
        called = next((c.label for c in self._columns if _is_name(c)), "")
        name, of_name = texts.get(called, ""), cells.get(called)
        # It has a name, which cannot be read: it is not the one above.
        is_lost = called in lost and of_name is not None and of_name.row == row
        last = self.projects[-1] if self.projects else None
        if last is None or is_lost or (name and name != last.texts.get("name")):
            last = Project(table.rows[row][0].place, Rows(self.ledger), {"name": name})
            last.rows.start(header)
            self.projects.append(last)
        for column in self._columns:
            text, cell = texts[column.label], cells[column.label]
            if cell and (text or column.label in lost):
                last.texts.setdefault(column.label, text)
                last.places.setdefault(column.label, cell.place)
        last.rows.read(table, row, header)

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
        money_columns: list[Column] = []
        for column in self._columns:
            text = project.texts.get(column.label, "")
            words = bare(key(column.label))
            if name := field_of(column.label):
                fields.setdefault(name, text)
            elif amount(words):
                money_columns.append(column)
            elif is_goal(words):
                goals += split_goals(text) if text else []
            elif text:
                facts[column.label] = text
        budget = self._budget(project, money_columns, unit)
        return Sheet(
            name=fields["name"],
            code=fields.get("code"),
            budget=budget,
            usage=fields.get("usage"),
            goals=tuple(goals),
            indicators=tuple(project.rows.found["annual"]),
            facts=tuple(facts.items()),
        )

    def _budget(
        self, project: Project, columns: list[Column], unit: str | None
    ) -> Budget:
        """``unit`` is that of a column which says none."""
        amounts: dict[str, Decimal | None] = {}
        own: dict[str, str] = {}
        places: dict[str, str] = {}
        for column in columns:
            text = project.texts.get(column.label, "")
            if NOTHING.match(text):
                continue
            _, name = amount(bare(key(column.label))) or ("any", "total")
            places[name] = project.places.get(column.label, project.place)
            said = UNIT_IN_LABEL.search(squeeze(column.label))
            plain = squeeze(text)
            if said:
                own[name] = said[1]
            if behind := AMOUNT_WITH_UNIT.match(plain):
                plain = behind[1]
                own[name] = unit_of(behind[2])
            try:
                amounts[name] = money.parse(plain)
            except ValueError as error:
                self.ledger.error(f"{places[name]} {column.label}", str(error))
        unit = next(iter(own.values()), unit) or WAN_YUAN
        unit, amounts, told = in_one_unit(amounts, own, unit, self.ledger, places)
        for each in told:
            if each not in self._told:
                self._told.add(each)
                self.ledger.warn(project.place, each)
        parts = {name: amounts.get(name) for name in ("total", "fiscal", "other")}
        return Budget(unit, **parts)


def _cell(table: Table, row: int, column: Column, header: Header) -> Cell | None:
    cell = table.at(row, column.col)
    return None if cell is None or cell.row <= header.last else cell


def _is_unreadable(cell: Cell | None) -> bool:
    return cell is not None and bool(formulas.trouble(cell))


def _is_target(sheet: Sheet) -> bool:
    return bool(sheet.goals or sheet.indicators)


def _is_name(column: Column) -> bool:
    return field_of(column.label) == "name"
