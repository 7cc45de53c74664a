from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

from .models import BudgetYear, Status


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
    q = forms.CharField(label="名称或编码", max_length=100, required=False)

    def __init__(self, query: Mapping[str, str]) -> None:
        asked = any(name in query for name in self.base_fields)
        super().__init__(query if asked else None)

    def chosen(self) -> dict[str, Any]:
        """Cleaned values; what makes no sense counts as not asked for."""
        if not self.is_bound:
            latest = BudgetYear.objects.first()
            self.initial["year"] = latest and latest.year
            return {"year": latest, "status": "", "q": ""}
        self.full_clean()
        empty = {"year": None, "status": "", "q": ""}
        return empty | getattr(self, "cleaned_data", {})

    def query_without_page(self) -> str:
        """For the links to other pages."""
        names = [n for n in self.fields if self.data.get(n) is not None]
        return urlencode({name: self.data.get(name) for name in names})
