"""Nothing typed is lost: not by a closed window, a lost connection or session."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from projects.models import Project

from .test_editor import open_editor
from .test_journey import NAME, VALUE

pytestmark = pytest.mark.e2e

TYPED = "资金主要用于服务群众，尚未保存。"
KEPT = "已自动保存草稿"


def usage(page):
    return page.locator("#f-usage")


def saved_usage() -> str:
    return Project.objects.get(name=NAME).usage


def leave(page, url: str) -> None:
    """Close the window without saving, as a crash does."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url)


def test_a_closed_window_loses_nothing(desk_of, live_server):
    page = open_editor(desk_of)
    address = page.url
    usage(page).fill(TYPED)
    page.locator("#f-budget\\.total").fill("约八十")
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert saved_usage() != TYPED  # kept for its writer, not saved for all

    leave(page, live_server.url)
    page.goto(address)
    expect(page.get_by_text("已恢复您")).to_be_visible()
    expect(usage(page)).to_have_value(TYPED)
    expect(page.locator("#f-budget\\.total")).to_have_value("约八十")

    page.get_by_role("button", name="放弃，回到已保存的内容").click()
    expect(usage(page)).to_have_value(saved_usage())
    expect(page.get_by_text("已恢复您")).to_have_count(0)
    # Nor does this computer offer what was thrown away.
    page.wait_for_load_state("networkidle")
    expect(page.locator("#keep-trouble")).to_be_hidden()


def test_a_lost_connection_loses_nothing(desk_of, live_server, lost_connection):
    page = open_editor(desk_of)
    address = page.url
    page.context.set_offline(True)
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("连不上服务器", timeout=8000)
    expect(trouble).to_contain_text("已存在这台电脑上")
    # A row button does no harm either.
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    expect(usage(page)).to_have_value(TYPED)

    page.context.set_offline(False)
    leave(page, live_server.url)
    page.goto(address)
    expect(trouble).to_contain_text("还没有保存的内容")
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert saved_usage() == TYPED
    page.goto(address)
    expect(trouble).to_be_hidden()


def test_a_lost_session_keeps_the_page(desk_of, live_server):
    page = open_editor(desk_of)
    Session.objects.all().delete()
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("登录已过期", timeout=8000)
    with page.expect_popup() as waiting:
        page.get_by_role("link", name="在新窗口重新登录").click()
    other = waiting.value
    other.get_by_label("用户名").fill("tianbao")
    other.get_by_label("密码").fill("demo-2021")
    other.get_by_role("button", name="登录").click()
    expect(other.locator("h1")).to_contain_text("我的待办")
    # The page was never left; it saves as if nothing had happened.
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert saved_usage() == TYPED


def test_saving_without_a_session_does_not_leave_the_page(desk_of):
    page = open_editor(desk_of)
    address = page.url
    usage(page).fill(TYPED)
    Session.objects.all().delete()
    page.get_by_role("button", name="保存", exact=True).click()
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("登录已过期")
    expect(usage(page)).to_have_value(TYPED)
    # Whoever leaves all the same is offered the text after logging in.
    leave(page, address)
    page.get_by_label("用户名").fill("tianbao")
    page.get_by_label("密码").fill("demo-2021")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)


def test_it_shows_who_else_is_typing_and_takes_their_cell(desk_of, second_filler):
    one = open_editor(desk_of)
    two = desk_of(second_filler)
    two.goto(one.url)
    two.locator("#f-usage").fill(TYPED)
    expect(two.get_by_text(KEPT)).to_be_visible()
    one.locator(VALUE).fill("2021年12月底前")
    expect(one.locator("#others")).to_contain_text("填报人小李")

    two.get_by_role("button", name="保存", exact=True).click()
    expect(two.get_by_role("status")).to_contain_text("已保存")
    usage(one).fill("我写的用途")
    one.get_by_role("button", name="保存", exact=True).click()
    row = one.get_by_role("row", name="资金用途")
    row.get_by_role("button", name="用别人的").click()
    expect(usage(one)).to_have_value(TYPED)
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.get_by_role("status")).to_contain_text("已保存")
    assert saved_usage() == TYPED
    expect(one.locator(VALUE)).to_have_value("2021年12月底前")


def test_what_the_server_tidied_is_not_offered_again(desk_of):
    page = open_editor(desk_of)
    page.locator("#f-budget\\.total").fill("1,610.50")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("#f-budget\\.total")).to_have_value("1610.50")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#keep-trouble")).to_be_hidden()


def test_quick_clicks_and_typing_meanwhile_are_kept(desk_of):
    page = open_editor(desk_of)
    page.evaluate(
        """() => {
          const button = document.querySelector("[value='indicators.0.add']");
          for (let i = 0; i < 10; i++) { button.click(); }
          const usage = document.getElementById("f-usage");
          usage.value = "趁还没有回答时写的";
          usage.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    expect(page.locator("[name$='.tier3']")).to_have_count(19)
    expect(usage(page)).to_have_value("趁还没有回答时写的")
