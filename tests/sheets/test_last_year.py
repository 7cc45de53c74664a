"""Each row says what stood there last year, wherever it stands now."""

from dataclasses import replace

import pytest

from sheets.last_year import last_year_cells, pairs
from sheets.sheet import Indicator, Sheet

TIERS = ("产出指标", "数量指标")
OTHER = ("产出指标", "质量指标")


def keys(*names: str, label=TIERS) -> list:
    return [(*label, name) for name in names]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲 乙 丙", "甲 乙 丙", "甲甲 乙乙 丙丙"),
        ("甲 乙 丙", "甲 - 乙 丙", "甲甲 乙乙 丙丙"),  # ＋, still empty
        ("甲 乙 丙", "甲 新 乙 丙", "甲甲 乙乙 丙丙"),
        ("甲 乙 丙", "丙 甲 乙", "丙丙 甲甲 乙乙"),  # moved
        ("甲 乙 丙", "甲 丙", "甲甲 丙丙"),
        ("甲 乙 丙", "甲 丁 丙", "甲甲 丁乙 丙丙"),  # renamed
        ("甲 乙 丙", "甲 - 丁 丙", "甲甲 丁乙 丙丙"),  # renamed, and a new one
        ("甲 乙", "甲 乙 乙", "甲甲 乙乙"),  # copied
        (
            "享受资金的村个数 乙",
            "新 享受资金村个数 乙",
            "享受资金村个数享受资金的村个数 乙乙",
        ),
        ("甲 乙", "子 丑 寅", ""),  # nothing is guessed
        ("", "甲", ""),
        ("甲", "-", ""),
    ],
)
def test_rows_find_their_own(old, new, expected):
    before, after = ([n.replace("-", "") for n in part.split()] for part in (old, new))
    found = pairs(keys(*before), keys(*after))
    said = {after[b] + before[a] for b, a in found.items()}
    assert said == set(expected.split())
    assert len(said) == len(found) == len(set(found.values()))


def test_a_row_takes_it_along_to_another_label():
    assert pairs(keys("甲", "乙"), [*keys("乙"), *keys("甲", label=OTHER)]) == {
        0: 1,
        1: 0,
    }


def test_the_cells_of_a_table():
    old = Sheet(
        "项目",
        goals=("2021年保运转", "目标二"),
        indicators=(
            Indicator(*TIERS, "2021年补助人数", "说明", "=79人", "文件"),
            Indicator(*TIERS, "户数", "", "=9户", ""),
        ),
    )
    new = replace(
        old,
        goals=("2022年保运转", "", "目标二"),
        indicators=(
            Indicator(*TIERS, "2022年补助人数"),
            Indicator(*TIERS),
            Indicator(*TIERS, "户数", "", "=10户", ""),
        ),
    )
    found = last_year_cells(old, new, from_year=2021, to_year=2022)
    assert found["name"] == "项目"
    assert {p: t for p, t in found.items() if "goals" in p or "value" in p} == {
        "goals.0": "2021年保运转",
        "goals.2": "目标二",
        "indicators.0.value": "=79人",
        "indicators.2.value": "=9户",
    }
