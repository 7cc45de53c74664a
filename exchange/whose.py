"""Which department a file belongs to, by what it says of itself and where it lay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from departments import access
from departments.models import Department
from sheets.interchange import book_from_json
from sheets.readers.labels import key
from sheets.sheet import Book

from .models import ImportBatch

# As the folders of our own exports are called: 001 某街道办事处.
CODE_AND_NAME = re.compile(r"^(\w+)[\s_\-.、]+(.+)$")
# Where a table says whose it is.
OFFICE_FACTS = frozenset(
    "主管部门 主管部门及代码 主管部门名称 主管单位 业务主管部门 实施单位 项目实施单位"
    " 项目单位 预算部门 预算单位 编制单位 申报单位 填报单位 填报部门 单位名称 部门名称"
    " 部门(单位)名称".split()
)
SHORTEST = 3  # characters of a name; what is shorter is none: 无
NAMED = "文件中写的部门是“{named}”，您选的是“{chosen}”。"
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
        said.append(NAMED.format(named=name, chosen=batch.department))
    elif not name and (foreign := _foreign(batch)):
        said.append(NAMED.format(named=foreign, chosen=batch.department))
    return said


def _foreign(batch: ImportBatch) -> str:
    """The first department that the tables name, if none of them is the chosen one, or
    one above or below it; names are compared loosely."""
    named = [
        text
        for sheet in book_from_json(batch.book).projects
        for label, text in sheet.facts
        if key(label) in OFFICE_FACTS and len(key(text)) >= SHORTEST
    ]
    if not named:
        return ""
    chosen = batch.department
    near = Q(path__in=chosen.lineage) | Q(path__startswith=chosen.path)
    names = Department.objects.filter(near).values_list("name", flat=True)
    own = [key(name) for name in names]
    is_ours = any(o in key(text) or key(text) in o for o in own for text in named)
    return "" if is_ours else named[0]
