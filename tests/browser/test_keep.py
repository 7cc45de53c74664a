"""Nothing typed is lost: not by a closed window, a lost connection or session."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from departments.models import Membership
from projects.models import Project

from .login import log_in
from .test_editor import open_editor
from .test_journey import NAME

pytestmark = pytest.mark.e2e

CODE = "[name='code']"
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
    expect(page.locator("#keep-offer")).to_be_hidden()


def test_a_lost_connection_loses_nothing(desk_of, live_server, lost_connection):
    page = open_editor(desk_of)
    address = page.url
    page.context.set_offline(True)
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("连不上服务器", timeout=8000)
    expect(trouble).to_contain_text("已存在这台电脑上")
    # A row button does no harm either, and says that it did nothing.
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    expect(trouble).to_contain_text("加行、移动、删除或粘贴没有做成")
    expect(trouble).to_contain_text("已存在这台电脑上")
    expect(usage(page)).to_have_value(TYPED)

    page.context.set_offline(False)
    leave(page, live_server.url)
    page.goto(address)
    expect(page.locator("#keep-offer")).to_contain_text("还没有保存的内容")
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert saved_usage() == TYPED
    page.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#keep-offer")).to_be_hidden()


def test_a_lost_session_keeps_the_page(desk_of, live_server):
    page = open_editor(desk_of)
    Session.objects.all().delete()
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("登录已过期", timeout=8000)
    with page.expect_popup() as waiting:
        page.get_by_role("link", name="在新窗口重新登录").click()
    other = waiting.value
    log_in(other, "tianbao")
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
    log_in(page, "tianbao")
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)


def test_what_the_server_tidied_is_not_offered_again(desk_of):
    page = open_editor(desk_of)
    page.locator("#f-budget\\.total").fill("1,610.50")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("#f-budget\\.total")).to_have_value("1610.50")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#keep-offer")).to_be_hidden()


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


@pytest.fixture
def offered(desk_of, lost_connection):
    """The editor, opened again after a window was closed without a connection."""
    page = open_editor(desk_of)
    page.context.set_offline(True)
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("已存在这台电脑上", timeout=8000)
    again = page.context.new_page()
    address = page.url
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again.goto(address)
    expect(offer(again)).to_contain_text("还没有保存的内容")
    return again


def offer(page):
    return page.locator("#keep-offer")


def save(page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")


def test_an_offer_stays_until_it_is_answered(offered):
    """Whoever overlooks it and works on loses nothing."""
    page = offered
    page.locator(CODE).fill("A1")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    expect(page.locator("[name$='.tier3']")).to_have_count(10)
    save(page)
    expect(offer(page)).to_contain_text("还没有保存的内容")
    page.reload()
    expect(offer(page)).to_contain_text("还没有保存的内容")
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)
    expect(page.locator(CODE)).to_have_value("A1")
    expect(page.locator("[name$='.tier3']")).to_have_count(10)
    expect(offer(page)).to_be_hidden()
    save(page)
    assert saved_usage() == TYPED
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(offer(page)).to_be_hidden()


def test_what_is_not_wanted_is_not_offered_again(offered):
    page = offered
    page.get_by_role("button", name="不要了").click()
    expect(offer(page)).to_be_hidden()
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(offer(page)).to_be_hidden()
    expect(usage(page)).to_have_value(saved_usage())


def test_restoring_keeps_what_was_just_typed(offered, picture):
    page = offered
    page.locator(CODE).fill("A1")
    usage(page).fill("刚才写的")
    page.get_by_role("button", name="恢复").click()
    expect(usage(page)).to_have_value(TYPED)
    expect(page.locator(CODE)).to_have_value("A1")
    row = page.get_by_role("row", name="资金用途 刚才写的")
    expect(row).to_be_visible()
    picture(page, "keep-brought-back")
    row.get_by_role("button", name="用原来的").click()
    expect(usage(page)).to_have_value("刚才写的")
    save(page)
    assert saved_usage() == "刚才写的"


def test_an_offer_says_of_which_day_it_is(desk_of):
    page = open_editor(desk_of)
    page.evaluate(
        """() => {
          const form = document.getElementById("editor");
          const key = "perftargets:" + form.getAttribute("action") + form.dataset.user;
          const fields = [...new FormData(form)].map(([name, text]) =>
            [name, name === "usage" ? "昨天写的" : text]);
          localStorage.setItem(key + ":old",
            JSON.stringify({time: "2021-05-03 17:58", fields}));
        }"""
    )
    page.reload()
    expect(offer(page)).to_contain_text("2021-05-03 17:58")
    # What this page keeps has its day, too.
    day = page.evaluate("() => { editor.copies.keep(); return new Date().getDate(); }")
    times = page.evaluate("Object.values(localStorage).map((t) => JSON.parse(t).time)")
    assert any(re.fullmatch(rf"\d{{4}}-\d\d-{day:02} \d\d:\d\d", t) for t in times)


def test_a_refusal_is_not_called_a_lost_connection(desk_of):
    page = open_editor(desk_of)
    posts = Membership.objects.filter(user__username="tianbao")
    posts.update(role="reviewer")
    sent = []  # to be kept; the checks are asked at an address of their own
    page.on("request", lambda r: sent.append((r.method, r.url.split("/")[-2])))
    usage(page).fill(TYPED)
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("只有本部门的填报人可以修改", timeout=8000)
    expect(trouble).to_contain_text("已存在这台电脑上")
    expect(trouble).not_to_contain_text("连不上")
    page.wait_for_timeout(11_000)
    assert sent.count(("POST", "edit")) == 1, "the same answer was asked for again"
    # Once it may be done, the next key keeps it.
    posts.update(role="filler")
    usage(page).press("End")
    page.keyboard.type("了")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=8000)
    expect(trouble).to_be_hidden()
