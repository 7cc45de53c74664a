"""Projects and targets in the back office.

The content of a target can be corrected here while it is editable; every save counts
as a version and is recorded, as in the editor.
"""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest

from audit.services import record
from projects.models import (
    FundingPlanStep,
    Goal,
    Measure,
    Project,
    SubGoal,
    Target,
)

from . import store
from .models import Indicator


class FrozenWithTarget:
    """Nothing may be changed here while the target is under review or approved."""

    def _target(self, obj: Any) -> Target | None:
        return obj if isinstance(obj, Target) else getattr(obj, "target", None)

    def _open(self, obj: Any) -> bool:
        target = self._target(obj) if obj is not None else None
        return target is None or target.is_editable

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._open(obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._open(obj)  # type: ignore[misc]


class ContentInline(FrozenWithTarget, admin.TabularInline):
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._open(obj)


class PlanInline(ContentInline):
    model = FundingPlanStep


class GoalInline(ContentInline):
    model = Goal


class IndicatorInline(ContentInline):
    model = Indicator


class SubGoalInline(ContentInline):
    model = SubGoal


class MeasureInline(ContentInline):
    model = Measure


class RecordedAdmin(FrozenWithTarget, admin.ModelAdmin):
    """Counts the version and writes the record, so that nobody's open editor
    overwrites unseen what was corrected here."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        target = self._target(form.instance)
        if target is None:
            return
        # Through the store: rows in canonical form, values parsed anew.
        store.save(target=target, document=store.load(target))
        Target.objects.filter(pk=target.pk).update(version=F("version") + 1)
        names = [*form.changed_data, *(f.prefix for f in formsets if f.has_changed())]
        record(
            actor=request.user,
            action="save",
            subject=target.subject,
            subject_name=str(target),
            detail={"backoffice": True, "fields": names},
        )


@admin.register(Project)
class ProjectAdmin(RecordedAdmin):
    list_display = ["name", "code", "department", "year", "total", "unit"]
    list_filter = ["year", "department"]
    search_fields = ["name", "code"]
    inlines = [PlanInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Its target stands under the same department and year: they move together
        # or not at all.
        return ["year", "department"] if obj else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A project comes with its target: 新建 in the application makes both.
        return False


@admin.register(Target)
class TargetAdmin(RecordedAdmin):
    list_display = ["__str__", "kind", "department", "year", "status", "version"]
    list_filter = ["year", "status", "kind", "department"]
    search_fields = ["project__name", "department__name"]
    readonly_fields = [
        "kind",
        "year",
        "department",
        "project",
        "status",
        "status_since",
        "version",
        "submitted_by",
    ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj is None or obj.is_project:
            return [GoalInline, IndicatorInline]
        return [GoalInline, SubGoalInline, MeasureInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
