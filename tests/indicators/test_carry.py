"""结转上年, as the clerk uses it."""

import pytest

from audit.models import Entry
from indicators import carry
from indicators.services import create_project_target
from projects.models import BudgetYear, Project, Target


@pytest.fixture
def next_year(year) -> BudgetYear:
    return BudgetYear.objects.create(
        year=2022, scheme=year.scheme, checkpoints="6,9,12"
    )


def in_2022() -> list[Target]:
    return list(Target.objects.for_year(2022).with_names())


def test_it_offers_all_of_last_year_and_carries_what_is_ticked(as_user, next_year):
    client = as_user("tianbao")
    assert "2022年 某街道办事处" in client.get("/carry/").content.decode()
    page = client.get("/carry/2022/001/")
    found = page.context["found"]
    assert [t.is_project for t in found] == [False, True, True, True, True]
    ticked = [found[0].pk, found[1].pk]
    done = client.post(
        "/carry/2022/001/", {"targets": ticked, "with_values": "1"}, follow=True
    )
    assert "已结转 2 份" in done.content.decode()
    made = in_2022()
    assert len(made) == 2
    project = next(t.project for t in made if t.project)
    assert project.continued_from == found[1].project
    assert project.total is None
    assert [step.month for step in project.plan.all()] == [6, 9, 12]
    assert Entry.objects.filter(action="carry").count() == 2
    # What is there already is not offered again.
    assert len(client.get("/carry/2022/001/").context["found"]) == 3


def test_what_was_never_approved_is_said_and_not_ticked(as_user, next_year, target):
    client = as_user("tianbao")
    form = client.get("/carry/2022/001/").context["form"]
    assert len(form["targets"].initial) == 5  # nothing is approved: all of it
    Target.objects.filter(pk=target.pk).update(status="approved")
    answer = client.get("/carry/2022/001/")
    assert answer.context["form"]["targets"].initial == [target.pk]
    assert "上年没有批复，停在“草稿”" in answer.content.decode()


def test_the_moved_dates_are_listed_until_somebody_saves(
    as_user, next_year, target, people
):
    [made] = carry.carry_over(
        targets=[target], year=next_year, actor=people["tianbao"], with_values=True
    )
    client = as_user("tianbao")
    page = client.get(f"/targets/{made.pk}/edit/").content.decode()
    assert "<del>2020年12月底前</del> → <ins>2022年12月底前</ins>" in page
    compared = client.get(f"/targets/{made.pk}/compare/").content.decode()
    assert "88.2" in compared
    Target.objects.filter(pk=made.pk).update(version=2)
    assert "<del>" not in client.get(f"/targets/{made.pk}/edit/").content.decode()


def test_it_is_all_or_nothing(people, next_year, year, office):
    targets = carry.candidates(next_year, office)
    taken = targets[2].project.name
    create_project_target(
        year=next_year, department=office, actor=people["tianbao"], name=taken
    )
    with pytest.raises(Exception, match="同名项目"):
        carry.carry_over(
            targets=targets, year=next_year, actor=people["tianbao"], with_values=True
        )
    assert Project.objects.filter(year=next_year).count() == 1


def test_nothing_ticked_is_said(as_user, next_year):
    answer = as_user("tianbao").post("/carry/2022/001/", {"with_values": "1"})
    assert answer.status_code == 422
    assert "请至少选一个" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("stranger", 404), ("chushen", 403), ("tianbao", 200), ("nobody", 404)],
)
def test_it_checks_access(as_user, next_year, name, status):
    assert as_user(name).get("/carry/2022/001/").status_code == status


def test_another_departments_target_cannot_be_smuggled_in(
    as_user, next_year, elsewhere, year, people
):
    foreign = create_project_target(
        year=year, department=elsewhere, actor=people["stranger"], name="别处的项目"
    )
    answer = as_user("tianbao").post("/carry/2022/001/", {"targets": [foreign.pk]})
    assert answer.status_code == 422
    assert in_2022() == []
