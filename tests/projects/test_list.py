"""The list of a year's targets."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.models import Department
from departments.services import save_department
from indicators.services import create_project_target
from projects.models import BudgetYear, Status, Target


def create(year: BudgetYear, department: Department, name: str) -> Target:
    return create_project_target(
        year=year, department=department, actor=None, name=name
    )


def put(target: Target, status: str) -> None:
    Target.objects.filter(pk=target.pk).update(status=status)


def next_page(answer) -> str:
    [link] = re.findall(r'href="([^"]*page=2)"', answer.content.decode())
    return unescape(link)


def names(answer) -> list[str]:
    return [str(target) for target in answer.context["page"]]


def test_it_lists_what_the_person_sees(as_user, office):
    assert len(names(as_user("tianbao").get("/targets/"))) == 5
    assert len(names(as_user("chushen").get("/targets/"))) == 5
    assert names(as_user("stranger").get("/targets/")) == []
    assert "还没有绩效目标" in as_user("stranger").get("/targets/").content.decode()


FILTERS = [
    ("q=村级", 1),
    ("q=街道", 6),
    ("year=2021&q=街道", 5),
    ("q=————", 1),
    ("q=没有", 0),
    ("q=%25", 0),  # LIKE's own signs are nothing special
    ("q=_", 0),
    ("status=draft", 5),
    ("status=returned", 1),
    ("status=approved", 0),
    ("status=returned&q=征地", 0),
    ("year=2021&q=征地", 1),
    ("year=", 6),
    ("year=2022", 1),
    ("year=2022&q=征地", 0),
    # What makes no sense counts as not asked for.
    ("year=1999", 6),
    ("year=x", 6),
    ("status=x", 6),
    ("year=2021&page=99", 5),
    ("year=2021&page=x", 5),
]


def test_filters(as_user, target, year, subtests):
    put(target, Status.RETURNED)
    later = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    create(later, target.department, "明年的项目")
    client = as_user("tianbao")
    for query, count in FILTERS:
        with subtests.test(query):
            assert len(names(client.get(f"/targets/?{query}"))) == count


def test_the_latest_year_unless_another_is_asked_for(as_user, target, year):
    later = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    create(later, target.department, "明年的项目")
    answer = as_user("tianbao").get("/targets/")
    assert names(answer) == ["明年的项目"]
    assert '<option value="2022" selected>' in answer.content.decode()


def test_the_next_page_is_of_the_same_year(as_user, target, year):
    """The link to page 2 asked for all years at once."""
    later = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    for number in range(51):
        create(later, target.department, f"项目{number}")
    client = as_user("tianbao")
    second = client.get(f"/targets/{next_page(client.get('/targets/'))}")
    assert len(names(second)) == 1
    assert {t.year_id for t in second.context["page"]} == {later.pk}


def test_the_next_page_keeps_the_filter(as_user, target, year):
    for number in range(51):
        create(year, target.department, f"新&项 目{number}")
    client = as_user("tianbao")
    first = client.get("/targets/", {"q": "新&项 目", "status": "draft", "year": ""})
    second = client.get(f"/targets/{next_page(first)}")
    assert len(names(second)) == 1
    assert second.context["page"].paginator.count == 51


def test_who_may_create_is_asked_to(as_user, people, office):
    for name in people:
        page = as_user(name).get("/targets/").content.decode()
        assert ("/targets/new/" in page) == (name in ("tianbao", "stranger")), name


def test_a_filler_sees_its_own_department_the_others_all_below(as_user, year, office):
    below = save_department(
        department=Department(code="001001", name="某社区", parent=office)
    )
    create(year, below, "社区的项目")
    for name, sees in (("chushen", 6), ("caizheng", 6), ("admin", 6), ("tianbao", 5)):
        assert len(names(as_user(name).get("/targets/"))) == sees, name


def test_twice_the_targets_take_the_same_queries(as_user, office, year):
    """Posts, count, page; the number waiting; years for the filter; who may create."""
    client = as_user("tianbao")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/targets/")
        return len(captured)

    before = queries()
    for number in range(10):
        create(year, office, f"项目{number}")
    assert queries() == before
    assert before < 15


def test_it_turns_pages(as_user, office, year):
    for number in range(55):
        create(year, office, f"项目{number}")
    client = as_user("tianbao")
    assert len(names(client.get("/targets/"))) == 50
    second = client.get("/targets/?page=2")
    assert len(names(second)) == 10
    assert "共 2 页" in second.content.decode()
