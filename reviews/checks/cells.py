"""The written cells of a document by field path, and what a row is."""

from sheets import fields
from sheets.sheet import Book, Indicator, Overall, Sheet

from .base import Case, NotCheckable

Cell = tuple[str, str]  # field path, text


def is_written(text: str | None) -> bool:
    return bool(text and text.strip())


def is_filled(row: Indicator) -> bool:
    """True if a person wrote into the row; else the form printed its empty line."""
    return any(map(is_written, row.texts))


def name_of(row: Indicator) -> str:
    """What is measured. A form without 三级指标 says it in the description."""
    named = row.tier3 if is_written(row.tier3) else row.description
    return (named or "").strip()


def of(document: Sheet | Overall, case: Case) -> list[Cell]:
    """The texts of a document, gathered once for all checks of a run."""
    known = case.shared.setdefault("cells", {})
    # The document is kept: an id is only unique among living objects.
    if id(document) not in known:
        gather = of_sheet if isinstance(document, Sheet) else of_overall
        known[id(document)] = document, gather(document)  # type: ignore[operator]
    found: list[Cell] = known[id(document)][1]
    return found


def of_sheet(sheet: Sheet) -> list[Cell]:
    """The texts that people wrote, without code, amounts, plan and tier labels."""
    found = [("name", sheet.name), ("usage", sheet.usage or "")]
    found += [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)]
    for index, row in enumerate(sheet.indicators):
        found += [
            (f"indicators.{index}.{name}", text or "")
            for name, text in zip(fields.ROW_CELLS, row.texts, strict=True)
        ]
    return [(path, text) for path, text in found if is_written(text)]


def of_overall(overall: Overall) -> list[Cell]:
    """All texts of an overall target; an indicator is a cell of its own."""
    found = [("overall.goal", overall.goal)]
    for index, goal in enumerate(overall.sub_goals):
        path = f"overall.sub_goals.{index}"
        found += [(f"{path}.title", goal.title), (f"{path}.goal", goal.goal)]
        found += [(f"{path}.indicators", text) for text in goal.indicators]
    for index, measure in enumerate(overall.measures):
        path = f"overall.measures.{index}"
        found += [(f"{path}.title", measure.title), (f"{path}.text", measure.text)]
    return [(path, text) for path, text in found if is_written(text)]


def overall_of(book: Book) -> Overall:
    """For checks that look at nothing else: they cannot look where there is none."""
    if book.overall is None:
        raise NotCheckable("没有部门整体绩效目标，无从检查")
    return book.overall
