"""Numbers before headings: they count by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.numbering import bare, chinese, mark, numbered, wrong_numbers

CHINESE = {
    1: "一",
    9: "九",
    10: "十",
    11: "十一",
    20: "二十",
    21: "二十一",
    99: "九十九",
    100: "100",
}


@pytest.mark.parametrize(("number", "text"), CHINESE.items())
def test_chinese_numbers(number, text):
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("（一）加强领导", "加强领导"),
        ("(十二) 加强领导", "加强领导"),
        (" （ 三 ）加强领导", "加强领导"),
        ("加强（二）领导", "加强（二）领导"),
        ("（试行）办法", "（试行）办法"),
        ("（一）", ""),
        ("", ""),
    ],
)
def test_a_heading_without_its_number(title, rest):
    assert bare(title) == rest


@given(st.lists(st.text(max_size=20), max_size=30))
def test_counting_anew_is_done_once(titles):
    once = numbered(titles)
    assert [t.startswith(mark(i)) for i, t in enumerate(once)] == [True] * len(titles)
    if not any(bare(bare(t)) != bare(t) for t in titles):
        assert numbered(once) == once
        assert not wrong_numbers(once)


@given(st.integers(0, 300))
def test_a_number_that_was_given_is_known_again(place):
    """Beyond 99 it is in figures."""
    assert bare(f"{mark(place)}甲") == "甲"


def test_wrong_numbers_are_named():
    assert wrong_numbers(["（一）甲", "（一）乙", "丙", ""]) == [
        (2, "（一）", "（二）")
    ]
