"""What is asked of a 填报模板."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from departments import access
from departments.models import Department
from projects.forms import CodeAndName
from projects.models import BudgetYear

MOST_BLANKS = 20


class TemplateForm(forms.Form):
    """Whose projects, and what else."""

    year = forms.ModelChoiceField(
        BudgetYear.objects.all(), label="预算年度", empty_label=None
    )
    department = CodeAndName(Department.objects.none(), label="部门", empty_label=None)
    with_overall = forms.BooleanField(
        label="带上部门整体绩效目标", required=False, initial=True
    )
    with_last_year = forms.BooleanField(
        label="带上去年有、今年还没有的项目",
        required=False,
        help_text="内容和结转上年一样：金额清空，日期改为今年。交回导入后是新项目。",
    )
    blanks = forms.IntegerField(
        label="空白表（给新项目）",
        min_value=0,
        max_value=MOST_BLANKS,
        initial=1,
        help_text=f"0 到 {MOST_BLANKS} 张，不用的留空就行",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = access.allowed_at(user, access.IMPORT, prefix="")
        self.fields["department"].queryset = Department.objects.filter(mine)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "下载填报模板"))
