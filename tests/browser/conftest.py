"""A real Chromium against the live server."""

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from departments.models import Membership, User

from .login import cookie_of

# With SCREENSHOTS=docs/screenshots the journey leaves the pictures of the README.
SCREENSHOTS = os.environ.get("SCREENSHOTS")

# The machine may be busy with other tests; what never comes still fails.
expect.set_options(timeout=20_000)

# Chromium logs these answers, which are part of the conversation, as errors; and a test
# types sooner than people do, before a page has set the focus.
USUAL = re.compile(r"status of (403|404|409|422)|Autofocus processing was blocked")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        # Debian's, without windows: Playwright's own would have to be downloaded.
        "executable_path": shutil.which("chromium-headless-shell"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN"}


@pytest.fixture
def picture():
    """``picture(page, "01-login")``: kept only when pictures are asked for."""

    def take(page, name: str, *, full: bool = False) -> None:
        if SCREENSHOTS:
            path = Path(SCREENSHOTS) / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            if full:  # what sticks to the window would stand in the middle
                page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=path, full_page=full)

    return take


@pytest.fixture
def console_noise() -> list[str]:
    """Words of console messages that a test brings about on purpose."""
    return []


@pytest.fixture
def desk_of(context, live_server, transactional_db, office_in_demo, console_noise):
    """``desk_of("tianbao")``: a page in which that person has logged in."""
    opened = []

    def log_in(name: str):
        page = context.browser.new_context(
            viewport={"width": 1366, "height": 768}, accept_downloads=True
        ).new_page()
        messages: list[str] = []
        page.on("console", lambda m: messages.append(m.text))
        page.on("pageerror", lambda e: messages.append(str(e)))
        page.context.add_cookies([cookie_of(name, live_server.url)])
        page.goto(live_server.url)
        opened.append((page, messages))
        return page

    yield log_in
    for page, messages in opened:
        page.context.close()
        # Playwright's screenshots add a style of their own, which the policy refuses.
        if not SCREENSHOTS:
            odd = [text for text in messages if not USUAL.search(text)]
            odd = [t for t in odd if not any(word in t for word in console_noise)]
            assert not odd[:2], "the browser's console must stay empty"


@pytest.fixture
def office_in_demo(settings, transactional_db, request):
    settings.DEMO = True
    return request.getfixturevalue("office")


@pytest.fixture
def lost_connection(console_noise):
    """The browser says on its console that the connection is gone."""
    console_noise.append("ERR_INTERNET_DISCONNECTED")


@pytest.fixture
def second_filler(office_in_demo) -> str:
    """A colleague in the same office; the user's name."""
    user = User.objects.create_user("xiaoli", password="demo-2021", name="填报人小李")
    Membership.objects.create(user=user, department=office_in_demo, role="filler")
    return user.username
