"""An amount is printed as it was entered: 161 stays 161, 69.30 stays 69.30."""

from decimal import Decimal

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models
from django.forms import modelform_factory

from projects.fields import AmountField, AmountInput
from projects.models import Project

AMOUNTS = ("161", "69.30", "0", "0.00", "0.10", "007", "999999999999.123456", None)


def typed(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def stored(project: Project) -> str | None:
    """As the database has it, and as a person sees it again."""
    fresh = Project.objects.get(pk=project.pk)
    return None if fresh.total is None else fresh.total_text


def printed(amount: str | None) -> str | None:
    return "7" if amount == "007" else amount


def test_the_database_gives_it_back_as_it_was(target):
    for amount in AMOUNTS:
        for write in (
            lambda a: Project.objects.filter(pk=target.project.pk).update(total=a),
            lambda a: Project(**row(target.project) | {"total": a}).save(),
        ):
            write(typed(amount))
            assert stored(target.project) == printed(amount)


def row(project: Project) -> dict:
    return {f.attname: getattr(project, f.attname) for f in project._meta.fields}


def test_a_fixture_carries_it(target):
    for amount in AMOUNTS:
        target.project.total = typed(amount)
        text = serializers.serialize("json", [target.project])
        Project.objects.filter(pk=target.project.pk).update(total=Decimal(1))
        next(serializers.deserialize("json", text)).save()
        assert stored(target.project) == printed(amount)


def test_a_model_form_carries_it(target):
    form_class = modelform_factory(Project, fields=["total"])
    for amount in ("161", "69.30", "0", "0.00", ""):
        form = form_class({"total": amount}, instance=target.project)
        assert form.is_valid()
        form.save()
        assert stored(target.project) == (amount or None)
        shown = form_class(instance=Project.objects.get(pk=target.project.pk))
        assert f'value="{amount}"' in str(shown["total"]) or not amount


@pytest.mark.parametrize("text", ["约五十", "-5", "1e5", "NaN", "1_000", "1.2.3", "九"])
def test_a_form_refuses_what_is_no_amount(db, text):
    form = modelform_factory(Project, fields=["total"])({"total": text})
    assert "不是金额" in str(form.errors["total"])
    with pytest.raises(ValidationError, match="不是金额"):
        AmountInput(required=False).clean(text)


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


def test_a_migration_does_not_tell_its_length(db):
    _, path, args, kwargs = AmountField("预算数", null=True).deconstruct()
    assert (path, args, kwargs) == (
        "projects.fields.AmountField",
        [],
        {"verbose_name": "预算数", "null": True},
    )


def test_a_sum_in_sql_is_exact(target):
    Project.objects.update(total=Decimal("0.10"))
    number = models.DecimalField(max_digits=24, decimal_places=6)
    amounts = Project.objects.annotate(n=models.functions.Cast("total", number))
    assert amounts.aggregate(sum=models.Sum("n"))["sum"] == Decimal("0.4")
