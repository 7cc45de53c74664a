"""Where rows stand after an operation: what names a cell can follow its row."""

import pytest

from indicators.rows import apply, perform
from sheets.sheet import Indicator, Measure, Overall, Sheet

COUNT, QUALITY = ("产出指标", "数量指标"), ("产出指标", "质量指标")
TABLE = Sheet(
    goals=("", "", "丙"),
    indicators=(
        Indicator(*COUNT, "甲"),
        Indicator(*COUNT, "甲"),
        Indicator(*COUNT),
        Indicator(*QUALITY, "丁"),
    ),
)
MOVES = [
    ("indicators.0.add", [0, 2, 3, 4], "indicators.1.tier3", "已加一行。"),
    ("indicators.0.copy", [0, 2, 3, 4], "indicators.1.tier3", "已复制数量指标 第1行。"),
    (
        "indicators.1.remove",
        [0, None, 1, 2],
        "indicators.1.tier3",
        "已删除数量指标 第2行",
    ),
    (
        "indicators.3.remove",
        [0, 1, 2, None],
        "indicators.3.tier3",
        "已清空质量指标 第1行",
    ),
    ("indicators.2.up", [0, 2, 1, 3], "indicators.1.tier3", "已上移数量指标 第3行。"),
    ("indicators.1.down", [0, 2, 1, 3], "indicators.2.tier3", "已下移数量指标 第2行。"),
    ("indicators.0.to.2", [2, 0, 1, 3], "indicators.2.tier3", "已移动数量指标 第1行。"),
    ("indicators.0.to.3", [2, 0, 1, 3], "indicators.2.tier3", "已移动数量指标 第1行。"),
    ("indicators.3.to.2", [0, 1, None, 2], "indicators.2.tier3", "已移动质量指标"),
    ("goals.0.remove", [None, 0, 1], "goals.0", "已删除目标1。"),
    ("goals.2.remove", [0, 1, None], "goals.1", "已删除目标3。"),
    ("goals.1.down", [0, 2, 1], "goals.2", "已下移目标2。"),
    ("goals.-1.add", [1, 2, 3], "goals.0", "已加一项。"),
]


@pytest.mark.parametrize(("operation", "moved", "place", "said"), MOVES)
def test_rows_are_followed(operation, moved, place, said):
    done = perform(TABLE, operation)
    assert done.moved == {operation.split(".")[0]: moved}
    assert done.place == place
    assert said in done.said


def test_the_items_of_an_overall_target_are_followed():
    overall = Overall(measures=(Measure("甲"), Measure("乙")))
    done = perform(overall, "measures.1.up")
    assert done.moved == {"measures": [1, 0]}
    assert done.place == "overall.measures.0.title"
    assert done.said == "已上移工作保障措施 第2项。"
    assert perform(Overall(measures=(Measure(""),)), "measures.0.remove").place == ""


@pytest.mark.parametrize("operation", ["indicators.0.up", "goals.2.down", "goals.0.up"])
def test_what_changes_nothing_is_not_told(operation):
    done = perform(TABLE, operation)
    assert done.document is TABLE
    assert (done.said, done.moved) == ("", {})


def test_a_full_table_says_so_and_can_still_lose_rows():
    full = Sheet(indicators=(Indicator(*COUNT, "甲"),) * 302)
    done = perform(full, "indicators.0.add")
    assert done.document is full
    assert "放不下" in done.said
    assert len(apply(full, "indicators.0.remove").indicators) == 301
