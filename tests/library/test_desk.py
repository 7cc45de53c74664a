"""Proposed indicators on the desk of who decides about them; and the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.models import Membership, Role
from library.models import LibraryEntry, State
from projects.models import Tier
from tests.reviews.steps import SECOND, put


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def proposed(make_entry, people) -> LibraryEntry:
    return make_entry("走访户数", state=State.PENDING, proposed_by=people["tianbao"])


def test_a_proposal_waits_on_the_desk_of_finance(as_user, people, proposed, target):
    put(target, SECOND, submitted_by=people["tianbao"])
    page = text_of(as_user("caizheng").get("/"))
    assert f'href="/library/{proposed.pk}/">走访户数</a>' in page
    assert "等您确认的指标" in page
    assert '<span class="quiet">2 件</span>' in page
    assert '<span class="count">2</span>' in page
    for name in ("tianbao", "chushen", "stranger", "nobody", "admin"):
        assert "走访户数" not in text_of(as_user(name).get("/")), name


def test_with_nothing_else_to_do_the_desk_is_not_empty(finance, proposed):
    page = text_of(finance.get("/"))
    assert "走访户数" in page
    assert "没有等您处理的" not in page
    LibraryEntry.objects.filter(pk=proposed.pk).update(state=State.CONFIRMED)
    page = text_of(finance.get("/"))
    assert "等您确认的指标" not in page
    assert "没有等您处理的" in page


def test_nobody_waits_for_a_decision_about_their_own(as_user, people, office, proposed):
    Membership.objects.create(
        user=people["tianbao"], department=office, role=Role.FINANCE
    )
    assert "等您确认的指标" not in text_of(as_user("tianbao").get("/"))


def test_it_costs_who_decides_nothing_no_query(filler, finance, proposed):
    def asked(client) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/library/propose/")
        return [q["sql"] for q in queries if "library_libraryentry" in q["sql"]]

    assert asked(filler) == []
    assert len(asked(finance)) == 1


def test_the_list_names_the_scheme_where_labels_are_not_enough(filler, make_entry):
    make_entry("走访户数", department=None)
    assert "河北 2021 表式用语" not in lines(filler)
    tier = Tier.objects.get(scheme__code="2021", label="数量指标")
    LibraryEntry.objects.create(tier=tier, name="走访户数", state=State.CONFIRMED)
    assert "河北 2021 表式用语" in lines(filler)
    assert "三级指标体系（2021" in lines(filler)


def lines(client) -> str:
    """The table alone: the filter above it names the schemes too."""
    return text_of(client.get("/library/")).partition("<tbody>")[2]
