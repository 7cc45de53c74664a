"""Two at once: exactly one wins. Each pair begins with a negative control, which shows
that its set-up does bring the race about."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, connections
from django.db.models import F
from django.utils import timezone

from audit.models import Entry
from departments.models import Delegation, User
from departments.services import delegate
from indicators import store
from indicators.services import create_project_target, save_target
from perftargets.errors import CheckFailed, Conflict
from projects.models import Project, Status, Target
from reviews import flow, services
from tests.clean import make_clean
from tests.reviews.steps import FIRST, MAY, SECOND, put, where

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 30  # a test that hangs tells nothing


def at_once(*works: Callable[[Callable[[], int]], object]) -> list[object]:
    """Run the works in threads of their own; results or exceptions, in their order.

    Each is given a ``meet`` that returns when all the others have called theirs.
    """
    meeting = threading.Barrier(len(works), timeout=WAIT)
    results: list[object] = [None] * len(works)

    def run(place: int) -> None:
        try:
            results[place] = works[place](meeting.wait)
        except Exception as error:  # noqa: BLE001 - it is what we look at
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[i]) for i in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def only_loss(results: list[object], winner: str) -> object:
    """The exception of the one who lost; there must be exactly one winner."""
    assert results.count(winner) == 1, results
    [lost] = [result for result in results if result != winner]
    return lost


def fetch(target: Target) -> Target:
    return Target.objects.with_names().get(pk=target.pk)


def test_control_an_unconditional_save_lets_both_through(target):
    """Read, compare in memory, write: what the version check must not be."""

    def careless(meet) -> str:
        found = Target.objects.get(pk=target.pk)
        meet()
        assert found.version == 1
        Target.objects.filter(pk=target.pk).update(version=F("version") + 1)
        return "saved"

    assert at_once(careless, careless) == ["saved", "saved"]


def saving(target: Target, usage: str):
    actor = User.objects.get(username="tianbao")

    def save(meet) -> str:
        mine = fetch(target)
        document = replace(store.load_sheet(mine), usage=usage)
        meet()
        save_target(target=mine, actor=actor, version=1, document=document)
        return "saved"

    return save


def test_two_saves_of_one_version(target):
    results = at_once(saving(target, "甲"), saving(target, "乙"))
    assert isinstance(only_loss(results, "saved"), Conflict)
    now = fetch(target)
    assert now.version == 2
    assert now.project.usage == ("甲" if results[0] == "saved" else "乙")
    assert Entry.objects.filter(action="save").count() == 1


def test_control_a_careless_decision_lets_both_through(target):
    Target.objects.filter(pk=target.pk).update(status=Status.REVIEW)

    def deciding(goal: str):
        def careless(meet) -> str:
            found = Target.objects.get(pk=target.pk)
            meet()
            assert found.status == Status.REVIEW
            Target.objects.filter(pk=target.pk).update(status=goal)
            return "decided"

        return careless

    works = deciding(Status.RETURNED), deciding(Status.APPROVED)
    assert at_once(*works) == ["decided", "decided"]


def stepping(target: Target, action: str, username: str):
    actor = User.objects.get(username=username)

    def decide(meet) -> str:
        mine = fetch(target)
        meet()
        services.transition(
            target=mine, action=action, actor=actor, version=1, opinion="意见"
        )
        return "decided"

    return decide


@pytest.mark.parametrize(
    ("place", "first", "second"),
    [
        (FIRST, ("pass", "chushen"), ("return", "chushen")),
        (FIRST, ("pass", "chushen"), ("withdraw", "tianbao")),
        (SECOND, ("pass", "caizheng"), ("pass", "caizheng")),
    ],
    ids=["pass or return", "pass or withdraw", "approved twice"],
)
def test_two_decisions_about_one_target(target, place, first, second):
    put(target, place)
    works = [stepping(target, *who) for who in (first, second)]
    results = at_once(*works)
    assert isinstance(only_loss(results, "decided"), Conflict)
    done = first[0] if results[0] == "decided" else second[0]
    opinion = target.opinions.get()
    assert opinion.action == done
    now = fetch(target)
    assert (now.version, where(now)) == (2, MAY[place, done][1])
    assert target.approvals.count() == (now.status == Status.APPROVED)


def test_a_save_and_a_submission(target):
    """What is submitted is what was on the screen, whoever is first."""
    make_clean(target)
    before = store.load_sheet(target).usage
    works = saving(target, "赶着写的"), stepping(target, flow.SUBMIT, "tianbao")
    results = at_once(*works)
    assert sum(isinstance(result, Conflict) for result in results) == 1, results
    now = fetch(target)
    saved = results[0] == "saved"
    assert now.project.usage == ("赶着写的" if saved else before)
    assert now.status == (Status.DRAFT if saved else Status.REVIEW)


def test_control_two_who_look_first_both_find_nothing(target):
    at = {"year": target.year, "department": target.department, "name": "新项目"}

    def careless(meet) -> str:
        taken = Project.objects.filter(**at).exists()
        meet()
        assert not taken
        Project.objects.create(**at)
        return "made"

    assert isinstance(only_loss(at_once(careless, careless), "made"), IntegrityError)


def test_two_new_projects_of_one_name(target):
    """A second click on 新建: the loser is told, and not with a traceback."""
    year, department = target.year, target.department
    rows = Target.objects.count()

    def make(meet) -> str:
        meet()
        create_project_target(
            year=year, department=department, actor=None, name="新项目"
        )
        return "made"

    assert isinstance(only_loss(at_once(make, make), "made"), CheckFailed)
    assert Target.objects.count() == rows + 1


def test_two_delegations_for_the_same_days_are_one(people):
    today = timezone.localdate()

    def give(meet) -> str:
        principal = User.objects.get(username="chushen")
        deputy = User.objects.get(username="caizheng")
        meet()
        delegate(
            principal=principal,
            deputy=deputy,
            starts_on=today,
            ends_on=today,
            reason="出差",
        )
        return "given"

    lost = only_loss(at_once(give, give), "given")
    assert isinstance(lost, CheckFailed)
    assert Delegation.objects.count() == 1
