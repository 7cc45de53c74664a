"""C05, C67 and C68: what the text calls the money, beside the money of the table."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sheets.sheet import Budget

from .examples import GOOD
from .looking import row, seen


@pytest.mark.parametrize(
    ("usage", "trips"),
    [
        ("购置消防车2辆、机器人1台，合计120万元", True),
        ("材料费80万元，人工费40万元，共计120万元。", True),
        ("材料费60万元，人工费40万元，合计100万元。", False),
        ("甲村材料费、人工费，合计40万元；乙村合计80万元。", False),
        ("设备120万元，其中材料费、人工费，合计30万元", False),
        ("上年合计支出120万元，今年修路三公里", False),
        ("三年合计投资300万元", False),
        ("带动社会投资合计300万元", False),
    ],
)
def test_c67_a_purpose_that_adds_up_to_another_sum(usage, trips):
    found = seen("C67", replace(GOOD, usage=usage))
    assert [f.path for f in found] == (["usage"] if trips else [])


@pytest.mark.parametrize(
    ("usage", "value", "trips"),
    [
        ("购置消防车2辆，每辆120万元", "≤120元/辆", True),
        ("每人补助600元", "=600万元/人", True),
        ("购置消防车2辆，每辆120万元", "≤120万元/辆", False),
        ("购置消防车2辆，每辆118万元", "≤120元/辆", False),
        ("每人补助600元", "=600万元/公里", False),
    ],
)
def test_c68_a_price_in_yuan_and_in_ten_thousands(usage, value, trips):
    price = row("成本", "单价", value)
    found = seen("C68", replace(GOOD, usage=usage, indicators=(price,)))
    assert [f.path for f in found] == (["indicators.0.value"] if trips else [])


def test_c05_says_when_no_part_is_filled_in():
    (found,) = seen("C05", replace(GOOD, budget=Budget("万元", Decimal(250))))
    assert found.message == (
        "预算数 250 没有写明来源：财政资金和其他资金都空着，请填写，没有的填 0"
    )
