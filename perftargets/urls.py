"""Every address of the site, by what it is about."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path

from attachments import views as attachments
from departments import views_audit as audit
from departments import views_delegation as delegation
from departments.views import Login, Logout
from exchange import views as exchange
from exchange import views_exports as exports
from exchange import views_handout as handout
from exchange import views_imports as imports
from exchange import views_packs as packs
from exchange import views_past_year as past_year
from indicators import views as indicators
from indicators import views_carry as carry
from indicators import views_new as new
from library import views as library
from library import views_target as library_target
from notices import views as notices
from projects import views as projects
from projects import views_layouts as layouts
from projects import views_windows as windows
from reviews import views as reviews
from reviews import views_answers as reviews_answers
from reviews import views_batches as batches
from reviews import views_checks as check_settings
from reviews import views_comments as remarks
from reviews import views_desk as reviews_desk
from reviews import views_findings as reviews_findings
from reviews import views_form as reviews_form
from reviews import views_statistics as statistics
from reviews import views_verify as reviews_verify
from reviews import views_versions as reviews_versions


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that name no icon, as those of the back office. Its address changes
    with its content, so the way there is not remembered."""
    return redirect(static("app/icon.svg"))


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon, name="favicon"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", Logout.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("verify/<slug:code>/", reviews_verify.verify, name="verify"),
    # lists
    path("", reviews_desk.desk, name="desk"),
    path("decide/<slug:action>/", reviews_desk.decide, name="decide-many"),
    path("targets/", projects.target_list, name="targets"),
    path("values/", new.value_meaning, name="value-meaning"),
    # /notices/
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/<int:notice>/open/", notices.open_notice, name="notice-open"),
    # 审核统计
    path("statistics/", statistics.overview, name="statistics"),
    path("statistics/recount/", statistics.recount, name="statistics-recount"),
    path("statistics/export/", statistics.export, name="statistics-export"),
    # 批复
    path("batches/", batches.batch_list, name="batches"),
    path("batches/<int:batch>/", batches.detail, name="batch"),
    path(
        "batches/<int:batch>/export/<slug:format_id>/",
        exchange.export_batch,
        name="export-batch",
    ),
    # 填报期, 代办
    path("windows/", windows.window_list, name="windows"),
    path("delegation/", delegation.delegation, name="delegation"),
    path("delegation/<int:given>/end/", delegation.end, name="delegation-end"),
    # 审核规则
    path("checks/", check_settings.now, name="check-rules-now"),
    path("checks/<int:year>/", check_settings.rules, name="check-rules"),
    path("checks/<int:year>/words/", check_settings.words, name="check-words"),
    # 结转上年
    path("carry/", carry.choose, name="carry-choose"),
    path("carry/<int:year>/<slug:code>/", carry.carry_over, name="carry"),
    # 导入
    path("imports/", imports.import_list, name="imports"),
    path("imports/past-year/", past_year.open_past_year, name="past-year"),
    path("imports/template/", handout.department_template, name="import-template"),
    path("imports/<int:file>/", imports.import_page, name="import"),
    path("imports/<int:file>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<int:file>/leave/", imports.import_leave, name="import-leave"),
    path("imports/<int:file>/marked/", imports.import_marked, name="import-marked"),
    path("imports/jobs/<int:pack>/", packs.pack_page, name="import-job"),
    path("imports/jobs/<int:pack>/cancel/", packs.cancel, name="import-job-cancel"),
    path("imports/jobs/<int:pack>/take/", packs.take, name="import-job-take"),
    path("imports/jobs/<int:pack>/undo/", packs.undo, name="import-job-undo"),
    # 导出任务
    path("exports/", exports.job_list, name="exports"),
    path("exports/<int:job>/", exports.job_page, name="export-job"),
    path("exports/<int:job>/cancel/", exports.cancel, name="export-cancel"),
    path("exports/<int:job>/again/", exports.again, name="export-again"),
    path("exports/<int:job>/file/", exports.download, name="export-file"),
    # /audit/
    path("audit/", audit.entry_list, name="audit"),
    path("audit/export/", audit.export_entries, name="audit-export"),
    # /layouts/
    path("layouts/", layouts.layout_list, name="layouts"),
    path("layouts/<slug:layout_id>/", layouts.layout_page, name="layout"),
    # /library/
    path("library/", library.entry_list, name="library"),
    path("library/propose/", library.propose, name="library-propose"),
    path("library/<int:entry>/", library.detail, name="library-entry"),
    path("library/<int:entry>/edit/", library.amend, name="library-amend"),
    path(
        "library/<int:entry>/act/<slug:action>/", library.decide, name="library-decide"
    ),
    # /targets/<pk>/
    path("targets/new/", new.new_target, name="new-target"),
    path("targets/<int:pk>/", reviews.target, name="target"),
    path("targets/<int:pk>/edit/", indicators.edit, name="edit"),
    path("targets/<int:pk>/check/", reviews_findings.check, name="check"),
    path(
        "targets/<int:pk>/check/answer/", reviews_findings.answer, name="check-answer"
    ),
    path(
        "targets/<int:pk>/check/export/",
        statistics.export_target,
        name="export-findings",
    ),
    path("targets/<int:pk>/library/", library_target.pick, name="target-library"),
    path(
        "targets/<int:pk>/library/matches/",
        library_target.matches,
        name="target-library-matches",
    ),
    path("targets/<int:pk>/compare/", carry.compare, name="compare"),
    path("targets/<int:pk>/history/", reviews.history, name="history"),
    path("targets/<int:pk>/act/<slug:action>/", reviews.act, name="act"),
    path("targets/<int:pk>/remarks/", remarks.add, name="remark"),
    path(
        "targets/<int:pk>/remarks/<int:comment>/<slug:action>/",
        remarks.act,
        name="remark-act",
    ),
    path("targets/<int:pk>/answers/", reviews_answers.answers, name="answers"),
    path("targets/<int:pk>/review-form/", reviews_form.review_form, name="review-form"),
    path(
        "targets/<int:pk>/review-form/<int:form>/export/<slug:format_id>/",
        exchange.export_review_form,
        name="export-review-form",
    ),
    path("targets/<int:pk>/versions/", reviews_versions.compare, name="versions"),
    path(
        "targets/<int:pk>/export/<slug:format_id>/",
        exchange.export_target,
        name="export-target",
    ),
    path("targets/<int:pk>/template/", handout.target_template, name="template"),
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
    path("books/<int:year>/<slug:code>/", exchange.book, name="book"),
    path(
        "books/<int:year>/<slug:code>/<slug:format_id>/",
        exchange.export_book,
        name="export-book",
    ),
]
