"""Proposing, deciding, and learning from approved tables."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from audit.services import record
from departments import access
from departments.models import Department
from indicators import store
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Target, Tier
from sheets import value as grammar
from sheets.sheet import Indicator

from .access import may
from .models import NAME_LENGTH, Direction, LibraryEntry, State

OWN_WORK = "这个指标是您本人提出的，不能由您本人确认。"
NO_OPINION = "请写明意见，让提出的部门知道为什么。"
STALE = "在您打开页面之后，这个指标已被别人修改或处理。请看过最新内容再决定。"
TAKEN = "这个二级指标下已有同名的指标，请直接使用或换一个名称"
# PostgreSQL names the broken constraint, SQLite its columns.
BROKEN = re.compile(
    r"department_has_an_indicator_once|shared_indicator_stands_once"
    r"|library_libraryentry\.name"
)


@dataclass(frozen=True)
class Content:
    """What a person says of an indicator."""

    tier: Tier
    name: str
    description: str = ""
    direction: str = ""
    unit: str = ""
    basis: str = ""
    project_type: str = ""


TEXTS = tuple(f.name for f in fields(Content) if f.name != "tier")


@dataclass(frozen=True)
class Step:
    """From ``source`` to ``goal``, by who may review for finance at the department."""

    source: State
    action: str
    label: str
    goal: State
    needs_opinion: bool = False


STEPS = (
    Step(State.PENDING, "accept", "确认入库", State.CONFIRMED),
    Step(State.PENDING, "return", "退回", State.RETURNED, needs_opinion=True),
    Step(State.CONFIRMED, "retire", "停用", State.RETIRED, needs_opinion=True),
    Step(State.RETIRED, "restore", "重新启用", State.CONFIRMED),
)
AMENDABLE = (State.PENDING, State.RETURNED)


def refusal(entry: LibraryEntry, user: Any) -> str | None:
    """Why this user may not decide about the entry; ``None`` if they may."""
    if not may(user, access.CURATE, entry):
        return "您不能确认、退回或停用这个指标。"
    if entry.proposed_by_id == user.pk:
        return OWN_WORK
    return None


def available(entry: LibraryEntry, user: Any) -> list[Step]:
    """The steps that this user may take now; the buttons of the page."""
    if refusal(entry, user) is not None:
        return []
    return [step for step in STEPS if step.source == entry.state]


def propose(*, department: Department, actor: Any, content: Content) -> LibraryEntry:
    """A new indicator of the department, which waits for finance.

    ``CheckFailed`` if the department has it already, or all do.
    """
    _check_not_shared(content)
    with _told_if_taken():
        entry = LibraryEntry.objects.create(
            department=department, proposed_by=actor, **_columns(content)
        )
        _record(entry, actor, "propose")
    return entry


def amend(
    *, entry: LibraryEntry, actor: Any, version: int, content: Content
) -> LibraryEntry:
    """Other words for what waits or was returned; it waits (again).

    ``Conflict`` if somebody was faster; ``CheckFailed`` if the name is taken.
    """
    with transaction.atomic():
        entry = _locked(entry, version)
        if entry.state not in AMENDABLE:
            raise Conflict(STALE)
        _check_not_shared(content)
        changes = _changes(entry, content)
        for name, text in _columns(content).items():
            setattr(entry, name, text)
        entry.state, entry.proposed_by = State.PENDING, actor
        with _told_if_taken():
            _save(entry)
        _record(entry, actor, "save", changes=changes)
    return entry


def decide(
    *, entry: LibraryEntry, action: str, actor: Any, version: int, opinion: str = ""
) -> LibraryEntry:
    """Take one step of :data:`STEPS`.

    ``Conflict`` if the entry has changed or the step no longer exists; ``NotAllowed``
    for the wrong person; ``CheckFailed`` if a required opinion is missing.
    """
    opinion = opinion.strip()
    with transaction.atomic():
        entry = _locked(entry, version)
        if (reason := refusal(entry, actor)) is not None:
            raise NotAllowed(reason)
        steps = [s for s in STEPS if (s.source, s.action) == (entry.state, action)]
        if not steps:
            raise Conflict(STALE)
        if steps[0].needs_opinion and not opinion:
            raise CheckFailed(NO_OPINION, {"opinion": NO_OPINION})
        entry.state, entry.opinion = steps[0].goal, opinion
        entry.decided_by, entry.decided_at = actor, timezone.now()
        _save(entry)
        _record(entry, actor, action, opinion=opinion)
    return entry


def learn(*, target: Target, actor: Any) -> list[str]:
    """Take the indicators of an approved table into its department's library; the
    names of the new ones, for the caller's record. ``actor`` is who approved, or
    ``None`` for a command.

    What all share or the department has already, whatever became of it, is left
    alone; so is a row whose labels are not of the year's scheme. To do it twice adds
    nothing.
    """
    if not target.is_project:
        return []
    labels = _labels(target)
    found: dict[tuple[int, str], Indicator] = {}
    for row in store.load_sheet(target).indicators:
        tier = labels.get((row.tier1, row.tier2))
        if tier is not None and row.tier3 and len(row.tier3) <= NAME_LENGTH:
            found.setdefault((tier, row.tier3), row)
    new = {key: row for key, row in found.items() if key not in _known(target, found)}
    if not new:
        return []
    decided = {"decided_by": actor, "decided_at": timezone.now()}
    # Two approvals at once may bring the same name: the second is left out.
    LibraryEntry.objects.bulk_create(
        (
            LibraryEntry(
                tier_id=tier,
                name=name,
                department=target.department,
                state=State.CONFIRMED,
                description=row.description or "",
                basis=row.basis or "",
                **_usual(row.value or ""),
                **decided,
            )
            for (tier, name), row in new.items()
        ),
        ignore_conflicts=True,
    )
    return [name for _, name in new]


def _labels(target: Target) -> dict[tuple[str, str], int]:
    """Tier-2 rows of the year's scheme by their labels."""
    tiers = Tier.objects.filter(scheme=target.year.scheme_id, parent__isnull=False)
    return {
        (above, label): pk
        for pk, above, label in tiers.values_list("pk", "parent__label", "label")
    }


def _known(
    target: Target, found: dict[tuple[int, str], Indicator]
) -> set[tuple[int, str]]:
    here = LibraryEntry.objects.filter(
        Q(department__isnull=True) | Q(department=target.department),
        name__in={name for _, name in found},
    )
    return set(here.values_list("tier", "name"))


def _usual(text: str) -> dict[str, str]:
    """指标性质 and 计量单位 out of a value that was approved."""
    value = grammar.parse(text)
    unit = value.unit[: LibraryEntry._meta.get_field("unit").max_length]
    if value.kind == "number":
        return {"direction": value.operator or "", "unit": unit}
    if value.kind == "range":
        return {"unit": unit}
    if value.kind == "date":
        return {"direction": Direction.DATE}
    return {"direction": Direction.WORDS} if text else {}


def _columns(content: Content) -> dict[str, Any]:
    return {f.name: getattr(content, f.name) for f in fields(content)}


def _changes(entry: LibraryEntry, content: Content) -> list[dict[str, str]]:
    """What the new words change, for the record."""
    changes = []
    for name, new in _columns(content).items():
        field: Any = LibraryEntry._meta.get_field(name)
        old = getattr(entry, name)
        words: dict[Any, Any] = dict(getattr(field, "flatchoices", ()))
        before, after = (str(words.get(text) or text) for text in (old, new))
        if before != after:
            label = str(field.verbose_name)
            changes.append({"label": label, "before": before, "after": after})
    return changes


def _check_not_shared(content: Content) -> None:
    shared = LibraryEntry.objects.filter(
        tier=content.tier, name=content.name, department__isnull=True
    )
    if shared.exists():
        raise CheckFailed(TAKEN, {"name": TAKEN})


@contextmanager
def _told_if_taken() -> Iterator[None]:
    """``CheckFailed`` if the database finds the name there already: two who propose
    at once both see nothing before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not BROKEN.search(str(error)):
            raise
        raise CheckFailed(TAKEN, {"name": TAKEN}) from None


def _locked(entry: LibraryEntry, version: int) -> LibraryEntry:
    """The row under its lock; ``Conflict`` if it is not the one on the screen."""
    rows = LibraryEntry.objects.select_for_update(of=("self",)).with_names()
    found: LibraryEntry = rows.get(pk=entry.pk)
    if found.version != version:
        raise Conflict(STALE)
    return found


def _save(entry: LibraryEntry) -> None:
    entry.version += 1
    entry.save()


def _record(entry: LibraryEntry, actor: Any, action: str, **more: Any) -> None:
    content = {name: getattr(entry, name) for name in TEXTS}
    record(
        actor=actor,
        action=action,
        subject=entry.subject,
        subject_name=str(entry),
        detail={"tier": "/".join(entry.key[:2]), **content, **more},
    )
