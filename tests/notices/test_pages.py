"""The page of a person's notices, and the number in the menu."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import Notice


@pytest.fixture
def client(as_user) -> Client:
    return as_user("tianbao")


def page_of(client: Client, path: str = "/notices/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def number(client: Client, path: str = "/") -> str | None:
    """What the menu says."""
    match = re.search(r'class="unread">([^<]+)<', page_of(client, path))
    return match and match[1]


def read_all(client: Client):
    upto = re.search(r'name="upto" value="(\d+)"', page_of(client))
    assert upto is not None
    return client.post("/notices/read/", {"upto": upto[1]}, follow=True)


def test_there_is_nothing_yet(client):
    page = page_of(client)
    assert "还没有通知" in page
    assert "全部标为已读" not in page
    assert number(client) is None


def test_the_newest_come_first_and_the_unread_are_marked(client, tianbao, target, tell):
    for text in ("甲事", "乙事", "丙事"):
        tell(tianbao, text, target=target)
    notice = Notice.objects.get(text="甲事")
    client.post(f"/notices/{notice.pk}/open/")
    page = page_of(client)
    assert page.index("丙事") < page.index("乙事") < page.index("甲事")
    assert page.count('class="is-unread"') == page.count(">未读<") == 2
    assert f'<a class="told" href="/targets/{target.pk}/">甲事</a>' in page
    assert number(client) == number(client, f"/targets/{target.pk}/") == "2"


def test_opening_leads_to_the_page_and_marks_it_read(client, tianbao, target, tell):
    notice = tell(tianbao, target=target)
    answer = client.post(f"/notices/{notice.pk}/open/")
    assert (answer.status_code, answer.url) == (302, f"/targets/{target.pk}/")
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.post(f"/notices/{notice.pk}/open/")
    notice.refresh_from_db()
    assert notice.read_at == first


def test_a_notice_without_a_page_leads_back(client, tianbao, tell):
    notice = tell(tianbao)
    assert "标为已读</button>" in page_of(client)
    assert client.post(f"/notices/{notice.pk}/open/").url == "/notices/"
    assert number(client) is None


def test_looking_marks_nothing(client, tianbao, target, tell):
    notice = tell(tianbao, target=target)
    page_of(client)
    assert client.get(f"/notices/{notice.pk}/open/").status_code == 405
    assert client.get("/notices/read/").status_code == 405
    assert number(client) == "1"


def test_all_are_marked_read_at_once(client, tianbao, chushen, tell):
    tell(tianbao), tell(tianbao), tell(chushen)
    page = read_all(client).content.decode()
    assert "已将 2 条通知标为已读" in page
    assert "没有未读" in page
    assert Notice.objects.of(chushen).unread().count() == 1


def test_what_came_after_the_page_stays_unread(client, tianbao, tell):
    first = tell(tianbao)
    tell(tianbao, "在此期间")
    client.post("/notices/read/", {"upto": first.pk})
    assert Notice.objects.unread().get().text == "在此期间"


@pytest.mark.parametrize("upto", [None, "", "x", "-1", "9" * 19, "１２"])
def test_a_page_that_is_not_ours_marks_nothing(client, tianbao, tell, upto):
    tell(tianbao)
    data = {} if upto is None else {"upto": upto}
    assert client.post("/notices/read/", data).status_code == 400
    assert number(client) == "1"


def test_nobody_sees_or_marks_anothers(client, as_user, chushen, target, tell):
    notice = tell(chushen, "只给初审看", target=target)
    assert "只给初审看" not in page_of(client)
    assert number(client) is None
    for name in ("tianbao", "admin", "nobody"):
        answer = as_user(name).post(f"/notices/{notice.pk}/open/")
        assert answer.status_code == 404
        as_user(name).post("/notices/read/", {"upto": notice.pk})
    assert Notice.objects.unread().get() == notice


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_a_notice_that_is_not_there(client, pk):
    assert client.post(f"/notices/{pk}/open/").status_code == 404


def test_many_stand_on_several_pages(client, tianbao, tell):
    for count in range(31):
        tell(tianbao, f"第{count}件")
    assert page_of(client).count("<li ") == 30
    assert "第 1 页，共 2 页" in page_of(client)
    assert "第0件" in page_of(client, "/notices/?page=2")
    assert page_of(client, "/notices/?page=99").count("<li ") == 1
    # Also from the second page, those of the first are meant.
    page = page_of(client, "/notices/?page=2")
    newest = Notice.objects.of(tianbao).first()
    assert newest is not None
    assert f'name="upto" value="{newest.pk}"' in page


def test_a_text_is_text(client, tianbao, tell):
    tell(tianbao, "<script>alert(1)</script>", link="/?a=1&b='\"><b>")
    Notice.objects.create(user=tianbao, kind="returned", text="<b>甲</b>", link="/")
    page = page_of(client)
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_the_number_costs_one_query(client, tianbao, tell, django_assert_num_queries):
    """However often it is shown, and however many there are; and nothing where no
    menu is drawn."""
    page_of(client)
    for _ in range(3):
        tell(tianbao)
    asked = 'FROM "notices_notice"'
    with django_assert_num_queries(100, exact=False) as all_of_it:
        page_of(client, "/targets/")
    assert sum(asked in query["sql"] for query in all_of_it.captured_queries) == 1
    with django_assert_num_queries(100, exact=False) as fragment:
        client.get("/values/?text=5个")
    assert not any(asked in query["sql"] for query in fragment.captured_queries)


def test_the_list_takes_as_many_queries_for_one_as_for_many(
    client, tianbao, target, tell, django_assert_max_num_queries
):
    tell(tianbao, target=target)
    with django_assert_max_num_queries(30) as few:
        page_of(client)
    for _ in range(20):
        tell(tianbao, target=target)
    with django_assert_max_num_queries(30) as many:
        page_of(client)
    assert len(many.captured_queries) == len(few.captured_queries)


def test_a_page_that_is_not_there_still_has_the_number(client, tianbao, tell):
    tell(tianbao)
    answer = client.get("/targets/999999/")
    assert answer.status_code == 404
    assert 'class="unread">1<' in answer.content.decode()


def test_a_stranger_is_sent_to_log_in(as_user):
    assert as_user(None).get(reverse("notices")).url == "/login/?next=/notices/"
