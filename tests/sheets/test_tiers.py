"""A table comes into a year with another indicator scheme."""

from sheets.sheet import Indicator
from sheets.tiers import refit, strangers

NEW = [
    ("成本", "经济成本"),
    ("产出", "数量"),
    ("产出", "质量"),
    ("效益", "社会"),
    ("效益", "生态"),
]


def row(tier1: str, tier2: str, name: str | None = None) -> Indicator:
    return Indicator(tier1, tier2, name)


def test_rows_stay_in_their_places_and_the_missing_labels_come_between():
    old = [
        row("产出", "质量", "甲"),
        row("产出", "成本", "乙"),
        row("效果", "社会", "丙"),
        row("效果", "经济"),
        row("效益", "生态", "丁"),
    ]
    fitted = refit(old, NEW)
    assert [f"{r.tier1}{r.tier2}{r.tier3 or ''}" for r in fitted] == [
        "成本经济成本",
        "产出数量",
        "产出质量甲",
        "产出成本乙",
        "效果社会丙",
        "效益社会",
        "效益生态丁",
    ]
    assert [fitted[i].tier3 for i in strangers(fitted, NEW)] == ["乙", "丙"]


def test_a_new_tier_1_stands_behind_the_one_before_it():
    fitted = refit([row("产出", "数量", "甲"), row("满意度", "对象", "乙")], NEW)
    assert [r.tier2 for r in fitted] == [
        *("经济成本", "数量", "质量", "社会", "生态"),
        "对象",
    ]


def test_a_table_that_fits_is_left_alone():
    rows = tuple(row(*label, "甲") for label in reversed(NEW))
    assert refit(rows, NEW) == rows
    assert refit((), NEW) == tuple(row(*label) for label in NEW)
