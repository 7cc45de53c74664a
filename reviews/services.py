"""Moving a target along its way: the only writer of ``Target.status``."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from attachments.services import keep_as_evidence
from audit.services import record
from departments import access
from indicators.unsaved import check_nothing_unsaved
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Adjustment, Occasion, Reason, Target
from projects.windows import check_target_window

from . import comments, counting, flow, gate, grading, news, route, versions
from .models import Batch, Opinion, Stage

OWN_WORK = "这份绩效目标由您本人（或委托您代办的人）填写或送审，不能由您审核。"
NO_OPINION = {
    flow.RETURN: "退回时必须写明意见，或者在单元格上批注，让填报人知道要改什么。",
    flow.ADJUST: "申请调整时必须写明原因。",
    flow.BACKFILL: "补录时必须写明原因。",
}


@dataclass(frozen=True)
class Act:
    """One step being taken: what, by whom, in whose post and with which words."""

    row: flow.Transition
    actor: Any
    opinion: str
    stage: Stage | None
    post: access.Post | None
    reason: str
    batch: Batch | None

    @property
    def principal(self) -> Any:
        return self.post.principal if self.post else None


def refusal(
    target: Target, user: Any, row: flow.Transition, stage: Stage | None
) -> str | None:
    """Why this user may not take this step; ``None`` if they may."""
    if row.is_review:
        if stage is None or not route.posts_for(stage, user):
            return f"您不能{row.label}这份绩效目标。"
        return None if route.post_for(stage, user) else OWN_WORK
    if not access.may(user, row.right, target.department):
        return f"您不能对这份绩效目标{row.label}。"
    return None


def available(
    target: Target, user: Any, stage: Stage | None = None
) -> list[flow.Transition]:
    """The steps that this user may take now; the buttons of the page."""
    stage = stage or route.current(target)
    return [
        row
        for row in flow.rows(route.place(target, stage))
        if refusal(target, user, row, stage) is None
    ]


def transition(
    *,
    target: Target,
    action: str,
    actor: Any,
    version: int,
    opinion: str = "",
    reason: str = "",
    batch: Batch | None = None,
) -> Target:
    """Take one step of the flow, all of it or nothing.

    ``version`` is the one on the actor's screen. ``reason`` is one of
    :class:`projects.models.Reason` for an adjustment, ``batch`` the 批复 that an
    approval belongs to. ``Conflict`` if the version is stale or the step no longer
    exists; ``NotAllowed`` for the wrong person; ``CheckFailed`` if the checks hold it
    up (:mod:`reviews.gate`) or a required opinion is missing.
    """
    with transaction.atomic():
        # Read the row under its lock: what is checked is what is frozen.
        target = (
            Target.objects.select_for_update(of=("self",))
            .with_names()
            .get(pk=target.pk)
        )
        stage = route.current(target)
        row = flow.find(route.place(target, stage), action)
        if target.version != version or row is None:
            raise Conflict(_moved_on(target, action))
        if (refused := refusal(target, actor, row, stage)) is not None:
            raise NotAllowed(refused)
        post = route.post_for(stage, actor) if stage and row.is_review else None
        act = Act(row, actor, opinion.strip(), stage, post, reason, batch)
        _check(target, act)
        detail = EFFECTS[action](target, act)
        _tell(target, act, detail)
        news.tell(target, act)
    return target


def _moved_on(target: Target, action: str) -> str:
    return (
        f"“{target}”现在是“{target.standing}”，在您打开页面之后已被修改或处理，"
        f"所以没有{flow.LABELS.get(action, '执行')}。请看过最新内容再决定。"
    )


def _check(target: Target, act: Act) -> None:
    remarks = comments.open_count(target) if act.row.is_review else 0
    if act.row.action == flow.PASS and remarks:
        raise CheckFailed(
            f"“{target}”还有 {remarks} 条批注没有处理，不能{act.row.label}。"
            "请先处理批注，或者退回。"
        )
    if act.row.action == flow.PASS and act.stage is not None:
        grading.check_passes(target, act.stage, act.row.label)
    # A return says what to do: in the opinion, or on the cells.
    is_said = act.row.action == flow.RETURN and remarks
    if act.row.needs_opinion and not act.opinion and not is_said:
        words = NO_OPINION[act.row.action]
        raise CheckFailed(words, {"opinion": words})
    if act.row.action == flow.ADJUST and act.reason not in Reason.values:
        words = "请从列表中选择调整的原因。"
        raise CheckFailed(words, {"reason": words})
    if act.row.action in (flow.SUBMIT, flow.WITHDRAW):
        # Withdrawn after the last day, it could not be submitted again.
        check_target_window(target)
    if act.row.action == flow.SUBMIT:
        check_nothing_unsaved(target, act.actor)


def _submit(target: Target, act: Act) -> dict[str, Any]:
    steps = route.plan(target)
    report = gate.check(target)
    keep_as_evidence(target)
    _move(target, act, submitted_by=act.actor)
    version = versions.freeze(target, act.actor, report)
    counting.keep(target=target, report=report)
    _wait_at(target, route.start(version, steps))
    answered = len(version.answers)
    return {
        "sha256": version.sha256,
        "number": version.number,
        **({"answered": answered} if answered else {}),
    }


def _withdraw(target: Target, act: Act) -> dict[str, Any]:
    stage = _leave(act)
    _move(target, act)
    return _lay_at(stage)


def _pass(target: Target, act: Act) -> dict[str, Any]:
    stage = _leave(act)
    if not act.row.approves:
        _move(target, act)
        _wait_at(target, route.enter(route.next_after(stage)))
        return _lay_at(stage)
    _move(target, act)
    granted = versions.approve(target, stage.version, act.actor, act.batch)
    return _lay_at(stage) | granted


def _return(target: Target, act: Act) -> dict[str, Any]:
    stage = _leave(act)
    _move(target, act)
    return _lay_at(stage)


def _adjust(target: Target, act: Act) -> dict[str, Any]:
    _move(target, act, occasion=Occasion.ADJUSTMENT)
    Adjustment.objects.create(
        target=target,
        occasion=Occasion.ADJUSTMENT,
        reason=act.reason,
        text=act.opinion,
        actor=act.actor,
    )
    return {"reason": act.reason}


def _drop(target: Target, act: Act) -> dict[str, Any]:
    version = versions.in_force_of(target)
    _move(target, act, occasion=version.occasion)
    versions.restore(target, version)
    counting.forget(target=target)
    return {"version": version.number}


def _backfill(target: Target, act: Act) -> dict[str, Any]:
    _move(target, act)
    return {}


EFFECTS = {
    flow.SUBMIT: _submit,
    flow.WITHDRAW: _withdraw,
    flow.PASS: _pass,
    flow.RETURN: _return,
    flow.ADJUST: _adjust,
    flow.DROP: _drop,
    flow.BACKFILL: _backfill,
}


def _leave(act: Act) -> Stage:
    if act.stage is None:
        raise LookupError("a target under review waits at a stage")
    route.leave(act.stage, act.row.action, act.actor)
    return act.stage


def _lay_at(stage: Stage) -> dict[str, Any]:
    """Where it was and since when, for the history."""
    since = stage.entered_at.isoformat() if stage.entered_at else ""
    return {"step": stage.name, "since": since}


def _wait_at(target: Target, stage: Stage) -> None:
    Target.objects.filter(pk=target.pk).update(step_name=stage.name)
    target.step_name = stage.name


def _move(target: Target, act: Act, **values: Any) -> None:
    """Write the status, on condition that nothing has moved in between."""
    now = timezone.now()
    values |= {"status": act.row.goal, "status_since": now, "step_name": ""}
    updated = Target.objects.filter(
        pk=target.pk, status=act.row.source, version=target.version
    ).update(version=F("version") + 1, updated_at=now, **values)
    if updated != 1:
        raise Conflict(_moved_on(target, act.row.action))
    target.refresh_from_db()
    counting.go_along(target=target)


def _tell(target: Target, act: Act, detail: dict[str, Any]) -> None:
    """The opinion for the people, the entry for the record."""
    stage = act.stage
    # Bringing in is no decision on the way; its words are kept by projects.backfill.
    if act.row.action != flow.BACKFILL:
        Opinion.objects.create(
            target=target,
            version=stage.version if stage else target.versions.first(),
            action=act.row.action,
            status=act.row.goal,
            step_name=stage.name if stage else "",
            text=act.opinion,
            actor=act.actor,
            principal=act.principal,
        )
    record(
        actor=act.actor,
        action=act.row.audited_as,
        subject=target.subject,
        subject_name=str(target),
        detail={
            "from": act.row.source,
            "to": act.row.goal,
            "opinion": act.opinion,
            **({"for": str(act.principal)} if act.principal else {}),
            **detail,
        },
    )
