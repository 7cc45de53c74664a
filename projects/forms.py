from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from departments import access
from departments.forms import day_field
from departments.models import Department
from sheets.typed import plain

from .models import BudgetYear, Occasion, Status

EMPTY: dict[str, Any] = {"year": None, "status": "", "occasion": "", "q": ""}


class FilterForm(forms.Form):
    """What a list shows. The latest year unless something is asked for; the number
    of a page alone asks for nothing."""

    year = forms.ModelChoiceField(
        BudgetYear.objects.all(),
        label="年度",
        required=False,
        to_field_name="year",
        empty_label="全部",
    )
    status = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *Status.choices], required=False
    )
    occasion = forms.ChoiceField(
        label="编报类型", choices=[("", "全部"), *Occasion.choices], required=False
    )
    q = forms.CharField(label="名称或编码", max_length=100, required=False)

    def __init__(self, query: Mapping[str, str]) -> None:
        asked = any(name in query for name in self.base_fields)
        super().__init__(query if asked else None)

    def chosen(self) -> dict[str, Any]:
        """Cleaned values; what makes no sense counts as not asked for."""
        if not self.is_bound:
            latest = BudgetYear.objects.first()
            self.initial["year"] = latest and latest.year
            return EMPTY | {"year": latest}
        self.full_clean()
        return EMPTY | getattr(self, "cleaned_data", {})

    def query_without_page(self) -> str:
        """For the links to other pages."""
        names = [n for n in self.fields if self.data.get(n) is not None]
        return urlencode({name: self.data.get(name) for name in names})


class CodeAndName(forms.ModelChoiceField):
    """A department by its code too: names are unique below one unit only."""

    def label_from_instance(self, department: Department) -> str:
        return f"{department.code} {department.name}"


class ExtensionForm(forms.Form):
    """More time for a department and those below it."""

    year = forms.ModelChoiceField(
        BudgetYear.objects.filter(closes_on__isnull=False),
        label="预算年度",
        empty_label=None,
    )
    department = CodeAndName(
        Department.objects.none(),
        label="部门",
        empty_label="请选择",
        help_text="连同它的下级部门",
    )
    closes_on = day_field("延至", "这一天仍可填报")
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = access.allowed_at(user, access.MANAGE, prefix="")
        self.fields["department"].queryset = Department.objects.filter(managed)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "延期"))

    def clean_reason(self) -> str:
        return plain(self.cleaned_data["reason"]).strip()

    def add_problems(self, problems: dict[str, str]) -> None:
        """What the service found, each at its field."""
        for name, text in problems.items():
            self.add_error(name, text)
