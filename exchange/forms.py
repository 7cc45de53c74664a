"""What is asked of an import."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile

from attachments import names
from attachments.uploads import most_bytes
from departments import access
from departments.models import Department
from projects.forms import CodeAndName
from projects.models import BudgetYear
from sheets.readers import readers
from sheets.typed import plain

from .imports import MOST_TABLES
from .models import Shape
from .packs import MOST_FILES
from .preview import Choice, Line

NAME_LENGTH = 150


def _megabytes(name: str) -> int:
    return most_bytes(name) // 1024**2


class UploadForm(forms.Form):
    """A file, and where its targets belong."""

    year = forms.ModelChoiceField(
        BudgetYear.objects.all(), label="预算年度", empty_label=None
    )
    department = CodeAndName(Department.objects.none(), label="部门", empty_label=None)
    file = forms.FileField(
        label="文件",
        error_messages={
            "required": "还没有选择文件。请先选择，再按“读取文件”。",
            "empty": "文件是空的。请检查后重新选择。",
        },
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = access.allowed_at(user, access.IMPORT, prefix="")
        self.fields["department"].queryset = Department.objects.filter(mine)  # type: ignore[attr-defined]
        file = self.fields["file"]
        suffixes = [suffix for reader in readers for suffix in reader.suffixes]
        file.widget.attrs["accept"] = ",".join([*suffixes, ".zip"])
        file.help_text = (
            "Word、Excel、网页、文本、JSON 或本系统导出的PDF，"
            f"不超过 {_megabytes('')} MB；"
            f"很多文件可以压缩成一个 zip（不超过 {_megabytes('.zip')} MB、"
            f"{MOST_FILES} 个文件）。先列出读到的内容和差异，核对后才存入。"
        )
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "读取文件"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        # What is larger was cut on its way in: see attachments.uploads.
        given = file.name or ""
        if (file.size or 0) > most_bytes(given):
            what = (
                "请分成几个压缩包，分次上传。"
                if given.lower().endswith(".zip")
                else "请只保留要导入的表（去掉图片），另存后再上传。"
            )
            raise forms.ValidationError(f"文件超过 {_megabytes(given)} MB。{what}")
        file.name = names.clean(file.name or "")[-NAME_LENGTH:] or names.NAMELESS
        return file


class ChoiceForm(forms.Form):
    """What the user wants with one document of the file. A name of any length is read:
    one that is too long is a problem of its own line, and not of the whole page."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    is_taken = forms.BooleanField(label="导入", required=False)
    into = forms.CharField(
        label="导入到",
        required=False,
        widget=forms.TextInput(
            attrs={"list": "projects", "placeholder": "新建项目", "autocomplete": "off"}
        ),
    )
    name = forms.CharField(
        label="项目名称",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(
            is_taken=data["is_taken"],
            into=plain(data["into"]).strip(),
            name=plain(data["name"]).strip(),
            shown=data["shown"],
            typed=self._typed(),
        )

    def _typed(self) -> dict[str, str]:
        """What stands for cells that could not be read, by their place: the page has
        an input for each (imports/_unread.html)."""
        lead = f"{self.prefix}-cell-"
        texts = {
            name.removeprefix(lead): plain(text).strip()
            for name, text in self.data.items()
            if name.startswith(lead)
        }
        return {place: text for place, text in texts.items() if text}


class _ChoiceForms(forms.BaseFormSet):
    def choices(self) -> dict[int, Choice]:
        """By the number of the document. Ask only if valid."""
        return {f.cleaned_data["number"]: f.choice() for f in self if f.cleaned_data}


_Formset = forms.formset_factory(
    ChoiceForm, formset=_ChoiceForms, extra=0, max_num=MOST_TABLES, validate_max=True
)


def posted_choices(data: Any) -> dict[int, Choice] | None:
    """What the page sent; ``None`` if it cannot be read."""
    formset: Any = _Formset(data)
    return formset.choices() if formset.is_valid() else None


def choice_forms(lines: Sequence[Line]) -> Any:
    """For the page: each line's form stands in the place of its line."""
    return _Formset(
        initial=[
            {
                "number": line.number,
                "shown": line.mark,
                "is_taken": line.choice.is_taken,
                "into": line.choice.into,
                "name": line.choice.name,
            }
            for line in lines
        ]
    )


class ExportForm(forms.Form):
    """What of a department's page to export, and how."""

    scope = forms.ChoiceField(label="范围", widget=forms.RadioSelect)
    approved_only = forms.BooleanField(label="只要已批复的", required=False)
    shape = forms.ChoiceField(
        label="形式",
        choices=Shape.choices,
        initial=Shape.BOOK,
        widget=forms.RadioSelect,
    )
    # The button that was pressed.
    format = forms.ChoiceField(label="格式")

    def __init__(
        self,
        *args: Any,
        scopes: list[tuple[str, str]],
        formats: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["scope"].initial = scopes[0][0]
        self.fields["format"].choices = [(f, f) for f in formats]  # type: ignore[attr-defined]
