"""The one door to a target."""

from typing import Any

from django.http import Http404

from departments import access
from perftargets.errors import NotAllowed

from .models import Target

REASONS = {
    access.EDIT: "只有本部门的填报人可以修改。",
    access.SUBMIT: "只有本部门的填报人可以送审。",
    access.REVIEW: "只有审核这份绩效目标的人可以这样做。",
}


def get_target(user: Any, pk: int, action: str = access.VIEW) -> Target:
    """The target, if the user may do this with it.

    Invisible → 404, so that nobody learns what exists elsewhere; visible but not
    allowed → :class:`NotAllowed` (403).
    """
    target: Target | None = (
        Target.objects.visible_to(user).with_names().filter(pk=pk).first()
    )
    if target is None:
        raise Http404("没有这个绩效目标，或者您看不到它")
    if not access.may(user, action, target.department):
        raise NotAllowed(f"您不能对“{target}”这样做：{REASONS.get(action, '')}")
    return target
