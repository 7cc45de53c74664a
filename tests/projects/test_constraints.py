"""Each constraint refuses what its name says, on both databases."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from departments.models import Department, Membership, User
from projects.fields import AmountInput
from projects.models import (
    BudgetYear,
    FundingPlanStep,
    Goal,
    IndicatorScheme,
    Project,
    Target,
    Tier,
)
from projects.models.years import validate_months

BROKEN = {
    "project_name_is_unique_in_its_department_and_year": lambda o: (
        Project.objects.create(year=o.year, department=o.office, name=o.name)
    ),
    "project_has_a_name": lambda o: Project.objects.create(
        year=o.year, department=o.office, name=""
    ),
    "project_total_is_not_negative": lambda o: Project.objects.filter(
        pk=o.project.pk
    ).update(total=Decimal(-5)),
    "project_has_one_plan_step_a_month": lambda o: FundingPlanStep.objects.create(
        project=o.project, month=12
    ),
    "plan_month_is_between_1_and_12": lambda o: FundingPlanStep.objects.create(
        project=o.project, month=13
    ),
    "project_target_has_a_project_and_a_department_target_none": lambda o: (
        Target.objects.create(kind="project", year=o.year, department=o.office)
    ),
    "department_has_one_overall_target_a_year": lambda o: Target.objects.create(
        kind="department", year=o.year, department=o.office
    ),
    "target_status_is_known": lambda o: Target.objects.filter(pk=o.target.pk).update(
        status="lost"
    ),
    "goals_of_a_target_stand_in_different_places": lambda o: Goal.objects.create(
        target=o.target, position=0
    ),
    "tier_label_is_unique_below_its_parent": lambda o: Tier.objects.create(
        scheme=o.year.scheme, parent=o.tier.parent, label=o.tier.label, position=9
    ),
    "tier_1_label_is_unique_in_its_scheme": lambda o: Tier.objects.create(
        scheme=o.year.scheme, label="产出指标", position=9
    ),
    "budget_year_is_between_2000_and_2100": lambda o: BudgetYear.objects.create(
        year=1999, scheme=o.year.scheme
    ),
    "filling_window_opens_before_it_closes": lambda o: BudgetYear.objects.create(
        year=2030, scheme=o.year.scheme, opens_on="2030-02-01", closes_on="2030-01-01"
    ),
    "department_name_is_unique_among_the_roots": lambda o: Department.objects.create(
        code="003", name=o.office.name, path="003/"
    ),
    "department_is_not_its_own_parent": lambda o: Department.objects.filter(
        pk=o.office.pk
    ).update(parent=o.office.pk),
    "person_has_a_role_at_a_department_once": lambda o: Membership.objects.create(
        user=o.user, department=o.office, role="filler"
    ),
    "role_is_known": lambda o: Membership.objects.create(
        user=o.user, department=o.office, role="king"
    ),
}


class Scene:
    def __init__(self, target: Target) -> None:
        self.target, self.project, self.year = target, target.project, target.year
        self.office, self.name = target.department, target.project.name
        self.tier = Tier.objects.get(scheme=self.year.scheme, label="数量指标")
        self.user = User.objects.get(username="tianbao")


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_the_name_says(target, name):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        BROKEN[name](Scene(target))
    text = str(caught.value)
    # SQLite names the columns of a broken unique rule instead of the rule.
    assert name in text or "UNIQUE" in text or "unique" in text


@pytest.mark.parametrize("text", ["3,6,10,12", "12", "1,2"])
def test_checkpoints_in_rising_order(text):
    validate_months(text)


@pytest.mark.parametrize("text", ["", "6,3", "3,3", "0,6", "6,13", "3，6", "三月"])
def test_other_checkpoints_are_refused(text):
    with pytest.raises(ValidationError):
        validate_months(text)


def test_an_amount_goes_through_a_form_as_it_was_typed():
    field = AmountInput(required=False)
    assert field.clean("69.30") == Decimal("69.30")
    assert field.prepare_value(Decimal("69.30")) == "69.30"
    assert field.clean("") is None
    with pytest.raises(ValidationError, match="不是金额"):
        field.clean("约五十")


def test_fixtures_carry_amounts_and_natural_keys(target, tmp_path):
    path = tmp_path / "all.json"
    call_command(
        "dumpdata",
        *("projects", "departments"),
        natural_foreign=True,
        output=str(path),
        verbosity=0,
    )
    assert '"88.2"' in path.read_text()
    Project.objects.filter(pk=target.project.pk).update(total=Decimal(1))
    call_command("loaddata", str(path), verbosity=0)
    target.project.refresh_from_db()
    assert target.project.total == Decimal("88.2")


def test_the_shipped_schemes(office):
    rows = {s.code: s.rows() for s in IndicatorScheme.objects.all()}
    assert set(rows) == {"2015", "2021", "hebei-2021"}
    assert ("效益指标", "可持续影响指标") in rows["2015"]
    assert rows["2021"][0] == ("成本指标", "经济成本指标")
    assert ("产出指标", "成本指标") not in rows["2021"]
    assert ("效果指标", "可持续性影响") in rows["hebei-2021"]
    assert [len(r) for r in rows.values()] == [9, 10, 9]
