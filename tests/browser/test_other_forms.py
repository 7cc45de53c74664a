"""Filling in forms of other places in a real browser: their cells, their two sides and
their rows."""

import pytest
from playwright.sync_api import expect

from indicators import store
from sheets.layouts import layouts
from sheets.layouts.sample import sample_overall, sample_sheet

from .test_keyboard import PASTE

pytestmark = pytest.mark.e2e


@pytest.fixture
def open_form(desk_of, live_server, target, year, picture):
    """``open_form("flat")``: the filler's page of the sample on this form."""
    page = desk_of("tianbao")

    def show(layout_id: str):
        year.layout = layout_id
        year.scheme = type(year.scheme).objects.get(code="2015")
        year.save()
        sheet = sample_sheet(layouts.get(layout_id))
        store.save_sheet(target=target, sheet=sheet)
        page.goto(f"{live_server.url}/targets/{target.pk}/edit/")
        page.wait_for_load_state("load")
        picture(page, f"form-{layout_id}")
        return page

    return show


def cell(page, path: str):
    return page.locator(f'[id="f-{path}"]')


@pytest.mark.parametrize("layout_id", [layout.id for layout in layouts])
def test_every_form_fits_the_window_and_is_saved(open_form, target, layout_id):
    page = open_form(layout_id)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1366
    before = store.load_sheet(target)
    cell(page, "goals.1").fill("新的目标")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    target.refresh_from_db()
    after = store.load_sheet(target)
    assert after.goals == (before.goals[0], "新的目标")
    assert after.indicators == before.indicators


def test_rows_of_the_two_sides_are_worked_on_by_themselves(open_form, target, picture):
    page = open_form("mof-2015-project")
    cell(page, "medium.indicators.1.value").click()
    # The tools of the left side come up in its last cell, over nothing else.
    tools = page.locator("td:has([id='f-medium.indicators.1.value']) .row-tools.inside")
    expect(tools).to_be_visible()
    expect(page.locator(".row-tools.inside:visible")).to_have_count(1)
    picture(page, "form-row-tools")
    tools.get_by_role("button", name="在下面加一行").click()
    expect(cell(page, "medium.indicators.2.tier3")).to_be_focused()
    page.keyboard.type("新的中期指标")
    cell(page, "medium.goals.0").fill("新的中期目标")
    cell(page, "medium.period").fill("2022年—2024年")
    # → at the end of a cell of the left side leads to the row's buttons.
    cell(page, "medium.goals.2").press("End")
    page.keyboard.press("ArrowRight")
    expect(page.locator("button:focus")).to_have_attribute(
        "value", "medium.goals.2.add"
    )
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    target.refresh_from_db()
    sheet = store.load_sheet(target)
    assert sheet.medium.period == "2022年—2024年"
    assert sheet.medium.goals[0] == "新的中期目标"
    assert sheet.medium.indicators[2].tier3 == "新的中期指标"
    assert len(sheet.indicators) + 1 == len(sheet.medium.indicators)


def test_a_row_moves_on_its_own_side_only(open_form):
    page = open_form("mof-2015-project")
    cell(page, "medium.indicators.0.value").click()
    page.locator("button[value='medium.indicators.0.down']").click()
    expect(cell(page, "medium.indicators.1.tier3")).to_have_value("享受补贴人数")
    expect(cell(page, "indicators.0.tier3")).to_have_value("享受补贴人数")


def test_the_department_form(desk_of, live_server, overall_target, year, picture):
    year.overall_layout = "mof-2015-department"
    year.save()
    store.save_overall(target=overall_target, overall=sample_overall())
    page = desk_of("tianbao")
    page.goto(f"{live_server.url}/targets/{overall_target.pk}/edit/")
    page.wait_for_load_state("load")
    picture(page, "form-mof-2015-department")
    cell(page, "overall.tasks.1.other").click()
    page.locator("button[value='tasks.1.add']").click()
    expect(cell(page, "overall.tasks.2.name")).to_be_focused()
    page.keyboard.type("第三项任务")
    page.locator("button[value='indicators.1.add']").click()
    expect(cell(page, "overall.indicators.2.tier3")).to_be_focused()
    page.keyboard.type("新的指标")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    overall = store.load_overall(overall_target)
    assert overall.tasks[2].name == "第三项任务"
    assert overall.indicators[2].tier3 == "新的指标"
    assert overall.sub_goals == sample_overall().sub_goals


def test_a_block_is_pasted_into_the_medium_side(open_form, target, picture):
    page = open_form("mof-2015-project")
    cell(page, "medium.indicators.0.tier3").click()
    page.evaluate(PASTE, ["甲\t≥5个\r\n乙\t≥6个\r\n", ""])
    expect(page.get_by_text("已粘贴 2 行")).to_be_visible()
    expect(cell(page, "medium.indicators.1.value")).to_have_value("≥5个")
    expect(cell(page, "medium.indicators.2.value")).to_have_value("≥6个")
    expect(cell(page, "indicators.1.tier3")).to_have_value("发放次数")
    picture(page, "form-pasted-medium")


def test_a_block_is_pasted_into_the_departments_indicators(
    desk_of, live_server, overall_target, year
):
    year.overall_layout = "mof-2015-department"
    year.save()
    store.save_overall(target=overall_target, overall=sample_overall())
    page = desk_of("tianbao")
    page.goto(f"{live_server.url}/targets/{overall_target.pk}/edit/")
    cell(page, "overall.indicators.0.tier3").click()
    page.evaluate(PASTE, ["甲\t≥5个\r\n乙\t≥6个\r\n", ""])
    expect(cell(page, "overall.indicators.2.value")).to_have_value("≥6个")
    expect(cell(page, "overall.indicators.1.tier3")).to_be_focused()
    expect(cell(page, "overall.indicators.0.tier3")).to_have_value("享受补贴人数")


def test_a_manager_sees_a_form_before_choosing_it(desk_of, live_server, picture):
    page = desk_of("admin")
    page.goto(f"{live_server.url}/admin/projects/budgetyear/")
    page.get_by_role("link", name="2021").first.click()
    page.get_by_role("link", name="看各种表式的样子").click()
    page.get_by_role("link", name="中期与年度").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("申报表")
    expect(page.get_by_label("样表")).to_contain_text("中期目标（2021年—2023年）")
    expect(page.get_by_text("凭对文件的记忆整理")).to_be_visible()
    picture(page, "layout-preview")
