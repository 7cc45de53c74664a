"""The file of :mod:`exchange.year_dump` into this installation: what is missing is
added, what is there stays as it is, and nothing is stored if anything is wrong.

``loaddata`` takes the same file, but believes it: it overwrites what is there, looks at
no length and no status, and records nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db import DatabaseError, models, transaction

from audit.services import record
from departments.models import Department
from departments.services import save_department
from indicators import store
from indicators.limits import misfits
from perftargets.errors import BadFile, CheckFailed
from projects.models import (
    BudgetYear,
    IndicatorScheme,
    Occasion,
    Project,
    Status,
    Target,
)
from sheets.fields import label_in
from sheets.typed import CONTROL

from . import year_dump
from .year_dump import MODELS, OF_A_TARGET, Row, as_json, by_thing, fields_of, thing_of

TROUBLES = (
    *(DeserializationError, ValidationError, DatabaseError),
    *(ValueError, TypeError),
)
Owners = dict[tuple[Any, ...], models.Model]
Things = dict[tuple[Any, ...], list[Row]]
BY_NAME = {model._meta.label_lower: model for model in MODELS}
# What somebody's work here changes without changing what the document says; and what
# this program reads out of a value, an older one perhaps otherwise.
PASSING = {"version", "updated_at", "status_since", "saved_at", "path"}
# What a target may be that nobody here has reviewed: status, 编报类型.
HONEST = (
    (Status.DRAFT, Occasion.ROUND),
    (Status.DRAFT, Occasion.ADDED),
    (Status.ARCHIVED, Occasion.BACKFILL),
)
AGAIN = "请用 dump_year 重新生成文件，完整地传过来再装入。"
NO_JSON = (
    "不是完整的 JSON（第 {line} 行），可能没有传完或者被改过。什么也没有装入。{again}"
)
NO_FILE = "不是 dump_year 生成的文件。什么也没有装入。{again}"
WRONG = "第 {number} 项（{what}）{why}。什么也没有装入。{again}"
TAKEN = (
    "系统里已有 {count} 份同名而内容不同的绩效目标：{names}。什么也没有装入，"
    "系统里的没有动。请先核对，改名或删除其中一方的，再装入。"
)


@dataclass(frozen=True)
class Loaded:
    """How many targets came in, how many were there already; and what was kept as it
    is here although the file has it otherwise."""

    new: int
    same: int
    kept: tuple[str, ...]


def load_year(*, text: str, file_name: str) -> Loaded:
    """All that the file has and this installation lacks, or nothing.

    ``BadFile`` if it is not a whole file of this kind, ``CheckFailed`` if a target is
    here already and says something else.
    """
    rows = _read(text)
    found = by_thing(rows)
    with transaction.atomic():
        here = _here(found)
        new = {key: its for key, its in found.items() if key not in here}
        known = [key for key in found if key in here]
        others = [key for key in known if not _same(found[key], here[key])]
        _check_taken([key for key in others if key[0] == "target"])
        targets = _store(rows, new)
        for target in targets:
            _settle(target, file_name)
        _check_read_back(new)
        loaded = Loaded(
            new=len(targets),
            same=sum(1 for key in known if key[0] == "target"),
            kept=tuple(_name(key) for key in others),
        )
        if new:
            _record(found, loaded, file_name)
    return loaded


def _read(text: str) -> list[Row]:
    """The rows of the file, looked at one by one."""
    try:
        rows = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise BadFile(NO_JSON.format(line=line, again=AGAIN)) from None
    except RecursionError:
        raise BadFile(NO_FILE.format(again=AGAIN)) from None
    if not isinstance(rows, list) or not rows:
        raise BadFile(NO_FILE.format(again=AGAIN))
    for number, row in enumerate(rows, 1):
        if why := _why_not(row):
            raise _wrong(number, row, why)
    return rows


def _why_not(row: Any) -> str:
    """What is wrong with a row as it stands in the file; "" if nothing is."""
    if not (isinstance(row, dict) and row.keys() == {"model", "fields"}):
        return "不是一行数据"
    model, data = BY_NAME.get(str(row["model"])), row["fields"]
    if model is None or not isinstance(data, dict):
        return "不是年度数据里的内容"
    if unknown := data.keys() - set(fields_of(model)):
        return f"有不认识的栏目 {'、'.join(sorted(unknown))}"
    if any(CONTROL.search(text) for text in _texts(data)):
        return "含有不能显示的控制字符"
    if model is Target and not _is_honest(data):
        return "的状态只能是草稿或已补录：批复要由本系统的人作出"
    try:
        hash(thing_of(row))
    except (LookupError, TypeError, ValueError):
        return "没有写明属于哪个年度、部门和项目"
    return ""


def _texts(value: Any) -> Iterator[str]:
    """All text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _is_honest(data: Row) -> bool:
    return (data.get("status"), data.get("occasion")) in HONEST


def _wrong(number: int, row: Any, why: str) -> BadFile:
    model = BY_NAME.get(str(row.get("model"))) if isinstance(row, dict) else None
    what = str(model._meta.verbose_name) if model else "不明"
    return BadFile(WRONG.format(number=number, what=what, why=why, again=AGAIN))


def _here(found: Things) -> Things:
    """What this installation has of it, as it would be written into a file."""
    named = {key[1] for key in found if key[0] == "budgetyear"}
    years = [y for y in BudgetYear.objects.select_related("scheme") if y.year in named]
    known = [
        *year_dump.schemes(IndicatorScheme.objects.all()),
        *year_dump.departments(Department.objects.all()),
        *year_dump.rows(years),
    ]
    # Years alone: the rows above come again with them.
    return {key: _unique(rows) for key, rows in by_thing(_plain(known)).items()}


def _plain(rows: Sequence[Row]) -> list[Row]:
    return [json.loads(as_json(row)) for row in rows]


def _unique(rows: Sequence[Row]) -> list[Row]:
    return list({as_json(row): row for row in rows}.values())


def _same(theirs: Sequence[Row], ours: Sequence[Row]) -> bool:
    return sorted(map(_said, theirs)) == sorted(map(_said, ours))


def _said(row: Row) -> str:
    data = row["fields"]
    kept = {
        name: value
        for name, value in data.items()
        if name not in PASSING and not name.startswith("value_")
    }
    return as_json({**row, "fields": kept})


def _check_taken(taken: Sequence[tuple[Any, ...]]) -> None:
    if taken:
        names = "、".join(_name(key) for key in taken[:5])
        more = "等" if len(taken) > 5 else ""
        raise CheckFailed(TAKEN.format(count=len(taken), names=names + more))


def _name(key: tuple[Any, ...]) -> str:
    """A thing of the file in words."""
    kind, *rest = key
    if kind == "target":
        year, code, name = rest
        return f"{year}年 {code} {name or '部门整体绩效目标'}"
    words = {
        "indicatorscheme": "指标体系 {}",
        "department": "部门 {}",
        "budgetyear": "{}年的年度设置",
        "departmentlayout": "{}年部门 {} 的表式",
    }
    return words[kind].format(*rest)


def _store(rows: Sequence[Row], new: Things) -> list[Target]:
    """Save the new rows in the order of the file; the targets among them."""
    owners: Owners = {}
    for number, row in enumerate(rows, 1):
        if thing_of(row) in new:
            model = BY_NAME[row["model"]]
            try:
                if model in OF_A_TARGET:
                    _save_row(model, row, owners)
                else:
                    _save(row, owners)
            except TROUBLES as error:
                raise _wrong(number, row, _told(error)) from error
    return [one for one in owners.values() if isinstance(one, Target)]


def _save_row(model: type[models.Model], row: Row, owners: Owners) -> None:
    """One of the many: its owner was just saved and need not be looked for."""
    data = dict(row["fields"])
    name = "project" if "project" in data and "target" not in data else "target"
    owner = owners.get((name, *data.pop(name)))
    if owner is None:
        raise DeserializationError(name)
    one = model(**{name: owner})
    for column, value in data.items():
        setattr(one, column, value)
    one.clean_fields(exclude=[name, "actor"])  # which also makes them what they are
    # As loaddata saves: with the times that the file has.
    one.save_base(raw=True, force_insert=True)


def _save(row: Row, owners: Owners) -> None:
    [found] = Deserializer([row])
    one = found.object
    keys = [f.name for f in one._meta.fields if f.is_relation or f.primary_key]
    one.clean_fields(exclude=[*keys, "path"])
    if isinstance(one, Department):
        one.clean()
        # Its place is below its parent here, wherever that stands.
        save_department(department=one)
        return
    if one.pk is not None:
        raise ValueError("twice in the file")
    found.save()
    data = row["fields"]
    if isinstance(one, Project):
        owners["project", *data["year"], *data["department"], data["name"]] = one
    if isinstance(one, Target):
        _, year, code, name = thing_of(row)
        owners["target", year, code, data["kind"], name] = one


def _told(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"的内容不合规定：{'；'.join(error.messages)}"
    if isinstance(error, DeserializationError):
        return "所属的内容（年度、部门、项目或指标体系）不在文件里，或者格式不对"
    return "存不进去：内容重复、缺少必填的栏目或者太长"


def _settle(target: Target, file_name: str) -> None:
    """The whole document is one that could have been written here."""
    target = Target.objects.with_names().get(pk=target.pk)
    document = store.load(target)
    problems = misfits(document)
    if problems:
        cells = [f"{label_in(document, path)}{why}" for path, why in problems.items()]
        raise BadFile(f"“{target}”：{'；'.join(cells)}。什么也没有装入。")
    if target.status == Status.ARCHIVED and not target.backfills.exists():
        raise BadFile(f"“{target}”是补录的，却没有写明来历。什么也没有装入。{AGAIN}")
    # What the grammar reads out of a value is this program's affair.
    store.save(target=target, document=document)
    record(
        actor=None,
        action="load",
        subject=target.subject,
        subject_name=str(target),
        detail={"file": file_name},
    )


def _check_read_back(new: Things) -> None:
    """A row that was cut out of a document leaves a gap, which closes here."""
    again = _here({("budgetyear", key[1]): [] for key in new if key[0] == "target"})
    for key, rows in new.items():
        if key[0] == "target" and not _same(rows, again.get(key, [])):
            raise BadFile(f"{_name(key)}在文件里不完整。什么也没有装入。{AGAIN}")


def _record(found: Mapping[tuple[Any, ...], Any], loaded: Loaded, name: str) -> None:
    years = "、".join(f"{key[1]}年" for key in found if key[0] == "budgetyear")
    record(
        actor=None,
        action="load",
        subject=f"years:{years}"[:100],
        subject_name=f"{years}年度数据",
        detail={"file": name, "created": loaded.new, "unchanged": loaded.same},
    )
