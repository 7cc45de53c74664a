from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from audit.back_office import RecordedChanges

from .models import BudgetYear, DepartmentLayout, IndicatorScheme, Tier
from .renamed import on_no_form


class TierInline(admin.TabularInline):
    """Tier-1 labels and, below them, tier-2 labels of one scheme."""

    model = Tier
    extra = 1
    fields = ["parent", "label", "position"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("parent")
        return rows.order_by("parent__position", "position")

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "parent":
            match = request.resolver_match
            scheme = match.kwargs.get("object_id") if match else None
            kwargs["queryset"] = Tier.objects.filter(scheme=scheme, parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(IndicatorScheme)
class IndicatorSchemeAdmin(RecordedChanges):
    list_display = ["name", "code", "source"]
    search_fields = ["name", "code"]
    inlines = [TierInline]


class DepartmentLayoutInline(admin.TabularInline):
    model = DepartmentLayout
    extra = 0


@admin.register(BudgetYear)
class BudgetYearAdmin(RecordedChanges):
    inlines: list[Any] = [DepartmentLayoutInline]
    list_display = ["year", "layout", "scheme", "checkpoints", "opens_on", "closes_on"]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "layout":
            # The back office prints a help text as it is.
            kwargs["help_text"] = format_html(
                '<a href="{}">看各种表式的样子</a>', reverse("layouts")
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        # The forms are known when the departments' are saved, too.
        if words := "、".join(f"“{word}”" for word in on_no_form(form.instance)):
            said = f"栏目改名：这一年的表式上没有{words}，没有改名。请核对原名称。"
            messages.warning(request, said)
