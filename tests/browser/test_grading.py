"""The 审核表 and the 批复 in a browser, by keyboard and pointer."""

import pytest
from playwright.sync_api import expect

from reviews.models import ReviewForm, ReviewStep
from reviews.review_form import ITEMS
from tests.reviews.steps import SECOND, put

pytestmark = pytest.mark.e2e


@pytest.fixture
def waiting(target, overall_target):
    """Two targets at the last step, which wants a form."""
    ReviewStep.objects.update(needs_form=True)
    return [put(target, SECOND), put(overall_target, SECOND)]


def score(page, points: dict[str, str]) -> None:
    page.get_by_label("重点项目", exact=True).check()
    for item in ITEMS:
        page.locator(f"#id_score_{item.key}").fill(points.get(item.key, "9.5"))


def test_a_form_is_filled_in_and_the_target_approved(
    desk_of, live_server, waiting, picture
):
    page = desk_of("caizheng")
    target = waiting[0]
    page.goto(f"{live_server.url}/targets/{target.pk}/")
    page.get_by_role("button", name="批复").click()
    expect(page.get_by_role("alert")).to_contain_text("须先填写审核表")
    page.get_by_role("link", name="填写审核表").click()
    expect(page.locator("#id_score_clear")).to_be_hidden()
    found = page.get_by_role("listitem").filter(has_text="“2020年12月底前”")
    expect(found.first).to_be_visible()
    score(page, {"aim": "14", "indicators": "12.5", "effect": "13", "money": "13"})
    expect(page.locator("#total")).to_have_text("90.5分，优")
    expect(page.get_by_text("没有写意见的")).to_be_hidden()
    page.locator("#id_score_money").fill("16")
    page.locator("#id_opinion_money").fill("=资金与目标基本匹配")
    picture(page, "19-review-form", full=True)
    page.locator("#id_score_money").fill("9")
    expect(page.locator("#total")).to_have_text("86.5分，良")
    page.get_by_role("button", name="保存审核表").click()
    expect(page.get_by_role("alert")).to_contain_text("有 1 处要填写")
    expect(page.locator("#id_overall")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("总体意见").fill("请进一步说明测算依据。")
    page.get_by_role("button", name="保存审核表").click()
    expect(page.get_by_role("status")).to_contain_text("评定为“良”（86.5分）")
    expect(page.get_by_label("意见", exact=True)).to_have_value(
        "请进一步说明测算依据。"
    )
    picture(page, "20-review-form-saved")
    page.get_by_role("button", name="批复").click()
    expect(page.get_by_role("status")).to_contain_text("已批复")
    page.get_by_role("link", name="审核表", exact=True).click()
    expect(page.get_by_text("=资金与目标基本匹配")).to_be_visible()
    picture(page, "21-review-form-read", full=True)
    assert ReviewForm.objects.get().total_text == "86.5"


def test_a_general_form_on_a_telephone(desk_of, live_server, waiting, picture):
    page = desk_of("caizheng")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/targets/{waiting[0].pk}/review-form/")
    page.get_by_label("没有写意见的").check()
    page.get_by_label("优", exact=True).check()
    picture(page, "22-review-form-narrow", full=True)
    page.get_by_role("button", name="保存审核表").click()
    expect(page.get_by_role("status")).to_contain_text("评定为“优”")


def test_what_was_approved_together_is_listed(desk_of, live_server, waiting, picture):
    ReviewStep.objects.update(needs_form=False)
    for target in waiting:
        target.stages.update(needs_form=False)
    page = desk_of("caizheng")
    page.goto(live_server.url)
    for box in page.locator("[name='chosen']").all():
        box.check()
    page.get_by_label("批复文号").fill("某财绩〔2021〕5号")
    page.get_by_label("批复日期").fill("2021-03-01")
    page.get_by_role("button", name="批复所选").click()
    expect(page.get_by_role("status")).to_contain_text("已批复 2 份")
    page.get_by_role("navigation").get_by_role("link", name="批复").click()
    expect(page.get_by_role("cell", name="2 份")).to_be_visible()
    picture(page, "23-batches")
    page.get_by_role("link", name="某财绩〔2021〕5号").click()
    expect(page.get_by_role("row")).to_have_count(3)
    picture(page, "24-batch")
    with page.expect_download() as download:
        page.get_by_role("link", name="批复表PDF").click()
    assert download.value.suggested_filename.endswith("批复表.pdf")


def test_a_typed_opinion_outlives_a_remark_and_the_form_but_not_the_decision(
    desk_of, live_server, waiting
):
    page = desk_of("caizheng")
    target = waiting[0]
    page.goto(f"{live_server.url}/targets/{target.pk}/")
    page.get_by_label("意见", exact=True).fill("请按批注改")
    page.get_by_label("批复文号").fill("某财绩〔2021〕5号")
    page.locator("[data-field='indicators.0.value']").click()
    page.get_by_label("要怎么改").fill("偏低")
    page.get_by_role("button", name="批注", exact=True).click()
    expect(page.get_by_text("已批注")).to_be_visible()
    expect(page.get_by_label("意见", exact=True)).to_have_value("请按批注改")
    expect(page.get_by_label("批复文号")).to_have_value("某财绩〔2021〕5号")
    page.get_by_role("link", name="填写审核表").click()
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_label("意见", exact=True)).to_have_value("请按批注改")
    page.get_by_role("button", name="批复", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("1 条批注没有处理")
    page.get_by_role("button", name="标为已处理").click()
    expect(page.get_by_text("已标为处理完毕")).to_be_visible()
    expect(page.get_by_label("意见", exact=True)).to_have_value("请按批注改")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("已退回给填报人")).to_be_visible()
    put(target, SECOND)
    page.reload()
    expect(page.get_by_label("意见", exact=True)).to_have_value("")
