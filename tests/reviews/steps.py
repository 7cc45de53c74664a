"""Setting the scene and taking a step."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from departments.models import User
from projects.models import Status, Target
from reviews import flow, services

# (status, action) → who may, and where it leads
MAY = {
    (Status.DRAFT, flow.SUBMIT): ("tianbao", Status.FIRST_REVIEW),
    (Status.RETURNED, flow.SUBMIT): ("tianbao", Status.FIRST_REVIEW),
    (Status.FIRST_REVIEW, flow.WITHDRAW): ("tianbao", Status.DRAFT),
    (Status.FIRST_REVIEW, flow.PASS): ("chushen", Status.FINANCE_REVIEW),
    (Status.FIRST_REVIEW, flow.RETURN): ("chushen", Status.RETURNED),
    (Status.FINANCE_REVIEW, flow.PASS): ("caizheng", Status.APPROVED),
    (Status.FINANCE_REVIEW, flow.RETURN): ("caizheng", Status.RETURNED),
}


def put(target: Target, status: str, **values) -> Target:
    """Set the scene behind the workflow's back."""
    Target.objects.filter(pk=target.pk).update(status=status, **values)
    return Target.objects.with_names().get(pk=target.pk)


def step(target: Target, action: str, actor: User, **more) -> Target:
    return services.transition(
        target=target,
        action=action,
        actor=actor,
        version=more.pop("version", target.version),
        opinion=more.pop("opinion", "同意"),
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
