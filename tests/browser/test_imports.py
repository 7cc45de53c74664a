"""A Word file becomes a draft: upload, look, correct, take, go on in the editor."""

import pytest
from playwright.sync_api import expect

from tests.sheets.forms import PUBLISHED

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
