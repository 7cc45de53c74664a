"""The outbox in the back office: what did not go out, and why."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from audit.admin import ReadOnlyAdmin

from . import outbox
from .models import Mail

STATES = {"sent": "已发出", "waiting": "等待发送", "given_up": "已放弃"}


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "sent":
            return queryset.filter(sent_at__isnull=False)
        if self.value() == "waiting":
            return queryset.filter(sent_at__isnull=True, next_try_at__isnull=False)
        return queryset.given_up() if self.value() == "given_up" else queryset


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = [
        *("created_at", "to", "subject", "state", "tries", "next_try_at", "sent_at"),
        "error",
    ]
    list_filter = [StateFilter]
    search_fields = ["to", "subject", "error"]
    actions = ["try_again"]

    @admin.display(description="状态")
    def state(self, mail: Mail) -> str:
        return mail.state

    @admin.action(description="重新发送所选邮件", permissions=["resend"])
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        count = outbox.try_again(queryset)
        text = f"{count} 封邮件将重新发送；已发出和正在发送的不变。"
        self.message_user(request, text, messages.SUCCESS)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """To look at is for whoever may see; to send again, for who may change."""
        return request.user.has_perm("notices.change_mail")
