"""Setting the scene and taking a step."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from departments.models import User
from projects.models import Occasion, Status, Target
from reviews import flow, route, services, versions
from reviews.models import Approval, Stage

DRAFT, RETURNED, APPROVED = Status.DRAFT, Status.RETURNED, Status.APPROVED
# The two steps of the demo's year, and a draft behind which an approved version stands.
FIRST, SECOND, ADJUSTING = "初审", "财政审核", "adjusting"
PLACES = (DRAFT, RETURNED, FIRST, SECOND, APPROVED, ADJUSTING)

# (place, action) → who may, and where it leads
MAY = {
    (DRAFT, flow.SUBMIT): ("tianbao", FIRST),
    (RETURNED, flow.SUBMIT): ("tianbao", FIRST),
    (FIRST, flow.WITHDRAW): ("tianbao", DRAFT),
    (FIRST, flow.PASS): ("chushen", SECOND),
    (FIRST, flow.RETURN): ("chushen", RETURNED),
    (SECOND, flow.PASS): ("caizheng", APPROVED),
    (SECOND, flow.RETURN): ("caizheng", RETURNED),
    (APPROVED, flow.ADJUST): ("tianbao", ADJUSTING),
    (ADJUSTING, flow.SUBMIT): ("tianbao", FIRST),
    (ADJUSTING, flow.DROP): ("tianbao", APPROVED),
}


def put(target: Target, place: str, **values) -> Target:
    """Set the scene behind the workflow's back."""
    Stage.objects.filter(target=target).delete()
    scene = {"status": place, "step_name": ""}
    if place in (FIRST, SECOND):
        scene = {"status": Status.REVIEW, "step_name": place}
        _wait(target, place)
    elif place == ADJUSTING:
        scene = {"status": DRAFT, "occasion": Occasion.ADJUSTMENT, "step_name": ""}
    if place in (APPROVED, ADJUSTING) and not target.approvals.exists():
        version = versions.freeze(target, _admin())
        Approval.objects.create(
            target=target, version=version, number=1, approved_by=_admin()
        )
    Target.objects.filter(pk=target.pk).update(**(scene | values))
    return Target.objects.with_names().get(pk=target.pk)


def _admin() -> User:
    return User.objects.get(username="admin")


def _wait(target: Target, step_name: str) -> None:
    version = target.versions.first() or versions.freeze(target, _admin())
    stage = route.start(version, route.plan(target))
    while stage.name != step_name:
        route.leave(stage, flow.PASS, None)
        stage = route.enter(route.next_after(stage))


def where(target: Target) -> str:
    """The place of a target, by the names of this table."""
    if target.status == DRAFT and target.approvals.exists():
        return ADJUSTING
    return target.step_name or target.status


def step(target: Target, action: str, actor: User, **more) -> Target:
    return services.transition(
        target=target,
        action=action,
        actor=actor,
        version=more.pop("version", target.version),
        opinion=more.pop("opinion", "同意"),
        reason=more.pop("reason", "budget" if action == flow.ADJUST else ""),
        **more,
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
