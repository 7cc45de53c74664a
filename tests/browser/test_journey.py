"""From the seed's mistake to an approved table, in a browser, by three people."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from reviews.models import Approval

pytestmark = pytest.mark.e2e

NAME = "村级组织经费"
VALUE = "#f-indicators\\.2\\.value"
# What the errors ask for; the rest is answered.
MENDED = {
    "code": "2021-001-003",
    "plan.3": "25%",
    "plan.6": "50%",
    "plan.10": "85%",
    "goals.1": "按季度向各村拨付经费，每村不超过5.88万元。",
    "goals_placeholder": "",
    "indicators.2.value": "2021年12月底前",
    "indicators.3.value": "≤5.88万元",
    "indicators.8.value": "≥95%",
}
REASON = "沿用县里统一的表样，今年不改"
OPINION = "时效指标请写到月份，并与预算年度一致。"


def open_target(page: Page) -> None:
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name=NAME).click()


def download(page: Page, button: str, path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=button).click()
    waiting.value.save_as(path)
    return path.read_bytes()


def _answer_the_warnings(filler, picture) -> None:
    """They may be answered instead of mended; then it is submitted."""
    expect(filler.get_by_text("改好，或者写明不改的理由")).to_be_visible()
    expect(filler.get_by_role("button", name="送审", exact=True)).to_have_count(0)
    for reason in filler.locator("textarea").all():
        reason.fill(REASON)
    picture(filler, "33-answers", full=True)
    filler.get_by_role("button", name="保存说明").click()
    expect(filler.get_by_role("status")).to_contain_text("警告都已说明")
    filler.get_by_role("button", name="送审", exact=True).click()


def test_it_goes_from_draft_to_approval(desk_of, picture, tmp_path):
    filler = desk_of("tianbao")
    picture(filler, "02-desk")
    filler.get_by_role("link", name="绩效目标", exact=True).click()
    picture(filler, "03-list")
    filler.get_by_role("link", name=NAME).click()
    picture(filler, "04-target", full=True)

    # The errors stop it, and lead to their cells.
    filler.get_by_role("button", name="送审").click()
    expect(filler.get_by_role("alert")).to_contain_text("未能送审")
    errors = filler.get_by_role("region", name="错误")
    errors.get_by_role("link", name="时效指标 第1行 指标值").first.click()
    expect(filler.locator(VALUE)).to_be_focused()
    expect(filler.locator(VALUE)).to_have_value("2020年12月底前")
    for path, text in MENDED.items():
        filler.locator(f"[name='{path}']").fill(text)
    picture(filler, "05-edit")
    filler.get_by_role("button", name="保存，去送审").click()

    _answer_the_warnings(filler, picture)
    expect(filler.locator("h1")).to_contain_text("待初审")

    first = desk_of("chushen")
    first.get_by_role("link", name=NAME).click()
    expect(first.get_by_text(REASON).first).to_be_attached()
    first.get_by_role("button", name="退回").click()
    expect(first.get_by_role("alert")).to_contain_text("退回时必须写明意见")
    first.get_by_label("意见", exact=True).fill(OPINION)
    picture(first, "06-review")
    first.get_by_role("button", name="退回").click()
    expect(first.locator("h1")).to_contain_text("已退回")

    filler.goto(filler.url.split("?")[0] + "edit/")
    expect(filler.get_by_text(OPINION)).to_be_visible()
    filler.locator(VALUE).fill("2021年11月底前")
    filler.get_by_role("button", name="保存", exact=True).click()
    expect(filler.get_by_role("status")).to_contain_text("已保存")
    filler.get_by_role("link", name="返回正表").click()
    filler.get_by_role("button", name="送审").click()
    expect(filler.locator("h1")).to_contain_text("待初审")

    first.goto(first.url)
    first.get_by_role("button", name="通过").click()
    expect(first.locator("h1")).to_contain_text("待财政审核")

    finance = desk_of("caizheng")
    finance.get_by_role("link", name=NAME).click()
    finance.get_by_role("button", name="批复", exact=True).click()
    expect(finance.locator("h1")).to_contain_text("已批复")
    picture(finance, "07-approved", full=True)

    version = Approval.objects.get().version
    assert download(finance, "导出PDF", tmp_path / "t.pdf").startswith(b"%PDF-")
    download(finance, "导出Excel", tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "2021年11月底前" in values
    assert "=15个" in values
    assert version.sha256[:8] in sheet.oddFooter.right.text
    finance.get_by_role("link", name="历史").click()
    expect(finance.get_by_text(OPINION)).to_be_visible()
    picture(finance, "08-history", full=True)


def test_it_shows_the_demo_users_before_logging_in(
    page, live_server, office_in_demo, picture
):
    page.goto(live_server.url)
    expect(page.get_by_text("demo-2021")).to_be_visible()
    picture(page, "01-login")


def test_it_edits_the_overall_target(desk_of, picture):
    page = desk_of("tianbao")
    page.get_by_role("link", name="整体绩效目标").click()
    picture(page, "09-overall", full=True)
    page.get_by_role("link", name="填写").click()
    titles = page.locator("[name^='overall.measures'][name$='.title']")
    expect(titles).to_have_count(10)
    page.get_by_role("button", name="工作保障措施 第10项 在下面加一行").click()
    expect(titles).to_have_count(11)
    titles.nth(10).fill("加强公开")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(titles.nth(10)).to_have_value("加强公开")


def test_two_windows_meet_with_their_difference(desk_of, picture):
    one, two = desk_of("tianbao"), desk_of("tianbao")
    for page in (one, two):
        open_target(page)
        page.get_by_role("link", name="填写").click()
    one.locator(VALUE).fill("2021年10月底前")
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.get_by_role("status")).to_contain_text("已保存")

    two.locator(VALUE).fill("2021年12月底前")
    two.locator("#f-usage").fill("资金主要用于村级服务群众专项经费。")

    with two.expect_response(lambda answer: answer.status == 409):
        two.get_by_role("button", name="保存", exact=True).click()
    row = two.get_by_role("row", name="时效指标 第1行 指标值")
    expect(row).to_contain_text("2021年10月底前")
    expect(row).to_contain_text("2021年12月底前")
    expect(two.locator(VALUE)).to_have_value("2021年12月底前")
    expect(two.locator("#f-usage")).to_have_value("资金主要用于村级服务群众专项经费。")
    picture(two, "10-conflict", full=True)
    two.get_by_role("button", name="保存", exact=True).click()
    expect(two.get_by_role("status")).to_contain_text("已保存")
    expect(two.locator(VALUE)).to_have_value("2021年12月底前")
