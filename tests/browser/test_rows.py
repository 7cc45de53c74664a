"""Row operations while somebody writes on, and taking them back."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from projects.models import Status, Target

from .test_editor import open_editor
from .test_keyboard import PASTE, cell

pytestmark = pytest.mark.e2e

ADD = "数量指标 第1行 在下面加一行"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def names(page: Page) -> list[str]:
    return page.locator("[name$='.tier3']").evaluate_all("all => all.map(a => a.value)")


@contextmanager
def held_answer(page: Page):
    """The server takes its time: its answer comes when the block ends."""
    held = []
    page.route("**/edit/", lambda route: held.append(route))
    with page.expect_request("**/edit/"):
        yield
    with page.expect_response("**/edit/"):
        for route in held:
            route.continue_()
    page.unroute("**/edit/")


@pytest.fixture
def two_rows(desk_of) -> Page:
    """甲 and the row of the seed under 数量指标."""
    page = open_editor(desk_of)
    press(page, ADD)
    expect(cell(page, "indicators.1.tier3")).to_be_focused()
    page.keyboard.type("甲")
    return page


def test_an_answer_leaves_whoever_has_gone_on_in_their_cell(two_rows):
    page = two_rows
    usage = cell(page, "usage")
    with held_answer(page):
        press(page, "数量指标 第2行 上移")
        usage.fill("资金主要用于群众。")
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
    expect(cell(page, "indicators.0.tier3")).to_have_value("甲")
    expect(usage).to_be_focused()
    page.keyboard.type("服务")
    expect(usage).to_have_value("资金主要用于服务群众。")


def test_a_cell_that_moves_takes_the_cursor_along(two_rows):
    page = two_rows
    with held_answer(page):
        press(page, ADD)
        cell(page, "indicators.1.value").fill("=79")
    value = cell(page, "indicators.2.value")
    expect(value).to_be_focused()
    page.keyboard.type("人")
    expect(value).to_have_value("=79人")
    assert names(page)[1:3] == ["", "甲"]


def test_a_character_that_is_being_composed_is_not_torn(two_rows):
    page = two_rows
    client = page.context.new_cdp_session(page)
    with held_answer(page):
        press(page, "数量指标 第2行 上移")
        cell(page, "usage").fill("")
        client.send(
            "Input.imeSetComposition",
            {"text": "fu", "selectionStart": 2, "selectionEnd": 2},
        )
    page.wait_for_timeout(300)
    expect(cell(page, "indicators.1.tier3")).to_have_value("甲")
    client.send("Input.insertText", {"text": "服"})
    expect(cell(page, "indicators.0.tier3")).to_have_value("甲")
    expect(cell(page, "usage")).to_have_value("服")
    expect(cell(page, "usage")).to_be_focused()


def test_typing_into_what_a_block_fills_keeps_both(desk_of):
    page = open_editor(desk_of)
    cell(page, "indicators.4.tier3").click()
    with held_answer(page):
        page.evaluate(PASTE, ["乙\t描述\n丙\t描述", ""])
        page.keyboard.type("甲")
    expect(cell(page, "indicators.6.tier3")).to_have_value("丙")
    assert names(page)[4:7] == ["甲", "乙", "丙"]
    expect(cell(page, "indicators.4.tier3")).to_be_focused()


def test_a_quick_second_press_follows_its_row(two_rows):
    page = two_rows
    press(page, "数量指标 第2行 在下面加一行")
    expect(cell(page, "indicators.2.tier3")).to_be_focused()
    page.keyboard.type("乙")
    page.evaluate(
        """() => {
          const up = document.querySelector("[value='indicators.2.up']");
          up.click();
          up.click();
        }"""
    )
    expect(cell(page, "indicators.0.tier3")).to_have_value("乙")
    # Twice ✕ removes one row: the second was meant for the same.
    before = len(names(page))
    page.evaluate(
        """() => {
          const remove = document.querySelector("[value='indicators.1.remove']");
          remove.click();
          remove.click();
        }"""
    )
    expect(page.locator("[name$='.tier3']")).to_have_count(before - 1)
    page.wait_for_load_state("networkidle")
    assert len(names(page)) == before - 1
    assert names(page)[1] == "甲"


def test_the_last_operation_can_be_undone(desk_of, picture):
    page = open_editor(desk_of)
    before = names(page)
    press(page, "数量指标 第1行 删除这一行")
    bar = page.locator("#row-said")
    expect(bar).to_contain_text("已清空数量指标 第1行")
    cell(page, "usage").fill("后来写的")
    picture(page, "28-undo")
    bar.get_by_role("button", name="撤销").click()
    expect(cell(page, "indicators.0.tier3")).to_have_value(before[0])
    expect(cell(page, "usage")).to_have_value("后来写的")
    bar.get_by_role("button", name="重做").click()
    expect(cell(page, "indicators.0.tier3")).to_have_value("")
    bar.get_by_role("button", name="撤销").click()
    expect(cell(page, "indicators.0.tier3")).to_have_value(before[0])
    bar.get_by_role("button", name="关闭提示").click()
    expect(bar).not_to_contain_text("已")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert names(page) == before


def test_ctrl_z_undoes_what_was_typed_and_then_the_rows(desk_of):
    page = open_editor(desk_of)
    before = names(page)
    cell(page, "usage").click()
    page.keyboard.type("先写的")  # its cell is another one after the rows have changed
    cell(page, "indicators.0.value").click()
    page.evaluate(PASTE, ["≥1个\t甲\n≥2个\t乙", ""])
    expect(cell(page, "indicators.1.value")).to_be_focused()
    assert len(names(page)) == len(before) + 2
    page.keyboard.type("x")
    page.keyboard.press("Control+z")
    expect(cell(page, "indicators.1.value")).to_have_value("≥1个")
    assert len(names(page)) == len(before) + 2
    page.keyboard.press("Control+z")
    expect(page.locator("[name$='.tier3']")).to_have_count(len(before))
    assert names(page) == before
    expect(page.locator(".cell:focus")).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(cell(page, "indicators.2.basis")).to_have_value("乙")
    # Further back, one after the other; then there is nothing left to undo.
    press(page, "质量指标 第1行 复制这一行")
    expect(page.locator("[name$='.tier3']")).to_have_count(len(before) + 3)
    for count in (2, 0, 0):
        page.keyboard.press("Control+z")
        expect(page.locator("[name$='.tier3']")).to_have_count(len(before) + count)
    assert names(page) == before
    expect(cell(page, "usage")).to_have_value(re.compile("先写的$"))


def test_what_a_paste_left_out_can_be_read_on_a_telephone(desk_of, picture):
    page = open_editor(desk_of)
    page.set_viewport_size({"width": 390, "height": 844})
    cell(page, "indicators.1.tier3").click()
    head = "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\t权重"
    row = "\t成本指标\t\t说明\t≤3万元\t合同\t10\n\t没有的指标\t丁\t\t\t\t20"
    page.evaluate(PASTE, [f"{head}\n{row}", ""])
    said = page.locator("#row-said")
    expect(said).to_contain_text("表中没有“没有的指标”，其 1 行放在“质量指标”下面")
    expect(said).to_contain_text("没有粘贴：“10”、“20”")
    box = said.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    picture(page, "29-pasted")


def test_what_was_typed_into_rows_that_undo_takes_comes_back_with_them(two_rows):
    page = two_rows
    page.locator("#row-said").get_by_role("button", name="撤销").click()
    expect(page.locator("[name$='.tier3']")).to_have_count(9)
    page.locator("#row-said").get_by_role("button", name="重做").click()
    expect(cell(page, "indicators.1.tier3")).to_have_value("甲")


def test_another_persons_text_goes_into_its_own_row(desk_of, second_filler):
    one = open_editor(desk_of)
    two = desk_of(second_filler)
    two.goto(one.url)
    for page, text in ((two, "≥95%"), (one, "≥90%")):
        cell(page, "indicators.1.value").fill(text)
        page.get_by_role("button", name="保存", exact=True).click()
        expect(
            page.get_by_role("alert").first.or_(page.get_by_role("status"))
        ).to_be_visible()
    row = one.get_by_role("row", name="质量指标 第1行 指标值")
    take = row.get_by_role("button", name="用别人的")
    count = cell(one, "indicators.0.value").input_value()
    press(one, "数量指标 第1行 复制这一行")
    expect(cell(one, "indicators.2.value")).to_have_value("≥90%")
    # While its row is gone there is nowhere to put it; undone, there is again.
    press(one, "质量指标 第1行 删除这一行")
    expect(take).to_be_disabled()
    one.locator("#row-said").get_by_role("button", name="撤销").click()
    expect(take).to_be_enabled()
    take.click()
    expect(cell(one, "indicators.2.value")).to_have_value("≥95%")
    for index in (0, 1):
        expect(cell(one, f"indicators.{index}.value")).to_have_value(count)


def test_a_page_that_was_submitted_meanwhile_asks_for_nothing_impossible(
    desk_of, office_in_demo
):
    page = open_editor(desk_of)
    cell(page, "usage").fill("写了一半的用途")
    Target.objects.filter(project__name="村级组织经费").update(
        status=Status.REVIEW, step_name="初审", version=2
    )
    page.get_by_role("button", name="保存", exact=True).click()
    alert = page.get_by_role("alert").filter(has_text="被别人保存")
    expect(page.get_by_role("alert").filter(has_text="不能修改")).to_contain_text(
        "您填写、没有保存的内容还在下面"
    )
    expect(alert).not_to_contain_text("核对后按")
    cell(page, "usage").click()
    page.keyboard.press("Control+s")  # the console must stay empty
    expect(cell(page, "usage")).to_have_value("写了一半的用途")
