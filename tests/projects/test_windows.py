"""When a department may fill in, and who gives it more time."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from departments.models import Delegation, Department, Membership, Role
from departments.services import save_department
from perftargets.errors import CheckFailed, NotAllowed
from projects import services, windows
from projects.models import BudgetYear, Extension
from tests.conftest import make_user

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def below(office) -> Department:
    return save_department(
        department=Department(code="001002", name="某社区", parent=office)
    )


@pytest.fixture
def closed(year) -> BudgetYear:
    """The year, which was closed yesterday."""
    year.closes_on = YESTERDAY
    year.save()
    return year


@pytest.fixture
def extend(closed, office, people):
    """``extend(department=…, closes_on=…)``: by the manager unless another is named."""

    def run(**changes) -> Extension:
        said = {"year": closed, "department": office, "closes_on": LATER}
        said |= {"reason": "系统故障", "actor": people["admin"]}
        return services.extend(**(said | changes))

    return run


def test_an_extension_is_for_the_department_and_those_below(extend, closed, below):
    other = Department.objects.get(code="002")
    assert windows.is_over(closed, below)
    extend()
    for department in (below.parent, below):
        assert windows.closes_on(closed, department) == LATER
        assert windows.closed_because(closed, department) is None
        assert windows.closed_because(closed, department, LATER) is None
        after = windows.closed_because(closed, department, LATER + timedelta(days=1))
        assert after is not None
        assert f"已于 {LATER} 截止" in after
    assert windows.closes_on(closed, other) == YESTERDAY


def test_an_extension_is_not_for_the_unit_above(extend, closed, below, office):
    extend(department=below)
    assert not windows.is_over(closed, below)
    assert windows.is_over(closed, office)


def test_the_last_of_all_days_counts(extend, closed, below, office):
    """More time for the unit above, or for all, is never less for this one."""
    extend(department=below, closes_on=TOMORROW)
    extend(closes_on=LATER)
    assert windows.closes_on(closed, below) == LATER
    extend(department=below, closes_on=LATER + timedelta(days=5))
    assert windows.closes_on(closed, below) == LATER + timedelta(days=5)
    closed.closes_on = LATER + timedelta(days=30)
    assert windows.closes_on(closed, below) == closed.closes_on
    closed.closes_on = None
    assert windows.closes_on(closed, below) is None


def test_a_mistaken_day_is_set_right_by_another(extend, closed, office):
    extend(closes_on=date(2099, 1, 1))
    extend(closes_on=TOMORROW)
    assert windows.closes_on(closed, office) == TOMORROW


def test_before_the_window_nothing_is_over(year, office):
    year.opens_on, year.closes_on = TOMORROW, LATER
    assert not windows.is_over(year, office)
    assert "现在还不能填写" in (windows.closed_because(year, office) or "")


WRONG = [
    ({"closes_on": TODAY}, "要晚于今天"),
    ({"closes_on": YESTERDAY}, "要晚于"),
    ({"reason": " \n"}, "请写明延期的事由"),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_what_gives_no_time_is_refused(extend, changes, message):
    with pytest.raises(CheckFailed, match=message):
        extend(**changes)
    assert not Extension.objects.exists()


def test_not_before_the_years_own_day(extend, closed):
    closed.closes_on = LATER
    with pytest.raises(CheckFailed, match=f"填报截止日期 {LATER}"):
        extend(closes_on=LATER)
    closed.closes_on = None
    with pytest.raises(CheckFailed, match="没有设填报截止日期"):
        extend()


def test_only_who_manages_the_department(extend, people, elsewhere, below):
    for name in ("tianbao", "chushen", "caizheng", "stranger", "nobody"):
        with pytest.raises(NotAllowed):
            extend(actor=people[name])
    manager = make_user("guanli", Role.PERFORMANCE, below)
    extend(actor=manager, department=below)
    for department in (below.parent, elsewhere):
        with pytest.raises(NotAllowed, match="只有管理这个部门的人可以"):
            extend(actor=manager, department=department)


def test_it_is_recorded_and_stays(extend, people, closed):
    made = extend(reason=" 系统故障 ")
    entry = Entry.objects.of("year:2021").get()
    assert (entry.get_action_display(), entry.actor) == ("填报延期", people["admin"])
    assert entry.detail == {
        "department": "001",
        "closed_on": str(YESTERDAY),
        "closes_on": str(LATER),
        "opinion": "系统故障",
    }
    made.closes_on = TOMORROW
    with pytest.raises(TypeError, match="written once"):
        made.save()
    with pytest.raises(TypeError, match="written once"):
        made.delete()


def test_a_deputys_extension_names_the_principal(extend, people, office):
    boss = make_user("jixiao", Role.PERFORMANCE, office)
    Delegation.objects.create(
        principal=boss, deputy=people["chushen"], starts_on=TODAY, ends_on=TODAY
    )
    extend(actor=people["chushen"])
    assert Entry.objects.of("year:2021").get().detail["for"] == "jixiao"


# The page


def said(year, department, /, **changes) -> dict:
    data = {"year": year.pk, "department": department.pk, "reason": "系统故障"}
    return data | {"closes_on": str(LATER)} | changes


def test_the_page_shows_windows_and_extensions(as_user, extend, closed, office):
    extend(closes_on=TOMORROW, reason="停电三天")
    extend(reason="仍未恢复")
    page = as_user("admin").get("/windows/").content.decode()
    assert f"已截止： {YESTERDAY} 截止" in " ".join(page.split())
    for text in ("停电三天", "仍未恢复", str(LATER), "管理员", office.name):
        assert text in page
    assert f'<del class="day">{TOMORROW}</del>' in page


def test_a_department_is_given_more_time(as_user, closed, office, target):
    admin, filler = as_user("admin"), as_user("tianbao")
    assert filler.get(f"/targets/{target.pk}/edit/").status_code == 403
    answer = admin.post("/windows/", said(closed, office), follow=True)
    assert f"“{office}”2021年的填报可以到 {LATER}" in answer.content.decode()
    assert filler.get(f"/targets/{target.pk}/edit/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"closes_on": str(TODAY)}, "要晚于今天"),
        ({"closes_on": "明天"}, "输入一个有效的日期"),
        ({"reason": "\x07 "}, "请写明延期的事由"),
        ({"reason": "长" * 201}, "不超过 200"),
        ({"department": "0"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_user, closed, office, changes, message):
    answer = as_user("admin").post("/windows/", said(closed, office, **changes))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert message in str(form.errors[next(iter(changes))])
    assert not Extension.objects.exists()


def test_a_year_without_an_end_is_not_offered(as_user, year, office):
    page = as_user("admin").get("/windows/").content.decode()
    assert "没有截止日期，随时可以填报" in page
    assert "不用延期" in page
    answer = as_user("admin").post("/windows/", said(year, office))
    assert answer.status_code == 422


def test_a_manager_below_sees_what_holds_for_it_and_nothing_else(
    client, extend, people, closed, office, elsewhere, below
):
    beside = save_department(
        department=Department(code="001003", name="另一社区", parent=office)
    )
    manager = make_user("guanli", Role.PERFORMANCE, below)
    Membership.objects.create(
        user=people["admin"], department=elsewhere, role=Role.MANAGER
    )
    for department, reason in (
        (office, "上级的"),
        (below, "自己的"),
        (beside, "旁边的"),
        (elsewhere, "别处的"),
    ):
        extend(department=department, reason=reason)
    client.force_login(manager)
    page = client.get("/windows/").content.decode()
    assert "上级的" in page
    assert "自己的" in page
    assert "旁边的" not in page
    assert "别处的" not in page
    assert 'value="' + str(office.pk) + '"' not in page.split("id_department")[1]
    answer = client.post("/windows/", said(closed, office))
    assert answer.status_code == 422


def test_the_menu_shows_it_to_who_manages(as_user, people):
    for name in people:
        page = as_user(name).get("/").content.decode()
        assert ('href="/windows/"' in page) == (name == "admin"), name


def test_the_list_says_why_nothing_can_be_filled_in(as_user, closed, target):
    page = as_user("tianbao").get("/targets/").content.decode()
    assert f"已于 {YESTERDAY} 截止，现在只能查看" in page
    for name, query in (("tianbao", "?year="), ("chushen", "")):
        page = as_user(name).get(f"/targets/{query}").content.decode()
        assert "现在只能查看" not in page
