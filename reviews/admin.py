from django.contrib import admin

from audit.admin import ReadOnlyAdmin

from .models import Opinion, Snapshot


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "action", "actor", "text"]
    list_filter = ["action", "target__department"]


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ["at", "target", "number", "sha256", "approved_by"]
    list_filter = ["target__year", "target__department"]
