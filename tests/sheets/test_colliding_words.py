"""What is filled in says what labels say: it stays content all the same."""

import pytest

from .forms import read
from .test_form_readers import HEAD, only, rows

KINDS = ("html", "xlsx", "docx", "txt")
LABELS = ["一级指标", "二级指标", "三级指标", "指标内容", "指标值"]
USUAL = ("产出指标", "数量指标", "里程", "≥5公里")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ["100%", ""])
@pytest.mark.parametrize("name", ["注:以实际为准", "说明：见附件", "备注", "项目名称"])
def test_an_indicator_that_is_called_as_the_foot_is(kind, name, value):
    form = [
        *HEAD,
        LABELS,
        ["产出指标 ⟨1×2⟩", "数量指标 ⟨1×2⟩", "里程", "", "≥5公里"],
        [name, "", value],
    ]
    reading = read(form, kind)
    assert rows(only(reading)) == [USUAL, ("产出指标", "数量指标", name, value)]
    assert reading.errors == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["其他资金", "基本支出", "项目资金（万元）"])
def test_a_form_that_follows_takes_no_line_of_the_one_above(kind, name):
    """Below it, in the same table, stands the next form."""
    above = [
        *HEAD,
        LABELS,
        ["产出指标 ⟨1×2⟩", "⟨1×2⟩", "里程", "", "≥5公里"],
        [name, "", "20个"],
    ]
    below = [
        ["校舍维修项目绩效目标表 ⟨5⟩"],
        ["项目名称", "校舍维修 ⟨4⟩"],
        *HEAD[1:],
        LABELS,
    ]
    below += [["产出指标", "数量指标", "面积", "", "9㎡"]]
    reading = read([*above, [""] * 5, *below], kind)
    first, second = reading.book.projects
    assert [row.tier3 for row in first.indicators] == ["里程", name]
    assert rows(second) == [("产出指标", "数量指标", "面积", "9㎡")]
    assert reading.errors == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("goal", ["持续改善，实现长期目标。", "三年滚动规划的指标"])
def test_a_goal_above_the_header_does_not_say_whose_the_columns_are(kind, goal):
    form = [
        *HEAD[:2],
        ["年度总体目标 ⟨1×2⟩", "预期目标 ⟨2⟩", "实际完成情况 ⟨2⟩"],
        [f"{goal} ⟨2⟩", " ⟨2⟩"],
        LABELS,
        ["产出指标", "数量指标", "里程", "", "≥5公里"],
    ]
    sheet = only(read(form, kind))
    assert rows(sheet) == [USUAL]
    assert sheet.goals == (goal,)
    assert sheet.medium is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("usage", ["其他资金", "资金用途", "项目资金", "预算数"])
def test_a_usage_in_the_words_of_a_label(kind, usage):
    form = [
        HEAD[0],
        ["预算规模及资金用途 ⟨1×2⟩", "预算数", "12.50", "其他资金", ""],
        [f"{usage} ⟨4⟩"],
        HEAD[2],
        LABELS,
        ["产出指标", "数量指标", "里程", "", "≥5公里"],
    ]
    sheet = only(read(form, kind))
    assert (sheet.usage, str(sheet.budget.total)) == (usage, "12.50")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["项目名称", "项目资金", "一级指标"])
def test_a_description_in_the_words_of_a_label(kind, text):
    form = [*HEAD, LABELS, ["产出指标 ⟨1×2⟩", "数量指标 ⟨1×2⟩", "里程", text, "≥5公里"]]
    reading = read([*form, ["桥梁", text, "2座"]], kind)
    sheet = only(reading)
    assert rows(sheet) == [USUAL, ("产出指标", "数量指标", "桥梁", "2座")]
    assert [row.description for row in sheet.indicators] == [text, text]
    assert reading.errors == ()


@pytest.mark.parametrize("kind", KINDS)
def test_labels_behind_empty_tiers(kind):
    form = [*HEAD, LABELS, ["⟨1×2⟩", "⟨1×2⟩", "里程", "", "≥5公里"]]
    reading = read([*form, ["资金总额", "项目名称", "是"]], kind)
    assert rows(only(reading))[1:] == [("", "", "资金总额", "是")]
    assert reading.errors == ()


@pytest.mark.parametrize("kind", KINDS)
def test_an_indicator_in_the_words_of_the_header(kind):
    form = [*HEAD, LABELS, ["产出指标 ⟨1×2⟩", "数量指标 ⟨1×2⟩", "里程", "", "≥5公里"]]
    reading = read([*form, ["三级指标", "指标值", "分值"]], kind)
    wanted = ("产出指标", "数量指标", "三级指标", "分值")
    assert rows(only(reading)) == [USUAL, wanted]


def test_lines_that_fit_together_are_one_in_a_text():
    """An empty label that is broken over lines begins a new row there."""
    form = [*HEAD, LABELS, ["产出指标", "\n\n", "年度目标", "", "≥5公里"]]
    form += [["效益指标", "\n\n", "合计", "", "3个"]]
    reading = read(form, "txt")
    names = [row.tier3 for row in only(reading).indicators]
    assert names == ["年度目标", "合计"]
    assert reading.errors == ()
