"""Moving a target along its way: the only writer of ``Target.status``."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from attachments.services import keep_as_evidence
from audit.services import record
from departments import access
from indicators import store
from indicators.services import check_window
from indicators.unsaved import check_nothing_unsaved
from library.services import learn
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Target
from sheets import interchange

from . import flow
from .checks.before_submit import problems_of
from .models import Opinion, Snapshot

OWN_WORK = "这份绩效目标是您本人送审的，不能由您本人审核。"
NO_OPINION = "退回时必须写明意见，让填报人知道要改什么。"


def refusal(target: Target, user: Any, row: flow.Transition) -> str | None:
    """Why this user may not take this step; ``None`` if they may."""
    if not access.may(user, row.right, target.department):
        return f"您不能{row.label}这份绩效目标。"
    if row.is_review and target.submitted_by_id == user.pk:
        return OWN_WORK
    return None


def available(target: Target, user: Any) -> list[flow.Transition]:
    """The steps that this user may take now; the buttons of the page."""
    return [
        row
        for row in flow.TRANSITIONS
        if row.source == target.status and refusal(target, user, row) is None
    ]


def transition(
    *, target: Target, action: str, actor: Any, version: int, opinion: str = ""
) -> Target:
    """Take one step of the flow, all of it or nothing.

    ``version`` is the one on the actor's screen. ``Conflict`` if it is stale or the
    step no longer exists; ``NotAllowed`` for the wrong person; ``CheckFailed`` if the
    content is not complete or a required opinion is missing.
    """
    opinion = opinion.strip()
    with transaction.atomic():
        # Read the row under its lock: what is checked is what is frozen.
        target = (
            Target.objects.select_for_update(of=("self",))
            .with_names()
            .get(pk=target.pk)
        )
        row = flow.find(target.status, action)
        if target.version != version or row is None:
            raise Conflict(_moved_on(target, action))
        if (reason := refusal(target, actor, row)) is not None:
            raise NotAllowed(reason)
        if row.needs_opinion and not opinion:
            raise CheckFailed(NO_OPINION, {"opinion": NO_OPINION})
        if action == flow.SUBMIT:
            check_nothing_unsaved(target, actor)
            _check_complete(target)
            keep_as_evidence(target)
        _move(target, row, actor, version)
        said = {"target": target, "actor": actor, "text": opinion}
        Opinion.objects.create(action=action, status=row.goal, **said)
        frozen = _approve(target, actor) if row.approves else {}
        record(
            actor=actor,
            action=row.audited_as,
            subject=target.subject,
            subject_name=str(target),
            detail={
                "from": row.source,
                "to": row.goal,
                "opinion": opinion,
                **frozen,
            },
        )
    return target


def _moved_on(target: Target, action: str) -> str:
    return (
        f"“{target}”现在是“{target.get_status_display()}”，在您打开页面之后已被修改或处理，"
        f"所以没有{flow.LABELS.get(action, '执行')}。请看过最新内容再决定。"
    )


def _check_complete(target: Target) -> None:
    check_window(target.year)
    problems = problems_of(store.load(target), target.year.year)
    if problems:
        raise CheckFailed(
            f"“{target}”未能送审：有 {len(problems)} 处要修改。请改好后再送审。",
            problems,
        )


def _move(target: Target, row: flow.Transition, actor: Any, version: int) -> None:
    """Write the status, on condition that nothing has moved in between."""
    now = timezone.now()
    values: dict[str, Any] = {"status": row.goal, "status_since": now}
    if row.action == flow.SUBMIT:
        values["submitted_by"] = actor
    updated = Target.objects.filter(
        pk=target.pk, status=row.source, version=version
    ).update(version=F("version") + 1, updated_at=now, **values)
    if updated != 1:
        raise Conflict(_moved_on(target, row.action))
    target.refresh_from_db()


def _approve(target: Target, actor: Any) -> dict[str, Any]:
    """Freeze the version, and let the library have its indicators; for the record."""
    learned = learn(target=target, actor=actor)
    return {
        "sha256": _freeze(target, actor).sha256,
        **({"indicators": learned} if learned else {}),
    }


def _freeze(target: Target, actor: Any) -> Snapshot:
    content = interchange.dumps(store.load_book(target))
    return Snapshot.objects.create(
        target=target,
        number=target.snapshots.count() + 1,
        content=content,
        sha256=interchange.sha256(content),
        approved_by=actor,
    )
