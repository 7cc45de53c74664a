"""The last minute, more time, and standing in, as people see them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from departments.models import Department
from departments.services import save_department
from projects.models import BudgetYear
from projects.services import extend
from tests.browser.test_accessibility import WIDTHS, serious
from tests.reviews.steps import FIRST, put

pytestmark = pytest.mark.e2e


def close() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    BudgetYear.objects.update(closes_on=yesterday)


def usable(page) -> None:
    """Wide and narrow."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 768})


def test_what_is_typed_at_the_last_minute_can_be_copied(
    desk_of, live_server, target, picture
):
    page = desk_of("tianbao")
    page.goto(f"{live_server.url}/targets/{target.pk}/edit/")
    page.locator("#f-usage").fill("23:59 写的用途")
    close()
    trouble = page.locator("#keep-trouble")
    expect(trouble).to_contain_text("截止，现在只能查看", timeout=10_000)
    expect(trouble).to_contain_text("已保留，可以复制")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("需要的可以复制")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(target))
    expect(page.get_by_text("只能查看 ·")).to_be_visible()
    expect(page.locator("#f-usage")).to_have_value("23:59 写的用途")
    expect(page.locator("#f-usage")).not_to_be_editable()
    expect(page.get_by_role("button", name="保存", exact=True)).to_have_count(0)
    expect(page.locator(".row-tools").first).to_be_hidden()
    picture(page, "closed-editor")
    usable(page)
    page.get_by_role("link", name="返回正表").click()
    page.get_by_role("link", name="打开复制").click()
    expect(page.locator("#f-usage")).to_have_value("23:59 写的用途")
    page.get_by_role("button", name="放弃，回到已保存的内容").click()
    expect(page.get_by_text("填写的内容还没有保存")).to_have_count(0)
    picture(page, "closed-target")


def test_a_project_is_added_after_the_last_day(desk_of, live_server, office, picture):
    page = desk_of("tianbao")
    close()
    page.goto(f"{live_server.url}/targets/new/")
    expect(page.get_by_label("年中追加的项目")).to_be_checked()
    page.get_by_label("项目名称").fill("防汛应急设备购置")
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_text("请从列表中选择追加的原因")).to_be_visible()
    usable(page)
    picture(page, "added-new", full=True)
    page.get_by_label("追加原因").select_option(label="政策变化")
    page.get_by_label("追加说明").fill("区政府第12次常务会议纪要")
    page.get_by_role("button", name="新建").click()
    page.get_by_role("link", name="返回正表").click()
    expect(page.get_by_text("区政府第12次常务会议纪要")).to_be_visible()
    page.goto(f"{live_server.url}/targets/?occasion=added")
    expect(page.locator(".pill-occasion")).to_have_count(1)
    usable(page)
    picture(page, "added-list")


def test_a_manager_gives_more_time(desk_of, live_server, people, office, picture):
    below = save_department(
        department=Department(code="001002", name="某社区", parent=office)
    )
    page = desk_of("admin")
    close()
    year, today = BudgetYear.objects.get(), timezone.localdate()
    for days, reason in ((3, "停电三天"), (9, "仍未恢复，经分管领导同意")):
        extend(
            year=year,
            department=below,
            closes_on=today + timedelta(days=days),
            reason=reason,
            actor=people["admin"],
        )
    page.get_by_role("link", name="年度设置").click()
    page.locator("#id_department").select_option(label="001 某街道办事处")
    page.get_by_label("延至").fill(str(today))
    page.get_by_label("事由").fill("系统升级")
    page.get_by_role("button", name="延期").click()
    expect(page.get_by_text("要晚于今天").first).to_be_visible()
    usable(page)
    page.get_by_label("延至").fill(str(today + timedelta(days=5)))
    page.get_by_role("button", name="延期").click()
    expect(page.get_by_role("status")).to_contain_text("的填报可以到")
    usable(page)
    picture(page, "windows")
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "windows-390", full=True)


def test_a_colleague_stands_in(desk_of, live_server, people, target, picture):
    call_command("loaddata", "phrases", verbosity=0)
    today = timezone.localdate()
    page = desk_of("chushen")
    page.get_by_role("link", name="代办").click()
    usable(page)
    page.get_by_label("代办人").select_option(label="财政审核老蔡")
    page.get_by_label("开始日期").fill(str(today))
    page.get_by_label("结束日期").fill(str(today + timedelta(days=6)))
    page.get_by_label("事由").fill("外出学习")
    page.get_by_role("button", name="委托").click()
    expect(page.get_by_text("正在代办")).to_be_visible()
    usable(page)
    picture(page, "delegation")
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "delegation-390", full=True)

    put(target, FIRST)
    deputy = desk_of("caizheng")
    expect(deputy.get_by_text("您正在代初审老楚办理")).to_be_visible()
    usable(deputy)
    picture(deputy, "desk-deputy")
    deputy.get_by_role("link", name="村级组织经费").click()
    expect(deputy.get_by_text("您代初审老楚办理")).to_be_visible()
    deputy.get_by_label("常用语").select_option(index=2)
    deputy.get_by_label("意见", exact=True).fill("第3行尤其要改。")
    usable(deputy)
    picture(deputy, "decide-deputy")
    deputy.get_by_role("button", name="退回").click()
    deputy.goto(f"{live_server.url}/targets/{target.pk}/")
    expect(deputy.get_by_text("（代初审老楚）")).to_be_visible()
    expect(deputy.get_by_text("请对照项目内容重新填写。")).to_be_visible()
    expect(deputy.get_by_text("第3行尤其要改。")).to_be_visible()
    picture(deputy, "said-deputy")
