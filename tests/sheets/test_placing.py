"""Labels of tiers in other words than the year's scheme says them."""

import pytest

from sheets.placing import reworded
from sheets.sheet import Indicator, Medium, Sheet

SCHEME = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
)


def labels(tier1: str, tier2: str) -> tuple[str, str]:
    sheet = Sheet(indicators=(Indicator(tier1, tier2, "甲"),))
    found, _ = reworded(sheet, SCHEME)
    return found.indicators[0].tier1, found.indicators[0].tier2


@pytest.mark.parametrize(
    ("tier1", "tier2", "wanted"),
    [
        ("产出指标（50分）", "数量指标(10分)", SCHEME[0]),
        ("项目产出", "数量", SCHEME[0]),
        ("产出目标", "质量目标", SCHEME[1]),
        ("预期产出指标50%", "数量指标", SCHEME[0]),
        ("效果指标", "社会效果指标", SCHEME[2]),
        ("项目效益", "可持续性影响", SCHEME[3]),
        ("满意度", "服务对象满意度", SCHEME[4]),
        ("产出指标", "数量指标", SCHEME[0]),
        # What the scheme does not have stays as the file says it.
        ("管理效率", "投入管理", ("管理效率", "投入管理")),
        ("产出指标", "社会效益", ("产出指标", "社会效益")),
        ("", "", ("", "")),
    ],
)
def test_the_words_of_the_scheme(tier1, tier2, wanted):
    assert labels(tier1, tier2) == wanted


def test_what_was_said_otherwise_is_told_once():
    rows = tuple(Indicator("产出(50分)", "数量", name) for name in "甲乙")
    _, said = reworded(Sheet(indicators=rows), SCHEME)
    assert said == (("产出(50分)", "产出指标"), ("数量", "数量指标"))


def test_two_labels_that_are_alike_are_not_chosen_from():
    scheme = (("产出指标", "数量指标"), ("产出", "数量"))
    sheet = Sheet(indicators=(Indicator("项目产出", "数量", "甲"),))
    assert reworded(sheet, scheme) == (sheet, ())


def test_the_rows_of_several_years_are_in_the_same_words():
    rows = (Indicator("效果指标", "社会效果指标", "甲"),)
    sheet = Sheet(medium=Medium(indicators=rows))
    found, said = reworded(sheet, SCHEME)
    assert [(r.tier1, r.tier2) for r in found.medium.indicators] == [SCHEME[2]]
    assert said[0] == ("效果指标", "效益指标")
