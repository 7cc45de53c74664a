"""Telling people, and what they have read."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from departments.models import User
from projects.models import Target

from . import outbox
from .models import KINDS, LINK_LENGTH, TEXT_LENGTH, Mail, Notice

# Read notices and finished e-mails are kept as long.
KEPT_FOR = timedelta(days=180)


def notify(
    *,
    users: Iterable[User],
    text: str,
    kind: str,
    target: Target | None = None,
    link: str = "",
    actor: Any = None,
    once: str = "",
) -> list[Notice]:
    """Tell each of these people, once each, in the transaction of what is told.

    The notice leads to the ``target``, or to ``link``, a path of this site. ``actor``,
    who did it, is not told, nor is who may not log in. Who has an e-mail address is
    sent the same when a mail server is configured. With ``once``, a key, the database
    refuses a second notice of that key to the same person (``IntegrityError``).

    ``LookupError`` for a kind that is not in the table; ``ValueError`` for a link that
    is no path.
    """
    if kind not in KINDS:
        raise LookupError(f"unknown kind of notice {kind!r}")
    told = {user.pk: user for user in users if user.is_active and user != actor}
    row = {
        "kind": kind,
        "text": outbox.one_line(text, TEXT_LENGTH),
        "link": reverse("target", args=[target.pk]) if target else _path(link),
        "once": once,
    }
    with transaction.atomic():
        notices = Notice.objects.bulk_create(
            Notice(user=user, **row) for user in told.values()
        )
        if settings.MAIL_ENABLED:
            Mail.objects.bulk_create(
                outbox.letter(notice) for notice in notices if notice.user.email
            )
    return notices


def _path(link: str) -> str:
    if link and (link[0] != "/" or link[:2] == "//" or len(link) > LINK_LENGTH):
        raise ValueError(f"no path of this site: {link!r}")
    return link


def mark_read(*, notice: Notice) -> None:
    """The time of the first reading stays."""
    rows = Notice.objects.filter(pk=notice.pk)
    rows.unread().update(read_at=timezone.now())


def mark_all_read(*, user: User, upto: int) -> int:
    """All of the user's notices up to the key ``upto``, the latest that the page had:
    what came since was not seen. How many there were."""
    rows = Notice.objects.of(user).unread().filter(pk__lte=upto)
    return rows.update(read_at=timezone.now())


def forget_old() -> tuple[int, int]:
    """Delete what was read long ago, and e-mails that are long done: how many of
    each."""
    before = timezone.now() - KEPT_FOR
    with transaction.atomic():
        notices, _ = Notice.objects.filter(read_at__lt=before).delete()
        return notices, outbox.forget(before)
