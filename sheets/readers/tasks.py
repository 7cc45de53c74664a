"""年度主要任务 of a department's form: a small table inside of the table."""

from dataclasses import dataclass, field
from decimal import Decimal

from .. import money
from ..sheet import Task
from .labels import NOTHING, SUMS, TASK_COLUMNS, bare, key, squeeze
from .ledger import Ledger
from .table import Cell, Table


@dataclass
class Tasks:
    ledger: Ledger
    found: list[Task] = field(default_factory=list)
    _places: list[dict[str, str]] = field(default_factory=list)  # as ``found``

    def read(self, table: Table, label: Cell, stop: int) -> None:
        """The rows beside the label: two of labels, the tasks, their sum."""
        columns: dict[int, str] = {}
        for row in table.beside(label, stop):
            cells = [c for c in table.rows[row] if c.col >= label.end]
            names = {c: TASK_COLUMNS.get(bare(key(c.words))) for c in cells}
            content = [c for c in cells if c.text.strip()]
            if content and all(names[c] for c in content):
                for cell in content:
                    self.ledger.take(cell)
                    columns[cell.col] = names[cell] or ""
            elif content and _is_sum(content[0]):
                if len(content) == 1:  # nothing is summed up
                    self.ledger.take(content[0])
                for cell in content:
                    self.ledger.set_aside(squeeze(content[0].text), cell)
            elif content:
                self._read_task(columns, cells)

    def _read_task(self, columns: dict[int, str], cells: list[Cell]) -> None:
        by_name = {columns.get(cell.col, ""): cell for cell in cells}
        amounts = (self._amount(by_name.get(n)) for n in ("total", "fiscal", "other"))
        task = Task(
            self.ledger.take(by_name.get("name")),
            self.ledger.take(by_name.get("content")),
            *amounts,
        )
        if task != Task(""):
            self.found.append(task)
            self._places.append({name: c.place for name, c in by_name.items() if name})

    def fields(self) -> dict[str, str]:
        """Where each cell stands, by its field path."""
        return {
            f"overall.tasks.{number}.{name}": place
            for number, places in enumerate(self._places)
            for name, place in places.items()
        }

    def _amount(self, cell: Cell | None) -> Decimal | None:
        if cell is None:
            return None
        text = self.ledger.take(cell)
        if NOTHING.match(text):
            return None
        try:
            return money.parse(text)
        except ValueError as error:
            self.ledger.error(cell.place, str(error))
            return None


def _is_sum(cell: Cell) -> bool:
    return key(cell.words) in SUMS
