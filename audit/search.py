"""Finding entries."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from .models import Entry, EntryQuerySet


def find(chosen: dict[str, Any]) -> EntryQuerySet:
    """What :class:`audit.forms.RecordFilter` has chosen, the latest first."""
    condition = Q()
    for word in chosen.get("q", "").split():
        condition &= (
            Q(actor_name__icontains=word)
            | Q(actor__username__icontains=word)
            | Q(subject_name__icontains=word)
            | Q(subject__icontains=word)
        )
    if action := chosen.get("action"):
        condition &= Q(action=action)
    if since := chosen.get("since"):
        condition &= Q(at__gte=_midnight(since))
    if until := chosen.get("until"):
        condition &= Q(at__lt=_midnight(until + timedelta(days=1)))
    if address := chosen.get("address"):
        condition &= Q(address__startswith=address.strip().lower())
    found = Entry.objects.filter(condition)
    return found.select_related("actor", "seal").order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
