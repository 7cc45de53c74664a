"""A mail server that hangs holds up nobody at a page."""

from notices.models import Mail
from notices.outbox import Outcome, send_due
from reviews import flow
from tests.reviews.steps import FIRST, put


def test_a_decision_does_not_talk_to_the_mail_server(as_user, people, target, smtp):
    people["tianbao"].email = "tianbao@example.com"
    people["tianbao"].save()
    smtp.go_on.clear()  # from now on it takes mail and does not answer
    waiting = put(target, FIRST, submitted_by=people["tianbao"])
    data = {"version": waiting.version, "opinion": "请写具体"}
    url = f"/targets/{target.pk}/act/{flow.RETURN}/"
    assert as_user("chushen").post(url, data).status_code == 302
    assert smtp.heard == []
    mail = Mail.objects.get()
    assert (mail.to, mail.sent_at, mail.tries) == ("tianbao@example.com", None, 0)


def test_a_control_the_sender_does(make_mail, smtp):
    make_mail()
    assert send_due() == Outcome(sent=1)
    assert smtp.heard[0].startswith("EHLO")
