"""Budget years and the schemes that ship."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import BudgetYear, IndicatorScheme
from projects.models.years import validate_months


@pytest.mark.parametrize("text", ["3,6,10,12", "12", "1,2"])
def test_checkpoints_in_rising_order(text):
    validate_months(text)


@pytest.mark.parametrize(
    "text", ["", "6,3", "3,3", "0,6", "6,13", "3，6", "三月", "3, 6", "6,", "006"]
)
def test_other_checkpoints_are_refused(text):
    with pytest.raises(ValidationError):
        validate_months(text)


def test_the_months_of_a_year(year):
    assert year.months == (3, 6, 10, 12)
    assert str(year) == "2021年"
    assert BudgetYear.objects.get_by_natural_key(2021) == year


def test_the_shipped_schemes(office):
    rows = {s.code: s.rows() for s in IndicatorScheme.objects.all()}
    assert set(rows) == {"2015", "2021", "hebei-2021"}
    assert ("效益指标", "可持续影响指标") in rows["2015"]
    assert rows["2021"][0] == ("成本指标", "经济成本指标")
    assert ("产出指标", "成本指标") not in rows["2021"]
    assert ("效果指标", "可持续性影响") in rows["hebei-2021"]
    assert [len(r) for r in rows.values()] == [9, 10, 9]
