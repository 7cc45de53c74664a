"""What is looked for among the rules, and what is chosen for them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

from .check_settings import CHOICES
from .checks.base import Dimension, checks

SEVERITY, TEXT = "severity-", "text-"
DIMENSIONS = [("", "全部"), *((one.value, one.label) for one in Dimension)]


class RulesFilter(forms.Form):
    """What makes no sense counts as not asked for."""

    q = forms.CharField(label="编号或名称", max_length=40, required=False)
    dimension = forms.ChoiceField(label="维度", choices=DIMENSIONS, required=False)
    severity = forms.ChoiceField(
        label="级别", choices=[("", "全部"), *CHOICES.items()], required=False
    )
    changed = forms.BooleanField(label="只看与默认不同的", required=False)

    def chosen(self) -> dict[str, Any]:
        empty = {"q": "", "dimension": "", "severity": "", "changed": False}
        self.full_clean()
        return empty | getattr(self, "cleaned_data", {})

    def query(self) -> str:
        names = [name for name in self.fields if self.data.get(name)]
        return urlencode({name: self.data.get(name) for name in names})


class WordsFilter(forms.Form):
    """The same for thresholds and word lists."""

    q = forms.CharField(label="名称或词", max_length=40, required=False)
    check = forms.ChoiceField(label="规则", required=False)
    changed = forms.BooleanField(label="只看与默认不同的", required=False)

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)
        named = [(c.id, f"{c.id} {c.name}") for c in sorted(checks, key=lambda c: c.id)]
        self.fields["check"].choices = [("", "全部"), *named]

    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        empty = {"q": "", "check": "", "changed": False}
        return empty | getattr(self, "cleaned_data", {})

    def query(self) -> str:
        names = [name for name in self.fields if self.data.get(name)]
        return urlencode({name: self.data.get(name) for name in names})


def posted(data: Mapping[str, str], lead: str) -> dict[str, str]:
    """What was sent under names that begin so, by the rest of the name."""
    return {k.removeprefix(lead): v for k, v in data.items() if k.startswith(lead)}
