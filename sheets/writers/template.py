"""Forms to hand out to people without an account: Excel, one worksheet a project, and
one for the department's overall target.

What is stored is filled in, labels are locked (without a password), there is room for
more. What comes back is read as any other file: see :mod:`sheets.own`.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .. import fields, guide
from ..grid import Cell, Grid
from ..layouts import Layout
from ..measure import row_heights
from ..own import OURS, TEMPLATE
from ..sheet import Book, Indicator, Measure, Medium, Overall, Sheet, SubGoal, Task
from ..split import QUALITATIVE
from .xlsx import FIRST_ROW, TEXT_COLUMNS, TEXT_TAB, Ground, set_page
from .xlsx_parts import Box, Painter, tab_names

ROOM = 3  # empty lines below each 二级指标
FREE = 5  # lines below all of them, for any label
GOALS = 2  # empty goals
ITEMS = 3  # empty 分项绩效目标, 工作保障措施 and 年度主要任务
NOTES = "填写说明"
# Begins the label of a free line while it is drawn: no person can type it.
FREE_LABEL = "\x00"
SIGNS = ("≥", "≤", "=", ">", "<", QUALITATIVE)
UNITS = (
    *("%", "个", "人", "人次", "户", "家", "次", "项", "件", "份", "场", "期", "天"),
    *("个月", "元", "万元", "公里", "平方米", "亩", "吨", "台", "套"),
)
MOST_PROMPT = 250  # characters; Excel's own limit is 255
WORDS = (
    "1. 在浅蓝色的格里填写，其他格已锁定（没有密码）。列宽、行高可以调整。",
    f"2. 每个二级指标下面留有 {ROOM} 个空行；要加别的二级指标，写在最后的 {FREE} 行里"
    "（一级、二级指标从下拉列表中选）。还不够的，可以撤销工作表保护后插入行。",
    "3. 不用的空行、空目标留着就行。不要改栏目名称，不要合并或拆分单元格。",
    "4. 指标值照原样填写，如 ≥95%、=79人、2021年12月底前，不会变成公式。",
    "5. 已有项目的名称已锁定：要改名，请告诉单位的填报人。",
    "6. 新项目填在“新项目”页，必须写项目名称。部门整体绩效目标的各项都要写标题，"
    "序号可以不写。",
    "7. 填好后交给单位的填报人，由他在系统的“导入”页上传，核对后存为草稿。",
)


@dataclass(frozen=True)
class Page:
    """A project; a new one has no name yet."""

    sheet: Sheet
    is_new: bool = False

    @property
    def tab(self) -> str:
        return self.sheet.name or "新项目"

    def drawn(self, layout: Layout) -> Grid:
        """With room. The title must not name the project: its name may be typed
        later."""
        grid = _with_free_labels(layout.grid(_with_room(self.sheet, layout)))
        return replace(grid, title=layout.grid(replace(self.sheet, name="")).title)


@dataclass(frozen=True)
class OverallPage:
    """The overall target of a book, which may be empty."""

    book: Book
    tab = TEXT_TAB
    is_new = False

    def drawn(self, layout: Layout) -> Grid:
        """With room in the parts that the form has."""
        form = layout.of_book(self.book).overall_form
        overall = self.book.overall or Overall()
        room: dict[str, Any] = {
            name: (*getattr(overall, name), *[blank] * ITEMS)
            for name, blank in BLANKS.items()
            if name in form.parts
        }
        if "indicators" in form.parts:
            room["indicators"] = _rows_with_room(overall.indicators)
        roomy = replace(self.book, overall=replace(overall, **room))
        return _with_free_labels(form.to_fill_in(roomy))


BLANKS = {"sub_goals": SubGoal(""), "measures": Measure(""), "tasks": Task("")}


def write_template(
    pages: Sequence[Page | OverallPage],
    layout: Layout,
    tiers: Sequence[tuple[str, str]],
    about: str,
) -> bytes:
    """The workbook; ``tiers`` are the labels of the year's scheme, ``about`` says what
    it is."""
    workbook = Workbook()
    notes = workbook.active
    notes.title = NOTES
    painter = Painter(workbook)
    lists = _write_notes(notes, painter, tiers, about)
    tabs = tab_names(page.tab for page in pages)
    for page, tab in zip(pages, tabs, strict=True):
        _Form(workbook.create_sheet(tab), painter, lists).draw(page, layout)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write_notes(
    sheet: Worksheet, painter: Painter, tiers: Sequence[tuple[str, str]], about: str
) -> dict[str, str]:
    """What to do, and the labels to choose from; the ranges of those by their tier."""
    widths = tuple(1 / TEXT_COLUMNS for _ in range(TEXT_COLUMNS))
    ground = Ground(sheet, [Grid("", "", widths, (), 0)], painter)
    ground.paragraph("title", f"{NOTES}：{about}")
    for words in (*WORDS, TEMPLATE, OURS):
        ground.paragraph("paragraph", words)
    lists: dict[str, str] = {}
    first = list(dict.fromkeys(tier1 for tier1, _ in tiers))
    second = list(dict.fromkeys(tier2 for _, tier2 in tiers))
    for name, label, texts in (
        ("tier1", "一级指标", first),
        ("tier2", "二级指标", second),
    ):
        ground.paragraph("heading", f"本年度的{label}")
        top = ground.row
        for text in texts:
            ground.paragraph("paragraph", text)
        if texts:
            lists[name] = f"'{NOTES}'!$A${top}:$A${ground.row - 1}"
    sheet.protection.sheet = True
    _allow_sizes(sheet)
    set_page(sheet, None, is_long=True)
    return lists


def _allow_sizes(sheet: Worksheet) -> None:
    # What is False is not forbidden.
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


class _Form:
    """One worksheet."""

    def __init__(
        self, sheet: Worksheet, painter: Painter, lists: dict[str, str]
    ) -> None:
        self.sheet, self.painter, self.lists = sheet, painter, lists
        self.rules: dict[str, DataValidation] = {}

    def draw(self, page: Page | OverallPage, layout: Layout) -> None:
        grid = page.drawn(layout)
        heights = row_heights(grid)
        ground = Ground(self.sheet, [grid], self.painter)
        ground.titles(grid.title, grid)
        head = ground.row
        for cell, box in ground.cells(grid, heights):
            if kind := _kind(cell, page):
                self._open(cell, box, kind)
        for rule in self.rules.values():
            self.sheet.add_data_validation(rule)
        self.sheet.protection.sheet = True
        _allow_sizes(self.sheet)
        self.sheet.freeze_panes = f"A{max(head, FIRST_ROW)}"
        last = get_column_letter(len(ground.columns))
        self.sheet.print_area = f"A1:{last}{ground.row - 1}"
        set_page(self.sheet, None, is_long=True, is_wide=grid.wide)

    def _open(self, cell: Cell, box: Box, kind: str) -> None:
        """A cell to be filled in, with what belongs into it."""
        self.painter.open(self.sheet, box, cell.role)
        top, left, *_ = box
        if rule := self._rule(kind):
            rule.add(self.sheet.cell(top, left).coordinate)

    def _rule(self, kind: str) -> DataValidation | None:
        if kind not in self.rules:
            rule = _rule(kind, self.lists)
            if rule is None:
                return None
            self.rules[kind] = rule
        return self.rules[kind]


def _rule(kind: str, lists: dict[str, str]) -> DataValidation | None:
    """What may be chosen for a kind of cell, and what is said when it is entered."""
    if kind in ("tier1", "tier2"):
        rule = DataValidation(type="list", formula1=lists.get(kind), allow_blank=True)
        rule.prompt = "从列表中选择。这一行不用就留空。"
    elif kind in ("value.sign", "value.unit"):
        choices = SIGNS if kind == "value.sign" else UNITS
        rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"')
        rule.prompt = "从列表中选择；没有合适的可以直接填写。"
        rule.showErrorMessage = False
    else:
        text = _help(kind)
        if not text:
            return None
        rule = DataValidation(type=None, allow_blank=True)
        rule.prompt = text[:MOST_PROMPT]
    rule.promptTitle = fields.LABELS.get(kind, "填写")[:30]
    rule.showInputMessage = True
    rule.error, rule.errorTitle = "请从列表中选择。", "不在列表里"
    return rule


def _help(kind: str) -> str:
    found = guide.HELPS.get(kind) or guide.HELPS.get(kind.partition(".")[0])
    return found.text if found else ""


def _kind(cell: Cell, page: Page | OverallPage) -> str:
    """What is to be filled in there: its name without the numbers; "" if nothing is."""
    if cell.field is None:
        return cell.lead.removeprefix(FREE_LABEL) if _is_free(cell) else ""
    kind = fields.kind(cell.field).removeprefix(fields.MEDIUM)
    if kind == "name" and not page.is_new:
        return ""
    return kind.removeprefix("overall.").removeprefix("indicators.") or "other"


def _is_free(cell: Cell) -> bool:
    return cell.lead.startswith(FREE_LABEL)


def _with_room(sheet: Sheet, layout: Layout) -> Sheet:
    """With empty goals and lines."""
    medium = sheet.medium
    if layout.has_medium:
        medium = _medium_with_room(sheet)
    return replace(
        sheet,
        goals=(*sheet.goals, *[""] * GOALS),
        indicators=_rows_with_room(sheet.indicators),
        medium=medium,
    )


def _medium_with_room(sheet: Sheet) -> Medium:
    medium = sheet.medium or Medium(budget=replace(sheet.budget, **NO_MONEY))
    rows = medium.indicators or _labels(sheet.indicators)
    return replace(
        medium,
        goals=(*medium.goals, *[""] * GOALS),
        indicators=_rows_with_room(rows),
    )


NO_MONEY = dict.fromkeys(("total", "fiscal", "other"))


def _labels(rows: Iterable[Indicator]) -> tuple[Indicator, ...]:
    labels = dict.fromkeys((row.tier1, row.tier2) for row in rows)
    return tuple(Indicator(*label) for label in labels)


def _rows_with_room(rows: Sequence[Indicator]) -> tuple[Indicator, ...]:
    return (*_spread(rows), *(_free(number) for number in range(FREE)))


def _spread(rows: Sequence[Indicator]) -> Iterator[Indicator]:
    for number, row in enumerate(rows):
        yield row
        behind = rows[number + 1] if number + 1 < len(rows) else None
        if behind is None or (behind.tier1, behind.tier2) != (row.tier1, row.tier2):
            yield from [Indicator(row.tier1, row.tier2)] * ROOM


def _free(number: int) -> Indicator:
    """Its labels differ from all others, so the form draws cells for it alone."""
    label = f"{FREE_LABEL}{number}"
    return Indicator(f"{label}tier1", f"{label}tier2")


def _with_free_labels(grid: Grid) -> Grid:
    """With empty cells in the place of the labels of the free lines, and without rows
    that only add up."""
    last = max((c.row for c in grid.cells if c.field), default=0)
    cells = tuple(_freed(cell) for cell in grid.cells if cell.row <= last)
    return replace(grid, cells=cells)


def _freed(cell: Cell) -> Cell:
    if cell.field is None and cell.role == "amount":  # a sum of what may be changed
        return replace(cell, text="")
    if cell.field is not None or not cell.text.startswith(FREE_LABEL):
        return cell
    kind = cell.text[-len("tier1") :]
    return replace(cell, text="", lead=f"{FREE_LABEL}{kind}")
