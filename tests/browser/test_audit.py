"""The record in the browser: found, unfolded and taken away."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from audit.models import Entry, Seal
from indicators import store
from indicators.services import save_target

from .login import log_in
from .test_accessibility import WIDTHS, serious

pytestmark = pytest.mark.e2e


@pytest.fixture
def saved(target, people):
    """A table whose 资金用途 was changed."""
    sheet = store.load_sheet(target)
    changed = type(sheet)(**(vars(sheet) | {"usage": "村级组织运转和村干部报酬"}))
    save_target(target=target, actor=people["tianbao"], version=1, document=changed)
    return target


def test_an_auditor_finds_what_was_changed(desk_of, live_server, saved, picture):
    nosy = desk_of("chushen")
    nosy.goto(f"{live_server.url}/targets/{saved.pk}/edit/")
    nosy.goto(f"{live_server.url}/audit/")
    expect(nosy.locator("h1")).to_have_text("不能这样做")
    page = desk_of("admin")
    page.context.clear_cookies()
    page.goto(live_server.url)
    log_in(page, "admin")
    page.get_by_role("link", name="审计记录").click()
    lines = page.locator(".audit > li")
    expect(lines.first).to_contain_text("管理员（admin）从 127.0.0.1 登录")
    expect(lines.nth(1)).to_contain_text("访问 /audit/ 被拒绝")
    picture(page, "30-audit")
    page.get_by_label("人员或对象").fill("村级组织")
    page.get_by_label("操作").select_option(label="保存")
    page.get_by_role("button", name="查找").click()
    expect(lines).to_have_count(1)
    change = page.get_by_text("村级组织运转和村干部报酬")
    expect(change).to_be_hidden()
    page.get_by_text("改了什么").click()
    expect(change).to_be_visible()
    expect(lines).to_contain_text("个，校验码")
    picture(page, "31-audit-found")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出Excel").click()
    assert download.value.suggested_filename.startswith("审计记录")
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert "村级组织运转和村干部报酬" in sheet["J5"].value
    page.get_by_role("link", name="清除").click()
    expect(lines.first).to_contain_text("导出了“审计记录”")
    assert Seal.objects.count() == Entry.objects.count()


def test_everyone_can_use_it_at_every_width(desk_of, live_server, saved, picture):
    page = desk_of("admin")
    found: list[str] = []
    for name, path in {
        "list": "/audit/",
        "none": "/audit/?q=没有这样的",
        "wrong": "/audit/?since=2026-03-02&until=2026-03-01",
    }.items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 768})
        page.goto(live_server.url + path)
        for summary in page.locator(".audit summary").all():
            summary.click()
        found += serious(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} px wide at {width}"
            picture(page, f"32-audit-{name}-{width}")
    assert found == []


def test_it_works_without_javascript(browser, live_server, office_in_demo):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/login/?next=/audit/")
    log_in(page, "admin")
    page.get_by_label("来源地址").fill("127.0.0")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".audit > li")).to_have_count(1)
    page.context.close()
