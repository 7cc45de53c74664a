"""A decimal that the database gives back as it was entered."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from sheets import money


class AmountField(models.CharField):
    """161 stays 161 and 69.30 stays 69.30: stored as text, used as ``Decimal``.

    A numeric column would lose the trailing zeros on both databases, and SQLite
    would go through binary fractions. Sums in SQL: ``Cast`` to ``DecimalField``.
    """

    description = "an exact amount"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 24
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return money.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def run_validators(self, value: Decimal | None) -> None:
        """The length is that of the text."""
        super().run_validators(self.get_prep_value(value))

    def get_prep_value(self, value: Any) -> str | None:
        amount = self.to_python(value)
        return None if amount is None else money.show(amount)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": AmountInput, **kwargs})


class AmountInput(forms.CharField):
    """The form side of :class:`AmountField`; blank is ``None``, never zero."""

    def to_python(self, value: Any) -> Any:
        try:
            return money.parse(None if value is None else str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return money.show(value) if isinstance(value, Decimal) else value
