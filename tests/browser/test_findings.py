"""What the automatic checks say: beside the cells, and before 送审."""

import re

import pytest
from playwright.sync_api import Page, expect

from .test_editor import open_editor
from .test_keyboard import cell

pytestmark = pytest.mark.e2e

WRONG_YEAR = "indicators.2.value"
PLACES = """() => Array.from(document.querySelectorAll(
  "h1, .target-head *, #paper, #paper td, #paper .cell, #paper .row-tools"
)).filter((node) => !node.matches(".flag")).map((node) => {
  const box = node.getBoundingClientRect();
  return [node.tagName + node.className, box.x, box.y, box.width, box.height].join(" ");
})"""
WHERE = """() => {
  const at = document.activeElement;
  return [at.id, at.selectionStart, at.selectionEnd, window.scrollX, window.scrollY];
}"""


def flag(page: Page, path: str):
    return page.locator(f"[id='flag-f-{path}']")


def panel(page: Page):
    return page.get_by_role("dialog")


def test_triangles_come_up_and_nothing_moves(desk_of):
    """Not the form, not the heading, not the page, not the caret."""
    page, held = desk_of("tianbao"), []
    page.route("**/check/", lambda route: held.append(route))
    open_editor(lambda name: page)
    cell(page, "indicators.5.value").click()
    page.keyboard.press("End")
    heading = page.locator("#target-head").bounding_box()["height"]
    page.keyboard.type("甲")
    # The draft is kept a moment later than the checks are asked.
    expect(page.locator("#keep-status")).to_contain_text("已自动保存草稿")
    assert page.locator("#target-head").bounding_box()["height"] == heading
    assert len(held) == 2
    places, where = page.evaluate(PLACES), page.evaluate(WHERE)
    expect(page.locator("#paper .flag")).to_have_count(0)
    for request in held:
        request.continue_()
    expect(flag(page, WRONG_YEAR)).to_have_class("flag flag-error")
    assert page.locator("#paper .flag").count() > 10
    assert len(places) > 100
    assert page.evaluate(PLACES) == places
    assert page.evaluate(WHERE) == where


def test_a_finding_is_opened_mended_and_undone_by_keyboard(desk_of):
    page = open_editor(desk_of)
    expect(flag(page, WRONG_YEAR)).to_be_visible()
    cell(page, "indicators.2.description").click()
    page.keyboard.press("F8")
    expect(cell(page, WRONG_YEAR)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(panel(page)).to_contain_text("2020年12月底前")
    expect(panel(page)).to_contain_text("错误")
    page.keyboard.press("Escape")
    expect(cell(page, WRONG_YEAR)).to_be_focused()
    expect(panel(page)).to_be_hidden()
    page.keyboard.press("Alt+ArrowUp")
    mend = panel(page).get_by_role("button", name="改为“2021年12月底前”").first
    expect(mend).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, WRONG_YEAR)).to_have_value("2021年12月底前")
    expect(cell(page, WRONG_YEAR)).to_be_focused()
    # What is left is a warning: the year is right now.
    expect(flag(page, WRONG_YEAR)).to_have_class("flag flag-warning")
    page.keyboard.press("Control+z")
    expect(cell(page, WRONG_YEAR)).to_have_value("2020年12月底前")
    expect(flag(page, WRONG_YEAR)).to_have_class("flag flag-error")
    # Nothing was saved.
    page.get_by_role("link", name="返回正表").click()
    expect(page.locator(f"td[data-field='{WRONG_YEAR}']")).to_have_text(
        "2020年12月底前"
    )


def test_the_keys_of_the_form_stay_as_they_are(desk_of):
    page = open_editor(desk_of)
    expect(flag(page, WRONG_YEAR)).to_be_visible()
    cell(page, "indicators.1.value").click()
    # Tab goes past the triangles, from cell to cell.
    for name in ("indicators.1.basis", "indicators.2.tier3"):
        page.keyboard.press("Tab")
        expect(cell(page, name)).to_be_focused()
    # Where there is nothing to say, Alt+↑ opens nothing.
    page.keyboard.press("Alt+ArrowUp")
    expect(panel(page)).to_be_hidden()
    # Neither key means anything while characters are being composed.
    cell(page, WRONG_YEAR).click()
    for key, alt in (("F8", "false"), ("ArrowUp", "true")):
        page.evaluate(
            f"""() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
            {{key: "{key}", altKey: {alt}, isComposing: true, bubbles: true}}))"""
        )
    expect(cell(page, WRONG_YEAR)).to_be_focused()
    expect(panel(page)).to_be_hidden()


def test_triangles_follow_their_rows_and_survive_a_save(desk_of):
    page = open_editor(desk_of)
    expect(flag(page, WRONG_YEAR)).to_be_visible()
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    expect(cell(page, "indicators.1.tier3")).to_be_focused()
    expect(flag(page, "indicators.3.value")).to_have_class("flag flag-error")
    expect(flag(page, "indicators.1.value")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(flag(page, "indicators.3.value")).to_have_class("flag flag-error")


def test_a_click_opens_it_and_the_list_of_all_leads_to_the_cells(desk_of):
    page = open_editor(desk_of)
    flag(page, "indicators.0.basis").click()
    expect(panel(page)).to_contain_text("工作经验")
    expect(panel(page)).to_contain_text("警告")
    box, window = panel(page).bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]
    cell(page, "usage").click()
    expect(panel(page)).to_be_hidden()
    page.locator("#check-status").click()
    # Of the whole table, or of a line that is no cell of the form.
    expect(panel(page)).to_contain_text("省略行")
    panel(page).get_by_role("button", name="时效指标 第1行 指标值").first.click()
    expect(cell(page, WRONG_YEAR)).to_be_focused()


def test_the_overall_target_has_triangles_too(desk_of, overall_target, live_server):
    page = desk_of("tianbao")
    page.goto(f"{live_server.url}/targets/{overall_target.pk}/edit/")
    expect(flag(page, "overall.measures.4.title")).to_have_class("flag flag-hint")
    cell(page, "overall.measures.4.title").click()
    page.keyboard.press("Alt+ArrowUp")
    # A heading's number counts by itself: the cell is without it.
    panel(page).get_by_role("button", name="改为“加强支出管理”").click()
    expect(cell(page, "overall.measures.4.title")).to_have_value("加强支出管理")
    expect(flag(page, "overall.measures.4.title")).to_have_count(0)


def test_a_warning_is_answered_beside_its_cell(desk_of):
    page = open_editor(desk_of)
    basis = "indicators.0.basis"
    expect(flag(page, basis)).to_have_class("flag flag-warning")
    cell(page, basis).click()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type("沿用县里统一的写法")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel(page)).to_contain_text("已保存")
    page.keyboard.press("Escape")
    expect(cell(page, basis)).to_be_focused()
    # It holds up nothing any more.
    expect(flag(page, basis)).to_have_class("flag flag-hint")
    expect(page.locator("#check-status")).to_contain_text("已说明1")
    # What is not saved cannot be answered, and what was typed stays.
    other = "indicators.1.basis"
    with page.expect_response(re.compile("/check/")):
        cell(page, other).fill("上级")
    expect(flag(page, other)).to_have_class("flag flag-warning")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type("县里这样写")
    panel(page).get_by_role("button", name="保存理由").click()
    expect(panel(page)).to_contain_text("请先保存，再写理由")
    page.keyboard.press("Escape")
    cell(page, other).click()
    page.keyboard.press("Alt+ArrowUp")
    expect(panel(page).get_by_label("不修改的理由")).to_have_value("县里这样写")


def test_before_submitting_all_is_on_one_page(desk_of, live_server, sound):
    """Errors lead to their cells, warnings take a reason, and then it may go."""
    sound.indicators.filter(position=2).update(value="2020年12月底前")
    sound.indicators.filter(position=0).update(basis="工作经验")
    page = desk_of("tianbao")
    page.goto(f"{live_server.url}/targets/{sound.pk}/")
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("alert")).to_contain_text("未能送审：有 2 处错误")
    assert page.get_by_role("button", name="送审", exact=True).count() == 0
    errors = page.get_by_role("region", name="错误")
    errors.get_by_role("link", name="时效指标 第1行 指标值").first.press("Enter")
    expect(cell(page, WRONG_YEAR)).to_be_focused()
    expect(flag(page, WRONG_YEAR)).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Enter")
    expect(cell(page, WRONG_YEAR)).to_have_value("2021年12月底前")
    page.get_by_role("button", name="保存，去送审").press("Enter")
    expect(page.get_by_role("heading", name="送审前检查")).to_be_visible()
    expect(page.get_by_role("region", name="错误")).to_have_count(0)
    for reason in page.locator("textarea").all():
        reason.fill("沿用县里统一的写法")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="保存说明").last.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("警告都已说明")
    page.get_by_role("button", name="送审", exact=True).press("Enter")
    expect(page.locator("h1")).to_contain_text("待初审")
    reviewer = desk_of("chushen")
    reviewer.goto(f"{live_server.url}/targets/{sound.pk}/")
    expect(reviewer.get_by_text("沿用县里统一的写法").first).to_be_attached()
