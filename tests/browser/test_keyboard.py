"""The editor without a mouse."""

import pytest
from playwright.sync_api import expect

from .test_editor import open_editor

pytestmark = pytest.mark.e2e

BLOCK = (
    '补助人数\t"领取补助\n的人数"\t=79人\t文件\r\n走访户数\t走访户数\t≥20户\t文件\r\n'
)
PASTE = """([text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def cell(page, path: str):
    return page.locator(f"[name='{path}']")


def test_enter_and_arrows_move_as_in_excel(desk_of):
    page = open_editor(desk_of)
    cell(page, "indicators.0.value").click()
    page.keyboard.press("Enter")
    expect(cell(page, "indicators.1.value")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, "indicators.2.value")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(cell(page, "indicators.1.value")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "indicators.1.basis")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "indicators.1.value")).to_be_focused()
    # From the goals up to the plan and the budget: rows of other widths.
    cell(page, "goals.0").click()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cell:focus")).to_have_attribute("name", "plan.10")


def test_a_cell_that_was_come_to_is_left_by_any_arrow(desk_of):
    page = open_editor(desk_of)
    cell(page, "indicators.0.tier3").click()
    for key, name in (
        ("Tab", "indicators.0.description"),
        ("ArrowRight", "indicators.0.value"),
        ("Enter", "indicators.1.value"),
        ("ArrowLeft", "indicators.1.description"),
        ("Shift+Tab", "indicators.1.tier3"),
        ("Shift+Tab", "indicators.0.basis"),
    ):
        page.keyboard.press(key)
        expect(cell(page, name)).to_be_focused()
    # F2 edits what is there, as in Excel; without it typing would replace it.
    before = cell(page, "indicators.0.basis").input_value()
    page.keyboard.press("F2")
    page.keyboard.type("，统计")
    expect(cell(page, "indicators.0.basis")).to_have_value(f"{before}，统计")


def test_tab_skips_the_row_buttons_and_arrows_reach_them(desk_of):
    page = open_editor(desk_of)
    cell(page, "indicators.0.basis").click()
    page.keyboard.press("Tab")
    expect(cell(page, "indicators.1.tier3")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "indicators.0.basis")).to_be_focused()
    for name in ("在下面加一行", "复制这一行", "删除这一行"):  # ↑ ↓ lead nowhere
        page.keyboard.press("ArrowRight")
        button = page.get_by_role("button", name=f"数量指标 第1行 {name}")
        expect(button).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(cell(page, "indicators.0.basis")).to_be_focused()
    # The last cell lets Tab go on.
    page.locator("[name$='.basis']").last.click()
    page.keyboard.press("Tab")
    expect(page.locator(".cell:focus")).to_have_count(0)


def test_alt_enter_breaks_the_line_and_enter_never_sends_the_form(desk_of):
    page = open_editor(desk_of)
    cell(page, "usage").fill("第一行")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("第二行")
    expect(cell(page, "usage")).to_have_value("第一行\n第二行")
    last = page.locator("[name$='.basis']").last
    last.click()
    page.keyboard.press("Enter")
    expect(last).to_be_focused()


def test_an_input_method_keeps_its_enter(desk_of):
    page = open_editor(desk_of)
    cell(page, "indicators.0.value").click()
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
           {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(cell(page, "indicators.0.value")).to_be_focused()


def test_ctrl_s_saves(desk_of):
    page = open_editor(desk_of)
    cell(page, "usage").fill("资金主要用于服务群众。")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(cell(page, "usage")).to_have_value("资金主要用于服务群众。")


def test_a_block_from_excel_is_pasted_into_rows(desk_of):
    page = open_editor(desk_of)
    cell(page, "indicators.4.tier3").click()
    page.evaluate(PASTE, [BLOCK, ""])
    expect(cell(page, "indicators.5.value")).to_have_value("≥20户")
    expect(cell(page, "indicators.4.tier3")).to_be_focused()
    expect(cell(page, "indicators.4.description")).to_have_value("领取补助\n的人数")
    expect(page.get_by_role("cell", name="经济效益指标", exact=True)).to_have_attribute(
        "rowspan", "2"
    )


def test_twenty_five_rows_are_pasted_at_once(desk_of):
    """The cursor stands in a row that is filled: it stays as it is."""
    page = open_editor(desk_of)
    rows = [f"指标{i}\t描述{i}\t≥{i}个\t依据{i}" for i in range(1, 26)]
    before = cell(page, "indicators.0.tier3").input_value()
    cell(page, "indicators.0.tier3").click()
    page.evaluate(PASTE, ["\r\n".join(rows) + "\r\n", ""])
    expect(cell(page, "indicators.25.basis")).to_have_value("依据25")
    expect(cell(page, "indicators.1.tier3")).to_be_focused()
    expect(page.get_by_text("已粘贴 25 行")).to_be_visible()
    expect(page.get_by_role("cell", name="数量指标", exact=True)).to_have_attribute(
        "rowspan", "26"
    )
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("[name$='.tier3']")).to_have_count(34)
    expect(cell(page, "indicators.0.tier3")).to_have_value(before)
    for i in (1, 13, 25):
        expect(cell(page, f"indicators.{i}.value")).to_have_value(f"≥{i}个")


def test_one_cell_is_pasted_where_the_caret_is(desk_of):
    page = open_editor(desk_of)
    basis = cell(page, "indicators.0.basis")
    basis.fill("甲乙")
    page.keyboard.press("ArrowLeft")
    one = "<table><tr><td>x</td></tr></table>"
    page.evaluate(PASTE, ["中间\r\n", one])
    expect(basis).to_have_value("甲中间乙")
    page.keyboard.press("Control+z")
    expect(basis).to_have_value("甲乙")
    page.evaluate(PASTE, ['"一\n""二"""\r\n', one])
    expect(basis).to_have_value('甲一\n"二"乙')
    # Come to by keyboard, the cell is selected: it is replaced, as in Excel.
    page.keyboard.press("Shift+Tab")
    page.evaluate(PASTE, ["=5个\r\n", one])
    expect(cell(page, "indicators.0.value")).to_have_value("=5个")
    expect(page.locator("[name$='.tier3']")).to_have_count(9)


def test_paragraphs_are_pasted_into_one_cell(desk_of):
    """Line ends alone are text: only a table goes into rows."""
    page = open_editor(desk_of)
    cell(page, "indicators.4.tier3").click()
    page.evaluate(PASTE, ["第一段\n第二段", "<p>第一段</p><p>第二段</p>"])
    expect(page.locator("[name$='.tier3']")).to_have_count(9)
