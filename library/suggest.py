"""Suggestions for a target: from similar approved projects, then from the library.

Bounded by three limits: at most ``MOST_CANDIDATES`` names and purposes are read (the
latest years first) of approved projects that this user may see and that share a pair
of characters of the name or the department; of those the ``MOST_SIMILAR`` most similar
bring their rows. Of the library ``MOST_ENTRIES`` are looked at, those of the project's
type first. Each of the two parts shows ``MOST_SHOWN``.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from indicators.models import Indicator as Row
from projects.models import Kind, Status, Target
from sheets.sheet import Indicator, Sheet

from .models import LibraryEntry, ProjectType, State
from .ranking import ENOUGH, Key, Similar, Suggestion, dice, from_similar, pairs
from .ranking import similarity as likeness

MOST_CANDIDATES = 300
MOST_SIMILAR = 20
MOST_PAIRS = 12
MOST_ENTRIES = 500
MOST_SHOWN = 12
CELLS = ("tier1", "tier2", "tier3", "description", "value", "basis")

# The first that fits. Words of names and purposes; a guess that the page says aloud.
WORDS_OF_TYPES = (
    (ProjectType.IT, "信息化|信息系统|软件|平台|网络|智慧|数字化|数据中心"),
    (ProjectType.EVENT, "培训|会议|宣传|比赛|演出|展览|庆典|研讨"),
    (ProjectType.STAFF, "工资|薪酬|社保|保险|公积金|聘用人员|人员经费|岗位津贴"),
    (ProjectType.SUBSIDY, "补助|补贴|救助|抚恤|慰问|奖励|奖补|补偿|低保|优抚"),
    (ProjectType.BUILDING, "建设|工程|改造|新建|扩建|修缮|拆迁|征地|修建|绿化"),
    (ProjectType.PURCHASE, "购置|采购|设备|车辆|装备"),
    (ProjectType.SERVICE, "购买服务|外包|委托|服务费|咨询|课题|规划编制"),
    (ProjectType.RUNNING, "运转|运行|维护|维修|保障|办公|水电|物业|组织经费"),
)


def guess_type(name: str, usage: str) -> str:
    """The project's type by its name, else by its purpose; "" if nothing says it."""
    for text in (name, usage):
        for project_type, words in WORDS_OF_TYPES:
            if re.search(words, text):
                return str(project_type)
    return ""


def suggestions(
    target: Target, user: Any, sheet: Sheet, project_type: str = ""
) -> list[Suggestion]:
    """For the table as it stands on the screen: what it has already is left out, and
    so is what was taken out of use. Four queries."""
    present = {(r.tier1, r.tier2, r.tier3 or "") for r in sheet.indicators}
    labels = {(r.tier1, r.tier2) for r in sheet.indicators}
    retired = LibraryEntry.objects.filter(
        Q(department__isnull=True) | Q(department=target.department_id),
        tier__scheme=target.year.scheme_id,
        state=State.RETIRED,
    ).values_list("tier__parent__label", "tier__label", "name")
    similar = from_similar(
        _similar(target, user, sheet), leave_out=present | set(retired)
    )
    used = [s for s in similar if (s.tier1, s.tier2) in labels][:MOST_SHOWN]
    left_out = present | {s.key for s in used}
    return used + _fitting(target, sheet, project_type, left_out)


def _similar(target: Target, user: Any, sheet: Sheet) -> list[Similar]:
    alike = Q(department=target.department_id)
    for pair in sorted(pairs(sheet.name))[:MOST_PAIRS]:
        alike |= Q(project__name__icontains=pair)
    approved = Target.objects.visible_to(user).filter(
        alike, kind=Kind.PROJECT, status=Status.APPROVED
    )
    found = (
        approved.exclude(pk=target.pk)
        .order_by("-year__year", "-pk")
        .values_list("pk", "year__year", "project__name", "project__usage")
    )
    near = [
        (likeness(sheet.name, sheet.usage or "", name, usage or ""), pk, year, name)
        for pk, year, name, usage in found[:MOST_CANDIDATES]
    ]
    best = sorted((n for n in near if n[0] >= ENOUGH), reverse=True)[:MOST_SIMILAR]
    rows = defaultdict(list)
    for row in Row.objects.filter(target__in=[pk for _, pk, _, _ in best]):
        cells = {name: getattr(row, name) for name in CELLS}
        rows[row.target_id].append(Indicator(**cells))
    return [
        Similar(year, name, score, tuple(rows[pk])) for score, pk, year, name in best
    ]


def _fitting(
    target: Target,
    sheet: Sheet,
    project_type: str,
    left_out: Collection[Key],
) -> list[Suggestion]:
    """Entries of the library for this type of project: those of the type before those
    for all, nearer ones first, then in the order of the form."""
    places: dict[tuple[str, str], int] = {}
    for place, row in enumerate(sheet.indicators):
        places.setdefault((row.tier1, row.tier2), place)
    entries = LibraryEntry.objects.offered_to(target).with_names()
    # "" is the smallest of all: what fits every type comes last.
    entries = entries.filter(project_type__in=["", project_type]).order_by(
        "-project_type", "pk"
    )
    wanted = pairs(f"{sheet.name}，{sheet.usage or ''}")

    def order(entry: LibraryEntry) -> tuple[bool, float, int, str, int]:
        near = dice(wanted, pairs(entry.name))
        place = places[entry.key[:2]]
        return entry.project_type == "", -near, place, entry.name, entry.pk

    fitting = [
        entry
        for entry in entries[:MOST_ENTRIES]
        if entry.key not in left_out and entry.key[:2] in places
    ]
    return [as_suggestion(entry) for entry in sorted(fitting, key=order)[:MOST_SHOWN]]


def as_suggestion(entry: LibraryEntry) -> Suggestion:
    """An entry as a line to choose."""
    whose = "本部门指标" if entry.department else "共用指标"
    return Suggestion(
        *entry.key,
        description=entry.description,
        basis=entry.basis,
        hint=entry.hint,
        why=f"{whose}，适用于{entry.fits}",
    )
