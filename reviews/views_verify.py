"""The one page on a target that needs no login."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .verification import verdict


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a printed version is in force; tells nothing of it but its title."""
    found = verdict(code)
    return render(
        request,
        "reviews/verify.html",
        {"found": found, "check": code.rpartition("-")[2][:8]},
        status=200 if found else 404,
    )
