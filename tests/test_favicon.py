"""Pages that name no icon have one all the same."""

from django.contrib.staticfiles import finders


def test_the_back_office_has_an_icon(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer.url.startswith("/static/app/icon")
    assert finders.find(answer.url.removeprefix("/static/"))
