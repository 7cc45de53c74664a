"""结转上年 in a browser."""

import pytest
from playwright.sync_api import expect

from projects.models import BudgetYear

pytestmark = pytest.mark.e2e


def test_last_years_projects_come_into_the_new_year(desk_of, year, picture):
    BudgetYear.objects.create(year=2022, scheme=year.scheme)
    page = desk_of("tianbao")
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name="结转上年").click()
    page.get_by_role("link", name="2022年 某街道办事处").click()
    page.get_by_label("征地拆迁补偿款").uncheck()
    picture(page, "11-carry")
    page.get_by_role("button", name="结转").click()
    expect(page.get_by_role("status")).to_contain_text("已结转 4 份到2022年")
    expect(page.locator("h1")).to_contain_text("4 份")
    page.get_by_role("link", name="村级组织经费").click()
    page.get_by_role("link", name="填写").click()
    expect(page.locator("#f-indicators\\.2\\.value")).to_have_value("2022年12月底前")
    page.get_by_role("link", name="时效指标 第1行 指标值").click()
    expect(page.locator("#help-line .last")).to_have_text("2020年12月底前")
    picture(page, "12-carried", full=True)
    # A row that was added a moment ago has no last year, the others keep theirs.
    page.locator("[name=op][value='indicators.0.add']").click()
    added = page.locator("#f-indicators\\.1\\.value")
    expect(page.locator("#f-indicators\\.3\\.value")).to_have_value("2022年12月底前")
    added.focus()
    expect(page.locator("#help-line .last")).to_have_text("")
    page.locator("#f-indicators\\.3\\.value").focus()
    expect(page.locator("#help-line .last")).to_have_text("2020年12月底前")
    # The list stays through leaving and coming back, until it is confirmed.
    expect(page.locator("#keep-status")).to_contain_text("已自动保存")
    page.reload()
    expect(page.get_by_text("已恢复您")).to_be_visible()
    page.get_by_role("button", name="已逐处核对").click()
    expect(page.get_by_role("region", name="结转时改过的年份")).to_have_count(0)
    expect(added).to_be_empty()
    page.get_by_role("link", name="返回正表").click()
    page.get_by_role("link", name="与上年比较").click()
    expect(page.get_by_role("row", name="预算数")).to_contain_text("88.2")
    picture(page, "13-compare")
