"""A value in three cells, and never another text than what was typed."""

from pathlib import Path

import pytest
from hypothesis import given

from sheets.split import join, split

from .strategies import filled

VALUES = (Path(__file__).parent / "data" / "values.txt").read_text("utf-8").split("\n")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("=79人", ("=", "79", "人")),
        ("＝７９人", ("＝", "７９", "人")),
        ("≥95%", ("≥", "95", "%")),
        ("≥ 95 %", ("≥ ", "95", " %")),
        ("不低于95%", ("不低于", "95", "%")),
        ("12个月", ("", "12", "个月")),
        ("1,610.5万元", ("", "1,610.5", "万元")),
        ("≤1600元/人·月", ("≤", "1600", "元/人·月")),
        # The sign is behind, or there is none, or it is no single number.
        ("95%以上", ("", "95%以上", "")),
        ("共计20个", ("", "共计20个", "")),
        ("每年1次", ("", "每年1次", "")),
        ("80%-90%", ("", "80%-90%", "")),
        ("2021年12月底前", ("", "2021年12月底前", "")),
        ("按15次作业测算", ("", "按15次作业测算", "")),
        ("长期", ("定性", "长期", "")),
        ("定性", ("定性", "定性", "")),
        ("", ("", "", "")),
        (" ", ("", " ", "")),
    ],
)
def test_the_three_cells(text, cells):
    found = split(text)
    assert (found.sign, found.amount, found.unit) == cells
    assert join(*cells) == text


def test_real_values_come_back():
    found = {text: split(text) for text in VALUES if text}
    assert len(found) > 200
    for text, three in found.items():
        assert join(three.sign, three.amount, three.unit) == text
    assert sum(not three.is_whole for three in found.values()) > 100


@given(filled)
def test_any_text_comes_back(text):
    found = split(text)
    assert join(found.sign, found.amount, found.unit) == text
