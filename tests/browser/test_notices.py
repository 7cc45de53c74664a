"""通知 in a browser: the number in the menu, opening one, marking all."""

import pytest
from playwright.sync_api import expect

from departments.models import User
from notices.models import Notice
from notices.services import notify

from .test_accessibility import serious

pytestmark = pytest.mark.e2e

LONG = (
    "2021年绩效目标填报将于2021年3月5日（还有 3 天）截止，本部门（天宝街道办事处）还有 "
    "2 份未送审：“农村党员村干部养老健康补贴资金”、“村级组织经费”。"
)


@pytest.fixture
def told(target) -> None:
    """Three notices for the filler, the oldest read."""
    users = [User.objects.get(username="tianbao")]
    notify(users=users, text=f"“{target}”已批复", kind="approved", target=target)
    Notice.objects.update(read_at="2021-03-01T09:00+08:00")
    text = f"初审老楚退回了“{target}”：请补充村干部补贴的依据"
    notify(users=users, text=text, kind="returned", target=target)
    notify(users=users, text=LONG, kind="reminder", link="/targets/?year=2021")


def test_they_are_opened_and_marked(desk_of, live_server, told, target, picture):
    page = desk_of("tianbao")
    menu = page.get_by_role("navigation", name="主导航")
    link = menu.get_by_role("link", name="通知")
    expect(link).to_have_text("通知2 条未读")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 条未读")
    expect(page.locator(".is-unread")).to_have_count(2)
    picture(page, "notices")
    page.set_viewport_size({"width": 390, "height": 800})
    assert serious(page) == []
    picture(page, "notices-390", full=True)

    page.get_by_role("button", name="退回了").press("Enter")
    page.wait_for_url(f"{live_server.url}/targets/{target.pk}/")
    expect(link).to_have_text("通知1 条未读")
    page.goto(f"{live_server.url}/notices/")
    page.get_by_role("link", name="退回了").click()  # read: a link like any other
    page.wait_for_url(f"{live_server.url}/targets/{target.pk}/")

    page.goto(f"{live_server.url}/notices/")
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_role("status")).to_have_text("已将 1 条通知标为已读。")
    expect(link).to_have_text("通知")
    expect(page.locator(".is-unread")).to_have_count(0)
    picture(page, "notices-read")


def test_the_menu_of_staff_fits_on_a_phone(desk_of, told):
    """Every entry that there is, and the number."""
    for name in ("tianbao", "admin"):
        users = [User.objects.get(username=name)]
        for _ in range(2):
            notify(users=users, text="甲", kind="returned")
        page = desk_of(name)
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
