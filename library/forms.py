"""What is asked of the library, and what is said of an indicator."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from departments import access
from departments.models import Department
from projects.models import IndicatorScheme, Tier
from sheets.typed import plain

from .models import NAME_LENGTH, Direction, LibraryEntry, ProjectType, State
from .picking import Wish
from .services import Content

MOST_WORDS_LENGTH = 100
ANY = ("", "全部")
SCOPES = [ANY, ("shared", "共用"), ("own", "部门")]


def tier_choices(schemes: Iterable[IndicatorScheme]) -> list[tuple[str, list[Any]]]:
    """Tier-2 labels by scheme, for a list to choose from. One query."""
    tiers = (
        Tier.objects.filter(scheme__in=schemes, parent__isnull=False)
        .select_related("scheme", "parent")
        .order_by("scheme", "parent__position", "position")
    )
    groups: dict[str, list[Any]] = {}
    for tier in tiers:
        label = f"{tier.parent} / {tier}"
        groups.setdefault(tier.scheme.name, []).append((str(tier.pk), label))
    return list(groups.items())


def schemes_in_use() -> Any:
    """Those of a budget year: nobody proposes for a form that nobody fills in."""
    return IndicatorScheme.objects.filter(budgetyear__isnull=False).distinct()


class LibraryFilter(forms.Form):
    """What the list shows; what makes no sense counts as not asked for."""

    q = forms.CharField(
        label="名称或拼音首字母", max_length=MOST_WORDS_LENGTH, required=False
    )
    tier = forms.ChoiceField(label="二级指标", required=False)
    type = forms.ChoiceField(
        label="适用项目", choices=[ANY, *ProjectType.choices], required=False
    )
    scope = forms.ChoiceField(label="范围", choices=SCOPES, required=False)
    state = forms.ChoiceField(
        label="状态", choices=[ANY, *State.choices], required=False
    )

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)
        self.fields["tier"].choices = [ANY, *tier_choices(schemes_in_use())]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        self.full_clean()
        return dict.fromkeys(self.fields, "") | self.cleaned_data

    def query_without_page(self) -> str:
        """For the links to other pages."""
        names = [n for n in self.fields if self.data.get(n)]
        return urlencode({name: self.data.get(name) for name in names})


class ContentForm(forms.Form):
    """An indicator as a department proposes it."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label="部门", empty_label=None
    )
    tier = forms.ChoiceField(label="二级指标")
    name = forms.CharField(
        label="三级指标",
        max_length=NAME_LENGTH,
        help_text="指标的名称，要能衡量，如“补贴按时发放率”",
    )
    description = forms.CharField(
        label="绩效指标描述",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="含义、算法和范围",
    )
    direction = forms.ChoiceField(
        label="指标性质", choices=[("", "不限"), *Direction.choices], required=False
    )
    unit = forms.CharField(
        label="计量单位", max_length=40, required=False, help_text="如 %、人、万元"
    )
    basis = forms.CharField(
        label="常用的指标值确定依据",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    project_type = forms.ChoiceField(
        label="适用项目",
        choices=[("", "各类项目"), *ProjectType.choices],
        required=False,
    )

    def __init__(
        self, *args: Any, user: Any, entry: LibraryEntry | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        schemes = schemes_in_use()
        self.fields["tier"].choices = tier_choices(schemes)  # type: ignore[attr-defined]
        mine = access.allowed_at(user, access.EDIT, prefix="")
        self.fields["department"].queryset = Department.objects.filter(mine)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        if entry is None:
            self.helper.add_input(Submit("submit", "提出入库"))
        else:
            del self.fields["department"]
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=10**8
            )
            self.helper.add_input(Submit("submit", "重新提出"))

    def clean(self) -> dict[str, Any]:
        """Texts without control characters; ``content`` is all of them together."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("name", "description", "unit", "basis"):
            if name in data:
                data[name] = plain(data[name]).strip()
        if "name" in data and not data["name"]:
            self.add_error("name", "请填写三级指标")
        return data

    @property
    def content(self) -> Content:
        """What was said, when it is valid."""
        names = ("name", "description", "direction", "unit", "basis", "project_type")
        return Content(
            tier=Tier.objects.get(pk=self.cleaned_data["tier"]),
            **{name: self.cleaned_data[name] for name in names},
        )


class WishForm(forms.Form):
    """What is looked for beside a table."""

    q = forms.CharField(max_length=MOST_WORDS_LENGTH, required=False)
    tier = forms.CharField(max_length=40, required=False)
    type = forms.ChoiceField(choices=[ANY, *ProjectType.choices], required=False)

    def wish(self) -> Wish:
        self.full_clean()
        data = self.cleaned_data
        return Wish(data.get("q", ""), data.get("tier", ""), data.get("type", ""))
