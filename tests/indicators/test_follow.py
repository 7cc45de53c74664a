"""用别人的 finds its cell after the rows of the page have moved."""

from dataclasses import replace

import pytest

from indicators import rows
from indicators.follow import follow
from sheets.sheet import Indicator, Measure, Overall, Sheet, SubGoal

from .pages import form_in, form_of, url

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
    # (operation, what is pasted, path before, path after)
    ("indicators.0.add", "", "indicators.2.value", "indicators.3.value"),
    ("indicators.2.add", "", "indicators.2.value", "indicators.2.value"),
    ("indicators.0.copy", "", "indicators.0.value", "indicators.0.value"),
    ("indicators.0.copy", "", "indicators.1.value", "indicators.2.value"),
    ("indicators.1.up", "", "indicators.1.tier3", "indicators.0.tier3"),
    ("indicators.1.up", "", "indicators.0.tier3", "indicators.1.tier3"),
    ("indicators.2.up", "", "indicators.2.tier3", "indicators.2.tier3"),
    ("indicators.0.remove", "", "indicators.2.basis", "indicators.1.basis"),
    ("indicators.0.remove", "", "indicators.0.basis", ""),
    ("indicators.2.remove", "", "indicators.2.basis", ""),
    ("indicators.0.to.2", "", "indicators.0.value", "indicators.1.value"),
    ("indicators.0.to.2", "", "indicators.2.value", "indicators.2.value"),
    ("indicators.2.to.3", "", "indicators.2.value", "indicators.3.value"),
    ("indicators.0.insert", BLOCK, "indicators.2.value", "indicators.3.value"),
    ("indicators.0.add", "", "goals.1", "goals.1"),
    ("indicators.0.add", "", "usage", "usage"),
    ("goals.0.add", "", "goals.2", "goals.3"),
    ("goals.2.up", "", "goals.2", "goals.1"),
    ("goals.1.remove", "", "goals.1", ""),
    ("indicators.0.add", "", "indicators.77.value", ""),
    ("indicators.0.add", "", "", ""),
]
OVERALL_MOVES = [
    ("sub_goals.0.add", "overall.sub_goals.1.goal", "overall.sub_goals.2.goal"),
    ("sub_goals.1.up", "overall.sub_goals.1.projects", "overall.sub_goals.0.projects"),
    ("sub_goals.0.remove", "overall.measures.0.text", "overall.measures.0.text"),
    ("measures.0.remove", "overall.measures.0.text", ""),
]


def test_a_path_goes_with_its_row(subtests):
    for operation, pasted, before, after in MOVES:
        with subtests.test(f"{operation} {before}"):
            assert follow(SHEET, operation, pasted, {"a": before}) == {"a": after}
    for operation, before, after in OVERALL_MOVES:
        with subtests.test(f"{operation} {before}"):
            assert follow(OVERALL, operation, "", {"a": before}) == {"a": after}


@pytest.mark.parametrize("operation", sorted({move[0] for move in MOVES}))
def test_watching_a_row_changes_nothing(operation):
    """The watched rows take the same places as the real ones would."""
    pasted = BLOCK if "insert" in operation else ""
    part = operation.split(".")[0]
    for index, row in enumerate(getattr(SHEET, part)):
        text = row if isinstance(row, str) else row.tier3
        # A text of its own tells the rows apart; a blank one must stay blank.
        named = f"{text}{index}" if text else text
        rest = list(getattr(SHEET, part))
        rest[index] = named if isinstance(row, str) else replace(row, tier3=named)
        sheet = replace(SHEET, **{part: tuple(rest)})
        path = f"{part}.{index}"
        found = follow(sheet, operation, pasted, {"a": path})["a"]
        if text and found:
            place = int(found.split(".")[1])
            after = getattr(rows.apply(sheet, operation, pasted), part)[place]
            assert (after if isinstance(after, str) else after.tier3) == named


def test_the_form_says_where_the_cell_is_now(filler, target):
    form = form_of(filler, target)
    filler.post(url(target), form | {"indicators.1.value": "=90%"})
    answer = filler.post(url(target), form | {"indicators.1.value": "=80%"})
    mine = form_in(answer)
    assert answer.status_code == 409
    assert 'data-take="clash.0"' in answer.content.decode()
    assert mine["clash.0"] == "indicators.1.value"
    for op, path in (
        ("indicators.0.copy", "indicators.2.value"),
        ("goals.0.add", "indicators.2.value"),
        ("keep", "indicators.2.value"),
        ("indicators.2.remove", ""),
    ):
        mine = form_in(filler.post(url(target), mine | {"op": op}))
        assert mine["clash.0"] == path
