from dataclasses import replace

from hypothesis import given

from sheets.diff import diff, diff_overall
from sheets.sheet import Indicator, Overall

from .strategies import overalls, sheets


def change_row(sheet, index, **cells):
    rows = list(sheet.indicators)
    rows[index] = replace(rows[index], **cells)
    return replace(sheet, indicators=tuple(rows))


def shown(changes):
    return [(c.kind, c.field, c.label, c.before, c.after) for c in changes]


def test_one_cell_is_one_change(seed_book):
    old = seed_book.projects[2]
    new = change_row(old, 2, value="2021年12月底前")
    assert shown(diff(old, new)) == [
        (
            "changed",
            "indicators.2.value",
            "时效指标 第1行 指标值",
            "2020年12月底前",
            "2021年12月底前",
        )
    ]


def test_an_added_row_leaves_the_others_alone(seed_book):
    old = seed_book.projects[0]
    row = Indicator("产出指标", "数量指标", "补助人数", "", "=5人", "")
    new = replace(old, indicators=(row, *old.indicators))
    changes = diff(old, new)
    assert {c.kind for c in changes} == {"added"}
    assert {c.field.rsplit(".", 1)[0] for c in changes} == {"indicators.0"}
    assert {c.kind for c in diff(new, old)} == {"removed"}


def test_a_renamed_row_is_changed(seed_book):
    old = seed_book.projects[0]
    new = change_row(old, 0, tier3="补助对象人数")
    assert [(c.kind, c.label) for c in diff(old, new)] == [
        ("changed", "数量指标 第1行 三级指标")
    ]


def test_a_filled_empty_row_is_changed(seed_book):
    old = seed_book.projects[0]
    new = change_row(old, 4, tier3="增收", description="", value="≥5%", basis="")
    assert {c.kind for c in diff(old, new)} == {"changed"}


def test_goals_are_aligned(seed_book):
    old = seed_book.projects[0]
    new = replace(old, goals=("新的目标", *old.goals))
    assert shown(diff(old, new)) == [("added", "goals.0", "目标1", "", "新的目标")]


@given(sheets)
def test_a_sheet_does_not_differ_from_itself(sheet):
    assert diff(sheet, sheet) == []


@given(sheets, sheets)
def test_no_difference_means_the_same_cells(old, new):
    """Blank and missing look the same to a person, so only texts are compared."""
    if not diff(old, new):
        assert old.goals == new.goals
        assert [r.texts for r in old.indicators if not r.is_blank] == [
            r.texts for r in new.indicators if not r.is_blank
        ]


@given(overalls)
def test_a_text_does_not_differ_from_itself(overall):
    assert diff_overall(overall, overall) == []


def test_a_changed_measure_is_named(seed_book):
    old = seed_book.overall
    measures = (replace(old.measures[0], text="新的内容"), *old.measures[1:])
    new = Overall(old.goal, old.sub_goals, measures)
    assert [c.label for c in diff_overall(old, new)] == ["工作保障措施 第1项 内容"]
