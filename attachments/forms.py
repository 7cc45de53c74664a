from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.urls import reverse

from projects.models import Target

from .kinds import KINDS


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class UploadForm(forms.Form):
    """The choice of files; each of them is looked at by the service."""

    files = forms.FileField(label="添加文件", required=False)

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target
        accept = [f".{e}" for kind in KINDS.values() for e in (kind.id, *kind.also)]
        field = self.fields["files"]
        field.widget = FilesInput({"accept": ",".join(accept), "required": True})
        field.help_text = (
            "可以一次选几个。PDF、Word（docx）、Excel（xlsx）、JPG 或 PNG，"
            f"每个不超过 {settings.ATTACHMENT_BYTES // 1024**2} MB，"
            f"一共不超过 {settings.ATTACHMENT_COUNT} 个。"
        )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = reverse("attach", args=[self.target.pk])
        helper.add_input(Submit("submit", "上传", css_class="btn-sm"))
        return helper
