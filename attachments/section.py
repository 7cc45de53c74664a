"""依据材料 on the page of a target."""

from typing import Any

from departments import access
from perftargets.errors import NotAllowed
from projects.models import Target

from . import services
from .forms import UploadForm


def section(target: Target, user: Any) -> dict[str, Any]:
    """What ``targets/_attachments.html`` shows: ``current``, ``removed``, and for who
    may edit either the ``form`` or, in ``closed``, why there is none."""
    rows = list(target.attachments.select_related("uploaded_by", "removed_by"))
    shown = {
        "current": [row for row in rows if row.removed_at is None],
        "removed": [row for row in rows if row.removed_at is not None],
    }
    if not access.may(user, access.EDIT, target.department):
        return shown
    try:
        services.check_open(target)
    except NotAllowed as error:
        return shown | {"closed": error.message}
    return shown | {"form": UploadForm(target)}
