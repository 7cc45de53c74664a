"""Exceptions of our family become pages in Chinese."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import NotAllowed, PerfTargetsError

TITLES = {403: "不能这样做", 404: "没有找到", 409: "别人先保存了", 422: "内容有误"}


class ErrorPageMiddleware:
    """A view that can say more (keep the input, show the difference) catches the
    exception itself; what it does not catch is answered here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, PerfTargetsError):
            return None
        template = "403.html" if isinstance(exception, NotAllowed) else "error.html"
        context = {
            "title": TITLES.get(exception.status, "出错了"),
            "message": exception.message,
        }
        return render(request, template, context, status=exception.status)
