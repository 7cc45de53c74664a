"""Changes made in the back office go into the record, with before and after."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from .services import record

Cell = dict[str, str]


class RecordedChanges(admin.ModelAdmin):
    """Base of the pages where basic data are kept: people, departments, years."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        cells = [*changed_cells(form), *(c for f in formsets for c in changed_rows(f))]
        if cells or not change:
            note(request, form.instance, "save" if change else "create", cells)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            note(request, obj, "delete", list(_content(obj)))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


def note(request: HttpRequest, obj: Any, action: str, cells: list[Cell]) -> None:
    """Record what the user of this request did with a row."""
    record(
        actor=request.user,
        action=action,
        subject=f"{obj._meta.model_name}:{obj.pk}",
        subject_name=f"{obj._meta.verbose_name} {obj}",
        detail={"backoffice": True, "changes": cells},
    )


def changed_cells(form: Any) -> Iterator[Cell]:
    """What a valid form changed; a password shows in no record."""
    for name in form.changed_data:
        field = form.fields[name]
        if not isinstance(field.widget, forms.PasswordInput):
            before = form.get_initial_for_field(field, name)
            after = form.cleaned_data.get(name)
            yield _cell(field.label, _text(field, before), _text(field, after))


def changed_rows(formset: Any) -> Iterator[Cell]:
    """Each row below the form that was added, changed or removed, as one text."""
    for form in formset.forms:
        is_old = form in formset.initial_forms
        is_gone = form in formset.deleted_forms
        if not form.has_changed() or (is_gone and not is_old):
            continue
        before = _row(form, form.get_initial_for_field) if is_old else ""
        after = "" if is_gone else _row(form, lambda _, n: form.cleaned_data.get(n))  # noqa: B023
        yield _cell(formset.model._meta.verbose_name, before, after)


def _row(form: Any, value_of: Any) -> str:
    texts = (
        _text(field, value_of(field, name))
        for name, field in form.fields.items()
        if not field.widget.is_hidden and name != "DELETE"
    )
    return " ".join(filter(None, texts))


def _content(obj: Any) -> Iterator[Cell]:
    for field in obj._meta.concrete_fields:
        value = getattr(obj, field.name)
        if not field.primary_key and field.name != "password" and value is not None:
            yield _cell(field.verbose_name, _text(field, value), "")


def _cell(label: Any, before: str, after: str) -> Cell:
    return {"label": str(label), "before": before, "after": after}


def _text(field: Any, value: Any) -> str:
    """As the page shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, forms.ModelChoiceField):
        return str(field.to_python(value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)
