"""``Sheet`` ⇄ rows. What is saved comes back equal, to the last character."""

from dataclasses import asdict, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import models

from departments.models import Department
from projects.layouts import chosen_layouts
from projects.models import (
    BudgetYear,
    FundingPlanStep,
    Goal,
    Kind,
    Measure,
    Project,
    SubGoal,
    Target,
    Task,
)
from projects.querysets import TargetQuerySet
from sheets import interchange
from sheets import sheet as s
from sheets import value as grammar

from .models import Indicator

# All that a document is made of, from its target.
PARTS = ("project__plan", "goals", "indicators", "sub_goals", "measures", "tasks")
CELLS = ("tier1", "tier2", "tier3", "description", "value", "basis", "weight")
FACTS = ("name", "code", "usage", "goals_placeholder")
TASK_CELLS = ("name", "content", "total", "fiscal", "other")
AMOUNTS = ("unit", "total", "fiscal", "other")
# What a column for the parsed value can hold; beyond it only the text is kept.
NUMBER_LIMIT = Decimal(10) ** 17
UNIT_LENGTH = 40


def load_sheet(target: Target) -> s.Sheet:
    """The table of a project target. Four queries, one for each kind of row."""
    project = _project(target)
    return s.Sheet(
        **{name: getattr(project, name) for name in FACTS},
        budget=s.Budget(**{name: getattr(project, name) for name in AMOUNTS}),
        plan=tuple(s.PlanStep(step.month, step.percent) for step in project.plan.all()),
        goals=tuple(goal.text for goal in target.goals.all()),
        indicators=_load_rows(target),
        facts=_pairs(project.facts),
        medium=project.medium and interchange.medium_from_json(project.medium),
    )


def save_sheet(*, target: Target, sheet: s.Sheet) -> None:
    """Replace the table of a project target. The caller holds the transaction and
    has checked the version; see :func:`indicators.services.save_target`."""
    project = _project(target)
    put_facts(project, sheet)
    project.save(update_fields=[*FACTS, *AMOUNTS, "facts", "medium"])
    project.plan.all().delete()
    _replace_rows(target, sheet)


def put_facts(project: Project, sheet: s.Sheet) -> None:
    """What of the sheet stands in the project itself; nothing is saved."""
    for name in FACTS:
        setattr(project, name, getattr(sheet, name))
    for name in AMOUNTS:
        setattr(project, name, getattr(sheet.budget, name))
    project.facts = sheet.facts
    project.medium = sheet.medium and interchange.medium_to_json(sheet.medium)


def load_overall(target: Target) -> s.Overall:
    """The text of a department target."""
    return s.Overall(
        goal="\n".join(goal.text for goal in target.goals.all()),
        sub_goals=tuple(
            s.SubGoal(row.title, row.goal, _lines(row.indicators), _lines(row.projects))
            for row in target.sub_goals.all()
        ),
        measures=tuple(s.Measure(row.title, row.text) for row in target.measures.all()),
        tasks=tuple(
            s.Task(**{name: getattr(row, name) for name in TASK_CELLS})
            for row in target.tasks.all()
        ),
        indicators=_load_rows(target),
    )


def save_overall(*, target: Target, overall: s.Overall) -> None:
    """Replace the text of a department target; as :func:`save_sheet`."""
    for rows in (target.sub_goals, target.measures, target.tasks):
        rows.all().delete()
    _replace_rows(target, overall)


def rows_of(target: Target, document: s.Sheet | s.Overall) -> list[models.Model]:
    """The rows that the document is stored as, none of them saved."""
    if isinstance(document, s.Sheet):
        plan = (
            FundingPlanStep(project=_project(target), **asdict(step))
            for step in document.plan
        )
        own, goals = [*plan], document.goals
    else:
        own, goals = _overall_rows(target, document), (document.goal,)
    texts = (
        Goal(target=target, position=position, text=text)
        for position, text in enumerate(goals)
    )
    rows = (
        Indicator(target=target, position=position, **asdict(row), **_parsed(row))
        for position, row in enumerate(document.indicators)
    )
    return [*own, *texts, *rows]


def load(target: Target) -> s.Sheet | s.Overall:
    """The document of a target of either kind."""
    return load_sheet(target) if target.is_project else load_overall(target)


def load_all(targets: TargetQuerySet) -> list[tuple[Target, s.Sheet | s.Overall]]:
    """Each target with its document, in a number of queries that does not grow."""
    rows = targets.with_names().prefetch_related(*PARTS)
    return [(target, load(target)) for target in rows]


def save(*, target: Target, document: s.Sheet | s.Overall) -> None:
    """Replace the document of a target; its kind must fit."""
    if isinstance(document, s.Sheet):
        save_sheet(target=target, sheet=document)
    else:
        save_overall(target=target, overall=document)


def load_book(target: Target) -> s.Book:
    """The target alone, with the year, form and department that it is printed under."""
    return with_document(empty_book(target.year, target.department), load(target))


def with_document(book: s.Book, document: s.Sheet | s.Overall) -> s.Book:
    """The book of this one document."""
    if isinstance(document, s.Overall):
        return replace(book, overall=document)
    return replace(book, projects=(document,))


def empty_book(year: BudgetYear, department: Department) -> s.Book:
    """The year, forms, words and department that a document is printed under."""
    chosen = chosen_layouts(year, department)
    return s.Book(
        year=year.year,
        layout=chosen.layout,
        department=s.Department(department.code, department.name),
        overall_layout=chosen.overall_layout,
        labels=year.label_pairs,
    )


def _project(target: Target) -> Project:
    if target.kind != Kind.PROJECT or target.project is None:
        raise ValueError("a department target has no sheet")
    return target.project


def _overall_rows(target: Target, overall: s.Overall) -> list[Any]:
    sub_goals = (
        SubGoal(
            target=target,
            position=position,
            title=item.title,
            goal=item.goal,
            indicators="\n".join(item.indicators),
            projects="\n".join(item.projects),
        )
        for position, item in enumerate(overall.sub_goals)
    )
    measures = (
        Measure(target=target, position=position, title=item.title, text=item.text)
        for position, item in enumerate(overall.measures)
    )
    tasks = (
        Task(target=target, position=position, **asdict(task))
        for position, task in enumerate(overall.tasks)
    )
    return [*sub_goals, *measures, *tasks]


def _replace_rows(target: Target, document: s.Sheet | s.Overall) -> None:
    target.goals.all().delete()
    target.indicators.all().delete()
    for _, rows in groupby(rows_of(target, document), type):
        alike = list(rows)
        type(alike[0])._default_manager.bulk_create(alike)


def _load_rows(target: Target) -> tuple[s.Indicator, ...]:
    return tuple(
        s.Indicator(
            **{name: getattr(row, name) for name in CELLS}, extra=_pairs(row.extra)
        )
        for row in target.indicators.all()
    )


def _pairs(stored: list[list[str]]) -> s.Pairs:
    return tuple((label, text) for label, text in stored)


def _lines(text: str) -> tuple[str, ...]:
    # splitlines() would also split at separators that somebody pasted into a line.
    return tuple(text.split("\n")) if text else ()


def _parsed(row: s.Indicator) -> dict[str, object]:
    """Columns for the meaning of the value; a number too big for them is left out."""
    if not row.value:
        return {}
    value = grammar.parse(row.value)
    return {
        "value_kind": value.kind,
        "value_operator": value.operator or "",
        "value_number": _fitting(value.number),
        "value_upper": _fitting(value.upper),
        "value_unit": value.unit[:UNIT_LENGTH],
        "value_date": value.date,
    }


def _fitting(number: Decimal | None) -> Decimal | None:
    return None if number is None or abs(number) >= NUMBER_LIMIT else number
