"""Before a step is due, whoever may take it hears of it, once a day."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from departments.models import Delegation
from notices.models import Notice
from projects.models import Target
from reviews.models import Stage
from reviews.reminders import remind_reviewers

from .steps import FIRST, SECOND, put

TODAY = date(2021, 3, 1)


def wait(target: Target, place: str, due_on: date, **values) -> None:
    put(target, place, **values)
    Stage.objects.filter(target=target, left_at=None).update(due_on=due_on)


@pytest.fixture
def tables(office) -> list[Target]:
    return list(Target.objects.filter(kind="project").with_names().order_by("pk"))


def told() -> list[tuple[str, str]]:
    return [(n.user.username, n.text) for n in Notice.objects.order_by("pk")]


def test_they_hear_what_is_due_and_what_is_late(tables, people):
    late, soon, later, elsewhere = tables
    wait(late, FIRST, TODAY - timedelta(days=1))
    wait(soon, FIRST, TODAY + timedelta(days=3))
    wait(later, FIRST, TODAY + timedelta(days=4))
    wait(elsewhere, SECOND, TODAY)
    assert remind_reviewers(days=3, today=TODAY) == 2
    assert told() == [
        (
            "chushen",
            "等您办理的绩效目标有 2 份快到应办结日期，其中 1 份已超期："
            f"“{late}”、“{soon}”。",
        ),
        ("caizheng", f"等您办理的绩效目标有 1 份快到应办结日期：“{elsewhere}”。"),
    ]
    assert set(Notice.objects.values_list("link", "kind")) == {("/", "reminder")}


def test_many_are_counted_and_the_first_are_named(tables, overall_target):
    for target in (*tables, overall_target):
        wait(target, FIRST, TODAY)
    assert remind_reviewers(days=0, today=TODAY) == 1
    [(_, text)] = told()
    assert "有 5 份" in text
    assert all(str(target) in text for target in tables[:3])


def test_a_second_run_of_the_day_tells_nobody_again(tables):
    wait(tables[0], FIRST, TODAY)
    assert remind_reviewers(days=3, today=TODAY) == 1
    assert remind_reviewers(days=3, today=TODAY) == 0
    assert remind_reviewers(days=3, today=TODAY + timedelta(days=1)) == 1


def test_a_deputy_hears_too_but_not_of_their_own_work(tables, people):
    today = timezone.localdate()
    Delegation.objects.create(
        principal=people["chushen"],
        deputy=people["stranger"],
        starts_on=today,
        ends_on=today,
    )
    wait(tables[0], FIRST, today, submitted_by=people["stranger"])
    remind_reviewers(days=3)
    assert [name for name, _ in told()] == ["chushen"]
    wait(tables[1], FIRST, today, submitted_by=people["tianbao"])
    remind_reviewers(days=3)
    assert [name for name, _ in told()] == ["chushen", "stranger"]


def test_the_daily_command_reminds_reviewers(tables):
    wait(tables[0], FIRST, timezone.localdate())
    out = StringIO()
    call_command("remind", stdout=out)
    assert "发出 1 条提醒" in out.getvalue()
    assert Notice.objects.get().user.username == "chushen"
