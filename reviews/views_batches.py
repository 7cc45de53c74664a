"""批复: the list of what was approved when, and the targets of one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from . import batches
from .printing import approved

PAGE_SIZE = 50


def batch_list(request: HttpRequest) -> HttpResponse:
    """One line a 批复, the latest first."""
    visible = batches.visible_to(request.user)
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "batches/list.html", {"page": page})


def detail(request: HttpRequest, batch: int) -> HttpResponse:
    """Its targets, as they were approved."""
    found = get_object_or_404(batches.visible_to(request.user), pk=batch)
    approvals = batches.approvals_of(found, request.user)
    page = Paginator(approvals, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(approval, approved(approval)) for approval in page]
    context = {"batch": found, "page": page, "lines": lines}
    return render(request, "batches/page.html", context)
