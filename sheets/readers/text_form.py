"""The department's text out of the table that we hand out for it: see
:mod:`sheets.layouts.text_form`. What is empty was not filled in, and is nothing."""

import re
from collections.abc import Iterator

from ..layouts.text_form import CELLS, DEPARTMENT, GOAL
from ..numbering import bare, mark
from ..sheet import Measure, Overall, SubGoal
from . import formulas
from .labels import WHOLE, squeeze
from .ledger import Ledger
from .table import Cell, Paragraph, Table

WORDS = {GOAL, DEPARTMENT} | {
    word for heading, labels, _ in CELLS.values() for word in (heading, *labels)
}
NO_TITLE = "没有写标题，这一项没有读入：{text}"
Item = dict[str, Cell]


class TextForm:
    """``overall`` is ``None`` if nothing is written on the form; ``overall_cells``
    are the places of its fields."""

    def __init__(self, table: Table) -> None:
        self.ledger = Ledger()
        self.ledger.open(table, range(len(table.rows)))
        self.overall_cells: dict[str, str] = {}
        found = {section: list(self._items(table, section)) for section in CELLS}
        made = Overall(
            goal=self._goal(table),
            sub_goals=tuple(self._sub_goals(found["sub_goals"])),
            measures=tuple(self._measures(found["measures"])),
        )
        self.overall = None if made == Overall() else made
        self.department = self.ledger.take(_beside(table).get(DEPARTMENT))
        self.lines = list(self._own_words(table))
        self.ledger.close()

    def _own_words(self, table: Table) -> Iterator[Paragraph]:
        """Crosses off what the form itself says; its title."""
        for cells in table.rows:
            is_alone = sum(bool(cell.text.strip()) for cell in cells) == 1
            for cell in cells[:2]:
                text = squeeze(cell.text)
                if is_alone and WHOLE.search(text):
                    yield Paragraph(self.ledger.take(cell), cell.place)
                elif re.sub(r"\d+$", "", text) in WORDS:
                    self.ledger.take(cell)

    def _goal(self, table: Table) -> str:
        return self._take(_beside(table).get(GOAL), "overall.goal")

    def _take(self, cell: Cell | None, path: str) -> str:
        if cell is not None:
            self.overall_cells[path] = cell.place
        return self.ledger.take(cell)

    def _items(self, table: Table, section: str) -> Iterator[Item]:
        """The cells of each item that somebody has written into, by their names."""
        heading, labels, names = CELLS[section]
        numbered = re.compile(rf"{heading}\d+")
        for row, cells in enumerate(table.rows):
            if cells and numbered.fullmatch(squeeze(cells[0].text)):
                own = list(_below(table, row, len(labels)))
                if len(own) == len(names) and any(cell.text.strip() for cell in own):
                    yield dict(zip(names, own, strict=True))

    def _titled(
        self, items: list[Item], section: str
    ) -> Iterator[tuple[str, str, Item]]:
        """Path, title and cells. A title is numbered as the office does, or by us."""
        place = 0
        for item in items:
            path = f"overall.{section}.{place}"
            title = self._take(item["title"], f"{path}.title")
            if not bare(title) and not formulas.trouble(item["title"]):
                texts = (self.ledger.take(cell) for cell in item.values())
                text = "；".join(filter(None, texts))
                self.ledger.error(item["title"].place, NO_TITLE.format(text=text))
                continue
            yield path, title if bare(title) != title else mark(place) + title, item
            place += 1

    def _sub_goals(self, items: list[Item]) -> Iterator[SubGoal]:
        for path, title, item in self._titled(items, "sub_goals"):
            goal = self._take(item["goal"], f"{path}.goal")
            lines = self._take(item["indicators"], f"{path}.indicators").split("\n")
            indicators = tuple(line.strip() for line in lines if line.strip())
            yield SubGoal(title, goal, indicators)

    def _measures(self, items: list[Item]) -> Iterator[Measure]:
        for path, title, item in self._titled(items, "measures"):
            yield Measure(title, self._take(item["text"], f"{path}.text"))


def is_text_form(table: Table) -> bool:
    """Whether it is ours: no other form has its goals in numbered rows."""
    labels = {squeeze(row[0].words) for row in table.rows if row}
    return GOAL in labels and f"{CELLS['sub_goals'][0]}1" in labels


def _below(table: Table, row: int, count: int) -> Iterator[Cell]:
    """The cells of an item. What is long is merged over several rows."""
    for _ in range(count):
        label, cell = table.at(row, 1), table.at(row, 2)
        if label is None or cell is None:
            return
        yield cell
        row += label.rowspan


def _beside(table: Table) -> dict[str, Cell]:
    """The cells beside the first labels of the rows."""
    return {squeeze(row[0].text): row[1] for row in table.rows if len(row) > 1}
