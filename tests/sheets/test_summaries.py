"""A list of a department's projects is none of their targets."""

import pytest

from perftargets.errors import BadFile
from sheets import readers

from .forms import html

LABELS = ["序号", "项目名称", "预算数（万元）", "其中：财政资金", "绩效目标", "备注"]
SUMMARY = [
    ["2021年某街道项目绩效目标汇总表"],
    LABELS,
    ["1", "村道养护", "12.5", "12.5", "养护村道10公里", ""],
    ["2", "渠道清淤", "8", "8", "清淤渠道3条", "新增"],
    ["合计", "", "20.5", "20.5", "", ""],
]
FORM = [
    ["项目名称", "村道养护"],
    ["绩效目标", "养护村道10公里"],
    ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
    ["产出指标", "数量指标", "里程", "≥5公里", "10"],
]
SAID = "这张项目清单没有指标，没有作为项目读入"


def test_a_list_with_goals_is_no_target():
    for tables in ([SUMMARY, FORM], [FORM, SUMMARY]):
        reading = readers.read("a.html", html(*tables))
        assert [sheet.name for sheet in reading.book.projects] == ["村道养护"]
        assert reading.errors == ()
        [warning] = [m.message for m in reading.warnings if SAID in m.message]
        assert "渠道清淤" in warning


def test_a_file_with_nothing_but_a_list_is_refused():
    with pytest.raises(BadFile, match=SAID):
        readers.read("a.html", html(SUMMARY))


def test_one_project_below_its_labels_is_a_target():
    [sheet] = readers.read("a.html", html([LABELS, SUMMARY[2]])).book.projects
    assert (sheet.name, sheet.goals) == ("村道养护", ("养护村道10公里",))
