"""The empty rows that a form shows before anything is written in them."""

from dataclasses import replace

from projects.models import BudgetYear
from sheets.layouts import Layout
from sheets.sheet import Budget, Indicator, Medium, Overall, Sheet, Task
from sheets.tiers import of_row


def with_blanks(
    document: Sheet | Overall, layout: Layout, year: BudgetYear
) -> Sheet | Overall:
    """The document with a row for each label on the parts that its form has and it has
    not yet: a 中期 side, the tasks and the indicators of a department."""
    if isinstance(document, Sheet):
        if not layout.has_medium or document.medium is not None:
            return document
        tiers = dict.fromkeys(map(of_row, document.indicators))
        medium = Medium(
            budget=Budget(unit=document.budget.unit),
            goals=("", ""),
            indicators=tuple(Indicator(*pair) for pair in tiers),
        )
        return replace(document, medium=medium)
    parts = layout.overall_form.parts
    if "tasks" in parts and not document.tasks:
        document = replace(document, tasks=(Task(""),))
    if "indicators" in parts and not document.indicators:
        rows = tuple(Indicator(*pair) for pair in year.scheme.rows())
        document = replace(document, indicators=rows)
    return document
