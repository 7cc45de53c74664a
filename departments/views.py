"""Logging in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from audit.services import record
from perftargets.errors import NotAllowed

from .forms import LoginForm
from .models import User

DEMO_USERS = (
    "tianbao",
    "shequ",
    "fuzeren",
    "chushen",
    "caizheng",
    "jixiao",
    "shenji",
    "admin",
)
DEMO_PASSWORD = "demo-2021"  # noqa: S105 - published on purpose, in demo mode only


class Login(LoginView):
    template_name = "login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            users = User.objects.filter(username__in=DEMO_USERS)
            context["demo_users"] = sorted(
                users, key=lambda user: DEMO_USERS.index(user.username)
            )
            context["demo_password"] = DEMO_PASSWORD
        return context

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        record(actor=user, action="login", subject=f"user:{user.pk}")
        return response

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        # What was typed may be anything; a control character is no text for a database.
        typed = str(form.data.get("username", ""))[:90]
        name = "".join(c for c in typed if c.isprintable())
        record(
            actor=None,
            action="login_failed",
            subject=f"login:{name}",
            subject_name=name,
        )
        return super().form_invalid(form)


class Logout(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record(actor=request.user, action="logout", subject=f"user:{request.user.pk}")
        return super().post(request, *args, **kwargs)


@login_not_required
def back_office_login(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Where the back office sends whoever may not enter: Django's own form would let
    them in unrecorded."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise NotAllowed("后台只有管理员可以进入。")
    return Login.as_view()(request)
