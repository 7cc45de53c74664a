"""The department's overall target: numbers and links follow while one works."""

import pytest
from playwright.sync_api import Page, expect

from indicators import store

pytestmark = pytest.mark.e2e


@pytest.fixture
def editor(desk_of) -> Page:
    page = desk_of("tianbao")
    page.get_by_role("link", name="整体绩效目标").click()
    page.get_by_role("link", name="填写").click()
    page.wait_for_load_state("load")
    return page


def test_headings_count_by_themselves(editor, overall_target):
    label = editor.get_by_label("标题 （五）")
    expect(label.nth(0)).to_have_value("加强支出管理。")
    editor.get_by_role("button", name="工作保障措施 第5项 上移").click()
    expect(editor.get_by_label("标题 （五）")).to_have_value("完善制度建设")
    editor.get_by_role("button", name="工作保障措施 第1项 在下面加一行").click()
    expect(editor.locator("#f-overall\\.measures\\.1\\.title")).to_be_focused()
    editor.keyboard.type("落实责任")
    editor.keyboard.press("Control+s")
    expect(editor.get_by_role("status")).to_contain_text("已保存")
    titles = [m.title for m in store.load_overall(overall_target).measures]
    assert titles[:3] == ["（一）加强组织领导", "（二）落实责任", "（三）强化理论学习"]
    assert titles[-1].startswith("（十一）")


def test_goals_are_linked_to_projects(editor, overall_target, picture):
    panel = editor.get_by_label("分项绩效目标与项目的对应")
    expect(panel).to_contain_text("没有对应项目的分项绩效目标（4 项）")
    expect(panel).to_contain_text("没有列入分项绩效目标的项目（4 个）")
    goal = editor.locator("#f-overall\\.sub_goals\\.0\\.goal")
    goal.fill("还没有保存的话")
    box = editor.get_by_role("checkbox", name="村级组织经费").nth(1)
    box.focus()
    editor.keyboard.press("Space")
    expect(panel).to_contain_text("没有对应项目的分项绩效目标（3 项）")
    expect(panel).not_to_contain_text("村级组织经费")
    expect(editor.get_by_role("checkbox", name="村级组织经费").nth(1)).to_be_focused()
    expect(goal).to_have_value("还没有保存的话")
    picture(editor, "18-overall-edit", full=True)
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.get_by_role("status")).to_contain_text("已保存")
    goals = store.load_overall(overall_target).sub_goals
    assert [g.projects for g in goals] == [(), ("村级组织经费",), (), ()]
    editor.get_by_role("link", name="返回正表").click()
    picture(editor, "overall-page", full=True)


def test_the_other_persons_projects_can_be_taken(desk_of, second_filler, editor):
    other = desk_of(second_filler)
    other.goto(editor.url)
    other.wait_for_load_state("load")
    for page, name in ((other, "征地拆迁补偿款"), (editor, "村级组织经费")):
        page.get_by_role("checkbox", name=name).nth(2).check()
        panel = page.get_by_label("分项绩效目标与项目的对应")
        expect(panel).to_contain_text("没有对应项目的分项绩效目标（3 项）")
    other.get_by_role("button", name="保存", exact=True).click()
    expect(other.get_by_role("status")).to_contain_text("已保存")
    editor.get_by_role("button", name="保存", exact=True).click()
    row = editor.get_by_role("row", name="对应项目")
    expect(row).to_contain_text("征地拆迁补偿款")
    row.get_by_role("button", name="用别人的").click()
    mine = editor.get_by_role("checkbox", name="村级组织经费").nth(2)
    expect(mine).not_to_be_checked()
    expect(editor.get_by_role("checkbox", name="征地拆迁补偿款").nth(2)).to_be_checked()
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.get_by_role("status")).to_contain_text("已保存")
    expect(mine).not_to_be_checked()
