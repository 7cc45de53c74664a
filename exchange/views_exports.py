"""导出任务: what somebody has asked for, how far it is, and the file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from . import exports, jobs, watch
from .models import ExportJob

PAGE_SIZE = 20


def job_list(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    page = Paginator(_mine(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "exports/list.html", {"page": page})


def job_page(request: HttpRequest, job: int) -> HttpResponse:
    """How far it is. The page asks for that part of itself again and again."""
    found = get_object_or_404(_mine(request.user), pk=job)
    context = watch.state_of(found)
    template = "exports/_state.html" if "state" in request.GET else "exports/job.html"
    return render(request, template, context)


@require_POST
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    found = get_object_or_404(_mine(request.user), pk=job)
    jobs.cancel(job=found, actor=request.user)
    messages.success(request, f"已取消导出“{found}”。")
    return redirect(found)


@require_POST
def again(request: HttpRequest, job: int) -> HttpResponse:
    """The same once more, with what has changed since."""
    found = get_object_or_404(_mine(request.user), pk=job)
    return redirect(exports.ask_again(job=found))


def download(request: HttpRequest, job: int) -> FileResponse:
    found = get_object_or_404(_mine(request.user), pk=job)
    file = exports.file_for(found)
    response = FileResponse(file, as_attachment=True, filename=exports.file_name(found))
    response["Cache-Control"] = "no-store"
    return response


def _mine(user: Any) -> Any:
    return ExportJob.objects.of(user).select_related("year", "department", "user")
