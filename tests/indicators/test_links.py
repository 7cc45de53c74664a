"""Which goals of an overall target have projects, and which projects a goal."""

import pytest

from indicators import store
from indicators.links import coverage, project_names
from sheets.sheet import Overall, SubGoal

from .pages import form_in, form_of, fresh, url

GOALS = Overall(
    "总体目标",
    (SubGoal("（一）甲", projects=("修路", "已改名")), SubGoal("（二）乙")),
)


def test_what_a_reader_should_look_at():
    found = coverage(GOALS, ["修路", "修桥"])
    assert found.idle_goals == ((1, "乙"),)
    assert found.idle_projects == ("修桥",)
    assert found.unknown == ((0, "已改名"),)
    assert not found.is_complete


def test_all_is_linked():
    goals = Overall("", (SubGoal("（一）甲", projects=("修路",)),))
    assert coverage(goals, ["修路"]).is_complete


def test_the_names_are_the_departments_own(overall_target, elsewhere, year):
    names = project_names(overall_target)
    assert len(names) == 4
    assert names[2] == "村级组织经费"


@pytest.fixture
def linked(filler, overall_target) -> dict[str, str]:
    form = form_of(filler, overall_target)
    assert not [name for name in form if ".projects." in name]
    names = project_names(overall_target)
    form["overall.sub_goals.0.projects.2"] = names[2]
    form["overall.sub_goals.0.projects.0"] = names[0]
    return form


def test_ticked_projects_are_saved_and_shown(filler, overall_target, linked):
    assert filler.post(url(overall_target), linked).status_code == 302
    saved = store.load_overall(fresh(overall_target))
    assert len(saved.sub_goals[0].projects) == 2
    assert "村级组织经费" in saved.sub_goals[0].projects
    again = form_of(filler, overall_target)
    ticked = {name: text for name, text in again.items() if ".projects." in name}
    assert ticked == {n: t for n, t in linked.items() if ".projects." in n}
    page = filler.get(f"/targets/{overall_target.pk}/").content.decode()
    assert "没有对应项目的分项绩效目标（3 项）" in page
    assert "没有列入分项绩效目标的项目（2 个）" in page


def test_ticks_move_with_their_goal(filler, overall_target, linked):
    answer = filler.post(url(overall_target), linked | {"op": "sub_goals.0.down"})
    ticked = [name for name in form_in(answer) if ".projects." in name]
    assert sorted(ticked) == [
        "overall.sub_goals.1.projects.0",
        "overall.sub_goals.1.projects.2",
    ]


def test_a_renamed_project_stays_ticked_until_it_is_unticked(filler, overall_target):
    goals = store.load_overall(overall_target)
    first = SubGoal(goals.sub_goals[0].title, projects=("已改名",))
    store.save_overall(target=overall_target, overall=Overall("", (first,)))
    page = filler.get(url(overall_target)).content.decode()
    assert "已改名（本年度没有这个项目）" in page
    assert "列入了、但本年度没有的项目" in page
    form = form_of(filler, overall_target)
    assert form["overall.sub_goals.0.projects.4"] == "已改名"
    del form["overall.sub_goals.0.projects.4"]
    filler.post(url(overall_target), form)
    assert store.load_overall(fresh(overall_target)).sub_goals[0].projects == ()
