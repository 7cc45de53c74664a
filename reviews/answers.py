"""Why a filler leaves a warning as it is, for the reviewer to see."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from audit.services import record
from departments import access
from indicators import store
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import Target

from . import findings
from .checks.base import Finding
from .models import FindingAnswer

LONGEST = 500
NO_REASON = "请写明不修改的理由，再保存。"
TOO_LONG = f"理由最多 {LONGEST} 个字，请写得简短一些。"
CHANGED = "在您打开页面之后，这份绩效目标已被修改或送审，说明没有保存。请看过最新内容。"


@transaction.atomic
def answer(
    *, target: Target, actor: Any, version: int, reasons: Mapping[str, str]
) -> int:
    """Give ``reasons`` by :func:`reviews.findings.digest`; "" takes an answer back.

    How many were changed. ``NotAllowed`` for who does not fill in the target,
    ``Conflict`` if it has moved on, ``CheckFailed`` for a reason that is too long.
    """
    # The lock of a submission: what it keeps as evidence does not change under it.
    target = (
        Target.objects.select_for_update(of=("self",)).with_names().get(pk=target.pk)
    )
    if not access.may(actor, access.EDIT, target.department):
        raise NotAllowed("只有本部门的填报人可以说明警告。")
    if target.version != version or not target.is_editable:
        raise Conflict(CHANGED)
    if any(len(reason) > LONGEST for reason in reasons.values()):
        raise CheckFailed(TOO_LONG, {"reason": TOO_LONG})
    changes = _give(target, actor, reasons)
    if changes:
        record(
            actor=actor,
            action="answer",
            subject=target.subject,
            subject_name=str(target),
            detail={"changes": changes},
        )
    return len(changes)


def _give(
    target: Target, actor: Any, reasons: Mapping[str, str]
) -> list[dict[str, str]]:
    report = findings.report_on(target, store.load(target))
    known = findings.answers_of(target)
    changes = []
    # Two equal rows have one answer.
    warnings = {
        findings.digest(f, report.document): f for f in findings.warnings_in(report)
    }
    for key, finding in warnings.items():
        before = known[key].reason if key in known else ""
        reason = reasons.get(key, before).strip()
        if reason != before:
            cell = findings.cell_name(finding.path, report.document)
            _write(target, actor, key, finding, cell, reason)
            label = f"{finding.check} {cell}"
            changes.append({"label": label, "before": before, "after": reason})
    return changes


def _write(
    target: Target, actor: Any, key: str, finding: Finding, cell: str, reason: str
) -> None:
    if not reason:
        FindingAnswer.objects.filter(target=target, digest=key).delete()
        return
    FindingAnswer.objects.update_or_create(
        target=target,
        digest=key,
        defaults={
            "check_id": finding.check,
            "cell": cell,
            "message": finding.message,
            "reason": reason,
            "author": actor,
        },
    )
