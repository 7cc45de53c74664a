"""A draft that kept itself is not passed over by 送审."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_it_is_told_dropped_or_gone_on_with(desk_of, live_server, target, picture):
    page = desk_of("tianbao")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/targets/{target.pk}/edit/")
    usage = page.locator("#f-usage")
    usage.fill("新的资金用途")
    expect(page.locator("#keep-status")).to_contain_text("已自动保存")
    page.get_by_role("link", name="返回正表").click()
    told = page.get_by_role("region", name="没有保存的内容")
    expect(told).to_contain_text("还没有保存，不在下面的正表里")
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("alert")).to_contain_text("未能送审：您")
    picture(page, "own-draft")
    told.get_by_role("link", name="继续填写").click()
    expect(usage).to_have_value("新的资金用途")
    page.get_by_role("link", name="返回正表").click()
    told.get_by_role("button", name="不要了").click()
    expect(told).to_have_count(0)
    page.get_by_role("link", name="填写", exact=True).click()
    expect(usage).not_to_have_value("新的资金用途")
