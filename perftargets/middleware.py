"""From where a request comes, what is refused, our exceptions as pages in Chinese."""

from collections.abc import Callable
from ipaddress import ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit import origin
from audit.services import record

from .errors import NotAllowed, PerfTargetsError

TITLES = {403: "不能这样做", 404: "没有找到", 409: "别人先保存了", 422: "内容有误"}
Answer = Callable[[HttpRequest], HttpResponse]


class OriginMiddleware:
    """What is recorded during a request came from its address."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        # A misspelt proxy shows at start-up, and not as a wrong address for months.
        self.trusted = [ip_network(text) for text in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = origin.client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            self.trusted,
        )
        with origin.coming_from(address):
            return self.get_response(request)


class RefusalMiddleware:
    """What somebody who has logged in is refused goes into the record.

    Every 403, and the 404 of a page that does not show this person what they asked
    for. An address that no page has is nobody's secret, and is not recorded; nor is
    what strangers try, who are sent to log in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        error = getattr(request, "refusal", None)
        is_refused = response.status_code == 403 or isinstance(error, Http404)
        if is_refused and request.user.is_authenticated:
            self._record(request, response.status_code, str(error or ""))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.refusal = exception  # type: ignore[attr-defined]

    def _record(self, request: HttpRequest, code: int, reason: str) -> None:
        # An address may hold anything; a control character is no text for a database.
        path = "".join(c for c in request.path if c.isprintable())
        record(
            actor=request.user,
            action="refused",
            subject=f"page:{path}"[:100],
            subject_name=path,
            detail={"method": request.method, "code": code, "reason": reason},
        )


class ErrorPageMiddleware:
    """A view that can say more (keep the input, show the difference) catches the
    exception itself; what it does not catch is answered here."""

    def __init__(self, get_response: Answer) -> None:
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
