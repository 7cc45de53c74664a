"""依据材料 in a browser: two files up, one down, one removed."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.attachments import samples

from .login import log_in
from .test_accessibility import serious

pytestmark = pytest.mark.e2e


@pytest.fixture
def papers(tmp_path) -> list[Path]:
    """Three files as they lie on a clerk's desk; the last is none."""
    contents = {
        "2021年村级组织经费实施方案（征求意见稿）.pdf": samples.pdf(),
        "经费测算表.xlsx": samples.xlsx(),
        "安装程序.exe": b"MZ program",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def test_files_are_uploaded_downloaded_and_removed(desk_of, papers, picture, target):
    page = desk_of("tianbao")
    page.goto(f"{page.url.rstrip('/')}/targets/{target.pk}/")
    page.get_by_role("link", name="0 个文件").click()
    section = page.get_by_role("region", name="依据材料")
    expect(section).to_contain_text("还没有依据材料。")

    page.get_by_label("添加文件").set_input_files(papers)
    section.get_by_role("button", name="上传").click()
    expect(section).to_contain_text("已上传 2 个文件")
    expect(section).to_contain_text("“安装程序.exe”没有上传：内容不是 PDF")
    expect(section.get_by_role("status").first).to_be_in_viewport()
    expect(section.get_by_role("row")).to_have_count(3)
    assert serious(page) == []
    picture(page, "17-attachments", full=True)

    with page.expect_download() as waiting:
        section.get_by_role("link", name=papers[0].name).click()
    assert waiting.value.suggested_filename == papers[0].name
    assert Path(waiting.value.path()).read_bytes() == papers[0].read_bytes()

    section.get_by_text(f"移除“{papers[1].name}”").click()
    expect(section).to_contain_text("移除后不能恢复")
    assert serious(page) == []
    picture(page, "attachments-remove")
    page.set_viewport_size({"width": 390, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    narrow = Axe().run(page, context="#attachments")
    assert narrow.violations_count == 0, narrow.generate_report()
    picture(page, "attachments-390", full=True)
    section.get_by_role("button", name=f"确定移除“{papers[1].name}”").click()
    expect(section).to_contain_text(f"已移除“{papers[1].name}”。")
    expect(section.get_by_role("row")).to_have_count(2)


def test_it_is_done_by_keyboard(desk_of, attachment):
    page = desk_of("tianbao")
    page.goto(f"{page.url.rstrip('/')}/targets/{attachment.target_id}/#attachments")
    page.get_by_role("link", name="实施方案.pdf").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens 移除
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="确定移除“实施方案.pdf”")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="依据材料")).to_contain_text("已移除")


def test_it_works_without_javascript(browser, live_server, office_in_demo, attachment):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/targets/{attachment.target_id}/")
    log_in(page, "tianbao")
    page.get_by_label("添加文件").set_input_files(
        {"name": "表.xlsx", "mimeType": "", "buffer": samples.xlsx()}
    )
    page.get_by_role("button", name="上传").click()
    section = page.get_by_role("region", name="依据材料")
    expect(section).to_contain_text("已上传 1 个文件：“表.xlsx”。")
    section.get_by_text("移除“实施方案.pdf”").click()
    section.get_by_role("button", name="确定移除“实施方案.pdf”").click()
    expect(section).to_contain_text("已移除“实施方案.pdf”。")
    page.context.close()
