"""Four steps of review in a browser, from 送审 to an adjusted version: remarks,
return, comparison, 审核表, consent, two reviewers at once, 批复, adjustment."""

import pytest
from playwright.sync_api import Page, expect

from departments.models import Department, Membership, Role, User
from departments.services import save_department
from projects.models import BudgetYear, Target
from reviews.models import ReviewStep
from tests.clean import make_clean

pytestmark = pytest.mark.e2e

NAME = "村级组织经费"
SURVEY = "2021年村民满意度问卷调查"
STEPS = (
    ("单位负责人审核", Role.HEAD, "own", "fuzeren"),
    ("主管部门审核", Role.REVIEWER, "above", "zhuguan"),
    ("财政业务审核", Role.FINANCE, "top", "yewu"),
    ("绩效审核", Role.PERFORMANCE, "top", "jixiao"),
)


@pytest.fixture
def four_steps(office_in_demo) -> None:
    """The office below a district, whose people review it after its own head."""
    district = save_department(department=Department(code="9", name="某区"))
    office = Department.objects.get(code="001")
    office.parent = district
    save_department(department=office)
    year = BudgetYear.objects.get(year=2021)
    year.steps.all().delete()
    for position, (name, role, level, person) in enumerate(STEPS, start=1):
        ReviewStep.objects.create(
            year=year,
            position=position,
            name=name,
            role=role,
            level=level,
            needs_form=role == Role.FINANCE,
        )
        user = User.objects.create_user(person, password="demo-2021", name=name[:4])
        at = office if level == "own" else district
        Membership.objects.create(user=user, department=at, role=role)


def open_target(page: Page, name: str = NAME) -> None:
    """From the desk, where it waits."""
    page.get_by_role("link", name="待办").first.click()
    page.get_by_role("link", name=name, exact=True).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def standing(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_contain_text(words)


def remark(page: Page, field: str, text: str, proposed: str = "") -> None:
    page.locator(f"[data-field='{field}']").click()
    expect(page.get_by_label("要怎么改")).to_be_focused()
    page.get_by_label("要怎么改").fill(text)
    page.get_by_label("建议改为").fill(proposed)
    press(page, "批注")


def mend_what_was_remarked(filler: Page, picture) -> None:
    """The filler finds it in the cell, mends it, answers and says that it is done."""
    open_target(filler)
    filler.get_by_role("link", name="填写", exact=True).click()
    cell = filler.locator("[name='indicators.0.value']")
    expect(cell).to_have_class("cell has-remark")
    cell.focus()
    expect(filler.locator("#help-line")).to_contain_text("批注：请写成不低于多少")
    cell.fill("≥15个")
    picture(filler, "21-remark-in-the-editor")
    press(filler, "保存，去送审")
    expect(filler.get_by_role("heading", name="送审前检查")).to_be_visible()
    filler.get_by_role("link", name="正表", exact=True).click()
    filler.get_by_label("答复“数量指标 第1行 指标值”的批注").fill("已改为≥15个")
    press(filler, "答复")
    press(filler, "标为已处理")
    press(filler, "送审")
    standing(filler, "待单位负责人审核")


def two_at_once(one: Page, other: Page) -> None:
    """Both have it open; the first decides, the second is told and keeps the words."""
    open_target(one)
    open_target(other)
    press(one, "通过")
    standing(one, "待财政业务审核")
    other.get_by_label("意见", exact=True).fill("请再核对资金用途。")
    press(other, "退回")
    alert = other.get_by_role("alert")
    expect(alert).to_contain_text("在您打开页面之后已被修改或处理，所以没有退回")
    expect(alert).to_contain_text("请再核对资金用途。")
    standing(other, "待财政业务审核")


def grade_and_consent(business: Page, filler: Page, picture) -> None:
    """良: the reviewer proposes a wording, the filler consents, and it goes on."""
    open_target(business)
    press(business, "通过")
    expect(business.get_by_role("alert")).to_contain_text("须先填写审核表")
    business.get_by_role("link", name="填写审核表").click()
    business.get_by_label("没有写意见的").check()
    business.get_by_label("良", exact=True).check()
    business.get_by_label("总体意见").fill("依据还不够具体，请按批注修改。")
    press(business, "保存审核表")
    remark(business, "indicators.8.basis", "请写全调查的名称", SURVEY)
    filler.reload()
    expect(filler.get_by_text(f"建议改为：{SURVEY}")).to_be_visible()
    picture(filler, "26-consent", full=True)
    press(filler, "同意改为建议的内容")
    expect(filler.locator("[data-field='indicators.8.basis']")).to_contain_text(SURVEY)
    open_target(business)
    press(business, "通过")


def approve(performance: Page, tmp_path, picture) -> None:
    """With the number and date of the 批复, and its table as a file."""
    performance.get_by_label(f"选 {NAME}").check()
    performance.get_by_label("批复文号").fill("某财绩〔2021〕5号")
    picture(performance, "27-desk-approve")
    press(performance, "批复所选")
    expect(performance.get_by_role("status")).to_contain_text("已批复 1 份")
    performance.get_by_role("link", name="批复", exact=True).click()
    performance.get_by_role("link", name="某财绩〔2021〕5号").click()
    expect(performance.get_by_role("cell", name="第1版")).to_be_visible()
    picture(performance, "28-batch")
    for name, magic in (("批复表PDF", b"%PDF-"), ("批复表Excel", b"PK")):
        with performance.expect_download() as waiting:
            performance.get_by_role("link", name=name).click()
        waiting.value.save_as(tmp_path / "batch")
        assert (tmp_path / "batch").read_bytes().startswith(magic)


def ask_for_an_adjustment(filler: Page, picture) -> None:
    """After approval; the old version stays in force."""
    filler.reload()
    standing(filler, "已批复")
    filler.locator("summary", has_text="申请调整").click()
    filler.get_by_label("调整原因").select_option("budget")
    filler.get_by_label("具体说明").fill("年中追加预算")
    filler.get_by_role("button", name="申请调整").click()
    standing(filler, "调整草稿")
    expect(filler.get_by_text("导出的是现行的第1版")).to_be_visible()
    picture(filler, "29-adjusting", full=True)
    filler.get_by_role("link", name="填写", exact=True).click()
    filler.locator("[name='indicators.5.value']").fill("≥80次")
    press(filler, "保存，去送审")
    press(filler, "送审")


def adjust(filler: Page, reviewers: list[Page], picture) -> None:
    """The same steps again; then both versions are kept and compared."""
    ask_for_an_adjustment(filler, picture)
    *before, business, performance = reviewers
    for page in before:
        open_target(page)
        standing(page, "调整待")
        press(page, "通过")
    open_target(business)
    business.get_by_role("link", name="填写审核表").click()
    business.get_by_label("没有写意见的").check()
    business.get_by_label("优", exact=True).check()
    press(business, "保存审核表")
    press(business, "通过")
    open_target(performance)
    press(performance, "批复")
    standing(performance, "已批复")
    performance.get_by_role("link", name="版本比较").click()
    expect(performance.locator("ins")).to_have_text(["≥80次"])
    performance.locator("summary", has_text="逐处列出").click()
    row = performance.get_by_role("row", name="社会效益指标 第1行 指标值")
    expect(row).to_contain_text("≥60次")
    picture(performance, "30-versions-adjusted")
    performance.get_by_role("link", name="历史").click()
    story = performance.locator("main")
    for words in ("同意按批注修改", "环节批复为第1版", "申请调整", "环节批复为第2版"):
        expect(story).to_contain_text(words)
    picture(performance, "31-history", full=True)


def test_four_steps_with_remarks_return_adjustment_and_approval(
    desk_of, four_steps, picture, tmp_path
):
    make_clean(Target.objects.get(project__name=NAME))
    filler = desk_of("tianbao")
    open_target(filler)
    press(filler, "送审")
    standing(filler, "待单位负责人审核")

    head = desk_of("fuzeren")
    picture(head, "19-desk-head")
    open_target(head)
    press(head, "通过")

    # The superior unit remarks on a cell: it cannot pass, but it can be returned.
    superior = desk_of("zhuguan")
    open_target(superior)
    remark(superior, "indicators.0.value", "请写成不低于多少")
    expect(superior.get_by_text("已批注“数量指标 第1行 指标值”")).to_be_visible()
    press(superior, "通过")
    expect(superior.get_by_role("alert")).to_contain_text("还有 1 条批注没有处理")
    picture(superior, "20-remarks", full=True)
    press(superior, "退回")
    standing(superior, "已退回")

    mend_what_was_remarked(filler, picture)
    open_target(head)
    head.get_by_role("link", name="版本比较").click()
    expect(head.locator("ins")).to_have_text(["≥15个"])
    expect(head.locator("del")).to_have_text(["=15个"])
    picture(head, "22-versions", full=True)
    open_target(head)
    press(head, "通过")
    two_at_once(superior, desk_of("zhuguan"))
    business, performance = desk_of("yewu"), desk_of("jixiao")
    grade_and_consent(business, filler, picture)
    performance.reload()
    approve(performance, tmp_path, picture)
    adjust(filler, [head, superior, business, performance], picture)
