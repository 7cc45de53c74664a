"""The outbox in the back office."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from notices import outbox
from notices.models import Mail
from notices.outbox import Outcome, send_due

LIST = "/admin/notices/mail/"


@pytest.fixture
def admin(as_user) -> Client:
    return as_user("admin")


@pytest.fixture
def given_up(make_mail) -> Mail:
    return make_mail("wrong@example.com", error="550 没有这个用户", next_try_at=None)


def again(client: Client, *mails: Mail) -> str:
    keys = [mail.pk for mail in mails]
    data = {"action": "try_again", "_selected_action": keys}
    return client.post(LIST, data, follow=True).content.decode()


def test_what_was_given_up_is_seen_with_the_reason(admin, given_up, make_mail):
    make_mail("fine@example.com", sent_at=timezone.now(), next_try_at=None)
    make_mail("soon@example.com")
    for state, shown in (
        ("given_up", "wrong@"),
        ("sent", "fine@"),
        ("waiting", "soon@"),
    ):
        page = admin.get(f"{LIST}?state={state}").content.decode()
        found = [w for w in ("wrong@", "fine@", "soon@") if f">{w}" in page]
        assert found == [shown], state
    page = admin.get(LIST).content.decode()
    assert "550 没有这个用户" in page
    assert all(word in page for word in ("已放弃", "已发出", "等待发送"))


def test_it_can_be_tried_again(admin, given_up, mail_on):
    assert "1 封邮件将重新发送" in again(admin, given_up)
    given_up.refresh_from_db()
    assert (given_up.tries, given_up.state) == (0, "等待重试")
    assert send_due() == Outcome(sent=1)


def test_what_is_out_or_on_its_way_is_left_alone(admin, make_mail, mail_on):
    out = make_mail(sent_at=timezone.now(), next_try_at=None)
    make_mail()
    on_its_way = outbox.claim(timezone.now())
    assert on_its_way is not None
    assert "0 封邮件将重新发送" in again(admin, out, on_its_way)
    assert send_due() == Outcome()


def test_who_may_only_look_sends_nothing_again(as_user, people, given_up):
    clerk = people["chushen"]
    clerk.is_staff = True
    clerk.save()
    clerk.user_permissions.add(Permission.objects.get(codename="view_mail"))
    assert "try_again" not in as_user("chushen").get(LIST).content.decode()
    again(as_user("chushen"), given_up)
    given_up.refresh_from_db()
    assert given_up.next_try_at is None


def test_nobody_writes_mail_here(admin, given_up):
    page = f"{LIST}{given_up.pk}/"
    assert admin.get(f"{LIST}add/").status_code == 403
    assert admin.post(f"{page}change/", {"to": "x@example.com"}).status_code == 403
    assert admin.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert Mail.objects.get().to == "wrong@example.com"
