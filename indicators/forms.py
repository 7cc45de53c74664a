"""What a page sends → a document, with the cells that could not be taken over.

The inputs are named by field path, so one reader serves every form. A cell that is
wrong keeps what was typed (``typed``) and says why (``errors``); nothing is saved
until there is no error, and nothing typed is dropped.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from projects.models import Status, Target
from sheets import fields, money
from sheets.numbering import bare, mark
from sheets.sheet import (
    Budget,
    Indicator,
    Measure,
    Medium,
    Overall,
    Pairs,
    PlanStep,
    Sheet,
    SubGoal,
    Task,
)
from sheets.tiers import Tiers, of_row
from sheets.typed import as_label, plain

from . import store
from .carry import BOOK_ORDER
from .limits import (
    LABEL_LENGTH,
    LENGTHS,
    PERIOD_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    too_long,
)

TEXT_PARTS = "sub_goals measures"
UNKNOWN_LABEL = "页面上的指标层级与本表不符，请刷新页面后重试"


class DocumentForm:
    """Reads cells by path; see the two subclasses."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self.data = data
        self.errors: dict[str, str] = {}
        self.typed: dict[str, str] = {}

    def text(self, path: str, limit: int = TEXT_LENGTH) -> str:
        """One cell, without control characters and without blanks around it."""
        text = plain(self.data.get(path, "")).strip()
        if len(text) > limit:
            self.errors[path] = too_long(text, limit)
        return text

    def forget_errors(self, part: str) -> None:
        """After its rows have moved, a path no longer names the cell that was wrong.
        The next save tells what still is."""
        for path in [p for p in self.errors if f".{part}." in f".{p}"]:
            del self.errors[path]

    def forget_row_errors(self) -> None:
        """As :meth:`forget_errors`, for every list of rows."""
        for part in ("goals", "indicators", "sub_goals", "measures", "tasks"):
            self.forget_errors(part)

    def indexes(self, part: str, cell: str = "") -> Iterator[int]:
        """0, 1, 2 … as long as the page has such a row."""
        index = 0
        while f"{part}.{index}{cell}" in self.data:
            yield index
            index += 1

    def amount(self, path: str) -> Decimal | None:
        """A cell that takes a number; what is none is told and kept as it is."""
        text = self.text(path, limit=60)
        try:
            return money.parse(text)
        except ValueError as error:
            self.errors[path], self.typed[path] = str(error), text
            return None

    def pairs(self, above: str, base: Pairs) -> Pairs:
        """The further cells under a path, in the order of ``base``; those that are
        empty and not in ``base`` are none."""
        names = [n.removeprefix(above) for n in self.data if n.startswith(above)]
        texts = dict(base) | {
            label: self.text(f"{above}{name}")
            for name in names
            if 0 < len(label := as_label(name)) <= LABEL_LENGTH
        }
        return tuple((n, text) for n, text in texts.items() if text or n in dict(base))

    def goals(self, above: str = "") -> tuple[str, ...]:
        part = f"{above}goals"
        return tuple(self.text(f"{part}.{i}") for i in self.indexes(part))

    def rows(self, above: str, known: Iterable[Tiers]) -> tuple[Indicator, ...]:
        """The indicator rows under a path; ``known`` are the labels that there are."""
        known, rows = set(known), []
        for index in self.indexes(f"{above}indicators", ".tier1"):
            path = f"{above}indicators.{index}"
            tiers = self.data[f"{path}.tier1"], self.data.get(f"{path}.tier2", "")
            if tiers not in known:
                self.errors[f"{above}indicators"] = UNKNOWN_LABEL
            # What the form on the page has no cell for is none, and not an empty one.
            cells = {
                name: self.text(f"{path}.{name}")
                for name in fields.ROW_CELLS
                if f"{path}.{name}" in self.data
            }
            extra = self.pairs(f"{path}.{fields.EXTRA}", ())
            row = Indicator.of(*tiers, cells, extra)
            rows.append(replace(row, weight=self.amount(f"{path}.weight")))
        return tuple(rows)


class SheetForm(DocumentForm):
    """A project's table. ``base`` is the saved one: it knows what cells there are, and
    has what the form on the page has no cell for."""

    def __init__(self, data: Mapping[str, str], base: Sheet) -> None:
        super().__init__(data)
        self.base = base
        self.document = Sheet(
            name=self._name(),
            code=self._kept("code", base.code, LENGTHS["code"]),
            budget=self._budget("", base.budget),
            usage=self._kept("usage", base.usage),
            plan=tuple(self._plan_step(step) for step in base.plan),
            goals=self.goals(),
            goals_placeholder=self._placeholder(base),
            indicators=self.rows("", map(of_row, base.indicators)),
            facts=self.pairs(fields.FACTS, base.facts),
            medium=self._medium(base),
        )

    @property
    def to_save(self) -> Sheet:
        """Without a 中期 side in which nothing was ever written."""
        medium = self.document.medium
        if self.base.medium is None and medium and medium.is_blank:
            return replace(self.document, medium=None)
        return self.document

    def _placeholder(self, base: Sheet) -> str | None:
        """The line goes when it is cleared; a table without it gets none."""
        if base.goals_placeholder is None or "goals_placeholder" not in self.data:
            return base.goals_placeholder
        return self.text("goals_placeholder", LENGTHS["goals_placeholder"]) or None

    def _name(self) -> str:
        name = self.text("name", LENGTHS["name"])
        if not name:
            self.errors["name"] = "项目名称为空，请填写"
        return name

    def _kept(
        self, path: str, base: str | None, limit: int = TEXT_LENGTH
    ) -> str | None:
        return base if base is None or path not in self.data else self.text(path, limit)

    def _budget(self, above: str, base: Budget) -> Budget:
        sums = {
            name: self.amount(f"{above}budget.{name}")
            for name in ("total", "fiscal", "other")
            if f"{above}budget.{name}" in self.data
        }
        return replace(base, **sums)

    def _plan_step(self, base: PlanStep) -> PlanStep:
        path = f"plan.{base.month}"
        if path not in self.data:
            return base
        text = self.text(path, LENGTHS["plan"])
        try:
            money.percent(text)
        except ValueError as error:
            self.errors[path], self.typed[path] = str(error), text
        if path not in self.errors:
            text = money.tidy_percent(text)
        return PlanStep(base.month, text or None)

    def _medium(self, base: Sheet) -> Medium | None:
        """The 中期 side as the page has it."""
        if f"{fields.MEDIUM}period" not in self.data:
            return base.medium
        before = base.medium or Medium(budget=Budget(unit=base.budget.unit))
        known = map(of_row, (*base.indicators, *before.indicators))
        return Medium(
            period=self.text(f"{fields.MEDIUM}period", PERIOD_LENGTH),
            budget=self._budget(fields.MEDIUM, before.budget),
            goals=self.goals(fields.MEDIUM),
            indicators=self.rows(fields.MEDIUM, known),
        )


class OverallForm(DocumentForm):
    """A department's overall target. ``base`` is the saved one; its parts that the
    form on the page does not have (``parts`` says which it has) stay. ``tiers`` are the
    year's labels."""

    def __init__(
        self, data: Mapping[str, str], base: Overall, tiers: Sequence[Tiers]
    ) -> None:
        super().__init__(data)
        self.base = base
        known = [*map(of_row, base.indicators), *tiers]
        parts = self.data.get("parts", TEXT_PARTS).split()
        read: dict[str, Callable[[], tuple[Any, ...]]] = {
            "sub_goals": lambda: self._items("sub_goals", "title", self._sub_goal),
            "measures": lambda: self._items("measures", "title", self._measure),
            "tasks": lambda: self._items("tasks", "name", self._task),
            "indicators": lambda: self.rows("overall.", known),
        }
        self.document = Overall(
            goal=self.text("overall.goal"),
            **{n: read[n]() if n in parts else getattr(base, n) for n in read},
        )

    def _items(
        self, part: str, cell: str, build: Callable[[str], Any]
    ) -> tuple[Any, ...]:
        stem = f"overall.{part}"
        return tuple(build(f"{stem}.{i}") for i in self.indexes(stem, f".{cell}"))

    @property
    def to_save(self) -> Overall:
        """Without empty tasks, and without indicators where there never were any: the
        form shows a line and its labels all the same."""
        document = self.document
        filled = tuple(task for task in document.tasks if task != Task(""))
        is_blank = all(row.is_blank for row in document.indicators)
        rows = () if is_blank and not self.base.indicators else document.indicators
        return replace(document, tasks=filled, indicators=rows)

    def _task(self, path: str) -> Task:
        sums = {name: self.amount(f"{path}.{name}") for name in fields.TASK_AMOUNTS}
        name = self.text(f"{path}.name", TITLE_LENGTH)
        return Task(name, self.text(f"{path}.content"), **sums)

    def _title(self, path: str) -> str:
        """The heading with its number, which counts by itself."""
        number = mark(int(path.rpartition(".")[2]))
        title = bare(self.text(f"{path}.title", TITLE_LENGTH - len(number)))
        if not title:
            self.errors[f"{path}.title"] = "标题为空，请填写，或删除这一项"
        return f"{number}{title}"

    def _sub_goal(self, path: str) -> SubGoal:
        lines = self.text(f"{path}.indicators").split("\n")
        indicators = tuple(line.strip() for line in lines if line.strip())
        goal = self.text(f"{path}.goal")
        return SubGoal(self._title(path), goal, indicators, self._projects(path))

    def _projects(self, path: str) -> tuple[str, ...]:
        """Each ticked box has a name of its own, since a form is one text a name."""
        boxes = [name for name in self.data if name.startswith(f"{path}.projects.")]
        return tuple(dict.fromkeys(self.text(box) for box in boxes))

    def _measure(self, path: str) -> Measure:
        text = self.text(f"{path}.text")
        return Measure(self._title(path), text)


def read_form(target: Target, data: Mapping[str, str]) -> SheetForm | OverallForm:
    """What was typed, as a document of the target's kind."""
    if target.is_project:
        return SheetForm(data, store.load_sheet(target))
    base = store.load_overall(target)
    return OverallForm(data, base, target.year.scheme.rows())


# Nobody works on it any more: what the year ended with.
SETTLED = (Status.APPROVED, Status.ARCHIVED)


class TargetChoices(forms.ModelMultipleChoiceField):
    """``gone`` are those that an older page may still offer: somebody was faster."""

    gone = Target.objects.none()

    def clean(self, value: object) -> object:
        ids = [str(item) for item in value or ()]  # type: ignore[attr-defined]
        # Eighteen digits fit into the column on every database.
        if not all(re.fullmatch("[0-9]{1,18}", text) for text in ids):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        names = "、".join(f"“{target}”" for target in self.gone.filter(pk__in=ids))
        if names:
            raise forms.ValidationError(
                f"{names}已经结转或新建过，下面不再列出。这次还没有结转，"
                "请核对下面的勾选，再按一次“结转”。"
            )
        return super().clean(value)

    def label_from_instance(self, target: Target) -> str:
        if target.status in SETTLED:
            return str(target)
        return f"{target}（上年没有批复，停在“{target.standing}”）"


class CarryForm(forms.Form):
    """What to carry over into a year: the targets that are not there yet. Ticked is
    what was approved or brought in; all of it in an office that approves nothing here.
    """

    targets = TargetChoices(
        Target.objects.none(),
        label="要结转的绩效目标",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一个要结转的绩效目标",
            "invalid_choice": "页面上的绩效目标已有变化，请核对勾选后再按一次“结转”",
        },
    )
    with_values = forms.TypedChoiceField(
        label="指标值",
        choices=[("1", "带上年的指标值"), ("", "不带指标值，逐个重新填写")],
        coerce=bool,
        empty_value=False,
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: object,
        candidates: list[Target],
        earlier: QuerySet[Target],
        **kwargs: object,
    ):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        ids = [target.pk for target in candidates]
        field = self.fields["targets"]
        field.gone = earlier.exclude(pk__in=ids).with_names()  # type: ignore[attr-defined]
        field.queryset = (  # type: ignore[attr-defined]
            Target.objects.filter(pk__in=ids).with_names().order_by(*BOOK_ORDER)
        )
        settled = [t.pk for t in candidates if t.status in SETTLED]
        field.initial = settled or ids
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "结转"))
