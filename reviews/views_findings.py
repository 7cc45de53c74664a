"""What the automatic checks say beside the cells of the editor."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from departments import access
from indicators.forms import read_form
from indicators.views import posted_version
from perftargets.errors import CheckFailed, Conflict
from projects.access import get_target
from sheets.typed import plain

from . import answers, counting, findings, showing

UNSAVED = "这一格的内容还没有保存，或者已经改过。请先保存，再写理由。"


@require_POST
def check(request: HttpRequest, pk: int) -> JsonResponse:
    """Of the form on the screen, unsaved as it is."""
    target = get_target(request.user, pk, access.EDIT)
    form = read_form(target, request.POST)
    report = findings.report_on(target, form.document)
    if not form.errors:
        counting.keep_if_saved(target=target, report=report)
    given = findings.answers_of(target)
    return JsonResponse({"findings": showing.as_data(report, given, form.errors)})


@require_POST
def answer(request: HttpRequest, pk: int) -> JsonResponse:
    """The reason for one warning, of the table as it is saved; ``refused`` says why it
    was not taken."""
    target = get_target(request.user, pk, access.EDIT)
    digest = request.POST.get("digest", "")
    reason = plain(request.POST.get("reason", "")).strip()
    if not reason:
        return JsonResponse({"refused": answers.NO_REASON})
    try:
        answers.answer(
            target=target,
            actor=request.user,
            version=posted_version(request),
            reasons={digest: reason},
        )
    except (CheckFailed, Conflict) as error:
        return JsonResponse({"refused": error.message})
    given = findings.answers_of(target).get(digest)
    if given is None:
        return JsonResponse({"refused": UNSAVED})
    return JsonResponse({"answer": showing.answer_data(given)})
