"""Years as a Django fixture with natural keys, to be brought into another installation.

What is written is the *documents* and what they need to be read: departments, schemes,
the year with its settings, projects and targets. A fixture can be written by anybody,
so it carries no review: what was approved here is approved by the act of this system's
people, and comes out as 补录 (``archived``), with the number of its 批复 and the digits
of its version as words. What was under review is a draft again. So loading a file
forges nothing, and dumping what was loaded gives the same file.

Left out, because another installation cannot vouch for it: people and who wrote what,
the record, versions, opinions, remarks, 审核表, answers to warnings, extensions,
依据材料.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db import models
from django.utils import timezone

from departments.models import Department
from indicators import store
from indicators.models import Indicator
from projects.models import (
    Backfill,
    BudgetYear,
    DepartmentLayout,
    Extension,
    FundingPlanStep,
    Goal,
    IndicatorScheme,
    Measure,
    Occasion,
    Project,
    Status,
    SubGoal,
    Target,
    Task,
    Tier,
)
from reviews.models import Approval, CheckSettings, GradeBands, ReviewStep
from reviews.route import steps_of
from sheets.sheet import Overall, Sheet

Row = dict[str, Any]
OF_A_YEAR = (ReviewStep, GradeBands, CheckSettings)
OF_A_TARGET = (FundingPlanStep, Goal, SubGoal, Measure, Task, Indicator, Backfill)
# In the order in which they refer to each other.
MODELS = (
    *(IndicatorScheme, Tier, Department, BudgetYear),
    *(*OF_A_YEAR, DepartmentLayout, Project, Target),
    *OF_A_TARGET,
)
# Whose they are, another installation does not know.
OMITTED = {
    Target: {"submitted_by", "filled_by"},
    Backfill: {"actor", "replaced"},
}
ELSEWHERE = "由年度数据文件转入"


@dataclass
class Left:
    """What stayed behind, for whoever moves the data: words and how often."""

    counts: Counter[str] = field(default_factory=Counter)
    years: list[str] = field(default_factory=list)


def fields_of(model: type[models.Model]) -> list[str]:
    """The names of the columns that a fixture has of a model."""
    kept = (*model._meta.local_fields, *model._meta.local_many_to_many)
    omitted = OMITTED.get(model, set()) | {model._meta.pk.name}  # type: ignore[union-attr]
    return [one.name for one in kept if one.name not in omitted]


def rows(
    years: Iterable[BudgetYear],
    root: Department | None = None,
    left: Left | None = None,
) -> Iterator[Row]:
    """The fixture of these years, row by row, each after what it refers to; of ``root``
    and all below it, or of every department that has something in them."""
    left = left or Left()
    years = sorted(set(years), key=lambda year: year.year)
    inside = Department.objects.within([root]) if root else Department.objects.all()
    used = {
        year: [d for d in _sorted(inside) if d.pk in _with_something(year)]
        for year in years
    }
    yield from schemes({year.scheme for year in years})
    yield from departments({d for found in used.values() for d in found})
    for year in years:
        yield from _settings(year, used[year], left)
        for department in used[year]:
            for target in _targets(year, department):
                yield from _target_rows(target, {y.pk for y in years}, root, left)


def schemes(found: Iterable[IndicatorScheme]) -> Iterator[Row]:
    for scheme in sorted(found, key=lambda one: one.code):
        tiers = list(scheme.tiers.select_related("scheme", "parent__scheme"))
        below = [tier for tier in tiers if tier.parent is not None]
        yield from serialized([scheme])
        yield from serialized(_in_order(t for t in tiers if t.parent is None))
        yield from serialized(_in_order(below))


def departments(found: Iterable[Department]) -> Iterator[Row]:
    """These and all above them."""
    paths = {path for one in found for path in one.lineage}
    known = Department.objects.filter(path__in=paths).select_related("parent")
    yield from serialized(_sorted(known))


def serialized(found: Iterable[models.Model]) -> Iterator[Row]:
    for row in found:
        [data] = Serializer().serialize(
            [row],
            fields=fields_of(type(row)),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        )
        for name, value in data["fields"].items():
            if isinstance(value, datetime):
                # JSON keeps no more than three digits of a second, and not always.
                data["fields"][name] = value.replace(microsecond=0)
        yield data


def write(found: Iterable[Row]) -> Iterator[str]:
    """The text of the file, piece by piece: the same on every database."""
    for count, row in enumerate(found):
        yield ",\n" if count else "[\n"
        yield as_json(row)
    yield "\n]\n"


def as_json(row: Row) -> str:
    return json.dumps(
        row, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True
    )


def _sorted(found: Iterable[Department]) -> list[Department]:
    # Databases sort text in different orders.
    return sorted(found, key=lambda one: one.path)


def _in_order(found: Iterable[Tier]) -> list[Tier]:
    return sorted(
        found, key=lambda t: (t.parent.label if t.parent else "", t.position, t.label)
    )


def _with_something(year: BudgetYear) -> set[int]:
    """Ids of the departments that have targets or a form of their own."""
    return {
        *year.targets.values_list("department", flat=True),
        *year.department_layouts.values_list("department", flat=True),
    }


def _settings(
    year: BudgetYear, used: Sequence[Department], left: Left
) -> Iterator[Row]:
    yield from serialized([year])
    for model in OF_A_YEAR:
        own = model._default_manager.filter(year=year).select_related("year")
        yield from serialized(sorted(own, key=lambda one: one.natural_key()))
    forms = DepartmentLayout.objects.filter(year=year, department__in=used)
    found = forms.select_related("year", "department")
    yield from serialized(sorted(found, key=lambda one: one.department.path))
    left.counts["填报延期"] += Extension.objects.filter(year=year).count()
    if not year.steps.exists() and steps_of(year):
        left.years.append(f"{year}没有自己的审核环节（沿用更早年度的），文件里没有")


def _targets(
    year: BudgetYear, department: Department
) -> Iterator[tuple[Target, Sheet | Overall, Approval | None]]:
    """In the order of the book: each with what counts of it, and its approval."""
    here = Target.objects.filter(year=year, department=department)
    approvals = Approval.objects.filter(target__in=here).order_by("number")
    known = approvals.select_related("version__target", "batch", "approved_by")
    in_force = {approval.target_id: approval for approval in known}
    last = ("project__continued_from__year", "project__continued_from__department")
    found = store.load_all(here.select_related(*last).prefetch_related("backfills"))
    for target, document in sorted(found, key=lambda pair: _place(pair[0])):
        approval = in_force.get(target.pk)
        if approval is not None:  # an adjustment on its way is not in force
            document = approval.version.document()
        yield target, document, approval


def _place(target: Target) -> tuple[int, str]:
    project = target.project
    return (-1, "") if project is None else (project.position, project.name)


def _target_rows(
    found: tuple[Target, Sheet | Overall, Approval | None],
    years: set[int],
    root: Department | None,
    left: Left,
) -> Iterator[Row]:
    target, document, approval = found
    if target.project is not None and isinstance(document, Sheet):
        project = target.project
        # They are known: not to be asked for again for each row.
        project.year, project.department = target.year, target.department
        store.put_facts(project, document)
        _cut_off(project, years, root, left)
        yield from serialized([project])
    yield from _one(target, approval, left)
    yield from serialized(store.rows_of(target, document))
    yield from serialized(_backfills(target, approval))


def _cut_off(
    project: Project, years: set[int], root: Department | None, left: Left
) -> None:
    """Without its project of last year, if that is not in the file."""
    before = project.continued_from
    if before is None:
        return
    is_inside = root is None or before.department.path.startswith(root.path)
    if before.year_id not in years or not is_inside:
        project.continued_from = None
        left.counts["与上年项目的对应（上年不在文件里）"] += 1


def _one(target: Target, approval: Approval | None, left: Left) -> Iterator[Row]:
    """As it may stand elsewhere; see the module."""
    [row] = serialized([target])
    was = target.status
    is_archived = approval is not None or was == Status.ARCHIVED
    stands = Status.ARCHIVED if is_archived else Status.DRAFT
    row["fields"] |= {"status": stands, "step_name": ""}
    if is_archived:
        row["fields"]["occasion"] = Occasion.BACKFILL
    if approval is not None and was != Status.APPROVED:
        left.counts["没有办完的调整（文件里是现行版本）"] += 1
    elif approval is None and was in (Status.REVIEW, Status.RETURNED):
        left.counts["审核过程（审核中或已退回的，装入后是草稿）"] += 1
    yield row


def _backfills(target: Target, approval: Approval | None) -> list[Backfill]:
    if approval is None:
        return sorted(target.backfills.all(), key=lambda one: one.number)
    batch = approval.batch
    return [
        Backfill(
            target=target,
            number=1,
            reason=f"在原系统由{approval.approved_by}批复为第{approval.number}版，"
            f"校验码 {approval.version.sha256[:8]}，{ELSEWHERE}",
            document=batch.number if batch else "",
            document_date=batch.date if batch else timezone.localdate(approval.at),
            actor_name="原系统",
            at=approval.at,
        )
    ]


def by_thing(found: Iterable[Row]) -> dict[tuple[Any, ...], list[Row]]:
    """Rows that stand or fall together: a scheme, a department, a year with its
    settings, a form of a department, a target with its project and its document."""
    things: dict[tuple[Any, ...], list[Row]] = {}
    for row in found:
        things.setdefault(thing_of(row), []).append(row)
    return things


def thing_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """``LookupError`` or ``TypeError`` for a row that names nothing."""
    name, data = row["model"].rpartition(".")[2], row["fields"]
    if name in ("indicatorscheme", "department"):
        return name, data["code"]
    if name == "tier":
        return "indicatorscheme", data["scheme"][0]
    if name == "budgetyear":
        return name, data["year"]
    if name in ("reviewstep", "gradebands", "checksettings"):
        return "budgetyear", data["year"][0]
    if name == "departmentlayout":
        return name, data["year"][0], data["department"][0]
    if name == "project":
        return "target", data["year"][0], data["department"][0], data["name"]
    if name == "fundingplanstep":
        return "target", *data["project"]
    if name == "target":
        project = data["project"]
        name = project[2] if project else None
        return "target", data["year"][0], data["department"][0], name
    year, code, _, project = data["target"]
    return "target", year, code, project
