"""``send_mail_queue`` as it is run: a process of its own, told where the server is by
the environment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from notices.models import Mail
from tests.conftest import ROOT

from .smtp import SmtpServer

WAIT = 30


def test_it_says_what_it_did(mail_on, make_mail):
    make_mail()
    out = StringIO()
    call_command("send_mail_queue", stdout=out)
    assert out.getvalue() == "发出 1 封，失败 0 封\n"


def test_without_a_server_nothing_counts_as_sent(settings, make_mail):
    settings.MAIL_ENABLED = False
    mail = make_mail()
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_mail_queue")
    mail.refresh_from_db()
    assert (mail.sent_at, mail.tries) == (None, 0)


def test_a_pause_of_less_than_nothing_is_an_error(mail_on):
    with pytest.raises(CommandError, match="--loop"):
        call_command("send_mail_queue", loop=-1)


def database_url() -> str:
    """That of the tests, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """``start(server, "--loop", "1")``: a sender that runs."""
    running = []

    def run(server: SmtpServer, *words: str, url: str = "") -> subprocess.Popen:
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "EMAIL_URL": url or server.url,
            "MAIL_FROM": "mubiao@example.com",
            "VAR_DIR": str(tmp_path),
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "send_mail_queue", *words],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_the_environment_says_where_the_server_is(start, make_mail):
    make_mail()
    with SmtpServer() as server:
        server.answers |= {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "235 ok"}
        url = f"smtp://wang:p%40ss@127.0.0.1:{server.port}"
        said, wrong = start(server, url=url).communicate(timeout=WAIT)
    assert (said, wrong) == ("发出 1 封，失败 0 封\n", "")
    assert server.kept[0]["From"] == "mubiao@example.com"
    assert server.kept[0].get_content().strip() == "正文"
    assert any(line.startswith("AUTH PLAIN") for line in server.heard)


@pytest.mark.django_db(transaction=True)
def test_in_a_loop_it_sends_what_comes_and_stops_when_told(start, make_mail):
    with SmtpServer() as server:
        process = start(server, "--loop", "1")
        for number in (1, 2):
            make_mail(subject=f"mail {number}")
            until(lambda n=number: len(server.kept) == n)
        process.send_signal(signal.SIGTERM)
        said, wrong = process.communicate(timeout=WAIT)
    assert (process.returncode, wrong) == (0, "")
    assert said == "发出 1 封，失败 0 封\n" * 2


@pytest.mark.django_db(transaction=True)
def test_who_is_told_to_stop_notes_what_it_has_sent(start, make_mail):
    """Else the mail in hand would go out a second time."""
    make_mail(), make_mail()
    with SmtpServer() as server:
        server.go_on.clear()
        process = start(server, "--loop", "1")
        assert server.taken.wait(WAIT)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        server.go_on.set()
        process.communicate(timeout=WAIT)
    assert len(server.kept) == Mail.objects.filter(sent_at__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_mail_of_a_killed_sender_goes_out_later(start, make_mail):
    mail = make_mail()
    with SmtpServer() as server:
        server.go_on.clear()
        process = start(server)
        assert server.taken.wait(WAIT)
        process.kill()
        process.communicate(timeout=WAIT)
        server.go_on.set()
        until(lambda: len(server.kept) == 1)
        server.kept.clear()  # what the killed one had said, the server may have dropped

        said, _ = start(server).communicate(timeout=WAIT)
        assert said == "发出 0 封，失败 0 封\n"  # the claim holds
        mail.refresh_from_db()
        left = mail.claimed_until - timezone.now()
        assert timedelta(minutes=8) < left <= timedelta(minutes=10)

        over = timezone.now() - timedelta(seconds=1)
        Mail.objects.update(claimed_until=over)
        said, _ = start(server).communicate(timeout=WAIT)
        assert said == "发出 1 封，失败 0 封\n"
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("已发出", 2)
