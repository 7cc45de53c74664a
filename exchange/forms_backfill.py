"""What is asked of who brings in tables of a year that is over."""

from typing import Any

from django import forms
from django.utils import timezone

from departments.forms import day_field
from projects.backfill import Words
from sheets.typed import plain

NOT_YET = "批复日期不能晚于今天，请核对。"
NO_REASON = "请写明补录的原因，如：系统启用前的批复数据。"


class BackfillForm(forms.Form):
    """The reason, and the paper by which the tables were approved then."""

    confirmed = forms.BooleanField(
        label="这些是往年已经定下来的绩效目标，不再送审",
        error_messages={"required": "请核对后勾选。"},
    )
    reason = forms.CharField(
        label="补录原因",
        max_length=200,
        error_messages={"required": NO_REASON},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document = forms.CharField(
        label="批复文号（选填）",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document_date = day_field("批复日期（选填）")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["document_date"].required = False

    def clean_reason(self) -> str:
        reason = plain(self.cleaned_data["reason"]).strip()
        if not reason:  # it was nothing but what no form prints
            raise forms.ValidationError(NO_REASON)
        return reason

    def clean_document_date(self) -> Any:
        """A later one is a slip of the hand."""
        day = self.cleaned_data["document_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return day

    def words(self) -> Words | None:
        """``None`` unless it was confirmed and a reason given."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        return Words(
            reason=data["reason"],
            document=plain(data["document"]).strip(),
            document_date=data["document_date"],
        )
