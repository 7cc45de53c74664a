"""The demo: whoever tries the program finds somebody for every step."""

import pytest
from django.core.management.base import CommandError

from departments.models import Membership, Role, User
from departments.views import DEMO_USERS
from projects.models import Status, Target
from reviews import flow, route
from tests.reviews.steps import step
from tests.reviews.test_grading import fill

from .test_commands import run


def test_the_demo_is_loaded_once_and_in_demo_mode_only(db, settings):
    with pytest.raises(CommandError, match="演示模式"):
        run("load_demo")
    settings.DEMO = True
    run("load_demo")
    assert "不再装入" in run("load_demo")
    assert Target.objects.count() == 6


def test_the_demo_leads_through_all_steps_of_review(db, settings):
    """Whoever tries it finds somebody for each step, and a table that can be sent."""
    settings.DEMO = True
    run("load_demo")
    target = Target.objects.with_names().get(department__code="001001")
    step(target, flow.SUBMIT, User.objects.get(username="shequ"))
    way = []
    while (stage := route.current(target)) is not None:
        [holder] = route.holders(stage)
        assert holder.username in DEMO_USERS
        way.append((stage.name, holder.username))
        target = Target.objects.with_names().get(pk=target.pk)
        if stage.needs_form:
            fill(target, holder)
        step(target, flow.PASS, holder)
    assert way == [
        ("负责人审核", "fuzeren"),
        ("初审", "chushen"),
        ("财政审核", "caizheng"),
        ("绩效审核", "jixiao"),
    ]
    assert Target.objects.get(pk=target.pk).status == Status.APPROVED
    roles = Membership.objects.filter(user__username__in=DEMO_USERS)
    assert set(roles.values_list("role", flat=True)) == set(Role.values)
