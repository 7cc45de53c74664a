"""Files read into the database: all of a file, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from departments.models import Department
from indicators import services
from perftargets.errors import BadFile, CheckFailed
from projects.models import BudgetYear, Target
from sheets import readers
from sheets.readers import Message, Reading
from sheets.sheet import Book

from .tidying import tidied

# What an operator does about it; the system's own words are English.
TROUBLES = {
    FileNotFoundError: "没有这个文件或文件夹，请核对路径",
    IsADirectoryError: "这是文件夹，请给出文件",
    NotADirectoryError: "路径中间有一段不是文件夹，请核对路径",
    PermissionError: "没有权限，请换一个位置或请管理员授权",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Trouble with this file, inside, is a ``BadFile`` that says what to do."""
    try:
        yield
    except OSError as error:
        said = TROUBLES.get(type(error), f"读写失败（{error.strerror}），请检查磁盘")
        raise BadFile(f"{path}：{said}") from None


def read_file(path: Path) -> Reading:
    """A file's book; ``BadFile`` if it cannot be read or no reader takes it."""
    with told(path):
        # Not even read into memory.
        if path.stat().st_size > readers.kinds.MOST_BYTES:
            raise BadFile(f"{path.name}：{readers.kinds.TOO_BIG}")
        data = path.read_bytes()
    return readers.read(path.name, data)


def write_file(path: Path, data: bytes) -> None:
    """``BadFile`` if it cannot be written."""
    with told(path):
        path.write_bytes(data)


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
            book=tidied(reading.book), year=year, department=department, actor=actor
        )
    except CheckFailed as error:
        return [], (Message("", error.message),)
    return targets, ()
