"""Each rule has an example that breaks it and a near miss that does not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reviews.checks.before_submit import problems_of
from sheets.sheet import Budget, Indicator, Measure, Overall, PlanStep, Sheet, SubGoal

TIERS = ("产出指标", "数量指标")
GOOD = Sheet(
    name="村级组织经费",
    code="",
    budget=Budget("万元", Decimal("69.3"), Decimal("69.30"), None),
    usage="资金主要用于村级组织。",
    plan=(PlanStep(6, "50%"), PlanStep(12, "100%")),
    goals=("保障运转。",),
    indicators=(
        Indicator(*TIERS, "人数", "说明", "=79人", "文件"),
        Indicator("甲", "乙"),
    ),
)
GOOD_OVERALL = Overall(
    "总体目标", (SubGoal("（一）", "目标", ("指标",)),), (Measure("（一）", "内容"),)
)


def budget(total, fiscal=None, other=None) -> dict:
    amounts = [None if a is None else Decimal(a) for a in (total, fiscal, other)]
    return {"budget": Budget("万元", *amounts)}


def plan(*percents: str | None) -> dict:
    months = range(12 - len(percents) + 1, 13)
    return {"plan": tuple(map(PlanStep, months, percents))}


def row(**cells) -> dict:
    return {"indicators": (replace(GOOD.indicators[0], **cells),)}


def value(text: str) -> dict:
    return row(value=text)


# (the cell and a word of the message, what breaks the rule, what just does not)
RULES = [
    ("name", "项目名称为空", {"name": " "}, {"name": "甲"}),
    ("usage", "资金用途为空", {"usage": "\n"}, {"usage": None}),
    ("budget.total", "预算数为空", budget(None, "1"), budget("1", "1")),
    ("budget.total", "不等于", budget("100", "60", "39.99"), budget("100", "60", "40")),
    ("budget.total", "不等于", budget("1"), budget("0")),
    ("budget.total", "不等于", budget("0.3", "0.1"), budget("0.3", "0.1", "0.20")),
    ("plan.11", "百分数", plan("120%", "100%"), plan("100%", "100%")),
    ("plan.11", "百分数", plan("一半", "100%"), plan("", "100%")),
    ("plan.12", "应为 100%", plan("50%", "99.9%"), plan("50%", "100")),
    ("plan.12", "应为 100%", plan("50%", None), plan(None, "１００％")),
    (
        "plan.11",
        "不能小于前面的 60%",
        plan("60%", "59%", "100%"),
        plan("60", "60", "100"),
    ),
    ("goals.0", "绩效目标为空", {"goals": ("", " ")}, {"goals": ("一", "二")}),
    ("goals.0", "绩效目标为空", {"goals": ()}, {"goals": ("一",)}),
    ("goals.1", "目标2为空", {"goals": ("一", "")}, {"goals": ("一",)}),
    (
        "indicators.0.tier3",
        "还没有绩效指标",
        {"indicators": (Indicator(*TIERS), Indicator(*TIERS))},
        {"indicators": (Indicator(*TIERS), GOOD.indicators[0])},
    ),
    ("indicators", "还没有绩效指标", {"indicators": ()}, row()),
    ("indicators.0.tier3", "三级指标为空", row(tier3=" "), row(tier3="甲")),
    (
        "indicators.0.description",
        "描述为空",
        row(description=""),
        row(description=None),
    ),
    ("indicators.0.value", "指标值为空", row(value=" "), row(value="长期")),
    ("indicators.0.basis", "依据为空", row(basis=""), row(basis="-")),
    (
        "indicators.0.value",
        "写的是2020年，本表是2021年的目标",
        value("2020年12月底前"),
        value("2021年12月底前"),
    ),
    ("indicators.0.value", "写的是2022年", value("2022年3月前"), value("12月底前")),
    ("indicators.0.value", "写的是2020年", value("≤2020年6月30日"), value("≥2020人")),
    (
        "indicators.0.value",
        "写的是2020年，",
        value("2020年6月至2021年6月"),
        value("2021年6月至2021年12月"),
    ),
    (
        "indicators.0.value",
        "写的是2020年，",
        value("二〇二〇年12月底前"),
        value("二〇二一年12月底前"),
    ),
    (
        "indicators.0.value",
        "写的是2020年，",
        value("按时完成（2020年12月底前）"),
        value("按时完成（2021年12月底前）"),
    ),
    (
        "indicators.0.value",
        "写的是2019年、2020年，",
        value("2019年12月底前，2020年6月"),
        value("2021年6月底前，较2020年增长5%"),
    ),
    ("indicators.0.value", "写的是2020年", value("20年底前"), value("使用20年")),
    ("indicators.0.value", "写的是2022年", value("22年底前"), value("≥22年")),
    ("indicators.0.value", "写的是2020年", value("2020-2021"), value("2020-2021人")),
    (
        "indicators.0.value",
        "写的是2020年",
        value("2020年底前达到国家水平"),
        value("不低于2020年平均水平"),
    ),
    (
        "indicators.0.value",
        "写的是2020年",
        value("2020年完成"),
        value("以2020年底为基数增长5%"),
    ),
    ("indicators.0.value", "写的是2020年", value("2020年达标"), value("比2020年提高")),
    (
        "indicators.0.value",
        "写的是2020年",
        value("比例100%，2020年12月"),
        value("比上年（2020年）提高5%"),
    ),
    (
        "indicators.0.value",
        "写的是2020年",
        value("2020年完成110%"),
        value("达到2020年的110%"),
    ),
    (
        "indicators.0.value",
        "写的是2019年",
        value("2019年达标"),
        value("达到《2019年国家规范》要求"),
    ),
    (
        "indicators.0.value",
        "没有13月这个日期",
        value("2021年13月底前"),
        value("2021年12月底前"),
    ),
    ("indicators.0.value", "没有2月29日", value("2021-02-29"), value("2021-02-28")),
    ("indicators.0.value", "没有13月", value("13月底前"), value("满13个月")),
    ("indicators.0.value", "没有2月30日", value("2月30日前"), value("2月29日前")),
]
OVERALL_RULES = [
    ("overall.goal", "总体绩效目标为空", {"goal": " "}, {"goal": "目标"}),
    (
        "overall.sub_goals.0.goal",
        "绩效目标为空",
        {"sub_goals": (SubGoal("（一）", "", ("指标",)),)},
        {"sub_goals": ()},
    ),
    (
        "overall.sub_goals.0.indicators",
        "绩效指标为空",
        {"sub_goals": (SubGoal("（一）", "目标"),)},
        {"sub_goals": (SubGoal("（一）", "目标", ("一", "二")),)},
    ),
    (
        "overall.measures.0.text",
        "内容为空",
        {"measures": (Measure("（一）"),)},
        {"measures": ()},
    ),
]


def test_a_complete_document_has_no_problem():
    assert problems_of(GOOD, 2021) == {}
    assert problems_of(GOOD_OVERALL, 2021) == {}


@pytest.mark.parametrize(
    ("document", "rule"),
    [(GOOD, r) for r in RULES] + [(GOOD_OVERALL, r) for r in OVERALL_RULES],
    ids=lambda part: f"{part[0]} {part[1]}" if isinstance(part, tuple) else "",
)
def test_a_rule_trips_at_its_cell_and_nowhere_else(document, rule):
    path, message, bad, near_miss = rule
    found = problems_of(replace(document, **bad), 2021)
    assert list(found) == [path]
    assert message in found[path]
    assert problems_of(replace(document, **near_miss), 2021) == {}


def test_all_problems_are_told_at_once():
    sheet = replace(GOOD, name="", usage="", goals=("",), **budget(None))
    assert list(problems_of(sheet, 2021)) == [
        "name",
        "usage",
        "budget.total",
        "goals.0",
    ]


def test_a_message_says_what_to_do():
    for _, _, bad, _ in RULES:
        for text in problems_of(replace(GOOD, **bad), 2021).values():
            assert "请" in text or "应为" in text or "不能" in text


@pytest.mark.parametrize("year", [2020, 2021])
def test_the_year_is_that_of_the_table(year):
    found = problems_of(replace(GOOD, **value("2020年12月底前")), year)
    assert bool(found) == (year == 2021)
