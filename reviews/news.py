"""Whom a step concerns, and what they are told."""

from collections.abc import Iterable
from typing import Any

from departments import access
from departments.models import Delegation, User
from notices.services import notify
from projects.models import Target

from . import flow, route
from .models import Stage

LONGEST = 200


def tell(target: Target, act: Any) -> None:
    """Notices about a step that was taken, in its transaction; ``act`` is a
    :class:`reviews.services.Act`."""
    people, text, kind = _whom(target, act)
    if kind:
        _send(target, act.actor, people, text, kind)
    if (following := route.current(target)) is not None:
        _tell_who_is_next(target, act, following)


def _tell_who_is_next(target: Target, act: Any, stage: Stage) -> None:
    """Those in the post; and who stands in for one of them and may decide here."""
    holders = route.holders(stage)
    text = f"“{target}”等您办理：{stage.name}"
    _send(target, act.actor, holders, text, "submitted")
    taken = Delegation.objects.in_force().filter(principal__in=holders)
    for given in taken.exclude(deputy__in=holders).select_related(
        "deputy", "principal"
    ):
        if route.post_for(stage, given.deputy) is not None:
            text = f"“{target}”等您代{given.principal}办理：{stage.name}"
            _send(target, act.actor, [given.deputy], text, "submitted")


def _whom(target: Target, act: Any) -> tuple[Iterable[User], str, str]:
    """(people, what is said, kind) for those who had it before."""
    action, stage = act.row.action, act.stage
    if action == flow.WITHDRAW:
        return route.holders(stage), f"“{target}”已被填报人撤回", "withdrawn"
    if action == flow.RETURN:
        text = f"“{target}”被退回：{act.opinion or '请看各格的批注'}"
        return access.who_may(access.SUBMIT, target.department), text, "returned"
    if action == flow.PASS and act.row.approves:
        return _submitter(target), f"“{target}”已批复", "approved"
    if action == flow.PASS:
        return _submitter(target), f"“{target}”已通过{stage.name}", "passed"
    return (), "", ""


def tell_proposed(target: Target, actor: Any, labels: list[str]) -> None:
    """To the fillers: these cells have a wording that waits for their consent."""
    cells = "、".join(dict.fromkeys(labels))
    text = f"“{target}”有改法等您同意：{cells}，也可以答复不同意的理由"
    people = access.who_may(access.SUBMIT, target.department)
    _send(target, actor, people, text, "remark")


def tell_agreed(target: Target, actor: Any, author: User, label: str) -> None:
    """To who proposed it: the wording is in the cell."""
    text = f"“{target}”已按批注修改：{label}"
    _send(target, actor, [author], text, "remark")


def _submitter(target: Target) -> list[User]:
    return [target.submitted_by] if target.submitted_by else []


def _send(
    target: Target, actor: Any, people: Iterable[User], text: str, kind: str
) -> None:
    notify(
        users=people,
        text=text[:LONGEST],
        kind=kind,
        target=target,
        actor=actor,
    )
