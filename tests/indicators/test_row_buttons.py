"""＋ ↑ ↓ ✕ change the form on the screen, whatever is wrong in it, and save nothing."""

import re

import pytest

from indicators import store
from indicators.models import Draft
from projects.models import Target

from .pages import form_in, form_of, fresh, url


def press(client, target: Target, data: dict[str, str], op: str) -> dict[str, str]:
    """The form after a button; nothing was saved by it."""
    answer = client.post(url(target), data | {"op": op})
    assert answer.status_code == 200
    assert fresh(target).version == 1
    return form_in(answer)


def column(form: dict[str, str], stem: str, cell: str = "") -> list[str]:
    """The texts of ``stem.0cell``, ``stem.1cell`` …"""
    texts: list[str] = []
    while (path := f"{stem}.{len(texts)}{cell}") in form:
        texts.append(form[path])
    return texts


@pytest.fixture
def typed(filler, target) -> dict[str, str]:
    """Two indicators under 数量指标, two goals; some cells are wrong."""
    form = form_of(filler, target) | {"goals.0": "甲", "goals.1": "乙"}
    form = press(filler, target, form, "indicators.0.add")
    return form | {
        "indicators.0.tier3": "一",
        "indicators.1.tier3": "二",
        "budget.total": "约八十",
        "plan.6": "很多",
    }


GOALS = [
    ("goals.0.add", ["甲", "", "乙"]),
    ("goals.1.add", ["甲", "乙", ""]),
    ("goals.-1.add", ["", "甲", "乙"]),
    ("goals.0.remove", ["乙"]),
    ("goals.0.up", ["甲", "乙"]),
    ("goals.1.up", ["乙", "甲"]),
    ("goals.0.down", ["乙", "甲"]),
    ("goals.1.down", ["甲", "乙"]),
    ("goals.0.copy", ["甲", "甲", "乙"]),
    ("goals.0.to.1", ["乙", "甲"]),
    ("goals.1.to.0", ["乙", "甲"]),
    ("goals.1.to.1", ["甲", "乙"]),
    ("keep", ["甲", "乙"]),
]


def test_goals(filler, target, typed, subtests):
    names = column(typed, "indicators", ".tier3")
    for op, goals in GOALS:
        with subtests.test(op):
            form = press(filler, target, typed, op)
            assert column(form, "goals") == goals
            assert (form["budget.total"], form["plan.6"]) == ("约八十", "很多")
            assert column(form, "indicators", ".tier3") == names


ROWS = [
    ("indicators.0.add", ["一", "", "二"]),
    ("indicators.0.remove", ["二"]),
    ("indicators.1.remove", ["一"]),
    ("indicators.0.up", ["一", "二"]),
    ("indicators.1.up", ["二", "一"]),
    ("indicators.0.down", ["二", "一"]),
    ("indicators.1.copy", ["一", "二", "二"]),
    ("indicators.0.to.1", ["二", "一"]),
    ("indicators.1.to.0", ["二", "一"]),
    ("indicators.1.down", ["一", "二"]),  # below it another label begins
]


def test_indicators(filler, target, typed, subtests):
    for op, names in ROWS:
        with subtests.test(op):
            form = press(filler, target, typed, op)
            shown = column(form, "indicators", ".tier3")
            labels = column(form, "indicators", ".tier2")
            assert shown[: len(names)] == names
            assert labels[: len(names)] == ["数量指标"] * len(names)
            # The other eight stay as they were, and under their own labels.
            assert shown[len(names) :] == column(typed, "indicators", ".tier3")[2:]
            assert labels[len(names) :] == column(typed, "indicators", ".tier2")[2:]
            assert (form["budget.total"], form["plan.6"]) == ("约八十", "很多")


def test_the_last_row_of_a_label_is_emptied_not_removed(filler, target):
    form = press(filler, target, form_of(filler, target), "indicators.2.remove")
    assert len(column(form, "indicators", ".tier2")) == 9
    assert form["indicators.2.tier2"] == "时效指标"
    assert form["indicators.2.value"] == ""


DRAGS = [
    # (from, to, the names under 数量 and 质量 afterwards)
    (0, 2, ["二"], ["一", "完成率"]),
    (2, 0, ["完成率", "一", "二"], [""]),
    (2, 1, ["一", "完成率", "二"], [""]),
]


def test_a_row_dragged_to_another_label_goes_under_it(filler, target, typed, subtests):
    typed = typed | {"indicators.2.tier3": "完成率"}
    for at, to, first, second in DRAGS:
        with subtests.test(f"{at} to {to}"):
            form = press(filler, target, typed, f"indicators.{at}.to.{to}")
            names = column(form, "indicators", ".tier3")
            labels = column(form, "indicators", ".tier2")
            count = len(first) + len(second)
            assert names[:count] == [*first, *second]
            assert labels[:count] == [
                *["数量指标"] * len(first),
                *["质量指标"] * len(second),
            ]
            assert names[count:] == column(typed, "indicators", ".tier3")[3:]


def test_a_row_dragged_onto_a_label_without_indicator_takes_its_place(
    filler, target, typed
):
    form = press(filler, target, typed, "indicators.2.remove")
    form = press(filler, target, form, "indicators.0.to.2")
    assert column(form, "indicators", ".tier3")[:2] == ["二", "一"]
    assert form["indicators.1.tier2"] == "质量指标"
    assert len(column(form, "indicators", ".tier2")) == 9


OVERALL = {
    "version": "1",
    "overall.goal": "总体目标",
    "overall.sub_goals.0.title": "甲",
    "overall.sub_goals.1.title": "乙",
    "overall.measures.0.title": "丙",
    "overall.measures.1.title": "",
}


ITEMS = [
    ("0.add", [0, None, 1]),
    ("-1.add", [None, 0, 1]),
    ("0.remove", [1]),
    ("0.down", [1, 0]),
    ("1.up", [1, 0]),
    ("1.down", [0, 1]),
]


@pytest.mark.parametrize("part", ["sub_goals", "measures"])
def test_the_parts_of_an_overall_target(filler, overall_target, part, subtests):
    before = column(OVERALL, f"overall.{part}", ".title")
    for op, order in ITEMS:
        with subtests.test(op):
            form = press(filler, overall_target, OVERALL, f"{part}.{op}")
            after = ["" if place is None else before[place] for place in order]
            assert column(form, f"overall.{part}", ".title") == after
            assert form["overall.goal"] == "总体目标"


def test_an_emptied_list_can_be_begun_again(filler, overall_target):
    data = {"version": "1", "overall.goal": "总体目标"}
    answer = filler.post(url(overall_target), data | {"op": "keep"})
    assert 'value="sub_goals.-1.add"' in answer.content.decode()
    form = press(filler, overall_target, data, "measures.-1.add")
    assert column(form, "overall.measures", ".title") == [""]


def test_a_text_that_is_too_long_moves_with_its_row(filler, target, typed):
    """It was shown at its old place too, over the row that had moved there."""
    long = "长" * 20001
    typed |= {"indicators.1.value": long, "goals.1": long}
    form = press(filler, target, typed, "indicators.0.add")
    assert column(form, "indicators", ".value")[:3] == ["=15个", "", long]
    form = press(filler, target, typed, "goals.1.up")
    assert column(form, "goals") == [long, "甲"]


def test_a_message_does_not_stay_at_the_old_place(filler, target, overall_target):
    data = form_of(filler, target) | {"indicators.1.value": "长" * 20001}
    page = filler.post(url(target), data | {"op": "indicators.1.add"}).content.decode()
    assert "cell-error" not in page
    answer = filler.post(url(overall_target), OVERALL | {"op": "measures.0.remove"})
    assert "标题为空" not in answer.content.decode()
    # The next save tells what is still wrong, at its new place.
    form = form_in(answer)
    assert 'id="e-overall.measures.0.title"' in (
        filler.post(url(overall_target), form).content.decode()
    )


def test_moved_rows_are_saved_where_they_stand(filler, target, typed):
    form = press(filler, target, typed, "indicators.0.down")
    form |= {"budget.total": "88.2", "plan.6": "50%"}
    assert filler.post(url(target), form).status_code == 302
    rows = store.load_sheet(fresh(target)).indicators
    assert [row.tier3 for row in rows[:2]] == ["二", "一"]


def test_a_pasted_block_becomes_rows(filler, target):
    """What stands in the row of the cursor stays."""
    data = form_of(filler, target)
    answer = filler.post(
        url(target),
        data | {"op": "indicators.2.paste.tier3", "pasted": "甲\t说明\t≤3天\n乙"},
    )
    form = form_in(answer)
    assert column(form, "indicators", ".tier3")[2:5] == ["项目完成时限", "甲", "乙"]
    assert form["indicators.3.value"] == "≤3天"
    assert "已粘贴 2 行" in answer.content.decode()
    assert fresh(target).version == 1


def test_without_javascript_an_operation_can_be_undone(filler, target):
    data = form_of(filler, target) | {"usage": "没有保存的", "budget.total": "约八十"}
    answer = filler.post(url(target), data | {"op": "indicators.2.remove"})
    assert "已清空时效指标 第1行" in answer.content.decode()
    removed = form_in(answer)
    assert removed["indicators.2.value"] == ""
    answer = filler.post(url(target), removed | {"op": "undo"})
    assert "已撤销" in answer.content.decode()
    undone = form_in(answer)
    assert {k: v for k, v in undone.items() if k != "before"} == data
    # And 撤销 may be taken back, too.
    again = form_in(filler.post(url(target), undone | {"op": "undo"}))
    assert again["indicators.2.value"] == ""
    assert fresh(target).version == 1
    # A draft keeps what is written, and not twice.
    filler.post(url(target), undone | {"op": "autosave"})
    assert "before" not in Draft.objects.get().data


@pytest.mark.parametrize("before", ["", "{", "[1]", '{"usage": 1}', "[" * 99999])
def test_undo_refuses_what_is_no_form(filler, target, before):
    data = form_of(filler, target) | {"op": "undo", "before": before}
    assert filler.post(url(target), data).status_code == 400


def test_what_cannot_be_done_is_said_and_needs_no_undo(filler, target):
    data = form_of(filler, target)
    answer = filler.post(
        url(target), data | {"op": "indicators.0.paste.tier3", "pasted": "\t"}
    )
    page = answer.content.decode()
    assert "复制的内容里没有指标" in page
    assert 'value="undo"' not in page
    assert form_in(answer) == data


def buttons_off(page: str) -> set[str]:
    return set(re.findall(r'value="([^"]*)"[^>]*data-row-op disabled', page))


def test_buttons_that_could_do_nothing_are_off(filler, target, overall_target, typed):
    page = filler.post(url(target), typed | {"op": "keep"}).content.decode()
    off = buttons_off(page)
    assert {"goals.0.up", "goals.1.down", "indicators.0.up", "indicators.1.down"} <= off
    assert not {"goals.0.down", "indicators.0.down", "indicators.1.up"} & off
    assert {"indicators.2.up", "indicators.2.down"} <= off  # alone under its label
    answer = filler.post(url(overall_target), OVERALL | {"op": "keep"})
    assert buttons_off(answer.content.decode()) == {
        "sub_goals.0.up",
        "sub_goals.1.down",
        "measures.0.up",
        "measures.1.down",
    }
