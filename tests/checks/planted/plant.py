"""How a fault is planted into a table, and where.

A plant takes a table and its year and yields (table with the fault, the cell that must
be named); it yields nothing where the table has no place for the fault.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from reviews.checks.rows import Kind, kind_of
from reviews.checks.text import value_of
from sheets.sheet import Indicator, Sheet

Planted = tuple[Sheet, str]
Plant = Callable[[Sheet, int], Iterator[Planted]]
# Rule → how to plant its fault.
PLANTS: list[tuple[str, str, Plant]] = []
ID, CARD = "130102198001011232", "6222021000001234565"


def plant(check: str) -> Callable[[Plant], Plant]:
    def put(sow: Plant) -> Plant:
        PLANTS.append((check, sow.__name__, sow))
        return sow

    return put


def places(sheet: Sheet, *kinds: Kind) -> Iterator[tuple[int, Indicator]]:
    for index, row in enumerate(sheet.indicators):
        if (
            row.tier3
            and row.value
            and (not kinds or kind_of(row.tier1, row.tier2) in kinds)
        ):
            yield index, row


def with_row(sheet: Sheet, index: int, **cells: object) -> Sheet:
    rows = list(sheet.indicators)
    rows[index] = replace(rows[index], **cells)  # type: ignore[arg-type]
    return replace(sheet, indicators=tuple(rows))


def cells(sheet: Sheet, cell: str, texts: list[str], *kinds: Kind) -> Iterator[Planted]:
    """Each text in the first row of these kinds."""
    for index, _ in list(places(sheet, *kinds))[:1]:
        for text in texts:
            yield with_row(sheet, index, **{cell: text}), f"indicators.{index}.{cell}"


def goals(sheet: Sheet, texts: list[str]) -> Iterator[Planted]:
    """Each text behind the first goal, as a goal of its own."""
    for text in texts:
        at = len(sheet.goals)
        yield replace(sheet, goals=(*sheet.goals, text)), f"goals.{at}"


def percents(sheet: Sheet, *kinds: Kind) -> Iterator[tuple[int, Indicator, Decimal]]:
    for index, row in places(sheet, *kinds):
        value = value_of(row.value or "")
        if value.kind == "number" and value.unit == "%" and value.number:
            yield index, row, value.number
