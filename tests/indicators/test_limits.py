"""What no column holds is told by its cell, on both databases alike."""

import pytest

from audit.models import Entry
from indicators import store
from indicators.forms import read_form
from indicators.limits import misfits
from indicators.services import create_overall_target, create_project_target
from perftargets.errors import CheckFailed, NotAllowed
from projects.models import Project, Target
from sheets.sheet import (
    Budget,
    Indicator,
    Measure,
    Medium,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
)

LONG = "长" * 20_001
LABELS = ("产出指标", "数量指标")
# (the cell, a sheet that does not fit, one that just does)
ROWS = [
    ("name", Sheet(name=""), Sheet(name="甲")),
    ("name", Sheet(name="长" * 201), Sheet(name="长" * 200)),
    ("code", Sheet(name="甲", code="9" * 61), Sheet(name="甲", code="9" * 60)),
    ("budget.unit", Sheet("甲", budget=Budget("亿")), Sheet("甲", budget=Budget("元"))),
    (
        "plan.6",
        Sheet("甲", plan=(PlanStep(6), PlanStep(6))),
        Sheet("甲", plan=(PlanStep(6), PlanStep(7))),
    ),
    (
        "plan.6",
        Sheet("甲", plan=(PlanStep(6, "1" * 21),)),
        Sheet("甲", plan=(PlanStep(6, "1" * 20),)),
    ),
    (
        "goals_placeholder",
        Sheet("甲", goals_placeholder="." * 21),
        Sheet("甲", goals_placeholder="." * 20),
    ),
    (
        "indicators.1.tier1",
        Sheet("甲", indicators=(Indicator(*LABELS), Indicator("", "乙"))),
        Sheet("甲", indicators=(Indicator(*LABELS), Indicator("甲", "乙"))),
    ),
    (
        "indicators.0.tier2",
        Sheet("甲", indicators=(Indicator("甲", "长" * 41),)),
        Sheet("甲", indicators=(Indicator("甲", "长" * 40),)),
    ),
    (
        "indicators",
        Sheet("甲", indicators=(Indicator(*LABELS, "乙"),) * 501),
        Sheet("甲", indicators=(Indicator(*LABELS, "乙"),) * 500),
    ),
    (
        "indicators.0.tier3",
        Sheet("甲", indicators=(Indicator(*LABELS, None, value="=1"),)),
        Sheet("甲", indicators=(Indicator(*LABELS, "", value="=1"),)),
    ),
]


@pytest.mark.parametrize("path", dict.fromkeys(row[0] for row in ROWS))
def test_a_sheet_that_does_not_fit(office, year, path):
    for where, bad, good in ROWS:
        if where != path:
            continue
        assert list(misfits(bad)) == [path]
        with pytest.raises(CheckFailed) as caught:
            create_project_target(year=year, department=office, actor=None, sheet=bad)
        assert list(caught.value.problems) == [path]
        create_project_target(year=year, department=office, actor=None, sheet=good)
        Target.objects.filter(project__name=good.name).delete()
        Project.objects.filter(name=good.name).delete()


@pytest.mark.parametrize("item", [SubGoal("长" * 201), Measure("长" * 201)])
def test_a_title_that_does_not_fit(year, elsewhere, item):
    part = "sub_goals" if isinstance(item, SubGoal) else "measures"
    bad = Overall(**{part: (item,)})
    assert list(misfits(bad)) == [f"overall.{part}.0.title"]
    with pytest.raises(CheckFailed, match="有 201 个字，最多 200 个"):
        create_overall_target(year=year, department=elsewhere, actor=None, overall=bad)


def test_what_is_taken_is_said_and_leaves_nothing_behind(target, overall_target):
    before = Entry.objects.count(), Project.objects.count(), Target.objects.count()
    at = {"year": target.year, "department": target.department, "actor": None}
    with pytest.raises(CheckFailed, match="本部门本年度已有同名项目"):
        create_project_target(name="村级组织经费", **at)
    with pytest.raises(CheckFailed, match="已有整体绩效目标"):
        create_overall_target(**at)
    after = Entry.objects.count(), Project.objects.count(), Target.objects.count()
    assert after == before


def test_nothing_is_created_outside_the_window(year, office):
    year.closes_on = "2021-03-31"
    year.save()
    year.refresh_from_db()
    with pytest.raises(NotAllowed, match="截止"):
        create_project_target(year=year, department=office, actor=None, name="新")
    with pytest.raises(NotAllowed, match="截止"):
        create_overall_target(year=year, department=office, actor=None)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (Sheet("甲", usage=LONG), "usage"),
        (Sheet("甲", goals=("目标", LONG)), "goals.1"),
        (Sheet("甲", medium=Medium(goals=(LONG,))), "medium.goals.0"),
        (Sheet("甲", facts=(("实施单位", LONG),)), "facts.实施单位"),
        (Overall(goal=LONG), "overall.goal"),
    ],
)
def test_a_text_longer_than_the_editor_takes_is_told(document, path):
    assert misfits(document) == {path: "有 20001 个字，最多 20000 个，请缩短"}


def test_the_editor_takes_what_a_file_may_have(target):
    """Else nobody could save a table again that came in by a file."""
    base = store.load_sheet(target)
    data = {"name": base.name, "usage": LONG[1:], "goals.0": LONG[1:]}
    form = read_form(target, data | {"facts.说明": LONG[1:]})
    assert form.errors == {}
    assert misfits(form.document) == {}
    assert form.document.goals == (LONG[1:],)


def test_the_years_of_the_other_side_that_do_not_fit():
    bad = Sheet("甲", medium=Medium(period="年" * 61))
    assert misfits(bad) == {"medium.period": "有 61 个字，最多 60 个，请缩短"}
