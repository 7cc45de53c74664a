"""What is saved comes back equal, to the last character."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from indicators import store
from indicators.models import Indicator
from indicators.services import changes_between
from projects.models import Project, Task
from sheets import sheet as s
from tests.sheets.strategies import overalls, sheets

from .pages import fresh

# The database is rolled back after the test, not after each example: each example
# replaces what the one before it saved.
AGAIN = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NOT_ON_SHEET = {
    *("id", "target", "position"),
    *(f"value_{n}" for n in ("kind", "operator", "number", "upper", "unit", "date")),
}
NOT_ON_SHEET_OF_PROJECT = {"id", "year", "department", "position", "continued_from"}


@AGAIN
@given(sheet=sheets)
def test_any_sheet_comes_back(target, sheet):
    store.save_sheet(target=target, sheet=sheet)
    target.refresh_from_db()
    assert store.load_sheet(target) == sheet


def row(*texts: str | None, weight: str | None = None) -> s.Indicator:
    amount = None if weight is None else Decimal(weight)
    return s.Indicator("产出指标", "数量指标", *texts, weight=amount)


TRICKY = {
    "nothing at all": s.Sheet(name="甲"),
    "no such cell": s.Sheet(name="甲", code=None, usage=None, budget=s.Budget(None)),
    "empty cells": s.Sheet(name="甲", code="", usage="", goals=("", "")),
    "amounts": s.Sheet(
        name="甲",
        budget=s.Budget("元", Decimal("0"), Decimal("69.30"), Decimal("0.000")),
    ),
    "plan": s.Sheet(
        name="甲",
        plan=(s.PlanStep(1, None), s.PlanStep(6, ""), s.PlanStep(12, "１００％")),
    ),
    "placeholder": s.Sheet(name="甲", goals=("一",), goals_placeholder="……"),
    "goals as typed": s.Sheet(name="甲", goals=(" 一 ", "二\n三", "一", "一\u2028二")),
    "blank rows": s.Sheet(name="甲", indicators=(row(), row("", "", "", ""), row())),
    "some cells missing": s.Sheet(name="甲", indicators=(row("人数", None, "=79人"),)),
    "weights": s.Sheet(
        name="甲",
        indicators=(
            row(weight="10"),
            row("人数", weight="0.50"),
            row("天", weight="0"),
        ),
    ),
    "other forms": s.Sheet(
        name="甲",
        facts=(("实施单位", "乙\n丙"), ("1.项目属性", "")),
        indicators=(
            replace(row("人数"), extra=(("绩效标准", "=79人"), ("备.注", ""))),
            row(),
        ),
        medium=s.Medium("2021年—2023年", s.Budget("元"), ("一",), (row("天"), row())),
    ),
    "an empty 中期 side": s.Sheet(name="甲", medium=s.Medium()),
    "values": s.Sheet(
        name="甲",
        indicators=tuple(
            row("值", "", text, "")
            for text in (
                *("=79人", "＝79人", "≥95%", "80%-90%", "=1/0", "1e999", "-", "长期"),
                *("9" * 500 + "元", "0." + "3" * 400, "9" * 30 + "-" + "9" * 31 + "元"),
                *("2021年2月30日", "=HYPERLINK(1)", "１２３\t\n", "5" + "个" * 300),
            )
        ),
    ),
}


@pytest.mark.parametrize("name", TRICKY)
def test_a_tricky_sheet_comes_back(target, name):
    store.save_sheet(target=target, sheet=TRICKY[name])
    assert store.load_sheet(fresh(target)) == TRICKY[name]


def test_saving_again_replaces_everything(target):
    for sheet in (*TRICKY.values(), *reversed(TRICKY.values())):
        store.save_sheet(target=target, sheet=sheet)
        assert store.load_sheet(fresh(target)) == sheet


def lines_apart(overall: s.Overall) -> s.Overall:
    """An indicator or a project of a sub-goal is one line of text, not empty."""

    def apart(texts):
        return tuple("\n".join(texts).split("\n")) if texts else ()

    sub_goals = tuple(
        replace(goal, indicators=apart(goal.indicators), projects=apart(goal.projects))
        for goal in overall.sub_goals
    )
    return replace(overall, sub_goals=sub_goals)


@AGAIN
@given(overall=overalls)
def test_any_overall_target_comes_back(overall_target, overall):
    store.save_overall(target=overall_target, overall=overall)
    assert store.load_overall(overall_target) == lines_apart(overall)


def test_a_separator_inside_an_indicator_is_no_line_end(overall_target):
    """A pasted U+2028 used to make two indicators out of one."""
    sub_goal = s.SubGoal("（一）", "目标", ("一\u2028二", "三\u0085四", "五"))
    overall = s.Overall("总目标\n第二段", (sub_goal, s.SubGoal("（二）")), ())
    store.save_overall(target=overall_target, overall=overall)
    assert store.load_overall(overall_target) == overall


def test_a_document_of_the_other_kind_is_refused(target, overall_target):
    for wrong in (store.load_sheet, lambda t: store.save(target=t, document=s.Sheet())):
        with pytest.raises(ValueError, match="no sheet"):
            wrong(overall_target)
    with pytest.raises(TypeError, match="cannot be compared"):
        changes_between(store.load(target), store.load(overall_target))


def test_loading_takes_few_queries(target, django_assert_num_queries):
    """Plan, goals, indicators; the target and its project are there."""
    target = fresh(target)
    with django_assert_num_queries(3):
        store.load_sheet(target)


def test_the_seed_comes_back(office, seed_book):
    targets = [p.target for p in Project.objects.order_by("position")]
    assert tuple(store.load_sheet(t) for t in targets) == seed_book.projects


def test_the_meaning_of_a_value_is_kept_beside_it(target):
    row = target.indicators.get(value="=15个")
    assert (row.value_kind, row.value_operator, row.value_unit) == ("number", "=", "个")
    assert row.value_number == 15
    assert str(target.indicators.get(tier2="时效指标").value_date) == "2020-12-31"


def test_a_number_too_big_for_its_column_stays_text(target):
    row = s.Indicator("产出指标", "数量指标", "甲", "", "9" * 30 + "元", "")
    sheet = replace(store.load_sheet(target), indicators=(row,))
    store.save_sheet(target=target, sheet=sheet)
    assert target.indicators.get().value_number is None
    assert store.load_sheet(target) == sheet


def test_every_column_is_on_the_sheet_or_known_not_to_be():
    columns = {f.name for f in Indicator._meta.get_fields()}
    assert columns == set(store.CELLS) | {"extra"} | NOT_ON_SHEET
    assert set(store.CELLS) | {"extra"} == {f.name for f in fields(s.Indicator)}
    own = {f.name for f in Project._meta.concrete_fields}
    stored = set(store.FACTS) | set(store.AMOUNTS) | {"facts", "medium"}
    assert own == stored | NOT_ON_SHEET_OF_PROJECT
    task = {f.name for f in Task._meta.concrete_fields}
    assert task == {f.name for f in fields(s.Task)} | {"id", "target", "position"}
    assert {f.name for f in fields(s.Overall)} == {
        *("goal", "sub_goals", "measures", "tasks", "indicators")
    }
    assert set(store.AMOUNTS) == {f.name for f in fields(s.Budget)}
    # A sheet has these, and the parts that are rows of their own.
    parts = {"budget", "plan", "goals", "indicators", "facts", "medium"}
    assert {f.name for f in fields(s.Sheet)} == set(store.FACTS) | parts


@pytest.mark.parametrize(
    "broken",
    [
        {"tier1": ""},
        {"tier3": None, "value": "=1个"},
        {"position": 0},
    ],
)
def test_the_database_refuses_a_broken_row(target, broken):
    row = {"tier1": "产出指标", "tier2": "数量指标", "tier3": "甲", "position": 99}
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(target=target, **(row | broken))


def test_amounts_are_exact_in_the_database(target):
    project = target.project
    for amount in ("0.10", "69.30", "161", "999999999999.123456"):
        Project.objects.filter(pk=project.pk).update(total=Decimal(amount))
        project.refresh_from_db()
        assert project.total_text == amount
