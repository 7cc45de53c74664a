"""The indicator library in a browser: its pages, and beside the form."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from library.models import LibraryEntry
from projects.models import Project, Status, Target

from .login import log_in
from .test_accessibility import WIDTHS, serious
from .test_editor import open_editor

pytestmark = pytest.mark.e2e

CHOSEN = ("补助对象人数", "补贴发放准确率", "受益群众人数")
WAGES = "村干部工资、保险和聘用人员工资"
SIMILAR = "村级组织办公经费"


@pytest.fixture
def shared(office_in_demo) -> None:
    call_command("loaddata", "library", verbosity=0)


def open_library(page: Page):
    page.get_by_role("button", name="指标库", exact=True).click()
    panel = page.get_by_role("complementary", name="指标库")
    expect(panel.get_by_role("checkbox").first).to_be_visible()
    return panel


def look_for(panel, words: str) -> None:
    panel.get_by_role("searchbox").fill(words)
    panel.get_by_role("searchbox").press("Enter")


def cell(page: Page, path: str):
    return page.locator(f"[name='{path}']")


def names(page: Page) -> list[str]:
    return page.locator("[name$='.tier3']").evaluate_all("all => all.map(a => a.value)")


def test_an_answer_that_comes_late_leaves_what_is_being_typed(desk_of, shared):
    page = open_editor(desk_of)
    panel = open_library(page)
    held = []
    page.route("**/library/?part=1&q=bzdx*", lambda route: held.append(route))
    with page.expect_request("**/library/?part=1&q=bzdx*"):
        look_for(panel, "bzdx")
    panel.get_by_role("searchbox").fill("btff")
    assert len(held) == 1, "the search did not go out"
    with page.expect_response("**/library/?part=1&q=bzdx*"):
        held[0].continue_()
    expect(panel.get_by_role("checkbox")).to_have_count(1)
    expect(panel.get_by_role("searchbox")).to_have_value("btff")
    expect(panel.get_by_role("searchbox")).to_be_focused()


def test_three_found_by_initials_are_inserted_at_once(
    desk_of, picture, shared, office_in_demo
):
    Project.objects.filter(name=WAGES).update(name=SIMILAR)
    Target.objects.filter(project__name=SIMILAR).update(status=Status.APPROVED)
    page = open_editor(desk_of)
    before = names(page)
    cell(page, "usage").fill("还没有保存的用途")
    cell(page, "budget.total").fill("约八十八万")
    panel = open_library(page)
    expect(panel.get_by_role("searchbox")).to_be_focused()
    expect(panel).to_contain_text(f"2021年1个相似项目用过：{SIMILAR}")
    picture(page, "20-library-panel")
    # What is ticked stays while one looks for the next.
    for name, words in zip(CHOSEN, ("bzdx", "btff", "syqz"), strict=True):
        look_for(panel, words)
        panel.get_by_role("checkbox", name=name).check()
    expect(panel.get_by_role("checkbox", checked=True)).to_have_count(3)
    picture(page, "21-library-ticked")
    panel.get_by_role("button", name="插入所选").click()
    expect(panel.get_by_role("status")).to_have_text("已插入 3 个指标，请填写指标值。")
    expect(cell(page, "indicators.1.tier3")).to_have_value("补助对象人数")
    expect(cell(page, "indicators.1.basis")).to_have_value("人员台账、发放名册")
    expect(page.locator(".cell:focus")).to_have_attribute("name", "indicators.1.value")
    page.keyboard.type("=79人")
    # Under their own labels; nothing that was there is touched, nothing saved.
    assert [name for name in names(page) if name not in CHOSEN] == before
    expect(cell(page, "usage")).to_have_value("还没有保存的用途")
    expect(cell(page, "budget.total")).to_have_value("约八十八万")
    assert not Target.objects.filter(indicators__tier3__in=CHOSEN).exists()
    expect(panel.get_by_role("checkbox", name=CHOSEN[2])).to_be_disabled()
    picture(page, "15-library")
    cell(page, "budget.total").fill("88.20")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已保存")
    assert Target.objects.filter(indicators__tier3="补助对象人数").count() == 1


def test_the_panel_by_keyboard(desk_of, shared):
    page = open_editor(desk_of)
    opener = page.get_by_role("button", name="指标库", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="指标库")
    expect(panel.get_by_role("searchbox")).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    panel.get_by_role("button", name="插入所选").click()
    expect(panel.get_by_role("status")).to_have_text("请先在要用的指标前打勾。")
    panel.get_by_role("searchbox").fill("没有这样的")
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("没有符合条件")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    # Looking for something has sent nothing of the form, nor saved it.
    assert Target.objects.filter(version__gt=1).count() == 0


def test_on_a_telephone_the_help_line_does_not_cover_the_button(
    desk_of, shared, picture
):
    page = open_editor(desk_of)
    page.set_viewport_size({"width": 390, "height": 844})
    panel = open_library(page)
    panel.get_by_role("checkbox").first.check()
    cell(page, "indicators.4.tier3").click()
    expect(page.locator("#help-line")).to_be_visible()
    insert = panel.get_by_role("button", name="插入所选")
    for place in ("middle", "end"):
        panel.get_by_role("checkbox").nth(3).scroll_into_view_if_needed()
        if place == "end":
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(100)
        picture(page, f"27-library-telephone-{place}")
        assert insert.evaluate(
            """e => {
              const {x, y} = e.getBoundingClientRect();
              return document.elementFromPoint(x + 9, y + 9) === e;
            }"""
        )
    insert.click()
    expect(panel.locator(".library-said")).to_contain_text("已插入 1 个指标")


def test_matches_beside_the_cell(desk_of, picture, shared):
    page = open_editor(desk_of)
    page.get_by_role("button", name="数量指标 第1行 在下面加一行").click()
    tier3 = cell(page, "indicators.1.tier3")
    expect(tier3).to_be_focused()
    box = page.get_by_role("group", name="指标库")
    expect(box.get_by_role("button")).to_have_count(5)
    tier3.press_sequentially("补助")
    expect(box.get_by_role("button")).to_have_count(1)
    expect(box).to_contain_text("Alt+↓")
    picture(page, "23-library-matches")
    page.keyboard.press("Alt+ArrowDown")
    expect(box.get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(tier3).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    expect(tier3).to_have_value("补助对象人数")
    expect(cell(page, "indicators.1.description")).to_have_value(
        "按规定实际发放补助的人数"
    )
    expect(cell(page, "indicators.1.basis")).to_have_value("人员台账、发放名册")
    expect(cell(page, "indicators.1.value")).to_be_focused()
    expect(box).to_contain_text("建议：= …人")
    # A cell that says something else already is offered the library's words.
    cell(page, "indicators.1.basis").fill("工作经验")
    box.get_by_role("button", name="人员台账、发放名册").click()
    expect(cell(page, "indicators.1.basis")).to_have_value("人员台账、发放名册")
    expect(cell(page, "indicators.1.basis")).to_be_focused()
    expect(box.get_by_role("button")).to_have_count(0)
    cell(page, "usage").click()
    expect(box).to_be_hidden()


def test_a_lost_connection_is_said_and_costs_nothing(desk_of, shared, lost_connection):
    page = open_editor(desk_of)
    panel = open_library(page)
    cell(page, "usage").fill("还没有保存")
    page.context.set_offline(True)
    look_for(panel, "bz")
    expect(panel.get_by_role("status")).to_contain_text("现在连不上服务器")
    panel.get_by_role("checkbox").first.check()
    panel.get_by_role("button", name="插入所选").click()
    expect(page.locator("#keep-trouble")).to_contain_text("现在连不上服务器")
    expect(cell(page, "usage")).to_have_value("还没有保存")
    page.context.set_offline(False)
    panel.get_by_role("button", name="插入所选").click()
    expect(panel.get_by_role("status")).to_contain_text("已插入 1 个指标")


def test_without_javascript(browser, live_server, shared):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)
    log_in(page, "tianbao")
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name="村级组织经费").click()
    page.get_by_role("link", name="填写").click()
    cell(page, "usage").fill("没有保存的用途")
    page.get_by_role("button", name="指标库", exact=True).click()
    page.get_by_role("searchbox", name="指标名称或拼音首字母").fill("bzdx")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("checkbox", name="补助对象人数").check()
    page.get_by_role("button", name="插入所选").click()
    expect(page.get_by_role("status").first).to_contain_text("已插入 1 个指标")
    expect(cell(page, "indicators.1.tier3")).to_have_value("补助对象人数")
    expect(cell(page, "usage")).to_have_value("没有保存的用途")
    page.context.close()


def test_a_department_proposes_and_finance_accepts(desk_of, picture, shared):
    page = desk_of("tianbao")
    page.get_by_role("link", name="指标库").click()
    picture(page, "16-library-list")
    page.get_by_role("link", name="提出指标").click()
    page.get_by_label("二级指标").select_option(label="产出指标 / 数量指标")
    page.get_by_label("三级指标").fill("走访困难群众户数")
    page.get_by_label("计量单位").fill("户")
    picture(page, "25-library-propose")
    page.get_by_role("button", name="提出入库").click()
    expect(page.get_by_role("status")).to_contain_text("等财政审核人确认")
    finance = desk_of("caizheng")
    finance.get_by_role("link", name="指标库").click()
    finance.get_by_role("link", name="查看").click()
    finance.get_by_role("link", name="走访困难群众户数").click()
    picture(finance, "26-library-decide")
    finance.get_by_role("button", name="退回").click()
    expect(finance.get_by_role("alert")).to_contain_text("请写明意见")
    finance.get_by_role("button", name="确认入库").click()
    expect(finance.locator("h1")).to_contain_text("已确认")
    assert LibraryEntry.objects.get(initials="zfknqzhs").state == "confirmed"


def test_everyone_can_use_it_at_every_width(
    desk_of, live_server, shared, target, picture
):
    entry = LibraryEntry.objects.first()
    page = desk_of("tianbao")
    found: list[str] = []
    pages = {
        "list": "/library/",
        "none": "/library/?q=没有这样的",
        "propose": "/library/propose/",
        "entry": f"/library/{entry.pk}/",
        "pick": f"/targets/{target.pk}/library/",
        "panel": f"/targets/{target.pk}/edit/",
    }
    for name, path in pages.items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 768})
        page.goto(live_server.url + path)
        if name == "panel":
            page.locator("#f-indicators\\.4\\.tier3").click()
            expect(page.locator("#library-matches button").first).to_be_visible()
            open_library(page)
            page.mouse.move(0, 0)
            page.wait_for_timeout(400)  # colours fade when the mouse leaves
        assert page.locator("h1").count() == 1, path
        found += serious(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} px wide at {width}"
            picture(page, f"27-library-{name}-{width}")
    assert found == []
