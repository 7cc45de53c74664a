"""What becomes of an e-mail, with a server that does not always do as it should."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from notices import outbox
from notices.models import Mail
from notices.outbox import DELAYS, Outcome, send_due

from .conftest import hurry
from .smtp import SmtpServer

SENT, FAILED = Outcome(sent=1), Outcome(failed=1)


def minutes_left(mail: Mail) -> float | None:
    mail.refresh_from_db()
    if mail.next_try_at is None:
        return None
    return round((mail.next_try_at - timezone.now()).total_seconds() / 60)


def test_a_mail_arrives(smtp, tianbao, tell):
    tianbao.email = "tianbao@example.com"
    tell(tianbao, "“村级组织经费”被退回：请补充依据", link="/targets/7/")
    mail = Mail.objects.get()
    assert send_due() == SENT
    [got] = smtp.kept
    assert got["Subject"].strip() == "【绩效目标】“村级组织经费”被退回：请补充依据"
    assert got["To"] == "tianbao@example.com"
    assert got["From"] == "绩效目标 <mubiao@example.com>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"].endswith(f".{mail.pk}@example.com>")
    assert "查看：http://mubiao.example/targets/7/" in got.get_content()
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == ("已发出", 1, "")
    assert mail.next_try_at is mail.claimed_until is None


def test_what_was_sent_is_not_sent_again(smtp, make_mail):
    make_mail()
    assert send_due() == SENT
    assert send_due() == Outcome()
    assert len(smtp.kept) == 1


def test_many_mails_are_one_conversation(smtp, make_mail):
    for number in range(5):
        make_mail(f"user{number}@example.com")
    assert send_due() == Outcome(sent=5)
    to = [got["To"] for got in smtp.kept]
    assert to == [f"user{number}@example.com" for number in range(5)]
    assert smtp.heard.count("QUIT") == 1


def test_a_failure_is_kept_and_tried_again_later(smtp, make_mail):
    """After 1, 5, 30 minutes, 2 hours, 12 hours; then it is given up."""
    smtp.answers["RCPT"] = "550 没有这个用户"
    mail = make_mail()
    for delay in DELAYS:
        assert send_due() == FAILED
        assert minutes_left(mail) == delay.total_seconds() / 60
        assert (mail.error, mail.state) == ("550 没有这个用户", "等待重试")
        assert send_due() == Outcome()  # not before its time
        hurry(mail)
    assert [delay.total_seconds() / 60 for delay in DELAYS] == [1, 5, 30, 120, 720]
    assert send_due() == FAILED
    assert minutes_left(mail) is None
    assert (mail.tries, mail.state) == (6, "已放弃")
    assert mail.error == "550 没有这个用户"
    assert send_due() == Outcome()
    assert smtp.kept == []


def test_it_goes_out_when_the_server_is_well_again(smtp, make_mail):
    smtp.answers["DATA"] = "451 try later"
    mail = make_mail()
    assert send_due() == FAILED
    smtp.answers.clear()
    hurry(mail)
    assert send_due() == SENT
    mail.refresh_from_db()
    assert (mail.tries, mail.error, mail.state) == (2, "", "已发出")


def test_one_bad_address_does_not_hold_up_the_others(smtp, make_mail):
    bad = make_mail("a@example.com\nBcc: spy@example.com")
    make_mail()
    assert send_due() == Outcome(sent=1, failed=1)
    [got] = smtp.kept
    assert got["To"] == "tianbao@example.com"
    assert not any("spy" in line for line in smtp.heard)
    bad.refresh_from_db()
    assert bad.state == "等待重试"
    assert "Error: " in bad.error


def test_a_subject_of_two_lines_is_refused_at_the_last_door(smtp, make_mail):
    """However it got into the row."""
    mail = make_mail(subject="甲\nBcc: spy@example.com")
    assert send_due() == FAILED
    mail.refresh_from_db()
    assert mail.error.startswith("BadHeaderError")
    assert smtp.kept == []


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [("554 not for you", "554 not for you"), (b"554 \xff\x00no", "554 � no")],
)
def test_a_server_that_does_not_want_us(smtp, make_mail, greeting, reason):
    """It is asked once a round, not once a mail: that is how one gets locked out."""
    smtp.greeting = greeting
    mails = [make_mail(), make_mail(), make_mail()]
    assert send_due() == Outcome(failed=3)
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.error, mail.tries) == (reason, 1)
    assert len([line for line in smtp.heard if line.startswith("EHLO")]) <= 1


def test_nobody_is_there(mail_on, settings, make_mail):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with SmtpServer() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    mail = make_mail()
    assert send_due() == FAILED
    mail.refresh_from_db()
    assert "ConnectionRefusedError" in mail.error


def test_a_server_that_falls_silent(smtp, settings, make_mail):
    settings.EMAIL_TIMEOUT = 0.3
    smtp.go_on.clear()
    mail = make_mail()
    assert send_due() == FAILED
    mail.refresh_from_db()
    assert "timed out" in mail.error
    smtp.go_on.set()


def test_a_refused_password_is_not_left_open(smtp, settings, make_mail):
    """Django keeps such a connection; the next mail would go without the password."""
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "secret-word"
    smtp.answers |= {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 wrong"}
    mails = [make_mail(), make_mail()]
    assert send_due() == Outcome(failed=2)
    assert smtp.kept == []
    for mail in mails:
        mail.refresh_from_db()
        assert mail.error == "535 wrong"
    assert len([line for line in smtp.heard if line.startswith("AUTH")]) == 1


def test_a_claim_is_the_senders_alone(make_mail):
    make_mail()
    now = timezone.now()
    mail = outbox.claim(now)
    assert mail is not None
    assert mail.tries == 1
    assert outbox.claim(now) is None


def test_a_claim_ends_when_its_sender_was_killed(make_mail, mail_on):
    """Nobody tells us: the time does. Just before, it still holds."""
    make_mail()
    mail = outbox.claim(timezone.now())
    assert mail is not None
    soon = timezone.now() + timedelta(seconds=5)
    Mail.objects.update(claimed_until=soon)
    assert send_due() == Outcome()
    Mail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send_due() == SENT
    assert len(django_mail.outbox) == 1


def test_who_comes_back_late_does_not_undo_what_the_next_one_did(make_mail, mail_on):
    make_mail()
    late = outbox.claim(timezone.now())
    assert late is not None
    Mail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send_due() == SENT
    outbox._keep(late, "too late")
    mail = Mail.objects.get()
    assert (mail.state, mail.error) == ("已发出", "")


def test_nothing_is_sent_when_told_to_stop(make_mail, mail_on):
    make_mail(), make_mail()
    asked = iter([False, True])
    assert send_due(stopping=lambda: next(asked)) == SENT
    assert Mail.objects.filter(sent_at=None).count() == 1


def test_finished_mails_are_forgotten(make_mail):
    old = timezone.now() - timedelta(days=181)
    rows = {
        "sent": {"sent_at": old, "next_try_at": None},
        "given up": {"next_try_at": None},
        "waiting": {},
    }
    for subject, row in rows.items():
        mail = make_mail(subject=subject)
        Mail.objects.filter(pk=mail.pk).update(created_at=old, **row)
    make_mail(subject="young", sent_at=timezone.now(), next_try_at=None)
    assert outbox.forget(timezone.now() - timedelta(days=180)) == 2
    assert {mail.subject for mail in Mail.objects.all()} == {"waiting", "young"}
