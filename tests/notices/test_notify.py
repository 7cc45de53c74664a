"""Who is told, once, together with what is told."""

import pytest
from django.db import IntegrityError, transaction

from notices.models import KINDS, LINK_LENGTH, TEXT_LENGTH, Mail, Notice
from notices.services import notify
from notices.unread import count_text


def test_each_person_is_told_once(people, target):
    users = [people["chushen"], people["caizheng"], people["chushen"]]
    made = notify(
        users=users, text="“村级组织经费”等您初审", kind="submitted", target=target
    )
    assert [notice.user for notice in made] == users[:2]
    for notice in Notice.objects.all():
        assert notice.link == f"/targets/{target.pk}/"
        assert notice.get_kind_display() == "待审核"
        assert str(notice) == "“村级组织经费”等您初审"
        assert notice.is_unread
    assert not Mail.objects.exists()  # no server is configured


def test_who_did_it_is_not_told(people, tianbao):
    everyone = [people["chushen"], tianbao]
    notify(users=everyone, text="已撤回", kind="withdrawn", actor=tianbao)
    assert [notice.user.username for notice in Notice.objects.all()] == ["chushen"]


def test_who_may_not_log_in_is_not_told(tianbao, mail_on):
    tianbao.is_active, tianbao.email = False, "tianbao@example.com"
    assert notify(users=[tianbao], text="甲", kind="returned") == []
    assert not Mail.objects.exists()


def test_what_is_undone_was_not_told(tianbao, mail_on):
    tianbao.email = "tianbao@example.com"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(users=[tianbao], text="甲", kind="returned")
        assert Notice.objects.count() == Mail.objects.count() == 1
        1 / 0  # noqa: B018
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_it_takes_two_rows_at_once_however_many_they_are(
    people, mail_on, django_assert_num_queries
):
    users = list(people.values())
    for user in users:
        user.email = f"{user.username}@example.com"
    with django_assert_num_queries(4):  # two writes between savepoints
        notify(users=users, text="甲", kind="returned")
    assert Notice.objects.count() == Mail.objects.count() == len(users) == 7


def test_only_who_has_an_address_is_written_to(people, target, mail_on):
    people["chushen"].email = "chushen@example.com"
    users = people["chushen"], people["caizheng"]
    notify(users=users, text="等您初审", kind="submitted", target=target)
    assert Notice.objects.count() == 2
    mail = Mail.objects.get()
    assert mail.to == "chushen@example.com"
    assert mail.subject == "【绩效目标】等您初审"
    assert mail.body.startswith("初审老楚：您好！\n\n等您初审\n\n")
    assert f"http://mubiao.example/targets/{target.pk}/\n" in mail.body
    assert (mail.tries, mail.state) == (0, "等待发送")


def test_without_an_address_of_the_site_a_mail_says_where_to_look(
    tianbao, mail_on, settings, tell
):
    settings.SITE_URL = ""
    tianbao.email = "tianbao@example.com"
    tell(tianbao)
    body = Mail.objects.get().body
    assert "请登录预算绩效目标管理系统" in body
    assert "http" not in body


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_a_subject_is_one_line(tianbao, mail_on, tell, end):
    """Else what follows would be a header: a copy to somebody else."""
    tianbao.email = "tianbao@example.com"
    notice = tell(tianbao, f"甲{end}Bcc: spy@example.com{end}{end}乙")
    assert notice.text == "甲 Bcc: spy@example.com 乙"
    assert Mail.objects.get().subject == f"【绩效目标】{notice.text}"


def test_a_long_text_is_cut(tianbao, mail_on, tell):
    tianbao.email = "tianbao@example.com"
    notice = tell(tianbao, "长" * 4000)
    assert notice.text == "长" * (TEXT_LENGTH - 1) + "…"
    assert len(Mail.objects.get().subject) == 80


@pytest.mark.parametrize(
    "link",
    ["targets/1/", "//evil.example/", "https://evil.example/", "javascript:a"]
    + ["/" + "a" * LINK_LENGTH],
)
def test_a_notice_leads_nowhere_else(tianbao, tell, link):
    with pytest.raises(ValueError, match="no path"):
        tell(tianbao, link=link)
    assert not Notice.objects.exists()


def test_a_misspelt_kind_is_an_error(tianbao):
    with pytest.raises(LookupError):
        notify(users=[tianbao], text="甲", kind="retuned")
    assert "returned" in KINDS


def test_what_is_told_once_is_not_told_again(tianbao, chushen, tell):
    tell(tianbao, once="remind:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(tianbao, once="remind:1")
    tell(tianbao, once="remind:2")
    tell(chushen, once="remind:1")
    tell(tianbao)
    tell(tianbao)
    assert Notice.objects.of(tianbao).count() == 4


@pytest.mark.parametrize("link", ["targets/1/", "//evil.example/"])
def test_the_database_refuses_another_site_too(tianbao, link):
    with (
        pytest.raises(IntegrityError, match="notice_leads_to_a_page_of_this_site"),
        transaction.atomic(),
    ):
        Notice.objects.create(user=tianbao, kind="returned", text="甲", link=link)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, ""), (1, "1"), (99, "99"), (100, "99+"), (101, "99+")]
)
def test_the_count_ends_at_99(tianbao, chushen, count, shown, tell):
    tell(chushen)
    row = {"user": tianbao, "kind": "returned", "text": "甲"}
    Notice.objects.bulk_create(Notice(**row) for _ in range(count))
    assert count_text(tianbao) == shown
