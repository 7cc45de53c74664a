"""Freezing what was submitted, and which version is in force."""

from typing import Any

from indicators import store
from indicators.services import changes_between
from library.services import learn
from projects.models import Target
from sheets import interchange
from sheets.diff import Change
from sheets.sheet import Overall, Sheet

from . import findings
from .models import Approval, Batch, Version


def freeze(
    target: Target, actor: Any, report: findings.TargetReport | None = None
) -> Version:
    """The target's content as it stands, as its next version; ``report`` if it was
    looked at already."""
    content = interchange.dumps(store.load_book(target))
    last = target.versions.first()
    document = store.load(target)
    report = report or findings.report_on(target, document)
    return Version.objects.create(
        target=target,
        number=last.number + 1 if last else 1,
        changes=len(changes_since(last, document)) if last else None,
        findings=findings.counts(report),
        answers=findings.evidence(target, report),
        occasion=target.occasion,
        content=content,
        sha256=interchange.sha256(content),
        submitted_by=actor,
    )


def in_force(target: Target) -> Approval | None:
    """The approval that counts today; an adjustment on its way does not touch it."""
    return (
        target.approvals.select_related("version", "batch").order_by("-number").first()
    )


def in_force_of(target: Target) -> Version:
    """As :func:`in_force`; ``LookupError`` if nothing was approved yet."""
    approval = in_force(target)
    if approval is None:
        raise LookupError(f"{target.subject} was never approved")
    return approval.version


def approve(
    target: Target, version: Version, actor: Any, batch: Batch | None
) -> dict[str, Any]:
    """The version comes into force, and the library has its indicators; for the
    record."""
    number = target.approvals.count() + 1
    Approval.objects.create(
        version=version, target=target, number=number, batch=batch, approved_by=actor
    )
    learned = learn(target=target, actor=actor)
    return {
        "sha256": version.sha256,
        "number": number,
        **({"indicators": learned} if learned else {}),
        **({"batch": batch.number} if batch else {}),
    }


def changes_since(version: Version, document: Sheet | Overall) -> list[Change]:
    """Cell by cell, from what the version holds to the document."""
    return changes_between(version.document(), document)


def restore(target: Target, version: Version) -> None:
    """The content again as the version has it."""
    store.save(target=target, document=version.document())
