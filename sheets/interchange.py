"""``Book`` ⇄ JSON: the one shape of fixtures, snapshots, command line and tests.

Amounts travel as strings, so that no reader turns 69.30 into a binary fraction.
"""

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from perftargets.errors import BadFile

from . import money
from .sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
)
from .typed import plain

SCHEMA = "perftargets/book/1"
Json = dict[str, Any]


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else money.show(amount)


def sheet_to_json(sheet: Sheet) -> Json:
    """A ``Sheet`` as plain dicts and lists, in the order of the form."""
    return {
        "code": sheet.code,
        "name": sheet.name,
        "budget": {
            "unit": sheet.budget.unit,
            "total": _amount(sheet.budget.total),
            "fiscal": _amount(sheet.budget.fiscal),
            "other": _amount(sheet.budget.other),
        },
        "usage": sheet.usage,
        "plan": [{"month": s.month, "percent": s.percent} for s in sheet.plan],
        "goals": list(sheet.goals),
        "goals_placeholder": sheet.goals_placeholder,
        "indicators": [
            {
                "tier1": row.tier1,
                "tier2": row.tier2,
                "tier3": row.tier3,
                "description": row.description,
                "value": row.value,
                "basis": row.basis,
                "weight": _amount(row.weight),
            }
            for row in sheet.indicators
        ],
    }


def _overall_to_json(overall: Overall) -> Json:
    return {
        "goal": overall.goal,
        "sub_goals": [
            {
                "title": s.title,
                "goal": s.goal,
                "indicators": list(s.indicators),
                # Left out when empty: documents without it keep their digest.
                **({"projects": list(s.projects)} if s.projects else {}),
            }
            for s in overall.sub_goals
        ],
        "measures": [{"title": m.title, "text": m.text} for m in overall.measures],
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
    }


def dumps(book: Book) -> str:
    """The canonical text: sorted keys, no blanks. What is hashed and frozen."""
    return json.dumps(
        book_to_json(book), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def sha256(text: str) -> str:
    """64 hex digits over the canonical text that :func:`dumps` made."""
    return hashlib.sha256(text.encode()).hexdigest()


class _Reader:
    """Takes typed values out of a JSON object and names the place that is wrong."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise BadFile(f"JSON 的 {where} 应是一个对象")
        self.data: Json = data
        self.where = where

    def _bad(self, key: str, what: str) -> BadFile:
        return BadFile(f"JSON 的 {self.where}.{key} 应是{what}")

    def text(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            raise self._bad(key, "文字或 null")
        return value if value is None else plain(value)

    def required(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self._bad(key, "文字")
        return value

    def integer(self, key: str) -> int | None:
        value = self.data.get(key)
        if value is not None and (not isinstance(value, int) or value is True):
            raise self._bad(key, "整数或 null")
        return value

    def amount(self, key: str) -> Decimal | None:
        try:
            return money.parse(self.text(key))
        except ValueError as error:
            raise BadFile(f"JSON 的 {self.where}.{key}：{error}") from None

    def items(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._bad(key, "列表或 null")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self._bad(key, "文字的列表")
        return tuple(plain(value) for value in values)

    def objects(self, key: str, build: Callable[["_Reader"], Any]) -> tuple[Any, ...]:
        return tuple(
            build(_Reader(value, f"{self.where}.{key}[{number}]"))
            for number, value in enumerate(self.items(key))
        )

    def child(self, key: str) -> "_Reader":
        return _Reader(self.data.get(key) or {}, f"{self.where}.{key}")


def _plan_step(data: _Reader) -> PlanStep:
    month = data.integer("month")
    if month is None or not 1 <= month <= 12:
        raise BadFile(f"JSON 的 {data.where}.month 应是1到12的月份")
    return PlanStep(month, data.text("percent"))


def _plan(data: _Reader) -> tuple[PlanStep, ...]:
    plan: tuple[PlanStep, ...] = data.objects("plan", _plan_step)
    if len({step.month for step in plan}) < len(plan):
        raise BadFile(f"JSON 的 {data.where}.plan 里同一个月份写了两次")
    return plan


def _indicator(data: _Reader) -> Indicator:
    return Indicator(
        tier1=data.text("tier1") or "",
        tier2=data.text("tier2") or "",
        tier3=data.text("tier3"),
        description=data.text("description"),
        value=data.text("value"),
        basis=data.text("basis"),
        weight=data.amount("weight"),
    )


def _budget(data: _Reader) -> Budget:
    return Budget(
        data.text("unit"),
        data.amount("total"),
        data.amount("fiscal"),
        data.amount("other"),
    )


def _sheet(data: _Reader) -> Sheet:
    return Sheet(
        name=data.required("name"),
        code=data.text("code"),
        budget=_budget(data.child("budget")),
        usage=data.text("usage"),
        plan=_plan(data),
        goals=data.texts("goals"),
        goals_placeholder=data.text("goals_placeholder"),
        indicators=data.objects("indicators", _indicator),
    )


def _sub_goal(data: _Reader) -> SubGoal:
    return SubGoal(
        data.required("title"),
        data.text("goal") or "",
        data.texts("indicators"),
        data.texts("projects"),
    )


def _measure(data: _Reader) -> Measure:
    return Measure(data.required("title"), data.text("text") or "")


def _overall(data: _Reader) -> Overall:
    return Overall(
        goal=data.text("goal") or "",
        sub_goals=data.objects("sub_goals", _sub_goal),
        measures=data.objects("measures", _measure),
    )


def book_from_json(data: object) -> Book:
    """The inverse of :func:`book_to_json`; ``BadFile`` names the wrong place."""
    reader = _Reader(data, "book")
    if reader.text("schema") != SCHEMA:
        raise BadFile(f"JSON 的 schema 应是 {SCHEMA}")
    department = reader.child("department")
    has_overall = reader.data.get("overall") is not None
    return Book(
        year=reader.integer("year"),
        layout=reader.text("layout"),
        department=Department(department.text("code"), department.text("name")),
        overall=_overall(reader.child("overall")) if has_overall else None,
        projects=reader.objects("projects", _sheet),
    )


def loads(text: str | bytes) -> Book:
    """A ``Book`` out of JSON text; ``BadFile`` when it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile("文件不是有效的 JSON") from None
    return book_from_json(data)
