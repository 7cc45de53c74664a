"""Two at once: exactly one wins. Each test has a negative control, which shows that
its set-up does bring the race about."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.db.models import F

from audit.models import Entry
from departments.models import User
from indicators import store
from indicators.services import save_target
from perftargets.errors import Conflict
from projects.models import Status, Target
from reviews import flow, services

pytestmark = pytest.mark.django_db(transaction=True)


def both_at_once(work: Callable[[], object]) -> list[object]:
    """Run the work in two threads that start together; results or exceptions."""
    gate = threading.Barrier(2)
    results: list[object] = []

    def run() -> None:
        gate.wait()
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - it is what we look at
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def conflicts(results: list[object]) -> list[object]:
    return [r for r in results if isinstance(r, Exception)]


def test_control_an_unconditional_save_lets_both_through(target):
    """Read, compare in memory, write: what the version check must not be."""
    read = threading.Barrier(2)

    def careless() -> str:
        found = Target.objects.get(pk=target.pk)
        assert found.version == 1
        read.wait()
        Target.objects.filter(pk=target.pk).update(version=F("version") + 1)
        return "saved"

    assert both_at_once(careless) == ["saved", "saved"]


def test_two_saves_of_one_version(target):
    actor = User.objects.get(username="tianbao")

    def save() -> str:
        document = store.load(target)
        mine = Target.objects.with_names().get(pk=target.pk)
        save_target(target=mine, actor=actor, version=1, document=document)
        return "saved"

    results = both_at_once(save)
    assert results.count("saved") == 1
    [lost] = conflicts(results)
    assert isinstance(lost, Conflict)
    target.refresh_from_db()
    assert target.version == 2
    assert Entry.objects.filter(action="save").count() == 1


def test_control_a_careless_decision_lets_both_through(target):
    Target.objects.filter(pk=target.pk).update(status=Status.FIRST_REVIEW)
    read = threading.Barrier(2)

    def careless() -> str:
        found = Target.objects.get(pk=target.pk)
        assert found.status == Status.FIRST_REVIEW
        read.wait()
        Target.objects.filter(pk=target.pk).update(status=Status.RETURNED)
        return "decided"

    assert both_at_once(careless) == ["decided", "decided"]


def test_two_decisions_about_one_target(target):
    Target.objects.filter(pk=target.pk).update(status=Status.FIRST_REVIEW)
    actor = User.objects.get(username="chushen")
    turns = iter([flow.PASS, flow.RETURN])
    lock = threading.Lock()

    def decide() -> str:
        with lock:
            action = next(turns)
        mine = Target.objects.with_names().get(pk=target.pk)
        services.transition(
            target=mine, action=action, actor=actor, version=1, opinion="意见"
        )
        return "decided"

    results = both_at_once(decide)
    assert results.count("decided") == 1
    [lost] = conflicts(results)
    assert isinstance(lost, Conflict)
    assert target.opinions.count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
