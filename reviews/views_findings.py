"""What the automatic checks say: beside the cells, and all of it before 送审."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from departments import access
from indicators.forms import read_form
from projects.access import get_target

from . import counting, findings, showing


@require_POST
def check(request: HttpRequest, pk: int) -> JsonResponse:
    """Of the form on the screen, unsaved as it is."""
    target = get_target(request.user, pk, access.EDIT)
    form = read_form(target, request.POST)
    report = findings.report_on(target, form.document)
    if not form.errors:
        counting.keep_if_saved(target=target, report=report)
    answers = findings.answers_of(target)
    return JsonResponse({"findings": showing.as_data(report, answers, form.errors)})
