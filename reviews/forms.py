"""What a reviewer asks of the desk, and says to many at once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.utils import timezone

from departments.models import Department

from .models import Stage
from .phrases import with_phrase

DUE = [("", "全部"), ("late", "已超期"), ("soon", "3个工作日内到期")]
MOST_AT_ONCE = 200


class DeskForm(forms.Form):
    """Filters of the review queue; what makes no sense counts as not asked for."""

    q = forms.CharField(label="名称或编码", max_length=100, required=False)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="部门",
        required=False,
        to_field_name="code",
        empty_label="全部",
    )
    step = forms.ChoiceField(label="环节", required=False)
    due = forms.ChoiceField(label="时限", choices=DUE, required=False)

    def __init__(self, query: Mapping[str, str], stages: Any) -> None:
        super().__init__(query)
        waiting = Stage.objects.filter(pk__in=stages.values("pk")).order_by()
        steps = waiting.values_list("name", flat=True).distinct()
        self.fields["step"].choices = [("", "全部"), *((s, s) for s in sorted(steps))]
        self.fields["department"].queryset = Department.objects.filter(
            pk__in=waiting.values("target__department")
        )

    def chosen(self) -> dict[str, Any]:
        empty = {"q": "", "department": None, "step": "", "due": ""}
        self.full_clean()
        return empty | getattr(self, "cleaned_data", {})

    def query(self) -> str:
        """For the links to other pages of the same queue."""
        names = [name for name in self.fields if self.data.get(name)]
        return urlencode({name: self.data.get(name) for name in names})


class BatchForm(forms.Form):
    """The paper that an approval belongs to; today's if no day is said."""

    number = forms.CharField(
        label="批复文号",
        max_length=60,
        required=False,
        error_messages={"max_length": "批复文号不能超过60个字"},
    )
    date = forms.DateField(
        label="批复日期",
        required=False,
        error_messages={"invalid": "批复日期请写成 2021-03-01 的样子"},
    )

    def clean_date(self) -> Any:
        """A later one is a slip of the hand, and nobody could mend it any more."""
        today = timezone.localdate()
        day = self.cleaned_data["date"] or today
        if day > today:
            raise ValidationError("批复日期不能晚于今天，请核对。")
        return day

    def first_error(self) -> str:
        return next(text for texts in self.errors.values() for text in texts)


class ManyForm(BatchForm):
    """One decision about many targets."""

    phrase = forms.CharField(max_length=20, required=False)
    opinion = forms.CharField(max_length=4000, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.lines = data.getlist("chosen")

    def clean(self) -> dict[str, Any]:
        if not self.lines:
            raise ValidationError("请先在要办理的绩效目标前打勾。")
        if len(self.lines) > MOST_AT_ONCE:
            raise ValidationError(f"一次最多办理 {MOST_AT_ONCE} 份，请分几次办理。")
        return self.cleaned_data

    def words(self) -> str:
        """The opinion with its phrase; ``CheckFailed`` as :func:`with_phrase`."""
        said = self.cleaned_data
        return with_phrase(said["phrase"], said["opinion"])

    def chosen(self) -> list[tuple[int, int]]:
        """(key, version) of each target, as they stood on the page; ``BadRequest``
        for what no page of ours sends."""
        try:
            pairs = [line.split(":") for line in self.lines]
            return [(int(key), int(version)) for key, version in pairs]
        except ValueError:
            raise BadRequest("chosen") from None
