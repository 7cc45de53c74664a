"""A year as a file, and a database without one."""

import json
from io import StringIO

from django.apps import apps
from django.db.models import QuerySet

from departments.models import User
from exchange.year_load import load_year

from .test_commands import run


def dumped(*years: int, department: str = "", said: StringIO | None = None) -> str:
    more = ("--department", department) if department else ()
    return run("dump_year", *(years or (2021,)), *more, stderr=said or StringIO())


def empty() -> None:
    """As on the first day, but for who may log in and what is recorded."""
    rooms = ("departments", "projects", "indicators", "reviews", "exchange", "notices")
    for room in rooms:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            if model is not User:
                # What is written once refuses to go by its own manager.
                QuerySet(model)._raw_delete("default")


def loaded(text: str):
    return load_year(text=text, file_name="2021.json")


def changed(text: str, number: int, **fields) -> str:
    rows = json.loads(text)
    rows[number]["fields"] |= fields
    return json.dumps(rows)


def place(text: str, model: str, **fields) -> int:
    """Where the first row of this model with these fields stands."""
    return next(
        number
        for number, row in enumerate(json.loads(text))
        if row["model"] == model and row["fields"].items() >= fields.items()
    )
