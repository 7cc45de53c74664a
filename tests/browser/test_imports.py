"""A Word file becomes a draft: upload, look, correct, take, go on in the editor."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from departments.models import Membership, User
from projects.models import BudgetYear
from tests.sheets.forms import PUBLISHED, xlsx

from .login import log_in
from .test_accessibility import looked_at

pytestmark = pytest.mark.e2e

DOCX = PUBLISHED / "01-tangxi-cunji.docx"
OTHER = PUBLISHED / "04-tongnan-wugui.xlsx"


def test_a_word_file_becomes_a_draft(desk_of, target, picture):
    page = desk_of("tianbao")
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name="导入").click()
    assert looked_at(page, "upload") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_label("文件*", exact=True).set_input_files(DOCX)
    picture(page, "imports-1-upload")
    page.get_by_role("button", name="读取文件").click()

    # As a new project, until the clerk knows better.
    expect(page.locator("h1")).to_contain_text(f"核对“{DOCX.name}”")
    line = page.get_by_role("region", name="第1份")
    expect(line).to_contain_text("新建")
    expect(page.get_by_role("region", name="请核对的")).to_contain_text("第")
    line.locator("summary").click()
    picture(page, "imports-2-new", full=True)
    assert looked_at(page, "preview") == []
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "imports-2-new-390", full=True)
    page.set_viewport_size({"width": 1366, "height": 768})

    # It is the project 村级组织经费, by another name.
    name = line.get_by_label("项目名称")
    line.get_by_label("导入到").fill("村级组织经费")
    page.get_by_role("button", name="重新比较").click()
    expect(line).to_contain_text("有改动")
    expect(line.get_by_role("row", name="项目名称")).to_contain_text("村级组织经费")
    name.fill("村级组织经费（新）")
    picture(page, "imports-3-corrected", full=True)
    page.get_by_role("button", name="导入", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("都是草稿，没有送审")
    expect(page.get_by_role("row", name="村级组织经费（新）")).to_contain_text("修改")
    assert looked_at(page, "result") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "imports-4-result")
    page.get_by_role("link", name="村级组织经费（新）").click()
    page.get_by_role("link", name="填写").click()
    expect(page.locator("#f-name")).to_have_value("村级组织经费（新）")
    picture(page, "imports-5-edit", full=True)


def many_tables(count: int) -> bytes:
    """In one workbook, the last but one with a cell that shows a formula's error."""
    rows: list[tuple[str, ...]] = []
    for number in range(count):
        value = "#REF!" if number == count - 2 else "7公里"
        rows += [
            ("项目绩效目标表⟨4⟩",),
            ("项目名称", f"道路{number}⟨3⟩"),
            ("预算数（万元）", "20⟨3⟩"),
            ("绩效目标", "修路。⟨3⟩"),
            ("一级指标", "二级指标", "三级指标", "指标值"),
            ("产出指标", "数量指标", "长度", value),
        ]
    return xlsx(rows)


def test_what_was_typed_outlives_the_session(desk_of, target, picture):
    """In a file of many tables, by keyboard: the cell that needs a text is listed at
    the top; whoever is logged out meanwhile, or goes back, finds it filled in."""
    page = desk_of("tianbao")
    page.goto(f"{page.url.rstrip('/')}/imports/")
    file = {"name": "a.xlsx", "mimeType": "", "buffer": many_tables(12)}
    page.get_by_label("文件*", exact=True).set_input_files(file)
    page.get_by_role("button", name="读取文件").click()
    page.get_by_role("navigation", name="先看这些").get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    for _ in range(4):  # 导入, 导入到, 项目名称, the cell
        page.keyboard.press("Tab")
    cell = page.get_by_label("数量指标 第1行 指标值")
    expect(cell).to_be_focused()
    is_below = "e => e.getBoundingClientRect().bottom"
    foot = page.locator("#import-foot").evaluate("e => e.getBoundingClientRect().top")
    assert cell.evaluate(is_below) <= foot
    page.keyboard.type("9公里")
    picture(page, "imports-8-typed")
    assert looked_at(page, "many tables") == []

    Session.objects.all().delete()
    page.get_by_role("button", name="导入", exact=True).click()
    log_in(page, "tianbao")
    expect(cell).to_have_value("9公里")
    expect(page.locator("#import-kept")).to_contain_text("已经填上")
    page.get_by_role("button", name="重新比较").click()
    expect(page.locator("#import-kept")).to_be_hidden()
    page.go_back()
    expect(cell).to_have_value("9公里")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("都是草稿")


def test_an_import_is_taken_back(desk_of, target, picture):
    page = desk_of("tianbao")
    page.goto(f"{page.url.rstrip('/')}/imports/")
    page.get_by_label("文件*", exact=True).set_input_files(OTHER)
    page.get_by_role("button", name="读取文件").click()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已导入")
    page.get_by_text("撤销这次导入").click()
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_role("status")).to_contain_text("新建的已删除")
    expect(page.locator("tbody")).to_contain_text("已删除")
    assert looked_at(page, "undone") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "imports-6-undone")
    page.get_by_role("link", name="再导入一个文件").click()
    expect(page.get_by_role("row", name=OTHER.name)).to_contain_text("已撤销")
    picture(page, "imports-7-list")


def test_a_manager_brings_in_a_year_from_before(desk_of, office, year, picture):
    User.objects.create_user("guanli", password="demo-2021", name="管理员老关")
    guanli = User.objects.get(username="guanli")
    Membership.objects.create(user=guanli, department=office, role="manager")
    page = desk_of("guanli")
    page.goto(f"{page.url.rstrip('/')}/imports/")
    page.get_by_role("link", name="新建往年年度").click()
    assert looked_at(page, "past year") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_label("往年年度*", exact=True).fill("2019")
    picture(page, "backfill-1-year")
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_role("status")).to_contain_text("已新建2019年")
    assert BudgetYear.objects.get(year=2019).closes_on == date(2019, 12, 31)
    expect(page.get_by_label("预算年度*", exact=True)).to_have_value(
        str(BudgetYear.objects.get(year=2019).pk)
    )
    page.get_by_label("文件*", exact=True).set_input_files(DOCX)
    picture(page, "backfill-2-upload", full=True)
    page.get_by_role("button", name="读取文件").click()

    expect(page.locator(".notice-warning").first).to_contain_text("补录往年数据")
    assert looked_at(page, "backfill") == []
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "backfill-3-preview-390", full=True)
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "backfill-3-preview", full=True)
    page.get_by_label("补录原因*").fill("系统启用前的批复数据")
    page.get_by_label("批复文号（选填）").fill("财绩〔2019〕5号")
    page.get_by_label("批复日期（选填）").fill("2019-03-01")
    page.get_by_label("这些是往年已经定下来的").check()
    picture(page, "backfill-4-said", full=True)
    page.get_by_role("button", name="补录", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("不用送审")
    picture(page, "backfill-5-result")
    page.locator("tbody a").first.click()
    expect(page.get_by_label("下一步和意见")).to_contain_text("没有经过本系统审核")
    assert looked_at(page, "archived") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "backfill-6-target", full=True)
    page.goto(page.url.partition("/targets/")[0] + "/targets/?status=archived")
    picture(page, "backfill-7-list")
