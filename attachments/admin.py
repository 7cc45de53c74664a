from django.contrib import admin

from audit.admin import ReadOnlyAdmin

from .models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    exclude = ["stored"]
    list_display = [
        "uploaded_at",
        "target",
        "name",
        "size",
        "uploaded_by",
        "removed_at",
    ]
    list_filter = ["kind", "submitted", "target__department"]
    search_fields = ["name"]
