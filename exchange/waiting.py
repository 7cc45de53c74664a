"""Files that nobody took: left by their user, or for too long."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from perftargets.errors import Conflict

from . import kept
from .models import ImportBatch, State

NOT_WAITING = "“{batch}”已经导入过了，不能再删除；要去掉它的内容，请撤销导入。"


def leave(*, batch: ImportBatch) -> None:
    """Forget a file that was read and not taken, also if it is gone already;
    ``Conflict`` if it was taken."""
    with transaction.atomic():
        found = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
        if found is None:
            return
        if found.state != State.WAITING:
            raise Conflict(NOT_WAITING.format(batch=found))
        kept.drop(found)
        found.delete()


def sweep(*, user: Any = None) -> int:
    """Forget what has waited for longer than ``IMPORT_DAYS``, of one user or of all;
    how many."""
    before = timezone.now() - timedelta(days=settings.IMPORT_DAYS)
    old = ImportBatch.objects.filter(state=State.WAITING, read_at__lt=before)
    if user is not None:
        old = old.filter(user=user)
    with transaction.atomic():
        # Locked, so that none of them is just being taken.
        batches = list(old.select_for_update(of=("self",)))
        for batch in batches:
            kept.drop(batch)
        old.filter(pk__in=[batch.pk for batch in batches]).delete()
    return len(batches)
