"""新建往年年度, for tables that are older than the system."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from departments import access
from perftargets.errors import CheckFailed, NotAllowed
from projects.models import BudgetYear
from projects.services import EARLIEST
from projects.services import open_past_year as open_year


class PastYearForm(forms.Form):
    year = forms.IntegerField(label="往年年度")
    like = forms.ModelChoiceField(
        BudgetYear.objects.all(),
        label="照这个年度的设置",
        empty_label=None,
        help_text="表式、指标体系、栏目改名和支出计划节点",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = timezone.localdate().year - 1
        self.fields["year"].help_text = f"四位数字，{EARLIEST} 到 {last}"
        self.fields["like"].initial = BudgetYear.objects.last()
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "新建"))


def open_past_year(request: HttpRequest) -> HttpResponse:
    """A year to bring tables into; then back to the choice of a file."""
    if not access.at_the_top(request.user, access.MANAGE):
        raise NotAllowed("只有管理全部部门的人可以新建年度。")
    form = PastYearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_year(actor=request.user, **form.cleaned_data)
        except CheckFailed as error:
            for name, text in error.problems.items():
                form.add_error(name, text)
        else:
            messages.success(request, f"已新建{made}，请选择要补录的文件。")
            return redirect(f"{reverse('imports')}?year={made.year}")
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/past_year.html", {"form": form}, status=status)
