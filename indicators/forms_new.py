"""What is asked of a new target."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from departments import access
from departments.models import Department
from projects.models import BudgetYear, Reason
from projects.windows import closed_because, is_over
from sheets.typed import plain

from .services import NO_REASON, NO_TEXT, NOT_OVER

PROJECT, OVERALL, ADDED = "project", "department", "added"
KINDS = [(PROJECT, "项目绩效目标表"), (OVERALL, "部门整体绩效目标")]
ADDED_KIND = (ADDED, "年中追加的项目（填报已截止时）")


class NewTargetForm(forms.Form):
    """For a new project, or for the overall target of a department; where a window
    has passed also for a project that is added in mid-year."""

    year = forms.ModelChoiceField(
        BudgetYear.objects.all(), label="预算年度", empty_label=None
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label="部门", empty_label=None
    )
    kind = forms.ChoiceField(
        label="类型", choices=KINDS, widget=forms.RadioSelect, initial=PROJECT
    )
    name = forms.CharField(
        label="项目名称",
        max_length=200,
        required=False,
        help_text="部门整体绩效目标不用填写",
    )
    reason = forms.ChoiceField(
        label="追加原因",
        choices=[("", "请选择"), *Reason.choices],
        required=False,
        help_text="年中追加的项目必须选择",
    )
    text = forms.CharField(
        label="追加说明",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="年中追加的项目必须写明，如追加的文件依据、资金来源和用途",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = access.allowed_at(user, access.EDIT, prefix="")
        found = Department.objects.filter(mine)
        self.fields["department"].queryset = found  # type: ignore[attr-defined]
        self.departments = list(found)
        years = list(BudgetYear.objects.all())
        over = [(y, d) for y in years for d in self.departments if is_over(y, d)]
        if over:
            self.fields["kind"].choices = [*KINDS, ADDED_KIND]  # type: ignore[attr-defined]
        else:
            del self.fields["reason"], self.fields["text"]
        if years and self.departments and (years[0], self.departments[0]) in over:
            self.initial["kind"] = ADDED
        self.closed = self._closed(years[0]) if years else []
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "新建"))

    def _closed(self, year: BudgetYear) -> list[tuple[Department, str]]:
        """The departments that cannot fill in this year's round now, and why."""
        reasons = [(d, closed_because(year, d)) for d in self.departments]
        return [(department, text) for department, text in reasons if text]

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"]).strip()

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"]).strip()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind, year, department = map(data.get, ("kind", "year", "department"))
        if kind in (PROJECT, ADDED) and not data.get("name"):
            self.add_error("name", "请填写项目名称")
        if kind == ADDED:
            self._need("reason", NO_REASON)
            self._need("text", NO_TEXT)
        if year and department:
            self._check_window(kind, year, department)
        return data

    def _need(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _check_window(
        self, kind: str | None, year: BudgetYear, department: Department
    ) -> None:
        """A kind of target at the wrong time: which one it is now."""
        over = is_over(year, department)
        if kind == ADDED:
            if not over:
                self.add_error("kind", NOT_OVER.format(year=year))
        elif reason := closed_because(year, department):
            hint = "年中新增的项目，请选“年中追加的项目”。"
            self.add_error("kind", reason + (hint if over and kind == PROJECT else ""))
