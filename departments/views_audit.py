"""The page of the record. It stands here because the record lies below the rooms that
know who may look at it."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from audit import chain
from audit.export import MOST_ROWS, export
from audit.forms import RecordFilter
from audit.search import find
from audit.sentences import tell

from . import auditors

PAGE_SIZE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def entry_list(request: HttpRequest) -> HttpResponse:
    """What everybody did, the latest first."""
    auditors.check(request.user)
    form = RecordFilter(request.GET)
    chosen = form.chosen()
    page = Paginator(find(chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [tell(entry) for entry in page],
        "is_filtered": bool(chosen),
        "query": form.query_without_page(),
        "last_seal": chain.last_seal(),
        "most_rows": MOST_ROWS,
        "left_out": page.paginator.count - MOST_ROWS,
    }
    return render(request, "audit/list.html", context)


def export_entries(request: HttpRequest) -> FileResponse | HttpResponse:
    """What the page has found, as an Excel file."""
    auditors.check(request.user)
    form = RecordFilter(request.GET)
    if not form.is_valid():  # the page says what is wrong
        return redirect(f"{reverse('audit')}?{form.query_without_page()}")
    file = export(actor=request.user, chosen=form.chosen(), words=form.in_words())
    name = f"审计记录{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response
