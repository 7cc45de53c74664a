"""The one way to write the record."""

from typing import Any

from django.db import transaction

from . import origin
from .chain import seal_after_commit
from .models import ACTIONS, Entry, Unsealed


def record(
    *,
    actor: Any,
    action: str,
    subject: str,
    subject_name: str = "",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Write one entry, in the transaction of the change that it tells of; it is sealed
    when that is committed.

    ``actor`` is a user, or ``None`` for a command; ``LookupError`` for an action that
    is not in the table.
    """
    if action not in ACTIONS:
        raise LookupError(f"unknown audited action {action!r}")
    with transaction.atomic():
        entry = Entry.objects.create(
            actor=actor,
            actor_name=str(actor) if actor else "系统",
            action=action,
            subject=subject,
            subject_name=subject_name[:300],
            detail=detail or {},
            address=origin.address(),
        )
        Unsealed.objects.create(entry=entry)
        seal_after_commit()
    return entry
