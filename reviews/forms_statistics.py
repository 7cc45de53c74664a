"""What is asked of the statistics."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from departments.models import Department
from projects.models import BudgetYear


class StatisticsForm(forms.Form):
    """A year, the latest unless another is asked for, and a department with those
    below it; what makes no sense counts as not asked for."""

    year = forms.ModelChoiceField(
        BudgetYear.objects.all(),
        label="年度",
        required=False,
        to_field_name="year",
        empty_label=None,
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="部门（含下级）",
        required=False,
        to_field_name="code",
        empty_label="全部",
    )

    def __init__(
        self, query: Mapping[str, str], departments: QuerySet[Department]
    ) -> None:
        self.latest = BudgetYear.objects.first()
        asked = {"year": self.latest.year if self.latest else ""}
        asked |= {name: query[name] for name in self.base_fields if name in query}
        super().__init__(asked)
        self.fields["department"].queryset = departments
        self.full_clean()

    def chosen(self) -> dict[str, Any]:
        year = self.cleaned_data.get("year") or self.latest
        return {"year": year, "department": self.cleaned_data.get("department")}

    def in_words(self) -> str:
        """What was asked for, as a person says it."""
        chosen = self.chosen()
        return f"{chosen['year'] or '没有年度'} {chosen['department'] or '全部部门'}"

    def query(self) -> str:
        """For the links to the file and to parts of the same."""
        chosen = self.chosen()
        asked = {"year": chosen["year"] and chosen["year"].year}
        asked["department"] = chosen["department"] and chosen["department"].code
        return urlencode({name: value for name, value in asked.items() if value})
