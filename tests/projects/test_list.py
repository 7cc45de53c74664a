"""The list of a year's targets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.services import create_project_target


def names(answer) -> list[str]:
    return [str(target) for target in answer.context["page"]]


def test_it_lists_what_the_person_sees(as_user, office):
    assert len(names(as_user("tianbao").get("/targets/"))) == 5
    assert len(names(as_user("chushen").get("/targets/"))) == 5
    assert names(as_user("stranger").get("/targets/")) == []
    assert "还没有绩效目标" in as_user("stranger").get("/targets/").content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=村级", 1),
        ("q=街道", 5),
        ("q=————", 1),
        ("q=没有", 0),
        ("status=draft", 5),
        ("status=approved", 0),
        ("year=2021&q=征地", 1),
        ("year=1999", 5),  # what makes no sense counts as not asked for
        ("status=x&page=99", 5),
    ],
)
def test_filters(as_user, office, query, count):
    assert len(names(as_user("tianbao").get(f"/targets/?{query}"))) == count


def test_twice_the_targets_take_the_same_queries(as_user, people, office, year):
    """Posts, count, page; the number waiting; years for the filter; who may create."""
    client = as_user("tianbao")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/targets/")
        return len(captured)

    before = queries()
    for number in range(10):
        create_project_target(
            year=year,
            department=office,
            actor=people["tianbao"],
            name=f"项目{number}",
        )
    assert queries() == before
    assert before < 14


def test_it_turns_pages(as_user, people, office, year):
    for number in range(55):
        create_project_target(
            year=year, department=office, actor=people["tianbao"], name=f"项目{number}"
        )
    client = as_user("tianbao")
    assert len(names(client.get("/targets/"))) == 50
    second = client.get("/targets/?page=2")
    assert len(names(second)) == 10
    assert "共 2 页" in second.content.decode()
