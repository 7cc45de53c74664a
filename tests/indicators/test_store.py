"""What is saved comes back equal, to the last character."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from indicators import store
from indicators.models import Indicator
from projects.models import Project
from sheets import sheet as s
from tests.sheets.strategies import overalls, sheets

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


def storable(sheet: s.Sheet) -> s.Sheet:
    """PostgreSQL's text holds no NUL; the form never lets one through."""
    return replace(sheet, name=sheet.name[:200])


@AGAIN
@given(sheet=sheets)
def test_any_sheet_comes_back(target, sheet):
    sheet = storable(sheet)
    store.save_sheet(target=target, sheet=sheet)
    target.refresh_from_db()
    assert store.load_sheet(target) == sheet


@AGAIN
@given(overall=overalls)
def test_any_overall_target_comes_back(overall_target, overall):
    store.save_overall(target=overall_target, overall=overall)
    loaded = store.load_overall(overall_target)
    assert loaded.measures == overall.measures
    assert loaded.goal == overall.goal
    assert [item.title for item in loaded.sub_goals] == [
        item.title for item in overall.sub_goals
    ]


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
    assert columns == set(store.CELLS) | NOT_ON_SHEET
    own = {f.name for f in Project._meta.concrete_fields}
    assert own == set(store.FACTS) | set(store.AMOUNTS) | NOT_ON_SHEET_OF_PROJECT


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
