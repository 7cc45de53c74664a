"""What somebody has typed into a target and not saved, seen from its other pages."""

from typing import Any

from django.utils import timezone

from perftargets.errors import CheckFailed
from projects.models import Target

from . import drafts, services, store
from .forms import read_form
from .models import Draft


def own_draft(target: Target, user: Any) -> Draft | None:
    """The user's draft, if it says anything else than what is saved."""
    draft = drafts.find(target, user)
    if draft is None:
        return None
    form = read_form(target, draft.data)
    saved = store.load(target)
    is_saved = not form.errors and not services.changes_between(saved, form.document)
    return None if is_saved else draft


def check_nothing_unsaved(target: Target, user: Any) -> None:
    """``CheckFailed`` while the user has a draft: the old text would be submitted, and
    the new one be left behind."""
    draft = own_draft(target, user)
    if draft is not None:
        at = timezone.localtime(draft.saved_at).strftime("%Y-%m-%d %H:%M")
        raise CheckFailed(
            f"“{target}”未能送审：您 {at} 填写的内容还没有保存。"
            "请先继续填写并保存，或者不要它，再送审。"
        )
