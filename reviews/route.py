"""The steps that a submission takes, and who is asked at each."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from departments import access
from departments.models import Department, Level, User
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Occasion, Target

from . import flow
from .models import ReviewStep, Stage, Version
from .models.steps import StepFields

NO_STEPS = (
    "{year}还没有设置审核环节，现在不能送审。请联系管理员在后台“预算年度”里设置。"
)
COPIED = [f.name for f in StepFields._meta.get_fields()]


def steps_of(year: BudgetYear) -> list[ReviewStep]:
    """The year's steps; without any, those of the latest year before that has some."""
    steps = ReviewStep.objects.filter(year__year__lte=year.year)
    latest = steps.order_by("-year__year").values("year")[:1]
    return list(steps.filter(year__in=latest).order_by("position"))


def plan(target: Target) -> list[ReviewStep]:
    """The steps of the target's year that have a place in the tree: nobody is above
    the topmost unit, so its targets go without such a step.

    ``CheckFailed`` if none is left.
    """
    is_top = target.department.parent_id is None
    steps = [
        step
        for step in steps_of(target.year)
        if not (is_top and step.level == Level.ABOVE)
    ]
    if not steps:
        raise CheckFailed(NO_STEPS.format(year=target.year))
    return steps


def start(version: Version, steps: list[ReviewStep]) -> Stage:
    """Copy the steps for this submission and enter the first one."""
    stages = Stage.objects.bulk_create(
        Stage(
            target=version.target,
            version=version,
            is_first=step is steps[0],
            is_last=step is steps[-1],
            **{name: getattr(step, name) for name in COPIED},
        )
        for step in steps
    )
    return enter(stages[0])


def enter(stage: Stage) -> Stage:
    now = timezone.now()
    stage.entered_at = now
    stage.due_on = workdays_after(timezone.localdate(now), stage.days)
    stage.save(update_fields=["entered_at", "due_on"])
    return stage


def leave(stage: Stage, outcome: str, actor: Any) -> None:
    stage.left_at = timezone.now()
    stage.outcome = outcome
    stage.actor = actor
    stage.save(update_fields=["left_at", "outcome", "actor"])


def workdays_after(day: date, days: int) -> date:
    """That many working days later; public holidays are not known, weekends are."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def go_on_with(stage: Stage, version: Version) -> None:
    """The rest of the way is about another version than it began with."""
    ahead = Stage.objects.filter(
        version=stage.version, position__gte=stage.position, left_at__isnull=True
    )
    ahead.update(version=version)


def current(target: Target) -> Stage | None:
    """Where the target waits; ``None`` while it is with its fillers or approved."""
    return Stage.objects.open().filter(target=target).first()


def next_after(stage: Stage) -> Stage:
    """``Stage.DoesNotExist`` after the last: that one approves."""
    later = Stage.objects.filter(version=stage.version, position__gt=stage.position)
    return later.order_by("position")[:1].get()


def place(target: Target, stage: Stage | None) -> flow.Place:
    """Where the target stands in the table of transitions."""
    return flow.Place(
        status=target.status,
        is_first=stage is not None and stage.is_first,
        is_last=stage is not None and stage.is_last,
        is_adjusting=target.approvals.exists(),
        is_backfilled=target.occasion == Occasion.BACKFILL,
    )


def hands_in(target: Target) -> set[int]:
    """Ids of the people who filled it in or submitted it."""
    people = set(target.filled_by.values_list("pk", flat=True))
    return people | ({target.submitted_by_id} if target.submitted_by_id else set())


def post_for(stage: Stage, user: Any) -> access.Post | None:
    """The post in which the user may decide here; ``None`` if it is not theirs, or
    they or whom they stand in for had a hand in the target."""
    found = posts_for(stage, user)
    if not found:
        return None
    tabu = hands_in(stage.target)
    if user.pk in tabu:
        return None
    return next(
        (p for p in found if p.principal is None or p.principal.pk not in tabu), None
    )


def posts_for(stage: Stage, user: Any) -> list[access.Post]:
    """The user's posts that the stage asks for, their own before those of others."""
    department = stage.target.department
    return [
        post
        for post in access.posts(user)
        if post.takes(stage.role, stage.level, department)
    ]


def stages_for(user: Any) -> Any:
    """Open stages that this user may decide; as :func:`post_for`, in one query."""
    asked = access.NOWHERE
    for post in access.posts(user):
        for level in Level.values:
            here = Q(role=post.role, level=level)
            here &= post.where_taken(level, "target__department__")
            if post.principal is not None:
                here &= _no_hand_of(post.principal)
            asked |= here
    return Stage.objects.open().filter(asked & _no_hand_of(user))


def _no_hand_of(user: Any) -> Q:
    filled = Target.filled_by.through.objects.filter(
        target=OuterRef("target"), user=user.pk
    )
    submitted = Q(target__submitted_by=user.pk, target__submitted_by__isnull=False)
    return ~submitted & ~Q(Exists(filled))


def holders(stage: Stage) -> list[User]:
    """Active people in a post that the stage asks for, deputies not counted."""
    return people_at(stage.role, stage.level, stage.target.department)


def people_at(role: str, level: str, department: Department) -> list[User]:
    """Active people whose own post takes a step of this role and level there."""
    above = department.lineage
    paths = {
        Level.OWN: above[-1:],
        Level.ABOVE: above[:-1],
        Level.TREE: above,
        Level.TOP: above[:1],
    }[Level(level)]
    return list(
        User.objects.filter(
            is_active=True,
            memberships__role=role,
            memberships__department__path__in=paths,
        ).distinct()
    )
