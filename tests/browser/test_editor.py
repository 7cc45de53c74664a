"""The editor by keyboard and by hand, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project

from .login import log_in
from .test_journey import NAME, open_target

pytestmark = pytest.mark.e2e

LONG = "确保各村公益事业按计划完成，" * 20


def open_editor(desk_of) -> Page:
    page = desk_of("tianbao")
    open_target(page)
    page.get_by_role("link", name="填写").click()
    page.wait_for_load_state("load")  # the scripts are in place, too
    return page


def test_a_row_is_added_filled_moved_and_removed(desk_of):
    page = open_editor(desk_of)
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    new = page.locator("#f-indicators\\.1\\.tier3")
    expect(new).to_be_focused()
    new.fill("补助对象人数")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("=79人")
    page.get_by_role("button", name="数量指标 第2行 上移").click()
    expect(page.locator("#f-indicators\\.0\\.value")).to_have_value("=79人")
    # The merged label follows: two rows under 数量指标, five under 产出指标.
    expect(page.get_by_role("cell", name="数量指标", exact=True)).to_have_attribute(
        "rowspan", "2"
    )
    expect(page.get_by_role("cell", name="产出指标", exact=True)).to_have_attribute(
        "rowspan", "5"
    )
    page.get_by_role("button", name="数量指标 第2行 删除这一行").click()
    expect(page.locator("[name$='.tier3']")).to_have_count(9)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#f-indicators\\.0\\.tier3")).to_have_value("补助对象人数")


def test_a_row_is_copied_and_dragged(desk_of):
    page = open_editor(desk_of)
    page.get_by_role("button", name="数量指标 第1行 复制这一行").click()
    expect(page.locator("#f-indicators\\.1\\.tier3")).to_be_focused()
    page.keyboard.type("补助对象人数")
    expect(page.locator("[name$='.tier3']")).to_have_count(10)
    # Within its label, upwards.
    handle = page.locator(".handle[data-row='indicators.1']")
    handle.drag_to(page.locator("#f-indicators\\.0\\.tier3"))
    expect(page.locator("#f-indicators\\.0\\.tier3")).to_have_value("补助对象人数")
    # Under another label, which has a row already.
    page.locator(".handle[data-row='indicators.0']").drag_to(
        page.locator("#f-indicators\\.2\\.tier3")
    )
    moved = page.locator("#f-indicators\\.1\\.tier3")
    expect(moved).to_have_value("补助对象人数")
    expect(moved).to_have_attribute("aria-label", "质量指标 第1行 三级指标")
    # A goal is no indicator: it cannot be dropped there.
    page.locator(".handle[data-row='goals.0']").drag_to(moved)
    expect(page.locator("[name$='.tier3']")).to_have_count(10)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(moved).to_have_value("补助对象人数")


def test_a_wrong_amount_keeps_all_that_was_typed(desk_of):
    page = open_editor(desk_of)
    page.locator("#f-budget\\.total").fill("约八十八万")
    page.locator("#f-usage").fill("资金主要用于服务群众。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("没有保存")
    expect(page.locator("#f-budget\\.total")).to_have_value("约八十八万")
    expect(page.locator("#f-usage")).to_have_value("资金主要用于服务群众。")
    expect(page.locator("#e-budget\\.total")).to_contain_text("不是金额")


def test_a_cell_grows_with_its_text(desk_of):
    page = open_editor(desk_of)
    cell = page.locator("#f-goals\\.0")
    before = cell.bounding_box()["height"]
    cell.fill(LONG)
    after = cell.bounding_box()["height"]
    assert after > 2 * before
    assert cell.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    # Cells that the server sends back grow too.
    page.get_by_role("button", name="目标1 在下面加一行").click()
    expect(page.locator("#f-goals\\.2")).to_be_visible()
    assert page.locator("#f-goals\\.0").bounding_box()["height"] > 2 * before


def test_cells_grow_when_the_window_gets_narrow(desk_of):
    page = open_editor(desk_of)
    cell = page.locator("#f-goals\\.0")
    cell.fill(LONG)
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function(
        "() => Array.from(document.querySelectorAll('textarea.cell')).every("
        "cell => cell.scrollHeight <= cell.clientHeight + 1)"
    )


def test_the_row_tools_stand_on_the_paper(desk_of):
    page = open_editor(desk_of)
    paper = page.locator("#paper").bounding_box()
    last = page.get_by_role("button", name="数量指标 第1行 删除这一行").bounding_box()
    assert last["x"] + last["width"] <= paper["x"] + paper["width"]


# The cell with the focus lies neither under the heading nor under the help line.
IN_SIGHT = """() => {
  const at = document.activeElement.getBoundingClientRect();
  const head = document.querySelector(".target-head").getBoundingClientRect();
  const foot = document.getElementById("foot").getBoundingClientRect();
  return at.top >= head.bottom && at.bottom <= foot.top;
}"""


@pytest.mark.parametrize("height", [768, 650])
def test_the_cell_with_the_focus_is_in_sight(desk_of, height):
    page = open_editor(desk_of)
    page.set_viewport_size({"width": 1366, "height": height})
    cells = page.locator(".cell").count()
    page.locator(".cell").first.click()
    for key in ["Tab"] * (cells - 1) + ["Shift+Tab"] * (cells - 1):
        page.keyboard.press(key)
        expect(page.locator(".cell:focus")).to_have_count(1)
        page.wait_for_function(IN_SIGHT)
    # What is typed into a cell at the foot stays in sight, too.
    page.locator("[name$='.basis']").last.click()
    for _ in range(6):
        page.keyboard.type("人员台账、发放名册、银行回单、村民代表会议记录。")
        page.wait_for_function(IN_SIGHT)


def test_leaving_with_unsaved_cells_asks_first(desk_of):
    page = open_editor(desk_of)
    page.locator("#f-usage").fill("还没有保存")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="返回正表").click()
    expect(page.locator("#f-usage")).to_have_value("还没有保存")
    assert asked == ["beforeunload"]


def test_it_works_without_javascript(browser, live_server, office_in_demo):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)
    log_in(page, "tianbao")
    open_target(page)
    page.get_by_role("link", name="填写").click()
    page.locator("#f-usage").fill("资金主要用于服务群众。")
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    expect(page.locator("[name$='.tier3']")).to_have_count(10)
    expect(page.locator("#f-usage")).to_have_value("资金主要用于服务群众。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    page.context.close()


LAST = "[name='indicators.8.value']"
TOP = "() => document.activeElement.getBoundingClientRect().top"


def slow(page: Page, milliseconds: int) -> None:
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    how = {"latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", {"offline": False, **how})


def test_saving_keeps_the_place(desk_of, picture):
    page = open_editor(desk_of)
    page.locator(LAST).fill("≥97%")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    at = page.evaluate("document.activeElement.name")
    before = page.evaluate("scrollY"), page.evaluate(TOP)
    assert before[0] > 0
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("#keep-status")).to_contain_text("已保存")
    assert page.evaluate("document.activeElement.name") == at
    assert abs(page.evaluate(TOP) - before[1]) < 3
    picture(page, "saved-in-place")
    # The caret, too: what is typed goes on where it was.
    text = page.locator(":focus").input_value()
    page.keyboard.type("又")
    expect(page.locator(":focus")).to_have_value(f"{text[:-1]}又{text[-1:]}")


def test_saving_again_says_it_again_and_a_mistake_is_gone(desk_of):
    page = open_editor(desk_of)
    total = page.locator("#f-budget\\.total")
    total.fill("约八十八万")
    page.keyboard.press("Control+s")
    expect(page.locator("#e-budget\\.total")).to_contain_text("不是金额")
    expect(page.locator("#keep-status")).to_contain_text("没有保存")
    assert page.evaluate("scrollY") == 0
    expect(total).to_be_focused()
    total.fill("88,000.20")
    for _ in range(2):
        page.keyboard.press("Control+s")
        expect(page.get_by_role("status")).to_have_count(1)
        expect(page.locator("#e-budget\\.total")).to_have_count(0)
    expect(total).to_have_value("88000.20")
    expect(page.locator("#notices .notice")).to_have_count(0)


def test_what_is_typed_while_saving_stays(desk_of):
    page = open_editor(desk_of)
    slow(page, 300)
    page.locator("#f-usage").fill("先写的")
    page.keyboard.press("Control+s")
    page.locator("#f-code").focus()
    for digit in "123456789012":
        page.keyboard.type(digit)
        page.wait_for_timeout(100)
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("#f-code")).to_be_focused()
    expect(page.locator("#f-code")).to_have_value("123456789012")
    project = Project.objects.get(name=NAME)
    assert project.usage == "先写的"
    assert project.code != "123456789012"
    with page.expect_response("**/edit/"):
        page.keyboard.press("Control+s")
    expect(page.locator("#keep-status")).to_have_text(re.compile("^..:.. 已保存"))
    assert Project.objects.get(name=NAME).code == "123456789012"


def test_what_is_typed_on_the_way_to_submitting_is_saved_too(desk_of):
    page = open_editor(desk_of)
    slow(page, 300)
    page.get_by_role("button", name="保存，去送审").click()
    page.locator("#f-usage").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("趁还没有走时写的")
    page.wait_for_url("**/answers/")
    expect(page.get_by_role("status").first).to_contain_text("已保存")
    assert Project.objects.get(name=NAME).usage == "趁还没有走时写的"
    # Back in the browser's history it is the editor as it is now.
    page.go_back()
    expect(page.locator("#f-usage")).to_have_value("趁还没有走时写的")
    expect(page.locator("#f-usage")).to_be_editable()


def test_an_input_method_goes_on_through_saving(desk_of):
    page = open_editor(desk_of)
    keys = page.context.new_cdp_session(page)
    page.locator("#f-usage").fill("先写的")
    slow(page, 300)
    page.keyboard.press("Control+s")
    page.locator("#f-code").focus()
    composing = {"text": "zhong", "selectionStart": 5, "selectionEnd": 5}
    keys.send("Input.imeSetComposition", composing)
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("#f-code")).to_have_value("zhong")
    keys.send("Input.insertText", {"text": "中"})
    expect(page.locator("#f-code")).to_have_value("中")
    expect(page.locator("#f-code")).to_be_focused()
