from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from audit.back_office import RecordedChanges, note

from .models import Department, Membership, User
from .services import save_department
from .views import Logout, back_office_login

admin.site.site_header = "预算绩效目标管理 后台"
admin.site.site_title = "预算绩效目标管理"
admin.site.index_title = "基础数据"
# Rights come from posts (Membership), so Django's groups would only mislead.
admin.site.unregister(Group)
# Django's own pages would let people in and out unrecorded.
admin.site.login = back_office_login  # type: ignore[method-assign]
admin.site.logout = Logout.as_view()  # type: ignore[method-assign]

_change_own_password = admin.site.password_change


def change_own_password(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> HttpResponse:
    with transaction.atomic():
        response = _change_own_password(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            note(request, request.user, "password", [])
    return response


admin.site.password_change = change_own_password  # type: ignore[method-assign]


class DepartmentForm(forms.ModelForm):
    def clean_parent(self) -> Department | None:
        parent: Department | None = self.cleaned_data["parent"]
        path = self.instance.path
        if parent is not None and path and parent.path.startswith(path):
            raise ValidationError("上级部门不能是自己或自己的下级")
        return parent


@admin.register(Department)
class DepartmentAdmin(RecordedChanges):
    form = DepartmentForm
    list_display = ["code", "name", "parent"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]

    def save_model(
        self, request: HttpRequest, obj: Department, form: Any, change: bool
    ) -> None:
        save_department(department=obj)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["department"]


@admin.register(User)
class UserAdmin(RecordedChanges, BaseUserAdmin):
    list_display = ["username", "name", "posts", "is_active"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["username", "name"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("个人信息", {"fields": ["name", "email"]}),
        ("状态", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "name",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        ),
    ]

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                note(request, self.get_object(request, id), "password", [])
        return response

    @admin.display(description="岗位")
    def posts(self, user: User) -> str:
        return "；".join(str(m) for m in user.memberships.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("memberships__department")
