"""The department's text as a table to be filled in: a label and a cell for each part.

No office prints it: it is handed out where its form is running text, in which nobody
could tell where to write (:mod:`sheets.writers.template`).
"""

from collections.abc import Sequence

from .. import fields
from ..grid import Builder, Grid
from ..sheet import Book, Overall

WIDTHS = (0.12, 0.2, 0.68)
GOAL, DEPARTMENT = "总体绩效目标", "部门（单位）名称"
SUB_GOALS = ("分项绩效目标", ("标题", "绩效目标", "绩效指标（一行一个）"))
MEASURES = ("工作保障措施", ("标题", "内容"))
# The cells beside those labels, as in :func:`sheets.fields.overall_items`.
CELLS = {
    "sub_goals": (*SUB_GOALS, ("title", "goal", "indicators")),
    "measures": (*MEASURES, ("title", "text")),
}


def grid(book: Book) -> Grid:
    """The table of a book's overall target, with all the items that it has."""
    overall = book.overall or Overall()
    build = Builder(len(WIDTHS))
    build.new_row()
    build.label(DEPARTMENT, 2)
    build.add(book.department.name or "", 1)
    build.new_row()
    build.label(GOAL, 2)
    build.add(overall.goal, 1, path="overall.goal")
    items = fields.overall_items(overall)
    for section, (heading, labels, cells) in CELLS.items():
        for index, item in enumerate(items[section]):
            _item(build, f"{heading}{index + 1}", labels, cells, item, section, index)
    year = f"{book.year}年" if book.year else ""
    return Grid(
        title=f"{year}部门整体绩效目标",
        note="",
        widths=WIDTHS,
        cells=build.finish(),
        head=0,
    )


def _item(
    build: Builder,
    heading: str,
    labels: Sequence[str],
    cells: Sequence[str],
    item: dict[str, str],
    section: str,
    index: int,
) -> None:
    for number, (label, cell) in enumerate(zip(labels, cells, strict=True)):
        build.new_row()
        if number == 0:
            build.label(heading, 1, rowspan=len(labels))
        build.label(label, 1)
        build.add(item[cell], 1, path=f"overall.{section}.{index}.{cell}")
