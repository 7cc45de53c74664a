"""The server is stopped while somebody types, and started again: a real one, with a
database of its own."""

import pytest
from playwright.sync_api import Page, expect

from scripts.demo_server import DemoServer

from .login import log_in

pytestmark = pytest.mark.e2e

TYPED = "资金主要用于服务群众，服务器停了还在写。"
NAME = "村级组织经费"


@pytest.fixture
def server(demo_var):
    made = DemoServer(demo_var)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def page(server, browser) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(server.url)
    log_in(page, "tianbao")
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="填写").click()
    page.wait_for_load_state("load")
    yield page
    page.context.close()


def usage(page: Page):
    return page.locator("#f-usage")


def test_the_page_stays_and_goes_on_by_itself(server, page):
    trouble = page.locator("#keep-trouble")
    server.stop()
    usage(page).fill(TYPED)
    expect(trouble).to_contain_text("连不上服务器", timeout=10_000)
    # Saving now must not lead to the browser's own error page.
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    expect(usage(page)).to_have_value(TYPED)
    usage(page).fill(TYPED + "又写了一句。")
    server.start()
    expect(page.get_by_text("已自动保存草稿")).to_be_visible(timeout=20_000)
    expect(trouble).to_be_hidden()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    saved = server.manage(
        "shell",
        "--no-imports",
        "-c",
        "from projects.models import Project;"
        f"print(Project.objects.get(name='{NAME}').usage)",
    )
    assert saved.strip() == TYPED + "又写了一句。"


def test_a_window_that_was_closed_meanwhile_is_offered_its_text(server, page):
    address = page.url
    server.stop()
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("已存在这台电脑上", timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    server.start()
    page.goto(address)
    expect(page.locator("#keep-offer")).to_contain_text("还没有保存的内容")
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)
