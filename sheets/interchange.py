"""``Book`` ⇄ JSON: the one shape of fixtures, snapshots, command line and tests.

Amounts travel as strings, so that no reader turns 69.30 into a binary fraction.
"""

import hashlib
import json
from decimal import Decimal
from typing import Any

from perftargets.errors import BadFile

from . import money
from .json_object import ObjectReader
from .sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Medium,
    Overall,
    Pairs,
    PlanStep,
    Sheet,
    SubGoal,
    Task,
)

SCHEMA = "perftargets/book/1"
Json = dict[str, Any]


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else money.show(amount)


def _pairs_to_json(pairs: Pairs) -> list[Json]:
    return [{"label": label, "text": text} for label, text in pairs]


def _filled(**keys: Any) -> Json:
    """Without the empty ones: a document that has no such part keeps its digest."""
    return {key: value for key, value in keys.items() if value}


def _budget_to_json(budget: Budget) -> Json:
    return {
        "unit": budget.unit,
        "total": _amount(budget.total),
        "fiscal": _amount(budget.fiscal),
        "other": _amount(budget.other),
    }


def _row_to_json(row: Indicator) -> Json:
    return {
        "tier1": row.tier1,
        "tier2": row.tier2,
        "tier3": row.tier3,
        "description": row.description,
        "value": row.value,
        "basis": row.basis,
        "weight": _amount(row.weight),
        **_filled(extra=_pairs_to_json(row.extra)),
    }


def medium_to_json(medium: Medium) -> Json:
    """The 中期 side as plain dicts and lists."""
    return {
        "period": medium.period,
        "budget": _budget_to_json(medium.budget),
        "goals": list(medium.goals),
        "indicators": [_row_to_json(row) for row in medium.indicators],
    }


def sheet_to_json(sheet: Sheet) -> Json:
    """A ``Sheet`` as plain dicts and lists, in the order of the form."""
    return {
        "code": sheet.code,
        "name": sheet.name,
        "budget": _budget_to_json(sheet.budget),
        "usage": sheet.usage,
        "plan": [{"month": s.month, "percent": s.percent} for s in sheet.plan],
        "goals": list(sheet.goals),
        "goals_placeholder": sheet.goals_placeholder,
        "indicators": [_row_to_json(row) for row in sheet.indicators],
        **_filled(
            facts=_pairs_to_json(sheet.facts),
            medium=sheet.medium and medium_to_json(sheet.medium),
        ),
    }


def _task_to_json(task: Task) -> Json:
    return {
        "name": task.name,
        "content": task.content,
        "total": _amount(task.total),
        "fiscal": _amount(task.fiscal),
        "other": _amount(task.other),
    }


def _overall_to_json(overall: Overall) -> Json:
    return {
        "goal": overall.goal,
        "sub_goals": [
            {
                "title": s.title,
                "goal": s.goal,
                "indicators": list(s.indicators),
                **_filled(projects=list(s.projects)),
            }
            for s in overall.sub_goals
        ],
        "measures": [{"title": m.title, "text": m.text} for m in overall.measures],
        **_filled(
            tasks=[_task_to_json(task) for task in overall.tasks],
            indicators=[_row_to_json(row) for row in overall.indicators],
        ),
    }


def book_to_json(book: Book) -> Json:
    """A ``Book`` as plain dicts and lists, ready for ``json.dumps``."""
    return {
        "schema": SCHEMA,
        "year": book.year,
        "layout": book.layout,
        "department": {"code": book.department.code, "name": book.department.name},
        "overall": None if book.overall is None else _overall_to_json(book.overall),
        "projects": [sheet_to_json(sheet) for sheet in book.projects],
        **_filled(
            overall_layout=book.overall_layout, labels=_pairs_to_json(book.labels)
        ),
    }


def dumps(book: Book) -> str:
    """The canonical text: sorted keys, no blanks. What is hashed and frozen."""
    return json.dumps(
        book_to_json(book), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def sha256(text: str) -> str:
    """64 hex digits over the canonical text that :func:`dumps` made."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plan_step(data: ObjectReader) -> PlanStep:
    month = data.integer("month")
    if month is None or not 1 <= month <= 12:
        raise data.bad("month", "应是1到12的月份")
    return PlanStep(month, data.text("percent"))


def _plan(data: ObjectReader) -> tuple[PlanStep, ...]:
    plan: tuple[PlanStep, ...] = data.objects("plan", _plan_step)
    if len({step.month for step in plan}) < len(plan):
        raise data.bad("plan", "里同一个月份写了两次")
    return plan


def _indicator(data: ObjectReader) -> Indicator:
    return Indicator(
        tier1=data.text("tier1") or "",
        tier2=data.text("tier2") or "",
        tier3=data.text("tier3"),
        description=data.text("description"),
        value=data.text("value"),
        basis=data.text("basis"),
        weight=data.amount("weight"),
        extra=data.pairs("extra"),
    )


def _budget(data: ObjectReader) -> Budget:
    return Budget(
        data.text("unit"),
        data.amount("total"),
        data.amount("fiscal"),
        data.amount("other"),
    )


def _medium(data: ObjectReader) -> Medium:
    return Medium(
        period=data.text("period") or "",
        budget=_budget(data.child("budget")),
        goals=data.texts("goals"),
        indicators=data.objects("indicators", _indicator),
    )


def medium_from_json(data: object) -> Medium:
    """The inverse of :func:`medium_to_json`."""
    return _medium(ObjectReader(data))


def _sheet(data: ObjectReader) -> Sheet:
    has_medium = data.data.get("medium") is not None
    return Sheet(
        name=data.required("name"),
        code=data.text("code"),
        budget=_budget(data.child("budget")),
        usage=data.text("usage"),
        plan=_plan(data),
        goals=data.texts("goals"),
        goals_placeholder=data.text("goals_placeholder"),
        indicators=data.objects("indicators", _indicator),
        facts=data.pairs("facts"),
        medium=_medium(data.child("medium")) if has_medium else None,
    )


def _sub_goal(data: ObjectReader) -> SubGoal:
    return SubGoal(
        data.required("title"),
        data.text("goal") or "",
        data.texts("indicators"),
        data.texts("projects"),
    )


def _measure(data: ObjectReader) -> Measure:
    return Measure(data.required("title"), data.text("text") or "")


def _task(data: ObjectReader) -> Task:
    return Task(
        data.text("name") or "",
        data.text("content") or "",
        data.amount("total"),
        data.amount("fiscal"),
        data.amount("other"),
    )


def _overall(data: ObjectReader) -> Overall:
    return Overall(
        goal=data.text("goal") or "",
        sub_goals=data.objects("sub_goals", _sub_goal),
        measures=data.objects("measures", _measure),
        tasks=data.objects("tasks", _task),
        indicators=data.objects("indicators", _indicator),
    )


def book_from_json(data: object) -> Book:
    """The inverse of :func:`book_to_json`; ``BadFile`` names the wrong place."""
    reader = ObjectReader(data)
    if reader.text("schema") != SCHEMA:
        raise BadFile(
            f"JSON 的 schema 应是 {SCHEMA}：只能导入本系统导出的 JSON，"
            "别的内容请用 Word 或 Excel 文件"
        )
    department = reader.child("department")
    has_overall = reader.data.get("overall") is not None
    return Book(
        year=reader.integer("year"),
        layout=reader.text("layout"),
        department=Department(department.text("code"), department.text("name")),
        overall=_overall(reader.child("overall")) if has_overall else None,
        projects=reader.objects("projects", _sheet),
        overall_layout=reader.text("overall_layout") or None,
        labels=reader.pairs("labels"),
    )


def loads(text: str | bytes) -> Book:
    """A ``Book`` out of JSON text; ``BadFile`` when it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile("文件不是有效的 JSON，可能不完整。请重新导出后再导入") from None
    return book_from_json(data)
