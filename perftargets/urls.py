"""Every address of the site, by what it is about."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import path

from attachments import views as attachments
from departments import views_delegation as delegation
from departments.views import Login
from exchange import views as exchange
from indicators import views as indicators
from indicators import views_carry as carry
from library import views as library
from library import views_target as library_target
from projects import views as projects
from projects import views_windows as windows
from reviews import views as reviews
from reviews import views_desk as reviews_desk


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
    path("", reviews_desk.desk, name="desk"),
    path("decide/<slug:action>/", reviews_desk.decide, name="decide-many"),
    path("targets/", projects.target_list, name="targets"),
    path("values/", indicators.value_meaning, name="value-meaning"),
    path("windows/", windows.window_list, name="windows"),
    path("delegation/", delegation.delegation, name="delegation"),
    path("delegation/<int:given>/end/", delegation.end, name="delegation-end"),
    # 结转上年
    path("carry/", carry.choose, name="carry-choose"),
    path("carry/<int:year>/<slug:code>/", carry.carry_over, name="carry"),
    # /library/
    path("library/", library.entry_list, name="library"),
    path("library/propose/", library.propose, name="library-propose"),
    path("library/<int:entry>/", library.detail, name="library-entry"),
    path("library/<int:entry>/edit/", library.amend, name="library-amend"),
    path(
        "library/<int:entry>/act/<slug:action>/", library.decide, name="library-decide"
    ),
    # /targets/<pk>/
    path("targets/new/", indicators.new_target, name="new-target"),
    path("targets/<int:pk>/", reviews.target, name="target"),
    path("targets/<int:pk>/edit/", indicators.edit, name="edit"),
    path("targets/<int:pk>/library/", library_target.pick, name="target-library"),
    path(
        "targets/<int:pk>/library/matches/",
        library_target.matches,
        name="target-library-matches",
    ),
    path("targets/<int:pk>/compare/", carry.compare, name="compare"),
    path("targets/<int:pk>/history/", reviews.history, name="history"),
    path("targets/<int:pk>/act/<slug:action>/", reviews.act, name="act"),
    path(
        "targets/<int:pk>/export/<slug:format_id>/",
        exchange.export_target,
        name="export-target",
    ),
    path("targets/<int:pk>/attachments/", attachments.attach, name="attach"),
    path(
        "targets/<int:pk>/attachments/<int:attachment>/",
        attachments.download,
        name="attachment",
    ),
    path(
        "targets/<int:pk>/attachments/<int:attachment>/remove/",
        attachments.detach,
        name="detach",
    ),
    # /books/<year>/<department>/
    path(
        "books/<int:year>/<slug:code>/<slug:format_id>/",
        exchange.export_book,
        name="export-book",
    ),
]
