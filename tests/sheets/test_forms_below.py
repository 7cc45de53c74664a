"""Two forms below each other in one table, whatever stands above the second."""

import pytest

from .forms import read, told
from .test_beside import FIRST, LABELS, ONE, OTHER, SECOND, SPLIT, found
from .test_form_readers import rows

TITLE = ["2024年项目绩效目标表 ⟨5⟩"]
OWN = "校舍维修专项资金绩效情况一览"
DEPARTMENT = [
    ["部门名称", "某局 ⟨4⟩"],
    ["年度主要任务 ⟨1×2⟩", "任务名称", "主要内容 ⟨3⟩"],
    ["修路", "修路五公里 ⟨3⟩"],
    ["年度总体目标", "道路畅通。 ⟨4⟩"],
    LABELS,
    [*SPLIT, "条数", "≥3条", ""],
]
ABOVE = {
    "another title": [[f"{OWN} ⟨5⟩"]],
    "beside the unit": [[OWN, "", "", "", "单位：万元"]],
    "beside its number": [["附表2", f"{OWN} ⟨4⟩"]],
    "an unknown label below the title": [
        ["校舍维修专项资金绩效目标表 ⟨5⟩"],
        ["归口科室", "甲科 ⟨2⟩", "立项号", "12"],
    ],
}


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize("above", ABOVE)
def test_a_second_form_under_another_title(above, kind):
    reading = read([TITLE, *FIRST, *ABOVE[above], *SECOND], kind)
    assert found(reading) == [ONE, OTHER]
    assert reading.errors == ()
    assert "与项目名称“村道养护”" not in told(reading)


def test_what_stands_below_the_second_title_is_of_the_second():
    above = ABOVE["an unknown label below the title"]
    _, second = read([TITLE, *FIRST, *above, *SECOND]).book.projects
    assert second.facts == (("归口科室", "甲科"), ("立项号", "12"))


@pytest.mark.parametrize("title", ["部门整体支出绩效目标表", "部门整体支出绩效情况"])
def test_the_form_of_the_department_below_a_projects(title):
    reading = read([TITLE, *FIRST, [f"{title} ⟨5⟩"], *DEPARTMENT])
    assert found(reading) == [ONE]
    assert reading.book.overall.goal == "道路畅通。"
    assert [task.name for task in reading.book.overall.tasks] == ["修路"]
    assert [r.tier3 for r in reading.book.overall.indicators] == ["条数"]
    assert reading.errors == ()


def test_a_department_named_below_the_indicators_begins_no_form():
    reading = read([TITLE, *FIRST, ["单位名称", "某局 ⟨4⟩"]])
    assert found(reading) == [ONE]
    assert reading.book.overall is None


def test_a_name_without_a_unit_is_no_title():
    """A last indicator of which only the name and its kind are filled in."""
    more = ["", "", "工期", "", "年"]
    first, second = read([*FIRST, more, *SECOND]).book.projects
    assert [r[2] for r in rows(first)] == ["里程", "工期"]
    assert second.name == "校舍维修"


def test_what_is_said_of_the_second_names_where_it_begins():
    """A worksheet may hold many: which one is it?"""
    second = [row for row in SECOND if row[0] != "年度目标"]
    reading = read([TITLE, *FIRST, ["校舍维修绩效目标表 ⟨5⟩"], *second], "xlsx")
    places = [m.where for m in reading.warnings if "没有读出绩效目标" in m.message]
    assert places == ["Sheet!A7"]
