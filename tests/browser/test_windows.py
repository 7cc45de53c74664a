"""Two windows on one target: of two people, of one person, and of one browser in which
another person logs in."""

import pytest
from playwright.sync_api import expect

from audit.models import Entry
from projects.models import Project

from .login import log_in
from .test_editor import open_editor
from .test_journey import NAME, VALUE
from .test_keep import CODE, KEPT, TYPED, leave, offer, save, saved_usage, usage

pytestmark = pytest.mark.e2e


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


def test_a_conflict_is_not_offered_as_a_copy(desk_of, second_filler):
    one = open_editor(desk_of)
    two = desk_of(second_filler)
    two.goto(one.url)
    two.locator(CODE).fill("LI1")
    usage(two).fill("小李的用途")
    save(two)
    usage(one).fill("小田的用途")
    one.keyboard.press("Control+s")
    expect(one.get_by_role("alert").first).to_contain_text("已被别人保存")
    expect(one.locator(CODE)).to_have_value("LI1")
    one.wait_for_load_state("networkidle")
    expect(offer(one)).to_be_hidden()
    leave(one, one.url)
    expect(usage(one)).to_have_value("小田的用途")
    one.wait_for_load_state("networkidle")
    expect(offer(one)).to_be_hidden()
    save(one)
    assert saved_usage() == "小田的用途"


def test_the_other_persons_cell_is_taken_into_its_own_row(
    desk_of, second_filler, picture
):
    """Though a row was added above it since."""
    value = "[name='indicators.1.value']"
    one = open_editor(desk_of)
    two = desk_of(second_filler)
    two.goto(one.url)
    two.locator(value).fill("=90%")
    save(two)
    one.locator(value).fill("=80%")
    one.keyboard.press("Control+s")
    row = one.get_by_role("row", name="质量指标 第1行 指标值")
    expect(row).to_contain_text("=90%")
    one.get_by_role("button", name="数量指标 第1行 复制这一行").click()
    expect(one.locator("[name='indicators.2.value']")).to_have_value("=80%")
    before = one.locator(value).input_value()
    picture(one, "keep-conflict-after-row")
    row.get_by_role("button", name="用别人的").click()
    expect(one.locator("[name='indicators.2.value']")).to_have_value("=90%")
    expect(one.locator(value)).to_have_value(before)
    save(one)


def test_a_cell_whose_row_is_gone_is_said_to_be(desk_of, second_filler):
    one = open_editor(desk_of)
    two = desk_of(second_filler)
    two.goto(one.url)
    two.locator("[name='goals.0']").fill("小李的目标")
    save(two)
    one.locator("[name='goals.0']").fill("小田的目标")
    one.keyboard.press("Control+s")
    expect(one.get_by_role("alert").first).to_contain_text("已被别人保存")
    goals = one.locator("[name^='goals.']")
    count = goals.count()
    one.get_by_role("button", name="目标1 删除这一行").click()
    expect(goals).to_have_count(count - 1)
    expect(one.get_by_role("button", name="用别人的")).to_be_disabled()
    expect(one.get_by_title("这一行已不在表中")).to_be_visible()


def test_two_windows_of_one_person_lose_nothing(desk_of):
    one = open_editor(desk_of)
    two = one.context.new_page()
    two.goto(one.url)
    one.locator(CODE).fill("A1")
    expect(one.get_by_text(KEPT)).to_be_visible()
    usage(two).fill(TYPED)
    trouble = two.locator("#keep-trouble")
    expect(trouble).to_contain_text("您在另一个窗口也填写了", timeout=8000)
    expect(trouble).to_contain_text("存在这台电脑上")
    address = one.url
    three = one.context.new_page()
    for page in (one, two):
        page.close(run_before_unload=False)
    three.goto(address)
    expect(three.locator(CODE)).to_have_value("A1")
    expect(offer(three)).to_contain_text("还没有保存的内容")
    three.get_by_role("button", name="恢复").click()
    expect(usage(three)).to_have_value(TYPED)
    expect(three.locator(CODE)).to_have_value("A1")
    save(three)
    assert saved_usage() == TYPED
    assert Project.objects.get(name=NAME).code == "A1"


def test_nothing_is_saved_under_another_persons_name(
    desk_of, second_filler, live_server
):
    page = open_editor(desk_of)
    usage(page).fill(TYPED)
    other = page.context.new_page()
    page.context.clear_cookies()
    other.goto(live_server.url)
    log_in(other, second_filler)
    expect(other.locator("h1")).to_contain_text("我的待办")
    page.keyboard.press("Control+s")
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("现在登录的是“填报人小李”")
    expect(trouble).to_contain_text("存在这台电脑上")
    expect(usage(page)).to_have_value(TYPED)
    assert saved_usage() != TYPED
    # Nor is it shown to that person.
    other.goto(page.url)
    other.wait_for_load_state("networkidle")
    expect(offer(other)).to_be_hidden()
    expect(usage(other)).to_have_value(saved_usage())
    page.context.clear_cookies()
    other.goto(live_server.url)
    log_in(other, "tianbao")
    expect(other.locator("h1")).to_contain_text("我的待办")
    save(page)
    assert saved_usage() == TYPED
    assert Entry.objects.filter(action="save").latest("pk").actor.username == "tianbao"
