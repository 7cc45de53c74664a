"""The login page: what it says, what it records, and when it shows the demo users."""

import pytest
from django.test import Client

from audit.models import Entry
from departments.models import User

RIGHT = {"username": "tianbao", "password": "demo-2021"}
WRONG = RIGHT | {"password": "x"}


def test_logging_in_leads_to_the_desk_and_is_recorded(client, people):
    answer = client.post("/login/", RIGHT)
    assert (answer.status_code, answer.url) == (302, "/")
    [entry] = Entry.objects.filter(action__startswith="login")
    assert (entry.action, entry.actor) == ("login", people["tianbao"])
    assert entry.subject == f"user:{people['tianbao'].pk}"
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_said_in_chinese_and_recorded(client, people):
    answer = client.post("/login/", WRONG)
    assert answer.status_code == 200
    assert "用户名或密码不对" in answer.content.decode()
    [entry] = Entry.objects.filter(action__startswith="login")
    assert (entry.action, entry.actor) == ("login_failed", None)
    assert entry.subject == "login:tianbao"
    assert "demo-2021" not in str(vars(entry))


def test_a_stopped_user_hears_the_same_as_a_stranger(client, people):
    """Nobody learns from the page which users exist."""
    pages = []
    User.objects.filter(username="tianbao").update(is_active=False)
    for data in (RIGHT, {"username": "niemand", "password": "x"}):
        page = client.post("/login/", data).content.decode()
        assert "用户名或密码不对" in page
        pages.append(page.count("alert"))
    assert pages[0] == pages[1]
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("typed", ["", "甲" * 200, "a\x00b\x07", "<script>x</script>"])
def test_whatever_was_typed_is_recorded_harmlessly(client, people, typed):
    answer = client.post("/login/", {"username": typed, "password": "x"})
    assert answer.status_code == 200
    assert "<script>x" not in answer.content.decode()
    name = Entry.objects.get(action="login_failed").subject.removeprefix("login:")
    assert name.isprintable()
    assert len(name) <= 90


@pytest.mark.parametrize(
    ("wish", "goal"),
    [("/targets/", "/targets/"), ("https://evil.example/", "/"), ("//evil", "/")],
)
def test_it_goes_on_inside_the_site_only(client, people, wish, goal):
    assert client.post("/login/", RIGHT | {"next": wish}).url == goal


def test_demo_users_are_shown_in_demo_mode_only(client, office, settings):
    """Those that there are, in the order of the way through review."""
    settings.DEMO = False
    assert "demo-2021" not in client.get("/login/").content.decode()
    settings.DEMO = True
    for answer in (client.get("/login/"), client.post("/login/", WRONG)):
        page = answer.content.decode()
        assert "demo-2021" in page
        shown = [user.username for user in answer.context["demo_users"]]
        assert shown == ["tianbao", "chushen", "caizheng", "admin"]


def test_logging_out_needs_a_post(as_user):
    client = as_user("tianbao")
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"
    assert client.get("/").url == "/login/?next=/"


def test_a_form_without_its_token_is_told_in_chinese(people, office):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", RIGHT)
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
