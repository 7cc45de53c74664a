from django.contrib import admin
from django.http import HttpRequest

from .models import Opinion, Snapshot


class ReadOnlyAdmin(admin.ModelAdmin):
    """Written by the workflow only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "action", "actor", "text"]
    list_filter = ["action", "target__department"]


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "number", "sha256", "approved_by"]
    list_filter = ["target__year", "target__department"]
