"""Which pages the navigation shows the way to."""

from typing import Any

from django.http import HttpRequest

from . import access


def context(request: HttpRequest) -> dict[str, Any]:
    """On every page, without a query of its own."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "may_manage": access.anywhere(user, access.MANAGE),
        "may_delegate": any(
            post.principal or access.is_delegable(post) for post in access.posts(user)
        ),
    }
