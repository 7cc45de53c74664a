"""What is typed and not yet saved, and who else is typing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects.models import Target
from sheets.typed import plain

from .models import Draft

# An open page keeps its draft at least this often while somebody types.
STILL_TYPING = timedelta(minutes=3)
NOT_CONTENT = frozenset(
    {"csrfmiddlewaretoken", "op", "pasted", "then_submit", "before"}
)


def content(form: Mapping[str, str]) -> dict[str, str]:
    """What is written in the form, without what belongs to the sending of it."""
    return {
        plain(path): plain(text)
        for path, text in form.items()
        if path not in NOT_CONTENT
    }


def keep(*, target: Target, user: Any, version: int, form: Mapping[str, str]) -> Draft:
    """Keep the form as it stands on the screen, in place of the one kept before."""
    data = content(form)
    draft, _ = Draft.objects.update_or_create(
        target=target, user=user, defaults={"version": version, "data": data}
    )
    return draft


def find(target: Target, user: Any) -> Draft | None:
    return Draft.objects.filter(target=target, user=user).first()


def drop(*, target: Target, user: Any) -> None:
    """Forget it: it was saved, or its writer does not want it."""
    Draft.objects.filter(target=target, user=user).delete()


def others_typing(target: Target, user: Any) -> list[str]:
    """The names of those who have typed into the same target just now."""
    recent = Draft.objects.filter(
        target=target, saved_at__gte=timezone.now() - STILL_TYPING
    )
    return [str(d.user) for d in recent.exclude(user=user).select_related("user")]
