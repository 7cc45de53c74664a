"""Which department a file belongs to, by what it says of itself and where it lay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from departments import access
from departments.models import Department
from sheets.sheet import Book

from .models import ImportBatch

# As the folders of our own exports are called: 001 某街道办事处.
CODE_AND_NAME = re.compile(r"^(\w+)[\s_\-.、]+(.+)$")
IN_FILE = "文件中写的部门是“{named}”，已归到这个部门（您选的是“{chosen}”）。"
IN_FOLDER = "按文件夹的名称归到“{named}”（您选的是“{chosen}”）。"
BOTH = "文件中写的部门是“{named}”，文件夹的名称是“{folder}”，已归到前者，请核对。"
FOREIGN = "文件夹“{folder}”是您不能导入的部门，暂归到“{chosen}”，请核对。"


@dataclass(frozen=True)
class Placed:
    department: Department
    said: str = ""
    is_sure: bool = True


class Offices:
    """All departments, by code and by name; those that a user may import into apart."""

    def __init__(self, mine: Iterable[Department]) -> None:
        self.mine = _by_words(mine)
        self.all = _by_words(Department.objects.all())

    @classmethod
    def of(cls, user: Any) -> "Offices":
        allowed = access.allowed_at(user, access.IMPORT, prefix="")
        return cls(Department.objects.filter(allowed))

    def place(self, chosen: Department, folders: Iterable[str], book: Book) -> Placed:
        """What the file says counts more than its folder, and both more than what was
        chosen for all; but only where the user may import."""
        inside = [*reversed([*folders])]
        named = _first(self.mine, [book.department.code, book.department.name])
        folder = _first(self.mine, inside)
        if named and folder and named != folder:
            return Placed(named, BOTH.format(named=named, folder=folder), is_sure=False)
        if (named or folder) and (named or folder) != chosen:
            said = IN_FILE if named else IN_FOLDER
            found = named or folder or chosen
            return Placed(found, said.format(named=found, chosen=chosen))
        foreign = None if folder else _first(self.all, inside)
        if foreign:
            said = FOREIGN.format(folder=foreign, chosen=chosen)
            return Placed(chosen, said, is_sure=False)
        return Placed(chosen)


def _by_words(departments: Iterable[Department]) -> dict[str, Department]:
    """Names that two have are none; a code is the better word."""
    found: dict[str, Department] = {}
    twice = set()
    every = list(departments)
    for department in every:
        if department.name in found:
            twice.add(department.name)
        found[department.name] = department
    for name in twice:
        del found[name]
    return found | {department.code: department for department in every}


def _first(
    known: dict[str, Department], words: Iterable[str | None]
) -> Department | None:
    for word in words:
        text = (word or "").strip()
        if text in known:
            return known[text]
        parts = CODE_AND_NAME.match(text)
        department = known.get(parts[1]) if parts else None
        if parts and department and department.name == parts[2].strip():
            return department
    return None


def elsewhere(batch: ImportBatch) -> list[str]:
    """What the file says of itself that is not what was chosen."""
    year, name = batch.book.get("year"), batch.book["department"].get("name")
    said = []
    if year and year != batch.year.year:
        said.append(f"文件中写的是{year}年，您选的是{batch.year}。")
    if name and name != batch.department.name:
        said.append(f"文件中写的部门是“{name}”，您选的是“{batch.department}”。")
    return said
