"""审核统计: which rules trip, where, and the findings as a file."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from departments import access
from perftargets.errors import NotAllowed
from projects.access import get_target

from . import counting, findings_file, statistics
from .forms_statistics import StatisticsForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# So many targets are counted anew at a press of the button: a few seconds.
MOST_AT_ONCE = 400


def overview(request: HttpRequest) -> HttpResponse:
    """Of a year, and of a department with those below it."""
    form = _form(request)
    chosen = form.chosen()
    targets = statistics.selected(request.user, **chosen)
    context = {
        "form": form,
        "found": statistics.of(targets),
        "words": form.in_words(),
        "query": form.query(),
        "department": chosen["department"],
    }
    return render(request, "reviews/statistics.html", context)


@require_POST
def recount(request: HttpRequest) -> HttpResponse:
    """Check anew what was changed since it was counted, as much as one press may."""
    form = _form(request)
    targets = statistics.selected(request.user, **form.chosen())
    counted = counting.refresh(targets, most=MOST_AT_ONCE)
    messages.success(request, f"已重新检查 {counted} 份绩效目标。")
    return redirect(f"{reverse('statistics')}?{form.query()}")


def export(request: HttpRequest) -> FileResponse:
    """The findings of what is chosen, one row each."""
    form = _form(request)
    targets = statistics.selected(request.user, **form.chosen())
    file = findings_file.of_selection(
        targets=targets, words=form.in_words(), actor=request.user
    )
    return _answer(file, findings_file.TITLE)


def export_target(request: HttpRequest, pk: int) -> FileResponse:
    """The findings of one target."""
    target = get_target(request.user, pk, access.EXPORT)
    file = findings_file.of_target(target=target, actor=request.user)
    return _answer(file, f"{target}{findings_file.TITLE}")


def _form(request: HttpRequest) -> StatisticsForm:
    if not access.sees_several(request.user):
        raise NotAllowed("只有看得到几个部门的人可以查看审核统计。")
    return StatisticsForm(
        request.GET, departments=statistics.departments_seen(request.user)
    )


def _answer(file: object, name: str) -> FileResponse:
    name = f"{name}{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response
