"""年中追加: a project after the year's window, with its reason, on the same route."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from departments.models import Department, Membership
from departments.services import save_department
from indicators import services, store
from perftargets.errors import CheckFailed
from projects.models import Adjustment, BudgetYear, Occasion, Status, Target
from projects.services import extend
from sheets import readers
from tests.conftest import ROOT

from .pages import fresh, url
from .test_closed import close, reopen
from .test_editor import new_project

TODAY = timezone.localdate()
CLEAN = ROOT / "fixtures" / "seed" / "community-2021.json"
SOUND = readers.read(CLEAN.name, CLEAN.read_bytes()).book.projects[0]


@pytest.fixture
def closed(year) -> BudgetYear:
    close(year)
    return BudgetYear.objects.get(pk=year.pk)


def added(office, year, **changes) -> dict:
    said = {"kind": "added", "reason": "policy", "text": "省里新出台补贴政策"}
    return new_project(office, year, **(said | changes))


def test_while_the_window_is_open_it_is_not_offered(filler, office, year):
    page = filler.get("/targets/new/").content.decode()
    assert "年中追加" not in page
    answer = filler.post("/targets/new/", added(office, year))
    assert answer.status_code == 422
    assert not Target.objects.filter(occasion=Occasion.ADDED).exists()


def test_before_the_window_it_is_not_offered_either(filler, office, year):
    year.opens_on = TODAY + timedelta(days=3)
    year.save()
    page = filler.get("/targets/new/").content.decode()
    assert "现在还不能填写" in page
    assert "年中追加" not in page
    answer = filler.post("/targets/new/", new_project(office, year))
    assert answer.status_code == 422
    assert "现在还不能填写" in answer.content.decode()


def test_after_the_window_it_is_offered_and_preselected(filler, closed):
    answer = filler.get("/targets/new/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "现在只能查看" in page
    assert answer.context["form"]["kind"].value() == "added"
    for label in ("追加原因", "追加说明", "预算调整", "政策变化"):
        assert label in page


def test_it_makes_a_project_with_its_reason(filler, people, office, closed):
    answer = filler.post("/targets/new/", added(office, closed))
    target = Target.objects.with_names().get(project__name="新项目")
    assert answer.url == url(target)
    assert (target.occasion, target.status) == (Occasion.ADDED, Status.DRAFT)
    [adjustment] = Adjustment.objects.all()
    assert adjustment.target == target
    assert (adjustment.occasion, adjustment.reason) == (Occasion.ADDED, "policy")
    assert (adjustment.text, adjustment.actor) == (
        "省里新出台补贴政策",
        people["tianbao"],
    )
    entry = Entry.objects.of(target.subject).get()
    assert entry.get_action_display() == "年中追加"
    assert entry.detail == {"reason": "policy", "opinion": "省里新出台补贴政策"}
    assert people["tianbao"] in target.filled_by.all()
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert "年中追加（政策变化，填报人小田" in page
    assert "省里新出台补贴政策" in page


WRONG = [
    ({"reason": ""}, "reason", "请从列表中选择追加的原因"),
    ({"reason": "bribe"}, "reason", "选择一个有效的选项"),
    ({"text": " \x07"}, "text", "请写明为什么要在年中追加"),
    ({"text": "长" * 4001}, "text", "不超过 4000"),
    ({"name": ""}, "name", "请填写项目名称"),
    ({"kind": "project"}, "kind", "请选“年中追加的项目”"),
    ({"kind": "department"}, "kind", "现在只能查看"),
]


@pytest.mark.parametrize(("changes", "field", "message"), WRONG)
def test_what_is_missing_is_said_in_chinese(
    filler, office, closed, changes, field, message
):
    before = Target.objects.count()
    answer = filler.post("/targets/new/", added(office, closed, **changes))
    assert answer.status_code == 422
    assert message in str(answer.context["form"].errors[field])
    if "text" not in changes:
        assert "省里新出台补贴政策" in answer.content.decode()
    assert Target.objects.count() == before


def test_all_that_is_missing_is_said_at_once(filler, office, closed):
    answer = filler.post(
        "/targets/new/", added(office, closed, reason="", text="", name="")
    )
    assert set(answer.context["form"].errors) == {"reason", "text", "name"}


def test_a_taken_name_leaves_no_reason_behind(filler, office, closed):
    answer = filler.post("/targets/new/", added(office, closed, name="村级组织经费"))
    assert answer.status_code == 422
    assert "同名项目" in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_it_is_all_or_nothing(people, office, closed, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("it cannot be written")

    before = Target.objects.count(), Entry.objects.count()
    monkeypatch.setattr(Adjustment.objects, "create", fail)
    with pytest.raises(RuntimeError):
        services.add_project(
            year=closed,
            department=office,
            actor=people["tianbao"],
            name="新项目",
            reason="policy",
            text="理由",
        )
    assert (Target.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    ("changes", "field"), [({"reason": "x"}, "reason"), ({"text": " "}, "text")]
)
def test_the_service_asks_for_a_reason_too(people, office, closed, changes, field):
    said = {"name": "新项目", "reason": "policy", "text": "理由"} | changes
    with pytest.raises(CheckFailed) as caught:
        services.add_project(
            year=closed, department=office, actor=people["tianbao"], **said
        )
    assert set(caught.value.problems) == {field}


def test_with_more_time_it_is_the_round_again(filler, people, office, closed):
    extend(
        year=closed,
        department=office,
        closes_on=TODAY + timedelta(days=1),
        reason="延期",
        actor=people["admin"],
    )
    assert "年中追加" not in filler.get("/targets/new/").content.decode()
    filler.post("/targets/new/", new_project(office, closed))
    assert Target.objects.get(project__name="新项目").occasion == Occasion.ROUND


def test_of_two_departments_only_the_late_one_adds(
    filler, people, office, closed, year
):
    """Its own window decides, and the message says which."""
    other = save_department(department=Department(code="003", name="晚交的办事处"))
    Membership.objects.create(user=people["tianbao"], department=other, role="filler")
    extend(
        year=closed,
        department=other,
        closes_on=TODAY + timedelta(days=1),
        reason="延期",
        actor=_manager(people, other),
    )
    page = filler.get("/targets/new/").content.decode()
    assert "某街道办事处：2021年的填报已于" in page
    assert "晚交的办事处：" not in page
    wrong = filler.post("/targets/new/", added(other, closed))
    assert "还没有截止" in str(wrong.context["form"].errors["kind"])
    assert filler.post("/targets/new/", added(office, closed)).status_code == 302


def _manager(people, department):
    Membership.objects.create(
        user=people["caizheng"], department=department, role="manager"
    )
    return people["caizheng"]


def test_it_goes_the_same_route_after_the_window(as_user, filler, office, closed):
    filler.post("/targets/new/", added(office, closed))
    target = Target.objects.with_names().get(project__name="新项目")
    store.save(target=target, document=replace(SOUND, name="新项目"))
    steps = (("tianbao", "submit"), ("chushen", "pass"), ("caizheng", "pass"))
    for name, action in steps:
        answer = as_user(name).post(
            f"/targets/{target.pk}/act/{action}/",
            {"version": fresh(target).version, "opinion": "同意"},
        )
        assert answer.status_code == 302, answer.content.decode()
    done = fresh(target)
    assert (done.status, done.occasion) == (Status.APPROVED, Occasion.ADDED)
    assert done.versions.get().occasion == Occasion.ADDED


def test_the_list_finds_it_by_its_kind(filler, office, closed):
    filler.post("/targets/new/", added(office, closed))
    for query, names in (
        ("occasion=added", ["新项目"]),
        ("occasion=adjustment", []),
        ("occasion=added&q=村级", []),
    ):
        answer = filler.get(f"/targets/?{query}")
        assert [str(t) for t in answer.context["page"]] == names
        assert "清除" in answer.content.decode()
    assert len(filler.get("/targets/?occasion=round").context["page"]) == 5
    assert len(filler.get("/targets/?occasion=x").context["page"]) == 6
    page = filler.get("/targets/").content.decode()
    assert page.count('pill-occasion">年中追加') == 1


def test_a_year_that_opens_again_changes_nothing_of_it(filler, office, closed):
    filler.post("/targets/new/", added(office, closed))
    reopen(closed)
    assert Target.objects.get(project__name="新项目").occasion == Occasion.ADDED
