"""One form, from its cells to a ``Sheet``: by the labels and never by the position."""

from dataclasses import replace

from .. import fields
from ..sheet import Medium, Overall, Sheet
from .budget import Money
from .goals import Goals
from .head import Head
from .header import Header
from .labels import (
    ANNEX,
    DEPARTMENT,
    TITLE,
    UNIT_CELL,
    WHOLE,
    YEAR_LINE,
    bare,
    key,
    kind_of,
    squeeze,
)
from .ledger import Found, Ledger, clean, quoted
from .lists import ProjectList
from .parts import Form, Segment, title_in
from .rows import Rows, is_foot, is_header_again, is_numbering, tell_sums
from .table import Cell, Paragraph, Table
from .tasks import Tasks

UNNAMED = (
    "这一行没有选一级指标，暂放在上面一行的一级、二级指标下面，请在表中选好，"
    "或者导入后在填写页移到合适的地方"
)
SHORTEST_TITLE = 8  # characters, of a cell that is not merged
LONGEST_HEADING = 80  # characters; what is longer is no label


class FormReader:
    """Look at ``ledger`` for what could not be read after :meth:`read`.

    ``has_room``: it is a form that we handed out, with more lines than are needed.
    """

    def __init__(self, form: Form, *, has_room: bool = False) -> None:
        self.form = form
        self.has_room = has_room
        self.ledger = Ledger()
        self.goals = Goals(self.ledger)
        self.tasks = Tasks(self.ledger)
        self.money = Money(self.ledger)
        self.head = Head(self.ledger, self.goals, self.tasks, self.money)
        self.rows = Rows(self.ledger)
        self.lines: list[Paragraph] = []
        self.header: Header | None = None
        self.list = ProjectList(self.ledger)
        self.sheets: list[Found] = []
        self.overall: Overall | None = None
        self.overall_cells: dict[str, str] = {}
        self.header_place = ""

    @property
    def where(self) -> str:
        return self.form.place

    def read(self) -> None:
        """Fill ``sheets``, each with the place where it stands, or ``overall``."""
        self.goals.prints_numbers = not self.form.segments[0].is_department
        for segment in self.form.segments:
            self.ledger.open(segment.table, segment.rows)
            self._read_segment(segment)
        if self._is_overall():
            if self.has_room:
                self.rows.drop_room()
            overall = self._overall()
            self.overall = None if _is_blank(overall) and self.has_room else overall
            self.overall_cells = self._overall_cells()
            self.ledger.close()
            return
        if self.list.projects:
            self._read_units()
            self.sheets = self.list.sheets(self.money.unit)
            for found in self.sheets:
                found.cells["indicators"] = self.header_place
            self.ledger.close()
            return
        if self.has_room:
            self.rows.drop_room()
            self.goals.drop_room()
            for place in self.rows.unnamed:
                self.ledger.warn(place, UNNAMED)
        elif self.header and len(self.header.sides) > 1:
            # The shorter side is filled up with lines that are none of its own.
            self.rows.drop_room()
        sheet = self._sheet()
        if self.has_room and _is_untouched(sheet):
            return
        self.sheets = [Found(self.where, sheet, self._cells())]
        self.goals.tell_left()
        self.ledger.close()
        self._tell_what_is_missing(sheet)

    def _is_overall(self) -> bool:
        """A form of a department names no project."""
        if self.head.fields.get("name"):
            return False
        facts = {bare(key(label)) for label in self.head.facts}
        facts |= {key(label) for label in self.head.facts}
        titles = (*self.form.above[-3:], *self.lines)
        is_whole = any(WHOLE.search(squeeze(p.text)) for p in titles)
        return bool(facts & DEPARTMENT and (self.tasks.found or is_whole))

    def _overall(self) -> Overall:
        for (_, name), amount in self.money.amounts.items():
            if amount is not None:
                label = {"total": "预算数"}.get(name, "资金")
                said = f"部门整体绩效目标没有“{label}”一项，没有读入：{amount:f}"
                self.ledger.warn(self.where, said)
        goals, _ = self.goals.sides()
        return Overall(
            goal="\n".join(goals),
            tasks=tuple(self.tasks.found),
            indicators=(*self.rows.found["annual"], *self.rows.found["right"]),
        )

    def _cells(self) -> dict[str, str]:
        """Where each cell stands, by its field path."""
        parts = (self.money, self.goals, self.rows)
        found = dict(self.head.places)
        for part in parts:
            found |= part.fields()
        if self.header_place:
            found["indicators"] = self.header_place
        return found

    def _overall_cells(self) -> dict[str, str]:
        found = self.tasks.fields() | self.rows.fields("overall.")
        if place := self.goals.fields().get("goals.0"):
            found["overall.goal"] = place
        return found

    @property
    def department(self) -> str:
        """The name of the department that a form of its own says."""
        facts = self.head.facts.items()
        names = [text for label, text in facts if key(label) in DEPARTMENT]
        return names[0] if names and self.overall else ""

    def _read_segment(self, segment: Segment) -> None:
        table, stop = segment.table, segment.rows.stop
        row = segment.rows.start
        if self.header is not None:  # it stands in a table before this one
            self.header = replace(self.header, first=row - 1, last=row - 1)
        if segment.shared:
            self._start(table, segment.shared)
        self.goals.again = self.header is not None
        has_head = segment.has_name and not segment.shared
        body = self._stop(segment, row - 1) if has_head else row
        while row < stop:
            if header := segment.headers.get(row):
                self._start(table, header)
                row = header.last
            elif self.header is None or row < body:
                self._read_head(table, row, self._stop(segment, row))
            else:
                self._read_line(table, row, stop)
            row += 1

    def _stop(self, segment: Segment, row: int) -> int:
        return min((r for r in segment.headers if r > row), default=segment.rows.stop)

    def _start(self, table: Table, header: Header) -> None:
        self.header = header
        (self.list if header.is_list else self.rows).start(header)
        self.header_place = self.header_place or table.rows[header.first][0].place
        for row in range(header.first, header.last + 1):
            for cell in table.rows[row]:
                if len(cell.text) <= LONGEST_HEADING:
                    self.ledger.take(cell)

    def _read_head(self, table: Table, row: int, stop: int) -> None:
        if self._read_alone(table, row) or self._read_band(table, row, stop):
            return
        if not self.head.read_usage(table, row):
            self._read_title(table, row)
            self.head.read(table, row, stop)

    def _read_band(self, table: Table, row: int, stop: int) -> bool:
        """A row right above the header that says which half is of which years."""
        content = [c for c in table.rows[row] if c.text.strip()]
        kinds = [kind_of(c.words) for c in content]
        if row + 1 != stop or len(content) < 2 or self.header is not None:
            return False
        if not all(kind and kind[0] in ("goal", "block") for kind in kinds):
            return False
        for cell in content:
            self.ledger.take(cell)
        return True

    def _read_alone(self, table: Table, row: int) -> bool:
        """A line across the table without a label: its title, its year, a note."""
        content = [c for c in table.across(row) if c.text.strip()]
        if len(content) != 1 or not self.ledger.is_left(content[0]):
            return False
        cell = content[0]
        if cell.is_content:
            return False
        text = squeeze(cell.text)
        is_usage = self.head.has_block and "usage" not in self.head.fields
        is_title = TITLE.search(text) or YEAR_LINE.match(text)
        if UNIT_CELL.match(text) or not (is_title or not is_usage):
            return False
        if not is_title and (kind_of(cell.text) or self.head.reads_inline(cell)):
            return False
        self.lines.append(Paragraph(self.ledger.take(cell), cell.place))
        return True

    def _read_title(self, table: Table, row: int) -> None:
        """A title above the head, whatever else stands in its row: 附件1, a note."""
        if self.head.fields:
            return
        content = [c for c in table.rows[row] if c.text.strip()]
        title = title_in(content)
        for cell in content:
            text = squeeze(cell.words)
            is_wide = cell.colspan > 1 or len(text) >= SHORTEST_TITLE
            is_title = (cell is title or TITLE.search(text)) and is_wide
            if is_title or ANNEX.match(text):
                self.lines.append(Paragraph(self.ledger.take(cell), cell.place))
            elif kind_of(cell.words):
                return

    def _read_line(self, table: Table, row: int, stop: int) -> None:
        header = self.header
        if header is None or not any(self.ledger.is_left(c) for c in table.across(row)):
            if header is not None and table.merges:
                self._read_empty(table, row, header)
            return
        content = [c for c in table.rows[row] if c.text.strip()]
        if len(content) == 1 and TITLE.search(squeeze(content[0].words)):
            self._read_alone(table, row)
        elif is_header_again(table, row, header) or is_numbering(table, row):
            for cell in table.rows[row]:
                self.ledger.take(cell)
        elif is_foot(table, row, header):
            if not tell_sums(table, row, self.ledger):
                self._read_head(table, row, stop)
        elif not table.merges and len(table.rows[row]) != len(header.columns):
            self._tell_short(table.rows[row], len(header.columns))
        else:
            (self.list if header.is_list else self.rows).read(table, row, header)

    def _read_empty(self, table: Table, row: int, header: Header) -> None:
        """A line without a text of its own, under a label that reaches down to it; not
        the rest of a line that is as high as several rows."""
        names = [c.col for c in header.columns if c.name == "tier3"]
        over = [table.at(row, col) for col in names]
        if any(cell is not None and cell.row < row for cell in over):
            return
        covers = [c for c in table.across(row) if c.row < row and c.row > header.last]
        if any(c.text.strip() for c in covers):
            self.rows.read(table, row, header)

    def _tell_short(self, cells: list[Cell], width: int) -> None:
        text = "、".join(clean(c.text) for c in cells if self.ledger.is_left(c))
        for cell in cells:
            self.ledger.take(cell)
        self.ledger.error(
            cells[0].place,
            f"应有{width}格，现有{len(cells)}格，没有读入：{quoted([text])}。"
            "请核对这一行前后的空行和制表符",
        )

    def _read_units(self) -> None:
        self.money.read_units(p.text for p in (*self.form.above, *self.lines))

    def _sheet(self) -> Sheet:
        self._read_units()
        budget, several = self.money.budgets(self.where)
        goals, more_goals = self.goals.sides()
        found = self.rows.found
        medium = None
        if several or more_goals or found["medium"]:
            medium = Medium(
                period=self.goals.period,
                budget=several or replace(budget, total=None, fiscal=None, other=None),
                goals=more_goals or (),
                indicators=tuple(found["medium"]),
            )
        fields = self.head.fields
        return Sheet(
            name=fields.get("name", ""),
            code=fields.get("code"),
            budget=budget,
            usage=fields.get("usage"),
            plan=tuple((self.head.plan or {}).values()),
            goals=goals,
            goals_placeholder=self.goals.placeholder,
            indicators=(*found["annual"], *found["right"]),
            facts=self.head.pairs(),
            medium=medium,
        )

    def _tell_what_is_missing(self, sheet: Sheet) -> None:
        """Said of what a form surely has: without it a part of the file is gone."""
        ledger, head = self.ledger, self.head
        if not sheet.name:
            ledger.error(self.where, "没有找到项目名称")
        if not any(name == "total" for _, name in self.money.amounts):
            ledger.warn(self.where, "没有找到预算数，这张表可能不完整，请核对")
        if self.header is None:
            said = "没有找到指标表头（一级指标、二级指标……）"
            ledger.error(self.where, said)
        if head.has_block and head.plan is None:
            ledger.warn(self.where, "没有找到资金支出计划，请核对")
        if head.has_block and "usage" not in head.fields:
            ledger.warn(self.where, "没有读出资金用途，请核对")
        if not sheet.goals:
            ledger.warn(self.where, "没有读出绩效目标，请核对")
        tiers = {row.tier1 for row in sheet.indicators} - {""}
        if (tiers or not sheet.indicators) and not any("满意度" in t for t in tiers):
            said = "没有读到满意度指标，文件可能不完整，请核对"
            ledger.warn(self.where, said)


def _is_blank(overall: Overall) -> bool:
    """Whether nobody has written into it."""
    rows = all(row.is_blank for row in overall.indicators)
    return rows and replace(overall, indicators=()) == Overall()


def _is_untouched(sheet: Sheet) -> bool:
    """Whether nothing but the unit of its money is written on a form."""
    texts = fields.texts(sheet).items()
    return not any(text for path, text in texts if not path.endswith("budget.unit"))
