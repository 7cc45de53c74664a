"""Last year's table becomes this year's: money gone, dates moved and told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sheets.carry import Carrier, shift_years
from sheets.sheet import PlanStep


@pytest.mark.parametrize(
    ("text", "is_deadline", "expected"),
    [
        ("2021年12月底前", True, "2022年12月底前"),
        ("2020年12月底前", True, "2022年12月底前"),  # copied twice already
        ("2021-12-31", True, "2022-12-31"),
        ("2023年6月底前", True, "2023年6月底前"),  # a later year is meant
        ("保障2021年村级经费", False, "保障2022年村级经费"),
        ("较2020年增长5%", False, "较2020年增长5%"),  # a baseline stays
        ("2021元", False, "2021元"),
        ("共2021人", False, "共2021人"),
        ("文号〔2021〕88号", False, "文号〔2021〕88号"),
        ("12021年", False, "12021年"),
    ],
)
def test_it_moves_only_the_year(text, is_deadline, expected):
    moved = shift_years(text, from_year=2021, to_year=2022, is_deadline=is_deadline)
    assert moved == expected


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


def test_it_carries_the_department_text(seed_book):
    carrier = Carrier(2021, 2022)
    text = replace(seed_book.overall, goal="2021年，我办将推进各项工作。")
    after = carrier.carry_overall(text)
    assert after.goal == "2022年，我办将推进各项工作。"
    assert after.measures == seed_book.overall.measures
    assert [shift.label for shift in carrier.shifts] == ["总体绩效目标"]
