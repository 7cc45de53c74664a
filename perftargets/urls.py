"""Every address of the site, by what it is about."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import path

from departments.views import Login
from exchange import views as exchange
from indicators import views as indicators
from indicators import views_carry as carry
from projects import views as projects
from reviews import views as reviews


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    # lists
    path("", reviews.desk, name="desk"),
    path("targets/", projects.target_list, name="targets"),
    path("values/", indicators.value_meaning, name="value-meaning"),
    # 结转上年
    path("carry/", carry.choose, name="carry-choose"),
    path("carry/<int:year>/<slug:code>/", carry.carry_over, name="carry"),
    # /targets/<pk>/
    path("targets/new/", indicators.new_target, name="new-target"),
    path("targets/<int:pk>/", reviews.target, name="target"),
    path("targets/<int:pk>/edit/", indicators.edit, name="edit"),
    path("targets/<int:pk>/compare/", carry.compare, name="compare"),
    path("targets/<int:pk>/history/", reviews.history, name="history"),
    path("targets/<int:pk>/act/<slug:action>/", reviews.act, name="act"),
    path(
        "targets/<int:pk>/export/<slug:format_id>/",
        exchange.export_target,
        name="export-target",
    ),
    # /books/<year>/<department>/
    path(
        "books/<int:year>/<slug:code>/<slug:format_id>/",
        exchange.export_book,
        name="export-book",
    ),
]
