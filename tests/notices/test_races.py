"""Two senders, two reminders at once: each person hears it once."""

import threading
from collections import Counter

import pytest
from django.utils import timezone

from notices import outbox
from notices.models import Mail, Notice
from notices.outbox import Outcome, send_due
from notices.reminders import remind
from notices.services import notify
from tests.test_races import WAIT, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def sending(meet) -> Outcome:
    meet()
    return send_due()


def test_control_without_a_claim_a_mail_goes_out_twice(smtp, make_mail, monkeypatch):
    """Look what is due, send it, note it: both senders see the same row."""
    make_mail()

    meeting = threading.Barrier(2, timeout=WAIT)

    def careless(by) -> Mail | None:
        mail = Mail.objects.due(by).first()
        if mail is not None:
            meeting.wait()
        return mail

    monkeypatch.setattr(outbox, "claim", careless)
    assert at_once(sending, sending) == [Outcome(sent=1)] * 2
    assert len(smtp.kept) == 2


def test_two_senders_send_a_mail_once(smtp, make_mail):
    make_mail()
    results = at_once(sending, sending)
    assert sorted(result.sent for result in results) == [0, 1], results
    assert len(smtp.kept) == 1
    assert Mail.objects.get().tries == 1


def test_many_senders_share_the_work(smtp, make_mail):
    for number in range(24):
        make_mail(f"user{number}@example.com")
    results = at_once(*[sending] * 4)
    assert sum(result.sent for result in results) == 24, results
    assert max(Counter(got["To"] for got in smtp.kept).values()) == 1
    assert len(smtp.kept) == 24


def test_two_claims_at_the_same_moment(make_mail):
    make_mail()

    def claiming(meet) -> Mail | None:
        meet()
        return outbox.claim(timezone.now())

    results = at_once(*[claiming] * 6)
    assert len([mail for mail in results if mail is not None]) == 1, results
    assert Mail.objects.get().tries == 1


def test_a_second_sender_goes_on_with_the_next_mail(smtp, make_mail):
    """While the first one waits for a slow server."""
    make_mail("first@example.com"), make_mail("second@example.com")
    smtp.go_on.clear()

    def first(meet) -> Outcome:
        result = send_due(stopping=iter([False, True]).__next__)
        meet()
        return result

    def second(meet) -> Outcome:
        assert smtp.taken.wait(20)
        claimed = outbox.claim(timezone.now())
        assert claimed is not None
        assert claimed.to == "second@example.com"
        assert outbox.claim(timezone.now()) is None
        smtp.go_on.set()
        meet()
        return Outcome()

    assert at_once(first, second) == [Outcome(sent=1), Outcome()]


def test_two_reminders_at_once(target, year, people):
    year.closes_on = timezone.localdate()
    year.save()

    def reminding(meet) -> int:
        meet()
        return remind(days=3)

    assert sorted(at_once(reminding, reminding)) == [0, 1]
    assert Notice.objects.get().user == people["tianbao"]


def test_control_who_looks_first_reminds_twice(people, year):
    """The same, but for the key that the database holds."""

    def careless(meet) -> int:
        told = Notice.objects.filter(kind="reminder").exists()
        meet()
        assert not told
        return len(notify(users=[people["tianbao"]], text="甲", kind="reminder"))

    assert at_once(careless, careless) == [1, 1]
    assert Notice.objects.count() == 2
