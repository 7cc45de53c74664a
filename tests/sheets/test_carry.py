"""Last year's table becomes this year's: money gone, dates moved and told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sheets.carry import Carrier, Mover, Shift
from sheets.sheet import Indicator, Overall, PlanStep, SubGoal


@pytest.mark.parametrize(
    ("text", "is_deadline", "expected"),
    [
        ("2021年12月底前", True, "2022年12月底前"),
        ("2020年12月底前", True, "2022年12月底前"),  # copied twice already
        ("2021-12-31", True, "2022-12-31"),
        ("2023年6月底前", True, "2023年6月底前"),  # a later year is meant
        ("2021年3月至2021年12月", True, "2022年3月至2022年12月"),
        ("2020年6月至2021年6月", True, "2021年6月至2022年6月"),
        ("2019年6月至2020年6月", True, "2021年6月至2022年6月"),
        ("二〇二〇年12月底前", True, "二〇二二年12月底前"),
        ("保障2021年村级经费", False, "保障2022年村级经费"),
        ("２０２１年", False, "２０２２年"),
        ("二〇二一年和二零二一年", False, "二〇二二年和二零二二年"),
        ("2021/2022学年", False, "2022/2023学年"),
        ("2020-2021学年", False, "2021-2022学年"),
        ("2021年9月至2022年6月", False, "2022年9月至2023年6月"),
        ("2021-2023年三年行动", False, "2021-2023年三年行动"),  # a plan stays
        ("十四五规划2021-2025年", True, "十四五规划2021-2025年"),
        ("21年底", False, "21年底"),
        ("较2020年增长5%", False, "较2020年增长5%"),  # a baseline stays
        ("2021元", False, "2021元"),
        ("共2021人", False, "共2021人"),
        ("文号〔2021〕88号", False, "文号〔2021〕88号"),
        ("12021年", False, "12021年"),
    ],
)
def test_it_moves_only_the_year(text, is_deadline, expected):
    assert Mover(2021, 2022, is_deadline).move(text) == expected


@pytest.mark.parametrize(
    ("text", "is_basis", "expected", "is_left"),
    [
        ("2021年1月15日会议纪要", True, "2021年1月15日会议纪要", False),
        ("2021-01-15会议纪要", True, "2021-01-15会议纪要", False),
        ("2021年部门预算", True, "2022年部门预算", False),
        ("2021年1月15日前", False, "2022年1月15日前", False),
        ("2021-2023年三年行动", True, "2021-2023年三年行动", True),
        ("2019-2020年三年行动", True, "2019-2020年三年行动", False),
        ("21年底", False, "21年底", True),
        ("较2020年增长5%", False, "较2020年增长5%", False),
    ],
)
def test_what_only_a_person_can_judge_is_told(text, is_basis, expected, is_left):
    mover = Mover(2021, 2022, is_basis=is_basis)
    assert mover.move(text) == expected
    assert mover.is_left(expected) == is_left


def test_it_carries_the_seed(seed_book):
    carrier = Carrier(2021, 2022)
    before = seed_book.projects[0]
    after = carrier.carry(before, months=(6, 12), with_values=True)
    assert after.budget == replace(before.budget, total=None, fiscal=None, other=None)
    assert before.budget.total == Decimal("161")
    assert after.plan == (PlanStep(6), PlanStep(12))
    assert after.code == ""
    assert after.goals == before.goals
    assert [(s.label, s.before, s.after) for s in carrier.shifts] == [
        ("时效指标 第1行 指标值", "2020年12月底前", "2022年12月底前")
    ]
    assert [row.tier3 for row in after.indicators] == [
        row.tier3 for row in before.indicators
    ]


def test_without_values_no_old_value_slips_through(seed_book):
    carrier = Carrier(2021, 2022)
    after = carrier.carry(seed_book.projects[0], months=(12,), with_values=False)
    assert not any(row.value for row in after.indicators)
    assert [row.is_blank for row in after.indicators] == [
        row.is_blank for row in seed_book.projects[0].indicators
    ]
    assert carrier.shifts == []


def test_a_year_that_was_left_is_listed_too(seed_book):
    carrier = Carrier(2021, 2022)
    sheet = replace(seed_book.projects[0], usage="用于2021-2023年三年行动")
    assert carrier.carry(sheet, months=(12,), with_values=False).usage == sheet.usage
    assert carrier.shifts == [Shift("usage", "资金用途", sheet.usage, sheet.usage)]


def test_a_project_is_called_after_the_new_year_and_its_links_follow(seed_book):
    carrier = Carrier(2021, 2022)
    sheet = replace(seed_book.projects[0], name="2021年防汛经费")
    name = carrier.carry(sheet, months=(12,), with_values=False).name
    assert name == "2022年防汛经费"
    assert [s.label for s in carrier.shifts] == ["项目名称"]
    goal = SubGoal("（一）", projects=("2021年防汛经费", "2021年抗旱经费", "工资"))
    known = {"2021年抗旱经费": "抗旱经费", "工资": "工资"}
    carried = carrier.carry_overall(Overall(sub_goals=(goal,)), known)
    assert carried.sub_goals[0].projects == (name, "抗旱经费", "工资")
    assert [s.after for s in carrier.shifts[1:]] == [name, "抗旱经费"]


def test_shifts_name_the_rows_of_the_new_scheme(seed_book):
    carrier = Carrier(2021, 2022)
    rows = (
        Indicator("产出指标", "时效指标", "完成时间", "", "2021年12月底前", ""),
        Indicator("效果指标", "经济效益指标"),
    )
    sheet = replace(seed_book.projects[0], indicators=rows)
    tiers = [("产出指标", "数量指标"), ("产出指标", "时效指标")]
    after = carrier.carry(sheet, months=(12,), with_values=True, tiers=tiers)
    assert [row.tier2 for row in after.indicators] == ["数量指标", "时效指标"]
    assert [s.field for s in carrier.shifts] == ["indicators.1.value"]


def test_it_carries_the_department_text(seed_book):
    carrier = Carrier(2021, 2022)
    text = replace(seed_book.overall, goal="2021年，我办将推进各项工作。")
    after = carrier.carry_overall(text)
    assert after.goal == "2022年，我办将推进各项工作。"
    assert after.measures == seed_book.overall.measures
    assert [shift.label for shift in carrier.shifts] == ["总体绩效目标"]
