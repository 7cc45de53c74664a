"""The library in the back office: shared indicators are kept here."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from audit.back_office import changed_cells
from audit.services import record

from .models import LibraryEntry, State
from .services import TEXTS


@admin.register(LibraryEntry)
class LibraryEntryAdmin(admin.ModelAdmin):
    list_display = ["name", "tier", "scope", "project_type", "state", "version"]
    list_filter = ["state", "tier__scheme", "project_type", "department"]
    search_fields = ["name", "initials", "description"]
    list_select_related = ["tier", "department"]
    readonly_fields = ["initials", "proposed_by", "decided_by", "decided_at"]

    @admin.display(description="范围")
    def scope(self, entry: LibraryEntry) -> str:
        return entry.scope

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What is entered here needs no one's confirmation."""
        given = super().get_changeform_initial_data(request)
        return {"state": State.CONFIRMED, **given}

    def save_model(
        self, request: HttpRequest, obj: LibraryEntry, form: Any, change: bool
    ) -> None:
        if not form.changed_data and change:
            return
        if change:
            obj.version += 1
        if "state" in form.changed_data or not change:
            obj.decided_by = request.user
            obj.decided_at = timezone.now()
        super().save_model(request, obj, form, change)
        cells = list(changed_cells(form))
        self._record(request, obj, "save" if change else "create", cells)

    def delete_model(self, request: HttpRequest, obj: LibraryEntry) -> None:
        with transaction.atomic():
            self._record(request, obj, "delete", [])
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for entry in queryset:
            self.delete_model(request, entry)

    def _record(
        self, request: HttpRequest, obj: LibraryEntry, action: str, cells: list[Any]
    ) -> None:
        record(
            actor=request.user,
            action=action,
            subject=obj.subject,
            subject_name=str(obj),
            detail={
                "backoffice": True,
                "changes": cells,
                "content": {name: getattr(obj, name) for name in TEXTS},
            },
        )
