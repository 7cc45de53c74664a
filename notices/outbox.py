"""E-mail: written down with the change that it tells of, sent by another process.

A request only adds rows; ``manage.py send_mail_queue`` alone talks to a mail server.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from .models import Mail, Notice

# After the first failure a minute, after the fifth half a day; then no more.
DELAYS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 2 * 60, 12 * 60))
# Longer than one conversation with a slow server: some ten answers, each within
# EMAIL_TIMEOUT.
LEASE = timedelta(minutes=10)
SUBJECT_LENGTH = 80
ERROR_LENGTH = 500
REFUSED = "邮件服务器没有收下"


@dataclass
class Outcome:
    """What one round of sending came to."""

    sent: int = 0
    failed: int = 0


def one_line(text: str, most: int) -> str:
    """Without line breaks and control characters: a second line of a subject would be
    a header of its own."""
    visible = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(visible.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def letter(notice: Notice) -> Mail:
    """The e-mail that says the same as the notice; not saved."""
    page = f"{settings.SITE_URL}{notice.link}" if settings.SITE_URL else ""
    parts = (
        f"{notice.user}：您好！",
        notice.text,
        f"查看：{page}" if page else "请登录预算绩效目标管理系统，在“通知”中查看。",
        "这封邮件由系统自动发出，请不要回复。",
    )
    return Mail(
        to=notice.user.email,
        subject=one_line(f"【绩效目标】{notice.text}", SUBJECT_LENGTH),
        body="\n\n".join(parts) + "\n",
    )


def claim(by: datetime) -> Mail | None:
    """The next mail that was due at ``by``, for this sender alone until the lease ends.

    PostgreSQL passes over rows that another sender is just claiming. SQLite knows no
    such locks: there the condition of the update decides who was first.
    """
    while True:
        # Durable: the claim must hold for others before anything is sent.
        with transaction.atomic(durable=True):
            rows = Mail.objects.due(by).select_for_update(skip_locked=True)
            mail = rows.order_by("next_try_at", "pk").first()
            if mail is None:
                return None
            until = timezone.now() + LEASE
            taken = Mail.objects.filter(
                pk=mail.pk, claimed_until=mail.claimed_until, sent_at=None
            ).update(claimed_until=until, tries=F("tries") + 1)
        if taken:
            mail.claimed_until, mail.tries = until, mail.tries + 1
            return mail


def send_due(*, stopping: Callable[[], bool] = lambda: False) -> Outcome:
    """Try each mail that is due once, one after the other.

    A server that cannot be reached, or refuses the password, is not asked again for
    each mail: the rest of the round fails with the same reason.
    """
    began, outcome = timezone.now(), Outcome()
    connection, unreachable = get_connection(), ""
    try:
        while not stopping() and (mail := claim(began)):
            unreachable = unreachable or _trouble(connection.open)
            reason = unreachable or _trouble(partial(_send, connection, mail))
            if reason:
                _keep(mail, reason)
                outcome.failed += 1
                # What state the conversation is in, nobody knows: begin another.
                _hang_up(connection)
            else:
                _done(mail)
                outcome.sent += 1
    finally:
        _hang_up(connection)
    return outcome


def _trouble(act: Callable[[], Any]) -> str:
    """Why this could not be done; nothing if it could."""
    try:
        act()
    except Exception as error:  # noqa: BLE001 - one bad mail must not hold up the others
        return one_line(_told(error), ERROR_LENGTH)
    return ""


def _told(error: Exception) -> str:
    """The words of the server where there are any."""
    if isinstance(error, SMTPRecipientsRefused):
        return _words(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _words(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"


def _send(connection: Any, mail: Mail) -> None:
    # The same name at every try: a server may recognise what it has had already.
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    message = EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to],
        connection=connection,
        headers={
            "Message-ID": f"<{mail.created_at:%Y%m%d%H%M%S%f}.{mail.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if not message.send():
        raise OSError(REFUSED)


def _hang_up(connection: Any) -> None:
    with suppress(OSError):  # the server may be gone
        connection.close()


def _done(mail: Mail) -> None:
    """It is out, even if the claim has ended meanwhile."""
    Mail.objects.filter(pk=mail.pk).update(
        sent_at=timezone.now(), next_try_at=None, claimed_until=None, error=""
    )


def _keep(mail: Mail, reason: str) -> None:
    """For another try, or as given up; unless another sender has it by now."""
    left = DELAYS[mail.tries - 1 :]
    Mail.objects.filter(
        pk=mail.pk, claimed_until=mail.claimed_until, sent_at=None
    ).update(
        next_try_at=timezone.now() + left[0] if left else None,
        claimed_until=None,
        error=reason,
    )


def try_again(mails: QuerySet[Mail]) -> int:
    """As if never tried: now, and all the delays anew; how many that were. What has
    gone out, or is just being sent, stays as it is."""
    waiting = Mail.objects.unclaimed().filter(pk__in=mails.values("pk"))
    return waiting.update(next_try_at=timezone.now(), tries=0)


def forget(before: datetime) -> int:
    """Delete what was sent or given up and is older; how many."""
    old = Mail.objects.filter(next_try_at__isnull=True, created_at__lt=before)
    return old.delete()[0]
