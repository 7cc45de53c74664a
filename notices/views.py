"""A person's own notices."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from . import services
from .models import Notice

PAGE_SIZE = 30


def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    own = Notice.objects.of(request.user)
    newest = own.first()
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "upto": newest and newest.pk}
    return render(request, "notices/list.html", context)


@require_POST
def open_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Read from now on; and to the page that it is about."""
    found = _own(request.user, notice)
    services.mark_read(notice=found)
    return redirect(found.link or "notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything that was there when the page was made."""
    text = request.POST.get("upto", "")
    # Eighteen digits fit into a key on every database.
    if not re.fullmatch("[0-9]{1,18}", text):
        raise BadRequest("页面不完整，请刷新后重试")
    count = services.mark_all_read(user=request.user, upto=int(text))
    messages.success(request, f"已将 {count} 条通知标为已读。")
    return redirect("notices")


def _own(user: Any, pk: int) -> Notice:
    found = Notice.objects.of(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条通知")
    return found
