"""From logging in to 送审 by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from projects.models import Target
from tests.clean import make_clean

from .test_journey import NAME

pytestmark = pytest.mark.e2e

# What a keyboard user sees of where they are: the name, and a ring or another ground.
WHERE = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const words = [at.getAttribute("aria-label"), at.innerText, at.name, at.type];
  return {
    words: words.filter(Boolean).join(" "),
    ringed: style.outlineStyle !== "none" || style.boxShadow !== "none",
    body: at === document.body,
  };
}"""


def tab_to(page: Page, *words: str, most: int = 120) -> None:
    """Press Tab until what has the focus is called by all these words; the focus is
    seen at every stop."""
    for _ in range(most):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where["body"]:  # between the last place and the first
            continue
        assert where["ringed"], f"no visible focus at {where['words']}"
        if all(word in where["words"] for word in words):
            return
    raise AssertionError(f"{words} cannot be reached by Tab")


def follow(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def test_from_login_to_review_by_keyboard_alone(page, live_server, office_in_demo):
    clean = make_clean(Target.objects.get(project__name=NAME))
    clean.indicators.filter(tier2="时效指标").update(value="2020年12月底前")
    page.goto(live_server.url)
    tab_to(page, "username")
    page.keyboard.type("tianbao")
    tab_to(page, "password")
    page.keyboard.type("demo-2021")
    follow(page)
    expect(page.locator("h1")).to_contain_text("我的待办")
    for link in ("绩效目标", NAME, "填写"):
        tab_to(page, link)
        follow(page)

    tab_to(page, "时效指标 第1行 指标值")
    page.keyboard.type("2021年12月底前")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert "时效指标 第1行 在下面加一行" in page.evaluate(WHERE)["words"]
    page.keyboard.press("Enter")
    expect(page.locator("#f-indicators\\.3\\.tier3")).to_be_focused()
    for text in (
        "资金按时拨付率",
        "按时拨付的资金占比",
        "≥95%",
        "《资金管理办法》第5条",
    ):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    tab_to(page, "保存，去送审")
    follow(page)
    expect(page.locator("h1")).to_contain_text(NAME)
    tab_to(page, "送审")
    follow(page)
    expect(page.locator("h1")).to_contain_text("待初审")
    assert Target.objects.get(project__name=NAME).status == "review"


def test_the_check_finds_a_focus_that_nobody_sees(page, live_server, office_in_demo):
    """Negative control."""
    page.goto(live_server.url)
    page.evaluate(
        """() => document.querySelectorAll("input").forEach((input) => {
          input.style.outline = "none"; input.style.boxShadow = "none";
          input.style.transition = "none";
        })"""
    )
    with pytest.raises(AssertionError, match="no visible focus"):
        tab_to(page, "no such thing", most=10)
