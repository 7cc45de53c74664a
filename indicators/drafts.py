"""What is typed and not yet saved, and who else is typing.

A person has one draft of a target, and may have it open in two windows. Each page
therefore says which it is (``page``) and which draft it began with (``draft``): one
window never writes over what another has kept.
"""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.models import Target
from sheets.typed import plain

from .models import Draft

# An open page keeps its draft at least this often while somebody types.
STILL_TYPING = timedelta(minutes=3)
NOT_CONTENT = frozenset(
    {
        *("csrfmiddlewaretoken", "op", "pasted", "then_submit", "before"),
        *("writer", "draft", "copy"),
    }
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


def keep_page(
    *, target: Target, user: Any, version: int, form: Mapping[str, str]
) -> Draft | None:
    """As :func:`keep`, unless another window of this person has kept its own text
    meanwhile: then that stays, and the answer is ``None``."""
    with transaction.atomic():
        mine = Draft.objects.select_for_update().filter(target=target, user=user)
        draft = mine.first()
        if draft is not None and not _is_of(draft, form):
            return None
        return keep(target=target, user=user, version=version, form=form)


def _is_of(draft: Draft, form: Mapping[str, str]) -> bool:
    """Whether the page has written this draft itself, or began with it."""
    by_itself = draft.data.get("page", "") == form.get("page", "")
    return by_itself or mark(draft) == form.get("draft", "")


def mark(draft: Draft | None) -> str:
    """What a page remembers of the draft that it began with."""
    return draft.saved_at.isoformat() if draft else ""


def page_name(form: Mapping[str, str]) -> str:
    """The name of the page that sent the form; a new one for a new page."""
    name = form.get("page", "")
    return name if re.fullmatch("[0-9a-f]{16}", name) else secrets.token_hex(8)


def find(target: Target, user: Any) -> Draft | None:
    return Draft.objects.filter(target=target, user=user).first()


def drop(*, target: Target, user: Any, form: Mapping[str, str] | None = None) -> None:
    """Forget it: it was saved, or its writer does not want it. What another window
    has kept is neither; without a ``form`` it is the draft itself that was shown."""
    draft = find(target, user)
    if draft is not None and (form is None or _is_of(draft, form)):
        draft.delete()


def others_typing(target: Target, user: Any) -> list[str]:
    """The names of those who have typed into the same target just now."""
    recent = Draft.objects.filter(
        target=target, saved_at__gte=timezone.now() - STILL_TYPING
    )
    return [str(d.user) for d in recent.exclude(user=user).select_related("user")]


def read_copy(text: str) -> dict[str, str]:
    """The form that a browser kept for itself; ``ValueError`` if it is none."""
    copy = json.loads(text)
    if not isinstance(copy, dict) or not all(isinstance(t, str) for t in copy.values()):
        raise ValueError("no form")
    return copy
