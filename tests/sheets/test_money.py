from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets import money


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("161", "161"),
        ("69.30", "69.30"),
        (" 1,610.50 ", "1610.50"),
        ("￥1,005,000.00", "1005000.00"),
        ("¥ 161", "161"),
        ("1，234，567", "1234567"),
        ("１６１．５", "161.5"),
        ("0", "0"),
        ("", ""),
        ("  ", ""),
        (None, ""),
    ],
)
def test_it_prints_as_it_was_entered(typed, shown):
    assert money.show(money.parse(typed)) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "约五十",
        "-5",
        "1e5",
        "161万元",
        "NaN",
        "1.2.3",
        "1_000",
        "9" * 13,
        ".",
        "1,6,1",
        "￥",
        "￥￥5",
        "1610,5",
        ",161",
    ],
)
def test_what_is_no_amount_is_quoted(typed):
    with pytest.raises(ValueError, match="不是金额"):
        money.parse(typed)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_any_amount_survives(amount):
    assert money.parse(money.show(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "number"),
    [("100%", 100), ("25", 25), ("33.3％", Decimal("33.3")), ("", None), ("0%", 0)],
)
def test_percentages(typed, number):
    assert money.percent(typed) == number


@pytest.mark.parametrize("typed", ["120%", "-1", "一半", "50%以上", "%", "50%%"])
def test_what_is_no_share_is_quoted(typed):
    with pytest.raises(ValueError, match="不是0到100的百分数"):
        money.percent(typed)
