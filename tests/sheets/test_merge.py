"""Two people, one document: nobody's work is lost, and a clash is told."""

from dataclasses import replace

import pytest
from hypothesis import given

from sheets.merge import merge
from sheets.numbering import numbered
from sheets.sheet import Indicator, Measure, Overall

from .strategies import overalls, sheets


@pytest.fixture
def base(seed_book):
    return seed_book.projects[0]


def with_row(sheet, index, **cells):
    rows = list(sheet.indicators)
    rows[index] = replace(rows[index], **cells)
    return replace(sheet, indicators=tuple(rows))


def added(sheet, index, name):
    row = sheet.indicators[index]
    new = Indicator(row.tier1, row.tier2, name, "", "=1个", "")
    rows = (*sheet.indicators[: index + 1], new, *sheet.indicators[index + 1 :])
    return replace(sheet, indicators=rows)


def names(sheet):
    return [row.tier3 for row in sheet.indicators]


def test_a_row_they_added_stays(base):
    theirs = added(base, 0, "甲")
    mine = replace(base, usage="我改的用途")
    merged = merge(base, theirs, mine)
    assert merged.document == replace(theirs, usage="我改的用途")
    assert merged.clashes == ()


def test_rows_that_both_added_stay(base):
    merged = merge(base, added(base, 0, "甲"), added(base, 0, "乙")).document
    assert names(merged)[:3] == [base.indicators[0].tier3, "甲", "乙"]


def test_a_row_that_both_added_alike_stands_once(base):
    both = added(base, 0, "甲")
    assert merge(base, both, both).document == both


def test_different_cells_of_one_row_go_together(base):
    theirs = with_row(base, 2, value="2021年10月底前")
    mine = with_row(base, 2, basis="会议纪要")
    merged = merge(base, theirs, mine)
    assert merged.document.indicators[2].value == "2021年10月底前"
    assert merged.document.indicators[2].basis == "会议纪要"
    assert merged.clashes == ()


def test_one_cell_changed_by_both_is_a_clash(base):
    theirs = with_row(added(base, 0, "甲"), 3, value="2021年10月底前")
    mine = with_row(base, 2, value="2021年12月底前")
    merged = merge(base, theirs, mine)
    [clash] = merged.clashes
    assert (clash.field, clash.label) == (
        "indicators.3.value",
        "时效指标 第1行 指标值",
    )
    assert (clash.before, clash.after) == ("2021年10月底前", "2021年12月底前")
    assert merged.document.indicators[3].value == "2021年12月底前"


def test_a_row_they_removed_goes_unless_i_wrote_in_it(base):
    base = added(base, 0, "甲")
    theirs = replace(base, indicators=(base.indicators[0], *base.indicators[2:]))
    assert "甲" not in names(merge(base, theirs, base).document)
    mine = with_row(base, 1, value="≥5个")
    assert "甲" in names(merge(base, theirs, mine).document)


def test_a_row_i_removed_comes_back_if_they_wrote_in_it(base):
    base = added(base, 0, "甲")
    mine = replace(base, indicators=(base.indicators[0], *base.indicators[2:]))
    assert "甲" not in names(merge(base, base, mine).document)
    theirs = with_row(base, 1, value="≥5个")
    assert "甲" in names(merge(base, theirs, mine).document)


def test_goals_and_money(base):
    theirs = replace(base, goals=(*base.goals, "别人的目标"))
    mine = replace(base, goals=("我改的目标", base.goals[1]), usage="我的用途")
    merged = merge(base, theirs, mine)
    assert merged.document.goals == ("我改的目标", base.goals[1], "别人的目标")
    theirs = replace(base, usage="别人的用途")
    [clash] = merge(base, theirs, mine).clashes
    assert (clash.field, clash.before, clash.after) == (
        "usage",
        "别人的用途",
        "我的用途",
    )


def test_the_departments_text(seed_book):
    base = seed_book.overall
    theirs = Overall(base.goal, base.sub_goals, (*base.measures, Measure("（十）甲")))
    mine = Overall("我的总体目标", base.sub_goals, base.measures)
    merged = merge(base, theirs, mine)
    assert merged.document == Overall("我的总体目标", base.sub_goals, theirs.measures)
    both = Overall("别人的总体目标", base.sub_goals, base.measures)
    assert [c.label for c in merge(base, both, mine).clashes] == ["总体绩效目标"]


@given(sheets, sheets)
def test_who_changed_nothing_gets_what_the_other_wrote(base, other):
    assert merge(base, other, base).clashes == ()
    assert merge(base, base, other).document == other
    assert merge(base, other, other).document == other


@given(overalls, overalls)
def test_the_same_for_the_departments_text(base, other):
    assert merge(base, base, other).document == other
    assert merge(base, other, other).document == other


@given(sheets, sheets, sheets)
def test_every_name_of_a_row_survives_or_was_removed_by_somebody(base, theirs, mine):
    merged = {(r.tier2, r.tier3) for r in merge(base, theirs, mine).document.indicators}
    before = {(r.tier2, r.tier3) for r in base.indicators}
    for other in (theirs, mine):
        new = {(r.tier2, r.tier3) for r in other.indicators} - before
        lost = {pair for pair in new - merged if pair[1]}
        # Lost is only what the other person renamed at the same place: a clash.
        told = {c.before for c in merge(base, theirs, mine).clashes}
        assert all(name in told for _, name in lost)


def test_only_one_kind_can_be_merged(base, seed_book):
    with pytest.raises(TypeError):
        merge(base, base, seed_book.overall)


def test_headings_that_count_by_themselves_clash_about_nothing():
    """Theirs has an item before mine: every number after it is another."""

    def overall(*items: tuple[str, str]) -> Overall:
        titles = numbered(title for title, _ in items)
        texts = (text for _, text in items)
        return Overall("", (), tuple(map(Measure, titles, texts)))

    base = overall(("甲", "一"), ("乙", "二"))
    theirs = overall(("新", ""), ("甲", "一"), ("乙", "二"))
    mine = overall(("甲", "一"), ("乙", "改过"))
    found = merge(base, theirs, mine)
    assert found.document == overall(("新", ""), ("甲", "一"), ("乙", "改过"))
    assert not found.clashes
