"""Downloads."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode

from attachments.names import clean
from audit.services import record
from departments import access
from perftargets.errors import CheckFailed, NotAllowed
from projects.access import get_target
from projects.models import Target
from projects.querysets import TargetQuerySet
from reviews import batches
from reviews.editions import edition_of, edition_of_all
from reviews.models import ReviewForm
from reviews.printing import batch_paper, form_paper
from sheets.edition import Edition
from sheets.layouts import layout_of
from sheets.writers import PaperWriter, Writer, writers

from . import exports
from .exports import MOST_AT_ONCE
from .forms import ExportForm
from .models import ExportJob, Shape

NOTHING_TICKED = "没有导出：请在“内容”中至少选一份绩效目标。"
INCOMPLETE = "没有导出：请选择范围和形式，再按一种格式的按钮。"
TOO_LARGE = f"超过 {MOST_AT_ONCE} 份，请在这里选好，在后台导出。"
# For people, in the order in which they are asked for.
OFFERED = ("pdf", "docx", "xlsx", "xlsx-one", "html", "pdf-a")


def export_target(request: HttpRequest, pk: int, format_id: str) -> HttpResponse:
    """One target as a file; a draft carries its mark, an approved one its version."""
    writer = _writer(format_id)
    target = get_target(request.user, pk, access.EXPORT)
    edition = edition_of(target, as_work="work" in request.GET)
    response = _file(edition, writer, f"{target.year}{target.department} {target}")
    record(
        actor=request.user,
        action="export",
        subject=target.subject,
        subject_name=str(target),
        detail={"format": writer.id, "version": target.version},
    )
    return response


def book(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What of a department's year to put into a file, and into which."""
    targets = _exported_targets(request, year, code)
    department = targets[0].department
    form = ExportForm(
        request.POST or None,
        scopes=exports.scopes_for(request.user, year, department),
        formats=OFFERED,
    )
    error = ""
    if request.method == "POST":
        try:
            if form.is_valid():
                return _started(request, form.cleaned_data, targets)
            error = INCOMPLETE
        except CheckFailed as failure:
            error = failure.message
    context = {
        "targets": targets,
        "year": targets[0].year,
        "department": department,
        "writers": [writers.get(format_id) for format_id in OFFERED],
        "form": form,
        "error": error,
        "most": exports.MOST_AT_ONCE,
    }
    return render(request, "exchange/book.html", context, status=422 if error else 200)


def _started(
    request: HttpRequest, chosen: dict[str, Any], targets: list[Target]
) -> HttpResponse:
    """What is small is downloaded at once, the rest becomes a job."""
    first, scope = targets[0], chosen["scope"]
    ticked = _ticked(request.POST.getlist("target"), targets)
    if scope == "own" and not ticked:
        raise CheckFailed(NOTHING_TICKED)
    is_plain = scope == "own" and chosen["shape"] == Shape.BOOK
    if is_plain and not chosen["approved_only"] and len(ticked) <= MOST_AT_ONCE:
        at = [first.year.year, first.department.code, chosen["format"]]
        query = urlencode({"target": [target.pk for target in ticked]}, doseq=True)
        return redirect(f"{reverse('export-book', args=at)}?{query}")
    is_selection = scope == "own" and len(ticked) < len(targets)
    job = ExportJob(
        user=request.user,
        year=first.year,
        department=None if scope == "year" else first.department,
        with_below=scope == "below",
        approved_only=chosen["approved_only"],
        ticked=[target.pk for target in ticked] if is_selection else [],
        shape=chosen["shape"],
        format=chosen["format"],
    )
    return redirect(exports.ask(job=job))


def _ticked(keys: Sequence[str], targets: list[Target]) -> list[Target]:
    wanted = set(keys)
    return [target for target in targets if str(target.pk) in wanted]


def export_book(
    request: HttpRequest, year: int, code: str, format_id: str
) -> HttpResponse:
    """A department's year: its overall target and all its tables in one file; or those
    that were ticked."""
    writer = _writer(format_id)
    targets = _exported_targets(request, year, code)
    keys = request.GET.getlist("target")
    chosen = _ticked(keys, targets) if keys else targets
    if not chosen:
        raise Http404("选中的绩效目标已经不在这里")
    department = targets[0].department
    if len(chosen) > MOST_AT_ONCE and format_id in OFFERED:
        messages.warning(request, TOO_LARGE)
        return redirect("book", year, code)
    name = f"{year}年{department}绩效文本"
    is_book = len(chosen) == len(targets)
    edition = edition_of_all(chosen, is_book=is_book)
    response = _file(
        edition, writer, name if is_book else f"{name}（选{len(chosen)}份）"
    )
    record(
        actor=request.user,
        action="export",
        subject=f"book:{year}:{code}",
        subject_name=name,
        detail={
            "format": writer.id,
            **({} if is_book else {"targets": len(chosen)}),
        },
    )
    return response


def _exported_targets(request: HttpRequest, year: int, code: str) -> list[Target]:
    """What of the book the user may take out of the house."""
    targets = list(book_targets(year, code).visible_to(request.user))
    if not targets:
        raise Http404("没有这一年度的绩效目标，或者您看不到它")
    if not access.may(request.user, access.EXPORT, targets[0].department):
        raise NotAllowed("您不能导出这个部门的绩效文本。")
    return targets


def export_review_form(
    request: HttpRequest, pk: int, form: int, format_id: str
) -> HttpResponse:
    """A filled 审核表; one of an open step carries the mark of a draft."""
    writer = _paper_writer(format_id)
    target = get_target(request.user, pk, access.EXPORT)
    found = get_object_or_404(ReviewForm, pk=form, stage__target=target)
    paper = form_paper(found)
    what = f"审核表（{found.stage.name}）"
    name = f"{target.year}{target.department} {target} {what}"
    response = _response(writer.write_paper(paper), writer, name)
    record(
        actor=request.user,
        action="export",
        subject=target.subject,
        subject_name=str(target),
        detail={"format": writer.id, "file": what},
    )
    return response


def export_batch(request: HttpRequest, batch: int, format_id: str) -> HttpResponse:
    """The 批复表, with the targets that the user may view."""
    writer = _paper_writer(format_id)
    found = get_object_or_404(batches.visible_to(request.user), pk=batch)
    approvals = list(batches.approvals_of(found, request.user, access.EXPORT))
    if not approvals:
        raise NotAllowed("您不能导出这个批复。")
    paper = batch_paper(found, approvals)
    name = f"{found.number} {paper.title}"
    response = _response(writer.write_paper(paper), writer, name)
    record(
        actor=request.user,
        action="export",
        subject=found.subject,
        subject_name=name,
        detail={"format": writer.id, "targets": len(approvals)},
    )
    return response


def book_targets(year: int, code: str) -> TargetQuerySet:
    """A department's targets of a year in the order of its book."""
    return (
        Target.objects.for_year(year)
        .filter(department__code=code)
        .with_names()
        .order_by("project__position", "pk")
    )


def _writer(format_id: str) -> Writer:
    try:
        return writers.get(format_id)
    except LookupError:
        raise Http404("没有这种文件格式") from None


def _paper_writer(format_id: str) -> PaperWriter:
    writer = _writer(format_id)
    if not isinstance(writer, PaperWriter):
        raise Http404("没有这种文件格式")
    return writer


def _file(edition: Edition, writer: Writer, name: str) -> HttpResponse:
    return _response(writer.write(edition, layout_of(edition.book)), writer, name)


def _response(content: bytes, writer: Writer, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=writer.content_type)
    header = content_disposition_header(True, f"{clean(name)[:120]}.{writer.extension}")
    response["Content-Disposition"] = header
    # A draft of today must not come out of a cache tomorrow.
    response["Cache-Control"] = "no-store"
    return response
