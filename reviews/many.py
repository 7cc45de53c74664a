"""One decision about many targets, each checked and taken on its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404

from perftargets.errors import CheckFailed, PerfTargetsError
from projects.access import get_target
from projects.models import BudgetYear, Target

from . import flow, route, services
from .models import Batch

APPROVE = "approve"
LAST_STEP = "这是最后一个审核环节，请用“批复所选”。"
NOT_LAST = "还没有到批复环节，请用“通过所选”。"
GONE = "这份绩效目标不存在，或者您看不到它。"


@dataclass(frozen=True)
class Outcome:
    """What became of one of them; ``text`` says why not, or where it is now."""

    target: Target | None
    is_done: bool
    text: str


def decide_many(
    *,
    chosen: Iterable[tuple[int, int]],
    action: str,
    actor: Any,
    opinion: str = "",
    number: str = "",
    day: date | None = None,
) -> list[Outcome]:
    """``action`` is ``pass``, ``return`` or ``approve``; ``chosen`` are (key, version).

    An approval needs the ``number`` and the ``day`` of the 批复: ``CheckFailed``
    without. What fails does not hold up the others.
    """
    number = number.strip()
    if action == APPROVE and (not number or day is None):
        words = "请填写批复文号和批复日期。"
        raise CheckFailed(words, {"number": words})
    return [
        _decide(key, version, action, actor, opinion, (number, day))
        for key, version in chosen
    ]


def _decide(
    key: int,
    version: int,
    action: str,
    actor: Any,
    opinion: str,
    paper: tuple[str, date | None],
) -> Outcome:
    target = None
    try:
        with transaction.atomic():
            target = get_target(actor, key)
            _check_kind(target, action)
            batch = None
            if action == APPROVE:
                batch = batch_of(target.year, paper[0], paper[1], actor)
            done = services.transition(
                target=target,
                action=flow.PASS if action == APPROVE else action,
                actor=actor,
                version=version,
                opinion=opinion,
                batch=batch,
            )
    except Http404:
        return Outcome(None, False, GONE)
    except PerfTargetsError as error:
        return Outcome(target, False, error.message)
    return Outcome(done, True, done.standing)


@transaction.atomic
def approve_one(
    *,
    target: Target,
    actor: Any,
    version: int,
    opinion: str,
    number: str,
    day: date | None,
) -> Target:
    """As one of many, but for what :func:`services.transition` raises."""
    _check_kind(target, APPROVE)
    return services.transition(
        target=target,
        action=flow.PASS,
        actor=actor,
        version=version,
        opinion=opinion,
        batch=batch_of(target.year, number, day, actor),
    )


def _check_kind(target: Target, action: str) -> None:
    """The two buttons differ in what they bring about: neither does the other's."""
    place = route.place(target, route.current(target))
    row = flow.find(place, flow.PASS)
    if row is None or action == flow.RETURN:
        return
    if action == flow.PASS and row.approves:
        raise CheckFailed(LAST_STEP)
    if action == APPROVE and not row.approves:
        raise CheckFailed(NOT_LAST)


def batch_of(year: BudgetYear, number: str, day: date | None, actor: Any) -> Batch:
    """The year's 批复 of this number, made at its first approval.

    ``CheckFailed`` if it has another date already.
    """
    batch, _ = Batch.objects.get_or_create(
        year=year, number=number, defaults={"date": day, "actor": actor}
    )
    if batch.date != day:
        raise CheckFailed(
            f"批复“{number}”的日期是 {batch.date}，请核对文号和日期。",
            {"number": "文号已用于另一日期的批复"},
        )
    return batch
