"""Changes of the tree, and who stands in for whom."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.services import record
from perftargets.errors import CheckFailed, NotAllowed

from . import access
from .models import Delegation, Department, User

# A longer absence is a change of posts, and that is made by the administrator.
MOST_DAYS = 90
NOTHING_TO_DELEGATE = "您没有可以委托别人代办的岗位：填报人和管理员的岗位不能委托。"


def save_department(*, department: Department) -> Department:
    """Save a department and put it, and all below it, at its place in the tree.

    ``NotAllowed`` if it would hang below itself.
    """
    with transaction.atomic():
        parent = department.parent
        old_path = department.path
        if parent is not None and old_path and parent.path.startswith(old_path):
            raise NotAllowed(f"“{parent}”在“{department}”之下，不能做它的上级部门")
        department.path = f"{parent.path if parent else ''}{department.code}/"
        department.save()
        if old_path and old_path != department.path:
            _move_below(old_path, department.path)
    return department


def _move_below(old_path: str, new_path: str) -> None:
    below = Department.objects.filter(path__startswith=old_path)
    for child in below:
        child.path = new_path + child.path.removeprefix(old_path)
    Department.objects.bulk_update(below, ["path"])


def colleagues(user: User) -> Any:
    """Active people with a post of their own in a department in which the user has
    one to hand over."""
    own = [p.department.pk for p in access.posts(user) if access.is_delegable(p)]
    here = User.objects.filter(is_active=True, memberships__department__in=own)
    return here.exclude(pk=user.pk).distinct().order_by("name", "username")


def delegate(
    *, principal: User, deputy: User, starts_on: date, ends_on: date, reason: str
) -> Delegation:
    """The deputy acts in the principal's posts from the first day to the last, but
    for those that nobody can hand over.

    ``NotAllowed`` for who has no such post; ``CheckFailed`` if it is not for a
    colleague, not for a possible time, or is there already.
    """
    if not any(map(access.is_delegable, access.posts(principal))):
        raise NotAllowed(NOTHING_TO_DELEGATE)
    reason = reason.strip()
    with transaction.atomic():
        # Two at once would both find nothing that overlaps.
        User.objects.select_for_update().get(pk=principal.pk)
        _check_delegation(principal, deputy, starts_on, ends_on, reason)
        made = Delegation.objects.create(
            principal=principal,
            deputy=deputy,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
        )
        _record(made, principal, "delegate")
    return made


def _check_delegation(
    principal: User, deputy: User, starts_on: date, ends_on: date, reason: str
) -> None:
    problems = {}
    today = timezone.localdate()
    if not colleagues(principal).filter(pk=deputy.pk).exists():
        problems["deputy"] = "只能委托给本单位没有停用的同事，不能委托给本人"
    if starts_on < today:
        problems["starts_on"] = f"开始日期不能早于今天（{today}）"
    if ends_on < starts_on:
        problems["ends_on"] = "结束日期不能早于开始日期"
    elif ends_on - starts_on >= timedelta(days=MOST_DAYS):
        problems["ends_on"] = f"一次最多委托 {MOST_DAYS} 天"
    same = Delegation.objects.filter(
        principal=principal,
        deputy=deputy,
        ended_at=None,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    ).first()
    if same is not None:
        problems.setdefault(
            "deputy",
            f"已委托{deputy}在 {same.starts_on} 至 {same.ends_on} 代办，时间不能重叠",
        )
    if not reason:
        problems["reason"] = "请写明委托的事由"
    if problems:
        raise CheckFailed(f"没有委托：{'；'.join(problems.values())}。", problems)


def end_delegation(*, delegation: Delegation, actor: User) -> Delegation:
    """It ends now, or never begins. ``NotAllowed`` for anybody but the principal;
    ``CheckFailed`` if it is over already."""
    if delegation.principal_id != actor.pk:
        raise NotAllowed("只有委托人本人可以结束代办。")
    with transaction.atomic():
        going_on = Delegation.objects.filter(
            pk=delegation.pk, ended_at=None, ends_on__gte=timezone.localdate()
        )
        if not going_on.update(ended_at=timezone.now()):
            raise CheckFailed("这次代办已经结束了。")
        delegation.refresh_from_db()
        _record(delegation, actor, "end_delegation")
    return delegation


def _record(delegation: Delegation, actor: User, action: str) -> None:
    record(
        actor=actor,
        action=action,
        subject=f"delegation:{delegation.pk}",
        subject_name=str(delegation),
        detail={
            "principal": str(delegation.principal),
            "deputy": str(delegation.deputy),
            "starts_on": str(delegation.starts_on),
            "ends_on": str(delegation.ends_on),
            "opinion": delegation.reason,
        },
    )
