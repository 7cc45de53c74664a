"""Files read into the database: all of a file, or nothing of it."""

from pathlib import Path
from typing import Any

from django.db import transaction

from departments.models import Department
from indicators import services
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Target
from sheets import readers
from sheets.readers import Message, Reading
from sheets.sheet import Book


def read_file(path: Path) -> Reading:
    """A file's book; ``BadFile`` if no reader takes it."""
    return readers.read(path.name, path.read_bytes())


def save_book(
    *, book: Book, year: BudgetYear, department: Department, actor: Any
) -> list[Target]:
    """New drafts for the overall target and every table of a book, in its order.

    ``CheckFailed`` names the first that exists already; then nothing is saved.
    """
    at = {"year": year, "department": department, "actor": actor, "action": "import"}
    with transaction.atomic():
        targets = []
        if book.overall is not None:
            targets.append(services.create_overall_target(overall=book.overall, **at))
        for sheet in book.projects:
            targets.append(services.create_project_target(sheet=sheet, **at))
    return targets


def save_reading(
    *, reading: Reading, year: BudgetYear, department: Department, actor: Any
) -> tuple[list[Target], tuple[Message, ...]]:
    """Save what was read if it was read without an error; the targets, the errors."""
    if reading.errors:
        return [], reading.errors
    try:
        targets = save_book(
            book=reading.book, year=year, department=department, actor=actor
        )
    except CheckFailed as error:
        return [], (Message("", error.message),)
    return targets, ()
