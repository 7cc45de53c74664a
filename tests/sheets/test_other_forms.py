"""What only some forms have is compared, merged, carried over and found again like the
rest of a document."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sheets import fields
from sheets.anchor import cells, follow, replaced, text_at
from sheets.carry import Carrier
from sheets.diff import diff, diff_overall
from sheets.last_year import last_year_cells
from sheets.layouts import layouts
from sheets.layouts.sample import sample_overall, sample_sheet
from sheets.merge import merge
from sheets.sheet import Indicator, Medium, Overall, Sheet, Task, text_of

HUBEI = sample_sheet(layouts.get("hubei"))
OVERALL = sample_overall()


def told(changes) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.label, c.before, c.after) for c in changes]


def with_extra(sheet: Sheet, place: int, label: str, text: str) -> Sheet:
    return replaced(f"indicators.{place}.extra.{label}", sheet, text)


# --- Compared ---------------------------------------------------------------------


def test_facts_and_columns_differ_by_their_labels():
    new = replaced("facts.立项依据", HUBEI, "新的依据")
    new = with_extra(new, 1, "绩效标准", "行业标准")
    assert told(diff(HUBEI, new)) == [
        ("changed", "立项依据", "某某市乡村振兴实施方案", "新的依据"),
        ("changed", "数量指标 第2行 绩效标准", "计划标准", "行业标准"),
    ]


def test_the_medium_side_differs_like_the_year():
    new = replaced("medium.budget.total", HUBEI, "500")
    new = replaced("medium.goals.0", new, "甲")
    new = replaced("medium.indicators.1.value", new, "≥36次")
    new = replaced("medium.period", new, "2022年—2024年")
    changes = diff(HUBEI, new)
    assert [c.field for c in changes] == [
        *("medium.period", "medium.budget.total", "medium.goals.0"),
        "medium.indicators.1.value",
    ]
    assert [c.label for c in changes] == [
        *("中期目标的年份", "中期 预算数", "中期 目标1", "中期 数量指标 第2行 指标值"),
    ]


def test_a_medium_side_that_nobody_wrote_is_no_difference():
    none = replace(HUBEI, medium=None)
    rows = tuple(Indicator(r.tier1, r.tier2) for r in HUBEI.indicators)
    blank = replace(HUBEI, medium=Medium(goals=("", ""), indicators=rows))
    assert diff(none, blank) == diff(blank, none) == []
    assert len(diff(none, HUBEI)) > 30


def test_a_department_form_differs_by_task_and_row():
    new = replaced("overall.tasks.1.total", OVERALL, "70")
    new = replaced("overall.indicators.0.value", new, "=80人")
    assert told(diff_overall(OVERALL, new)) == [
        ("changed", "年度主要任务 第2项 总额", "69.3", "70"),
        ("changed", "数量指标 第1行 指标值", "=79人", "=80人"),
    ]
    labels = tuple(Indicator(r.tier1, r.tier2) for r in OVERALL.indicators)
    assert diff_overall(Overall(), Overall(indicators=labels)) == []


# --- Merged -----------------------------------------------------------------------


def test_two_people_in_different_cells():
    theirs = replaced("facts.立项依据", HUBEI, "新的依据")
    theirs = with_extra(theirs, 1, "绩效标准", "行业标准")
    theirs = replaced("medium.goals.0", theirs, "他们的")
    mine = replaced("facts.项目类别", HUBEI, "其他类")
    mine = with_extra(mine, 1, "上年指标值", "=77人")
    mine = replaced("medium.period", mine, "2022年—2024年")
    merged = merge(HUBEI, theirs, mine)
    assert merged.clashes == ()
    texts = fields.texts(merged.document)
    assert texts["facts.立项依据"] == "新的依据"
    assert texts["facts.项目类别"] == "其他类"
    assert texts["indicators.1.extra.绩效标准"] == "行业标准"
    assert texts["indicators.1.extra.上年指标值"] == "=77人"
    assert texts["medium.goals.0"] == "他们的"
    assert texts["medium.period"] == "2022年—2024年"


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("facts.立项依据", "立项依据"),
        ("indicators.1.extra.绩效标准", "数量指标 第2行 绩效标准"),
        ("medium.period", "中期目标的年份"),
        ("medium.indicators.1.value", "中期 数量指标 第2行 指标值"),
    ],
)
def test_two_people_in_one_cell(path, label):
    theirs, mine = replaced(path, HUBEI, "甲"), replaced(path, HUBEI, "乙")
    merged = merge(HUBEI, theirs, mine)
    assert told(merged.clashes) == [("changed", label, "甲", "乙")]
    assert merged.clashes[0].field == path
    assert text_at(path, merged.document) == "乙"


def test_a_fact_that_both_added():
    theirs = replaced("facts.联系人", HUBEI, "甲")
    mine = replaced("facts.联系人", HUBEI, "乙")
    assert [c.label for c in merge(HUBEI, theirs, mine).clashes] == ["联系人"]
    only_theirs = merge(HUBEI, theirs, HUBEI)
    assert text_of(only_theirs.document.facts, "联系人") == "甲"


def test_a_medium_side_that_one_of_them_began():
    none = replace(HUBEI, medium=None)
    changed = replaced("usage", none, "改")
    merged = merge(none, HUBEI, changed).document
    assert merged.medium == HUBEI.medium
    assert merged.usage == "改"
    assert merge(none, none, changed).document.medium is None


def test_two_people_in_a_department_form():
    theirs = replace(OVERALL, tasks=(*OVERALL.tasks, Task("新的")))
    mine = replaced("overall.tasks.0.total", OVERALL, "170")
    mine = replaced("overall.indicators.1.value", mine, "≥24次")
    merged = merge(OVERALL, theirs, mine)
    assert merged.clashes == ()
    assert [t.name for t in merged.document.tasks] == [
        "村级组织保障",
        "农技推广",
        "新的",
    ]
    assert merged.document.tasks[0].total == Decimal(170)
    assert merged.document.indicators[1].value == "≥24次"
    clash = merge(OVERALL, replaced("overall.tasks.0.total", OVERALL, "1"), mine)
    assert told(clash.clashes) == [("changed", "年度主要任务 第1项 总额", "1", "170")]


# --- Carried over, last year ------------------------------------------------------


def carried(sheet: Sheet, **how) -> Sheet:
    how = {"months": (12,), "with_values": True} | how
    return Carrier(2021, 2022).carry(sheet, **how)


def test_earlier_years_move_back_by_one():
    row = carried(HUBEI).indicators[0]
    assert dict(row.extra) == {
        "绩效标准": "计划标准",
        "前年指标值": "=78人",
        "上年指标值": "=79人",
    }
    assert row.value == "=79人"


def test_facts_move_their_years_and_the_medium_side_stays():
    sheet = replaced("facts.立项依据", HUBEI, "2021年实施方案")
    carrier = Carrier(2021, 2022)
    after = carrier.carry(sheet, months=(12,), with_values=True)
    assert text_of(after.facts, "立项依据") == "2022年实施方案"
    assert "facts.立项依据" in {shift.field for shift in carrier.shifts}
    assert after.medium.period == "2021年—2023年"
    assert after.medium.budget.total is None
    assert after.medium.goals == HUBEI.medium.goals
    assert carried(replace(HUBEI, medium=None)).medium is None


def test_a_department_form_is_carried_without_its_money():
    overall = replaced("overall.tasks.0.content", OVERALL, "发放2021年补贴")
    after = Carrier(2021, 2022).carry_overall(overall)
    assert after.tasks[0] == Task("村级组织保障", "发放2022年补贴")
    assert len(after.indicators) == len(OVERALL.indicators)
    assert after.indicators[3].value == "2022年12月底前"


def test_last_year_stands_beside_every_cell():
    found = last_year_cells(HUBEI, carried(HUBEI), from_year=2021, to_year=2022)
    assert found["facts.立项依据"] == "某某市乡村振兴实施方案"
    assert found["indicators.0.extra.上年指标值"] == "=78人"
    assert found["indicators.0.weight"] == "10"
    assert found["medium.period"] == "2021年—2023年"
    assert found["medium.indicators.0.value"] == "≥237人次"


# --- Found again ------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [*(sample_sheet(layout) for layout in layouts), OVERALL],
    ids=[*(layout.id for layout in layouts), "overall"],
)
def test_every_cell_can_be_named_read_and_replaced(document):
    found = cells(document)
    assert len(found) > 40
    for path, name in found:
        assert name
        assert text_at(path, document) == fields.texts(document)[path]
        is_amount = "budget" in path or path.rpartition(".")[2] in (
            *("weight", "total", "fiscal", "other"),
        )
        text = "7" if is_amount and "unit" not in path else "新"
        assert text_at(path, replaced(path, document, text)) == text


def test_a_cell_that_the_row_does_not_have_yet():
    sheet = replace(HUBEI, indicators=(Indicator("产出指标", "数量指标", "甲"),))
    assert text_at("indicators.0.extra.绩效标准", sheet) == ""
    assert text_at("facts.没有", sheet) == ""
    for path in ("indicators.9.extra.绩效标准", "indicators.x.value", "medium.goals.9"):
        with pytest.raises(LookupError):
            text_at(path, sheet)


def test_a_remark_follows_its_row():
    first, second, *rest = HUBEI.medium.indicators
    new = Indicator("产出指标", "数量指标", "新的")
    rows = (new, first, second, *rest)
    after = replace(HUBEI, medium=replace(HUBEI.medium, indicators=rows))
    there = follow("medium.indicators.1.value", HUBEI, after)
    assert there == "medium.indicators.2.value"
    assert follow("medium.period", HUBEI, after) == "medium.period"
    assert follow("medium.period", HUBEI, replace(HUBEI, medium=None)) is None
    assert follow("facts.立项依据", HUBEI, after) == "facts.立项依据"
    path = "indicators.1.extra.绩效标准"
    moved = replace(HUBEI, indicators=(new, *HUBEI.indicators))
    assert follow(path, HUBEI, moved) == "indicators.2.extra.绩效标准"
    tasks = replace(OVERALL, tasks=(Task("新"), *OVERALL.tasks))
    assert follow("overall.tasks.0.total", OVERALL, tasks) == "overall.tasks.1.total"
    path = "overall.indicators.0.value"
    assert follow(path, OVERALL, OVERALL) == path
