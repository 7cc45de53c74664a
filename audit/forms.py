"""What is asked of the record."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from .models import ACTIONS

NO_DAY = "请按“2026-01-31”这样填写日期"


class DayField(forms.DateField):
    """A day as the browser's calendar writes it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [
        MinValueValidator(date(2000, 1, 1), NO_DAY),
        MaxValueValidator(date(2100, 12, 31), NO_DAY),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"invalid": NO_DAY}, **kwargs)


class RecordFilter(forms.Form):
    """Which entries are wanted; nothing asked for means all."""

    q = forms.CharField(label="人员或对象", max_length=100, required=False)
    action = forms.ChoiceField(
        label="操作", choices=[("", "全部"), *ACTIONS.items()], required=False
    )
    since = DayField(label="从", required=False)
    until = DayField(label="到", required=False)
    address = forms.CharField(label="来源地址", max_length=64, required=False)

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", "截止日期不能早于起始日期")
        return data

    def chosen(self) -> dict[str, Any]:
        """What was asked for, without what makes no sense; ``errors`` tells that."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> str:
        """What was asked for, as a person says it."""
        words = [
            f"{self.fields[name].label} {ACTIONS.get(str(value), value)}"
            for name, value in self.chosen().items()
        ]
        return "；".join(words) or "全部"

    def query_without_page(self) -> str:
        """For the links to other pages and to the file."""
        names = [name for name in self.fields if self.data.get(name)]
        return urlencode({name: self.data.get(name) for name in names})
