"""The number beside 通知, on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Notice

MOST = 99


def count_text(user: Any) -> str:
    """Nothing for none; counted no further than is shown."""
    count = Notice.objects.of(user).unread()[: MOST + 1].count()
    return f"{MOST}+" if count > MOST else str(count or "")


def context(request: HttpRequest) -> dict[str, Any]:
    """Lazy: an answer that shows no menu asks the database nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread_notices": SimpleLazyObject(lambda: count_text(user))}
