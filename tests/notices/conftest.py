from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from departments.models import User
from notices.models import Mail, Notice
from notices.services import notify

from .smtp import SmtpServer


@pytest.fixture
def tianbao(people) -> User:
    return people["tianbao"]


@pytest.fixture
def chushen(people) -> User:
    return people["chushen"]


@pytest.fixture
def tell() -> Callable[..., Notice]:
    """A notice for one person."""

    def tell_one(user: User, text: str = "请查看", **more) -> Notice:
        [notice] = notify(users=[user], text=text, kind="returned", **more)
        return notice

    return tell_one


@pytest.fixture
def mail_on(settings) -> None:
    """A server is configured; whoever has an address is written to."""
    settings.MAIL_ENABLED = True
    settings.SITE_URL = "http://mubiao.example"
    settings.DEFAULT_FROM_EMAIL = "绩效目标 <mubiao@example.com>"
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def smtp(settings, mail_on) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def make_mail(db) -> Callable[..., Mail]:
    def make(to: str = "tianbao@example.com", subject: str = "主题", **more) -> Mail:
        return Mail.objects.create(to=to, subject=subject, body="正文\n", **more)

    return make


def hurry(mail: Mail) -> None:
    """The delay before the next try is over."""
    Mail.objects.filter(pk=mail.pk).update(
        next_try_at=timezone.now() - timedelta(seconds=1)
    )
