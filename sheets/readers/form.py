"""One form, from its cells to a ``Sheet``: by the labels and never by the position."""

from dataclasses import replace

from ..sheet import Medium, Sheet
from .goals import Goals
from .head import Head
from .header import Header
from .labels import TITLE, YEAR_IN_TITLE, key, squeeze
from .ledger import Ledger, clean, quoted
from .parts import Form, Segment
from .rows import Rows, is_foot, is_header_again, tell_sums
from .table import Cell, Paragraph, Table

LONGEST_HEADING = 80  # characters; what is longer is no label


class FormReader:
    """Look at ``ledger`` for what could not be read after :meth:`sheets`."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.ledger = Ledger()
        self.goals = Goals(self.ledger)
        self.head = Head(self.ledger, self.goals)
        self.rows = Rows(self.ledger)
        self.titles: list[Paragraph] = []
        self.header: Header | None = None

    @property
    def where(self) -> str:
        return self.form.place

    def sheets(self) -> list[tuple[str, Sheet]]:
        """The sheets of the form, each with the place where it stands."""
        for segment in self.form.segments:
            self.ledger.open(segment.table, segment.rows)
            self._read_segment(segment)
        sheet = self._sheet()
        self.ledger.close()
        self._tell_what_is_missing(sheet)
        return [(self.where, sheet)]

    def _read_segment(self, segment: Segment) -> None:
        table, stop = segment.table, segment.rows.stop
        row = segment.rows.start
        self.goals.again = self.header is not None
        body = self._stop(segment, row - 1) if segment.has_name else row
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
        self.rows.start(header)
        for row in range(header.first, header.last + 1):
            for cell in table.rows[row]:
                if len(cell.text) <= LONGEST_HEADING:
                    self.ledger.take(cell)

    def _read_head(self, table: Table, row: int, stop: int) -> None:
        if self._read_title(table, row):
            return
        self.head.read(table, row, stop)
        self.head.read_usage(table, row)

    def _read_title(self, table: Table, row: int) -> bool:
        """A line across the table with the form's name, or its year."""
        content = [c for c in table.rows[row] if c.text.strip()]
        if len(content) != 1 or not self.ledger.is_left(content[0]):
            return False
        text = squeeze(content[0].text)
        is_title = TITLE.search(text) or (
            len(text) <= 12 and YEAR_IN_TITLE.search(text) and "年度" in text
        )
        if not is_title or key(text) in ("年度",):
            return False
        self.titles.append(Paragraph(self.ledger.take(content[0]), content[0].place))
        return True

    def _read_line(self, table: Table, row: int, stop: int) -> None:
        header = self.header
        if header is None or not any(self.ledger.is_left(c) for c in table.across(row)):
            if header is not None and table.merges and table.rows[row]:
                self._read_empty(table, row, header)
            return
        if is_header_again(table, row, header):
            for cell in table.rows[row]:
                self.ledger.take(cell)
        elif is_foot(table, row, header):
            if not tell_sums(table, row, self.ledger):
                self.head.read(table, row, stop)
        elif not table.merges and len(table.rows[row]) != len(header.columns):
            self._tell_short(table.rows[row], len(header.columns))
        else:
            self.rows.read(table, row, header)

    def _read_empty(self, table: Table, row: int, header: Header) -> None:
        """A line without a text of its own, under a label that reaches down to it."""
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

    def _sheet(self) -> Sheet:
        above = [*self.form.above, *self.titles]
        around = "\n".join(p.text for p in above)
        budget, several = self.head.budgets(around, self.where)
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
            indicators=tuple(found["annual"]),
            facts=self.head.pairs(),
            medium=medium,
        )

    def _tell_what_is_missing(self, sheet: Sheet) -> None:
        """Said of what a form surely has: without it a part of the file is gone."""
        ledger, head = self.ledger, self.head
        if not sheet.name:
            ledger.error(self.where, "没有找到项目名称")
        if not any(name == "total" for _, name in head.amounts):
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
