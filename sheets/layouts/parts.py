"""Parts that several forms have in common: a head of facts, goals, indicator rows."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from .. import fields, money
from ..grid import Builder, Role
from ..sheet import Indicator, Sheet, text_of
from ..split import split
from .base import Column

ROLES: dict[str, Role] = {"weight": "centre", "sign": "centre", "unit": "centre"}


def fact(build: Builder, sheet: Sheet, label: str, spans: tuple[int, int]) -> None:
    """A further fact of the head: its label, and its text."""
    build.label(label, spans[0])
    build.add(text_of(sheet.facts, label), spans[1], path=f"facts.{label}")


def other_facts(
    build: Builder, sheet: Sheet, known: Iterable[str], spans: tuple[int, int]
) -> None:
    """A row for each fact that the form has no cell for: a table from elsewhere is
    shown with what it has."""
    for label in [label for label, _ in sheet.facts if label not in known]:
        build.new_row()
        fact(build, sheet, label, spans)


def amount(build: Builder, sheet: Sheet, name: str, span: int) -> None:
    """A sum of money of the year."""
    text = money.show(getattr(sheet.budget, name))
    build.add(text, span, role="amount", path=f"budget.{name}")


def goals(build: Builder, sheet: Sheet, label: str, spans: tuple[int, int]) -> None:
    """One row for each goal, numbered by the form, beside one label; the line that says
    "and so on" last."""
    texts = sheet.goals or ("",)
    placeholder = sheet.goals_placeholder
    height = len(texts) + (placeholder is not None)
    for index, text in enumerate(texts):
        build.new_row()
        if index == 0:
            build.label(label, spans[0], rowspan=height)
        goal(build, index, text, spans[1])
    if placeholder is not None:
        build.new_row()
        build.add(placeholder, spans[1])


def goal(build: Builder, index: int, text: str, span: int, above: str = "") -> None:
    """One goal, in a cell of its own."""
    build.add(text, span, path=f"{above}goals.{index}", lead=f"目标{index + 1}：")


def header(build: Builder, columns: Sequence[Column]) -> None:
    for column in columns:
        build.label(column.label, column.span)


def row(
    build: Builder,
    rows: Sequence[Indicator],
    index: int,
    columns: Sequence[Column],
    above: str = "",
) -> None:
    """The typed cells of one indicator row."""
    for column in columns:
        build.add(
            shown(rows[index], column),
            column.span,
            role=ROLES.get(column.shows or column.cell, "text"),
            path=f"{above}indicators.{index}.{column.path}",
        )


def shown(row: Indicator, column: Column) -> str:
    """What a column says of a row."""
    if column.shows:
        return str(getattr(split(row.value or ""), column.shows))
    return fields.row_cell(row, column.cell)


def tiered_rows(
    build: Builder,
    rows: tuple[Indicator, ...],
    spans: tuple[int, int],
    columns: Sequence[Column],
    *,
    beside: str = "",
    above: str = "",
) -> None:
    """Header and rows, with merged labels of both tiers before the columns. ``beside``
    is a label in front of all of them."""
    build.new_row()
    if beside:
        build.label(beside, 1, rowspan=1 + len(rows))
    build.label("一级指标", spans[0])
    build.label("二级指标", spans[1])
    header(build, columns)
    for index, tier1_height, tier2_height in merged(rows):
        build.new_row()
        if tier1_height:
            build.label(rows[index].tier1, spans[0], rowspan=tier1_height)
        if tier2_height:
            build.label(rows[index].tier2, spans[1], rowspan=tier2_height)
        row(build, rows, index, columns, above)


def merged(rows: tuple[Indicator, ...]) -> list[tuple[int, int, int]]:
    """(row index, height of the tier-1 cell that begins here, the same of tier 2);
    0 where the cell above reaches down."""
    tier1 = _run_lengths(rows, lambda row: (row.tier1,))
    tier2 = _run_lengths(rows, lambda row: (row.tier1, row.tier2))
    return [(i, tier1.get(i, 0), tier2.get(i, 0)) for i in range(len(rows))]


def _run_lengths(
    rows: tuple[Indicator, ...], key: Callable[[Indicator], tuple[str, ...]]
) -> dict[int, int]:
    lengths, start = {}, 0
    for _, run in groupby(rows, key=key):
        lengths[start] = len(list(run))
        start += lengths[start]
    return lengths


def of_year(year: int | None) -> str:
    """What these forms say below their title."""
    return f"（{year}年度）" if year else "（　　年度）"
