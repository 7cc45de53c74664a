"""The help line of the editor."""

import pytest
from playwright.sync_api import expect

from .test_editor import open_editor

pytestmark = pytest.mark.e2e


def test_it_says_what_belongs_there_and_how_it_is_understood(desk_of, picture):
    page = open_editor(desk_of)
    line = page.locator("#help-line")
    expect(line).to_be_hidden()
    value = page.locator("#f-indicators\\.4\\.value")
    value.click()
    expect(line).to_contain_text("符号 + 数值 + 单位")
    page.keyboard.type("不低于95%")
    expect(line).to_contain_text("识别为：不少于 95 %")
    value.fill("显著提升")
    expect(line).to_contain_text("识别为：文字")
    value.fill("2021年12月底前")
    expect(line).to_contain_text("识别为：日期 不晚于 2021-12-31")
    picture(page, "14-help")


def test_it_adds_up_the_budget_exactly(desk_of):
    page = open_editor(desk_of)
    meaning = page.locator("#help-line .meaning")
    page.locator("#f-budget\\.fiscal").fill("88.1")
    page.locator("#f-budget\\.other").fill("0.2")
    expect(meaning).to_have_text("88.1 + 0.2 = 88.3万元，预算数是 88.2万元")
    page.locator("#f-budget\\.other").fill("0.10")
    expect(meaning).to_have_text("88.1 + 0.1 = 88.2万元，与预算数一致")
    total = page.locator("#f-budget\\.total")
    for text in ("abc", "100万", "-5"):
        total.fill(text)
        expect(meaning).to_have_text(f"“{text}”不是金额，请只填数字，如 161 或 69.3")
    expect(meaning).to_have_class("meaning wrong")
    total.fill("")
    expect(meaning).to_have_text("88.1 + 0.1 = 88.2万元，预算数还没有填写")
    page.locator("#f-budget\\.fiscal").fill("")
    page.locator("#f-budget\\.other").fill("")
    expect(meaning).to_have_text("还没有填写金额")


def test_it_says_how_the_plan_goes_on(desk_of):
    page = open_editor(desk_of)
    meaning = page.locator("#help-line .meaning")
    for month, share in (("3", "25%"), ("6", "20"), ("10", ""), ("12", "")):
        page.locator(f"#f-plan\\.{month}").fill(share)
    expect(meaning).to_have_text("累计只增不减：6月底 20% 小于3月底 25%")
    page.locator("#f-plan\\.6").fill("50%")
    expect(meaning).to_have_text("累计 25% → 50%")
    page.locator("#f-plan\\.12").fill("90")
    expect(meaning).to_have_text("累计 25% → 50% → 90%，最后应为 100%")
    page.locator("#f-plan\\.12").fill("100%")
    expect(meaning).to_have_text("累计 25% → 50% → 100%")
    for text in ("一半", "-1%", "120%"):
        page.locator("#f-plan\\.6").fill(text)
        expect(meaning).to_have_text(f"“{text}”不是0到100的百分数，请填如 25% 或 100%")
    for month in (3, 6, 10, 12):
        page.locator(f"#f-plan\\.{month}").fill("")
    expect(meaning).to_have_text("还没有填写支出计划")
