"""The inputs of the 审核表."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django import forms

from sheets.layouts.review_form import shown
from sheets.typed import plain

from .grading import FITS, Answers, answers_of
from .models import FormKind, Grade, ReviewForm
from .review_form import ITEMS, Dimension, Item

LONGEST = 2000
WRONG_SCORES = (
    *("invalid", "min_value", "max_value", "step_size"),
    *("max_digits", "max_decimal_places", "max_whole_digits"),
)


class PlainField(forms.CharField):
    """Without control characters, which no form prints."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value)).strip()


def _text(rows: int, label: str, help_text: str = "") -> PlainField:
    return PlainField(
        label=label,
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-control"}),
        help_text=help_text,
    )


def _score(item: Item) -> forms.DecimalField:
    wrong = f"得分请只填数字，应在0到{item.points}之间，最多一位小数，如 8 或 8.5"
    return forms.DecimalField(
        label=f"得分（满分{item.points}）",
        min_value=0,
        max_value=item.points,
        decimal_places=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.5", "class": "form-control"}),
        error_messages=dict.fromkeys(WRONG_SCORES, wrong),
    )


class GradingForm(forms.Form):
    """Reads what was typed; what is missing is told by :mod:`reviews.grading`."""

    form_version = forms.IntegerField(
        min_value=0, max_value=10**8, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(
        label="审核表类型", choices=FormKind.choices, widget=forms.RadioSelect
    )
    fits = forms.BooleanField(
        label=f"没有写意见的，都填“{FITS.rstrip('。')}”", required=False
    )
    grade = forms.ChoiceField(
        label="综合评定等级",
        choices=Grade.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="优：通过。良：协商修改后通过。中：退回修改后再报。差：不得安排预算。",
    )
    overall = _text(4, "总体意见", "评定为“优”以外的，必须写明。")

    def __init__(
        self,
        data: Any,
        saved: ReviewForm | None,
        kind: str,
        drafts: Mapping[str, str] | None = None,
    ) -> None:
        """``drafts``: the opinions that a new form begins with, by item."""
        begun = {} if saved else drafts or {}
        before = answers_of(saved) if saved else Answers(kind=kind)
        initial = {
            "form_version": saved.version if saved else 0,
            "kind": before.kind,
            "grade": before.grade,
            "overall": before.overall,
        }
        super().__init__(data, initial=initial)
        for item in ITEMS:
            draft = begun.get(item.key, "")[:LONGEST]
            opinion = _text(8 if draft else 2, "审核意见")
            opinion.initial = before.opinions.get(item.key, draft)
            self.fields[f"opinion_{item.key}"] = opinion
            score = _score(item)
            score.initial = shown(before.scores.get(item.key))
            self.fields[f"score_{item.key}"] = score

    def clean(self) -> dict[str, Any]:
        """Scores that were typed before the other kind was chosen do not count."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == FormKind.GENERAL:
            for name in (f"score_{item.key}" for item in ITEMS):
                self.errors.pop(name, None)
                data.setdefault(name, None)
        return data

    def answers(self) -> Answers:
        """What was said, when it is valid; with what ``fits`` fills in."""
        said = self.cleaned_data
        rest = FITS if said["fits"] else ""
        return Answers(
            kind=said["kind"],
            opinions={i.key: said[f"opinion_{i.key}"] or rest for i in ITEMS},
            scores={i.key: said[f"score_{i.key}"] for i in ITEMS},
            grade=said["grade"],
            overall=said["overall"],
        )

    def refuse(self, problems: dict[str, str]) -> None:
        for name, text in problems.items():
            self.add_error(name, text)

    def lines(self) -> Iterator[tuple[Dimension, list[tuple[Item, Any, Any]]]]:
        """Dimension by dimension, its items with their two inputs."""
        for dimension, run in groupby(ITEMS, key=lambda item: item.dimension):
            yield (
                dimension,
                [(i, self[f"opinion_{i.key}"], self[f"score_{i.key}"]) for i in run],
            )
