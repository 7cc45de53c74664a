from django.contrib import admin
from django.http import HttpRequest

from .models import Entry


class ReadOnlyAdmin(admin.ModelAdmin):
    """For reading only: its rows are written by the program."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "action", "subject_name", "address"]
    list_filter = ["action"]
    search_fields = ["actor_name", "subject_name"]
    date_hierarchy = "at"
