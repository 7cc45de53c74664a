"""The one door to an entry, and who may do what with it."""

from typing import Any

from django.http import Http404

from departments import access
from perftargets.errors import NotAllowed

from .models import LibraryEntry

REASONS = {
    access.EDIT: "只有提出它的部门的填报人可以修改。",
    access.CURATE: "只有财政部门可以确认、退回或停用部门的指标；共用指标在后台管理。",
}


def get_entry(user: Any, pk: int, action: str = access.VIEW) -> LibraryEntry:
    """The entry, if the user may do this with it.

    Invisible → 404; visible but not allowed → :class:`NotAllowed` (403).
    """
    found: LibraryEntry | None = (
        LibraryEntry.objects.visible_to(user).with_names().filter(pk=pk).first()
    )
    if found is None:
        raise Http404("没有这个指标，或者您看不到它")
    if action != access.VIEW and not may(user, action, found):
        raise NotAllowed(f"您不能对“{found}”这样做：{REASONS.get(action, '')}")
    return found


def may(user: Any, action: str, entry: LibraryEntry) -> bool:
    """Whether the user may do this with the entry; all may see a shared one, and only
    the back office changes it."""
    if entry.department is None:
        return action == access.VIEW
    return access.may(user, action, entry.department)
