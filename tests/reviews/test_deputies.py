"""Deciding in the post of another: what a deputy may, and what is said of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from departments.models import Delegation, User
from departments.services import delegate, end_delegation
from notices.models import Notice
from perftargets.errors import NotAllowed
from reviews import flow, route, services
from reviews.models import Opinion

from .steps import FIRST, SECOND, put, step, where

TODAY = timezone.localdate()


@pytest.fixture
def deputy(people) -> User:
    """tianbao, who stands in for chushen today."""
    delegate(
        principal=people["chushen"],
        deputy=people["tianbao"],
        starts_on=TODAY,
        ends_on=TODAY,
        reason="出差",
    )
    return User.objects.get(username="tianbao")


def offered(target, user: User) -> set[str]:
    found = User.objects.get(pk=user.pk)
    actions = {row.action for row in services.available(target, found)}
    waits = route.stages_for(found).filter(target=target).exists()
    assert waits == bool(actions & {flow.PASS, flow.RETURN}), "the desk differs"
    return actions & {flow.PASS, flow.RETURN}


def test_the_deputy_decides_and_it_is_said_for_whom(as_user, people, sound, deputy):
    target = put(sound, FIRST, submitted_by=people["admin"])
    client = as_user("tianbao")
    page = client.get(f"/targets/{target.pk}/").content.decode()
    assert "您代初审老楚办理" in page
    answer = client.post(
        f"/targets/{target.pk}/act/pass/",
        {"version": target.version, "opinion": "同意"},
        follow=True,
    )
    assert "填报人小田（代初审老楚）" in answer.content.decode()
    opinion = Opinion.objects.get()
    assert (opinion.actor, opinion.principal) == (deputy, people["chushen"])
    assert Entry.objects.of(target.subject).first().detail["for"] == "初审老楚"


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("text", flat=True))


def test_the_deputy_is_told_what_waits_and_for_whom(people, sound):
    delegate(
        principal=people["chushen"],
        deputy=people["caizheng"],
        starts_on=TODAY,
        ends_on=TODAY,
        reason="出差",
    )
    step(sound, flow.SUBMIT, people["tianbao"])
    assert told(people["chushen"]) == [f"“{sound}”等您办理：初审"]
    assert told(people["caizheng"]) == [f"“{sound}”等您代初审老楚办理：初审"]


def test_who_may_not_decide_for_another_is_not_told(people, sound, deputy):
    step(sound, flow.SUBMIT, deputy)
    assert told(people["chushen"]) == [f"“{sound}”等您办理：初审"]
    assert told(deputy) == []


def test_in_an_own_post_nobody_is_named(as_user, people, sound, deputy):
    target = put(sound, FIRST)
    page = as_user("chushen").get(f"/targets/{target.pk}/").content.decode()
    assert "您代" not in page
    step(target, flow.PASS, people["chushen"])
    assert Opinion.objects.get().principal is None


def test_the_deputy_takes_no_step_that_the_principal_does_not(sound, deputy):
    assert offered(put(sound, SECOND), deputy) == set()
    assert offered(put(sound, FIRST), deputy) == {flow.PASS, flow.RETURN}


@pytest.mark.parametrize("whose", ["tianbao", "chushen"])
@pytest.mark.parametrize("how", ["filled", "submitted"])
def test_nobody_decides_their_own_work_through_another(
    people, sound, deputy, whose, how
):
    """Neither the deputy's work nor the principal's."""
    hand = people[whose]
    target = put(sound, FIRST, submitted_by=hand if how == "submitted" else None)
    if how == "filled":
        target.filled_by.add(hand)
    assert offered(target, deputy) == set()
    with pytest.raises(NotAllowed, match="填写或送审，不能由您审核"):
        step(target, flow.PASS, deputy)
    with pytest.raises(NotAllowed):
        step(target, flow.RETURN, deputy)
    assert where(target) == FIRST
    other = people["admin"]
    target.filled_by.set([other])
    assert offered(put(sound, FIRST, submitted_by=other), deputy) != set()


def test_another_principal_may_be_free(people, sound, office, deputy):
    """Of two for whom one stands in, the one without a hand in it."""
    second = User.objects.create_user("second", name="初审小褚")
    second.memberships.create(department=office, role="reviewer")
    Delegation.objects.create(
        principal=second, deputy=deputy, starts_on=TODAY, ends_on=TODAY
    )
    target = put(sound, FIRST, submitted_by=people["chushen"])
    fresh = User.objects.get(pk=deputy.pk)
    step(target, flow.PASS, fresh)
    assert Opinion.objects.get().principal == second


ENDS = {
    "the last day is over": lambda: Delegation.objects.update(
        starts_on=TODAY - timedelta(days=2), ends_on=TODAY - timedelta(days=1)
    ),
    "it has not begun": lambda: Delegation.objects.update(
        starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=1)
    ),
    "it was ended": lambda: end_delegation(
        delegation=Delegation.objects.get(),
        actor=User.objects.get(username="chushen"),
    ),
    "the principal has left": lambda: User.objects.filter(username="chushen").update(
        is_active=False
    ),
    "the deputy has left": lambda: User.objects.filter(username="tianbao").update(
        is_active=False
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_right_to_decide_ends(sound, deputy, how):
    target = put(sound, FIRST)
    assert offered(target, deputy)
    ENDS[how]()
    assert offered(target, deputy) == set()
    with pytest.raises(NotAllowed):
        step(target, flow.PASS, User.objects.get(pk=deputy.pk))


def test_the_desk_of_the_deputy_has_the_principals_queue(as_user, sound, deputy):
    put(sound, FIRST)
    page = as_user("tianbao").get("/")
    assert [str(stage.target) for stage in page.context["page"]] == [str(sound)]
