"""Projects and targets in the back office.

The content of a target can be corrected here while it is editable; every save counts
as a version and is recorded, as in the editor.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
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
    Task,
)

from . import earlier, store
from .models import Indicator
from .services import changes_between, delete_target


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
    # Six columns of text side by side must fit on a screen.
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 13})},
        models.CharField: {"widget": forms.TextInput(attrs={"size": 8})},
    }

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._open(obj)


class PlanInline(ContentInline):
    model = FundingPlanStep


class WideInline(ContentInline):
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 50})},
    }


class GoalInline(WideInline):
    model = Goal


class IndicatorInline(ContentInline):
    model = Indicator


class SubGoalInline(WideInline):
    model = SubGoal


class MeasureInline(WideInline):
    model = Measure


class TaskInline(ContentInline):
    model = Task


class RecordedAdmin(FrozenWithTarget, admin.ModelAdmin):
    """Counts the version and writes the record, so that nobody's open editor
    overwrites unseen what was corrected here."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """On a save, under the lock of its target: what is editable now still is
        when the rows are written."""
        found = super().get_object(request, object_id, from_field)
        target = self._target(found) if found is not None else None
        if request.method == "POST" and target is not None:
            Target.objects.select_for_update().get(pk=target.pk)
            target.refresh_from_db(fields=["status", "version"])
            earlier.remember(target, target.version)
        return found

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        target = self._target(form.instance)
        names = [*form.changed_data, *(f.prefix for f in formsets if f.has_changed())]
        if target is None or not names:
            return
        # Through the store: rows in canonical form, values parsed anew.
        document = store.load(target)
        store.save(target=target, document=document)
        before = earlier.recall(target, target.version)
        changes = changes_between(before, document) if before else []
        Target.objects.filter(pk=target.pk).update(version=F("version") + 1)
        record(
            actor=request.user,
            action="save",
            subject=target.subject,
            subject_name=str(target),
            detail={
                "backoffice": True,
                "fields": names,
                "changes": [vars(change) for change in changes],
            },
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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # It goes with its target.
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
        "occasion",
        "step_name",
        "status_since",
        "version",
        "submitted_by",
    ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj is None or obj.is_project:
            return [GoalInline, IndicatorInline]
        parts = [GoalInline, SubGoalInline, MeasureInline, TaskInline]
        return [*parts, IndicatorInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Target, form: Any, change: bool
    ) -> None:
        """Nothing of its own can be changed here, and saving the row would write its
        status; the rows below it are saved by :meth:`save_related`."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        going_on = Project.objects.filter(continued_from__target__in=objs)
        protected += [f"{project.year} {project}（由它结转）" for project in going_on]
        return deleted, counts, needed, protected

    def delete_model(self, request: HttpRequest, obj: Target) -> None:
        """A draft made by mistake, with its project. What was ever submitted is
        protected by its opinions, what was carried over by the next year's project."""
        delete_target(target=obj, actor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for target in queryset:
            if target.is_editable:
                self.delete_model(request, target)
