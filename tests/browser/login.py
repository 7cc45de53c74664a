"""How somebody gets into the program."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from departments.models import User


def log_in(page: Page, name: str) -> None:
    """Fill in the login page, which the page shows."""
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill("demo-2021")
    page.get_by_role("button", name="登录").click()


def cookie_of(name: str, url: str) -> dict[str, str]:
    """What the browser of somebody keeps who has logged in at ``url``."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": url}
