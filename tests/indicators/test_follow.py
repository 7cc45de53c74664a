"""Where the rows are after a row operation."""

from dataclasses import replace

import pytest

from indicators import rows
from indicators.follow import moved
from sheets.sheet import Indicator, Measure, Overall, Sheet, SubGoal

FIRST, SECOND = ("产出指标", "数量指标"), ("产出指标", "质量指标")
SHEET = Sheet(
    goals=("甲", "", ""),
    indicators=(
        Indicator(*FIRST, tier3="一", value="1"),
        Indicator(*FIRST, tier3="一", value="1"),
        Indicator(*SECOND, tier3="二", value="2"),
        Indicator("效益指标", "社会效益指标"),
    ),
)
OVERALL = Overall(
    sub_goals=(SubGoal("（一）甲"), SubGoal("（一）甲")), measures=(Measure("乙"),)
)
BLOCK = "效益指标\t社会效益指标\t新\t新\t3\t新\n产出指标\t数量指标\t新\t新\t4\t新"
MOVES = [
    ("indicators.0.add", [0, 2, 3, 4]),
    ("indicators.2.add", [0, 1, 2, 4]),
    ("indicators.0.copy", [0, 2, 3, 4]),
    ("indicators.1.up", [1, 0, 2, 3]),
    ("indicators.2.up", [0, 1, 2, 3]),  # it is the first of its label
    ("indicators.0.remove", [None, 0, 1, 2]),
    ("indicators.2.remove", [0, 1, None, 3]),  # emptied: another row in its place
    ("indicators.0.to.1", [1, 0, 2, 3]),
    ("indicators.0.to.2", [1, 0, 2, 3]),
    ("indicators.2.to.3", [0, 1, 3, None]),  # it takes the blank row's place
    ("goals.0.add", [0, 2, 3]),
    ("goals.2.up", [0, 2, 1]),
    ("goals.1.remove", [0, None, 1]),
]


def test_every_row_is_found_again(subtests):
    for operation, places in MOVES:
        with subtests.test(operation):
            part = operation.split(".")[0]
            assert moved(SHEET, operation) == {part: places}
    assert moved(OVERALL, "sub_goals.1.up") == {"sub_goals": [1, 0]}
    assert moved(OVERALL, "measures.0.remove") == {"measures": [None]}
    assert moved(OVERALL, "measures.0.add") == {"measures": [0]}


def test_inserted_rows_move_what_is_below_them():
    found = moved(SHEET, "indicators.0.insert", BLOCK)["indicators"]
    assert found[:3] == [0, 1, 3]


@pytest.mark.parametrize("operation", [move[0] for move in MOVES])
def test_the_rows_that_remember_go_where_the_real_ones_go(operation):
    part = operation.split(".")[0]
    for index, row in enumerate(getattr(SHEET, part)):
        if isinstance(row, str) or row.is_blank:
            continue
        known = replace(row, tier3="认得出")
        rest = list(SHEET.indicators)
        rest[index] = known
        sheet = replace(SHEET, indicators=tuple(rest))
        after = [r.tier3 for r in rows.apply(sheet, operation).indicators]
        place = moved(sheet, operation)["indicators"][index]
        assert place == (after.index("认得出") if "认得出" in after else None)
