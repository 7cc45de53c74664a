"""代办: handing over for some days, and taking it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from departments import access, services
from departments.models import Delegation, Department, Membership, Role, User
from perftargets.errors import CheckFailed, NotAllowed
from tests.conftest import make_user

TODAY = timezone.localdate()


def day(offset: int):
    return TODAY + timedelta(days=offset)


def fresh(user: User) -> User:
    """As at the next request: posts are asked for anew."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def delegate(people):
    """``delegate(deputy=…)``: chushen to caizheng from today for a week."""

    def run(**changes) -> Delegation:
        said = {"principal": people["chushen"], "deputy": people["caizheng"]}
        said |= {"starts_on": TODAY, "ends_on": day(6), "reason": "出差"}
        return services.delegate(**(said | changes))

    return run


def stands_in(deputy: User, principal: User, on=None) -> bool:
    found = access.posts(fresh(deputy))
    return any(post.principal == principal for post in found)


# days from today: the first, the last; whether the rights are there today
PERIODS = [(-3, -1, False), (-3, 0, True), (0, 0, True), (0, 5, True), (1, 5, False)]


@pytest.mark.parametrize(("first", "last", "expected"), PERIODS)
def test_rights_begin_and_end_with_the_days(people, first, last, expected):
    Delegation.objects.create(
        principal=people["caizheng"],
        deputy=people["tianbao"],
        starts_on=day(first),
        ends_on=day(last),
    )
    office = Department.objects.get(code="001")
    deputy = fresh(people["tianbao"])
    assert stands_in(deputy, people["caizheng"]) is expected
    assert access.may(deputy, access.CURATE, office) is expected
    visible = Department.objects.filter(
        access.allowed_at(deputy, access.REVIEW, prefix="")
    )
    assert visible.exists() is expected
    assert access.anywhere(deputy, access.REVIEW) is expected


def test_a_principal_who_has_left_takes_the_rights_along(people, delegate):
    delegate()
    assert stands_in(people["caizheng"], people["chushen"])
    User.objects.filter(username="chushen").update(is_active=False)
    assert not stands_in(people["caizheng"], people["chushen"])


def test_a_principal_without_the_post_has_nothing_to_give(people, delegate):
    delegate()
    people["chushen"].memberships.all().delete()
    assert not stands_in(people["caizheng"], people["chushen"])


@pytest.mark.parametrize("role", Role.values)
def test_what_cannot_be_handed_over(office, role):
    """Who fills in answers for it, and so does who manages."""
    principal = make_user("one", role, office)
    deputy = make_user("two", Role.FILLER, office)
    said = {"starts_on": TODAY, "ends_on": TODAY, "reason": "出差"}
    if role in access.NOT_DELEGATED:
        with pytest.raises(NotAllowed, match="填报人和管理员的岗位不能委托"):
            services.delegate(principal=principal, deputy=deputy, **said)
        return
    services.delegate(principal=principal, deputy=deputy, **said)
    posts = [p for p in access.posts(fresh(deputy)) if p.principal]
    assert [(p.role, p.principal) for p in posts] == [(role, principal)]


def test_of_two_posts_only_the_one_that_can_be_handed_over(people, office, delegate):
    Membership.objects.create(
        user=people["chushen"], department=office, role=Role.MANAGER
    )
    delegate()
    posts = [p for p in access.posts(fresh(people["caizheng"])) if p.principal]
    assert [p.role for p in posts] == [Role.REVIEWER]
    assert not access.may(fresh(people["caizheng"]), access.MANAGE, office)


def test_nobody_passes_on_what_was_handed_to_them(people, office, delegate):
    delegate(deputy=people["tianbao"])
    with pytest.raises(NotAllowed):
        delegate(principal=fresh(people["tianbao"]), deputy=people["caizheng"])
    delegate(principal=people["caizheng"], deputy=make_user("third", "filler", office))
    third = User.objects.get(username="third")
    assert not stands_in(third, people["chushen"])


WRONG = [
    ({"starts_on": day(-1)}, "开始日期不能早于今天"),
    ({"starts_on": day(3), "ends_on": day(2)}, "结束日期不能早于开始日期"),
    ({"ends_on": day(90)}, "最多委托 90 天"),
    ({"reason": "  "}, "请写明委托的事由"),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_an_impossible_time_is_refused(delegate, changes, message):
    with pytest.raises(CheckFailed, match=message):
        delegate(**changes)
    assert not Delegation.objects.exists()


def test_ninety_days_and_one_day_are_possible(delegate, people):
    delegate(ends_on=day(89))
    delegate(ends_on=TODAY, deputy=people["tianbao"])
    assert Delegation.objects.count() == 2


def test_only_to_an_active_colleague(people, office, elsewhere, delegate):
    gone = make_user("gone", Role.REVIEWER, office)
    gone.is_active = False
    gone.save()
    for name in ("chushen", "stranger", "foreign_reviewer", "nobody"):
        with pytest.raises(CheckFailed, match="只能委托给本单位"):
            delegate(deputy=people[name])
    with pytest.raises(CheckFailed, match="只能委托给本单位"):
        delegate(deputy=gone)
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [(-9, -1, True), (0, 4, True), (0, 5, False), (7, 8, False), (11, 12, True)],
)
def test_two_to_the_same_person_do_not_overlap(people, delegate, first, last, fits):
    """The first is from the fifth to the tenth day."""
    delegate(starts_on=day(5), ends_on=day(10))
    changes = {"starts_on": day(max(first, 0)), "ends_on": day(max(last, 0))}
    if fits:
        delegate(**changes)
    else:
        with pytest.raises(CheckFailed, match="时间不能重叠"):
            delegate(**changes)
    delegate(**changes, deputy=people["tianbao"])  # another person is no overlap


def test_one_that_was_ended_is_in_nobodys_way(people, delegate):
    services.end_delegation(delegation=delegate(), actor=people["chushen"])
    delegate()
    assert stands_in(people["caizheng"], people["chushen"])


def test_it_is_ended_early(people, delegate):
    given = delegate()
    for name in ("caizheng", "admin"):
        with pytest.raises(NotAllowed, match="委托人本人"):
            services.end_delegation(delegation=given, actor=people[name])
    assert stands_in(people["caizheng"], people["chushen"])
    services.end_delegation(delegation=given, actor=people["chushen"])
    assert not stands_in(people["caizheng"], people["chushen"])
    with pytest.raises(CheckFailed, match="已经结束"):
        services.end_delegation(delegation=given, actor=people["chushen"])


def test_what_is_over_by_itself_is_not_ended(people, delegate):
    given = delegate()
    Delegation.objects.update(starts_on=day(-5), ends_on=day(-1))
    with pytest.raises(CheckFailed, match="已经结束"):
        services.end_delegation(delegation=given, actor=people["chushen"])


def test_both_are_recorded(people, delegate):
    given = delegate(reason=" 外出学习 ")
    services.end_delegation(delegation=given, actor=people["chushen"])
    ended, begun = Entry.objects.of(f"delegation:{given.pk}")
    assert (begun.get_action_display(), ended.get_action_display()) == (
        "委托代办",
        "结束代办",
    )
    assert begun.actor == ended.actor == people["chushen"]
    assert begun.subject_name == str(given)
    assert begun.detail == {
        "principal": "初审老楚",
        "deputy": "财政审核老蔡",
        "starts_on": str(TODAY),
        "ends_on": str(day(6)),
        "opinion": "外出学习",
    }


# The page


def said(people, **changes) -> dict:
    data = {"deputy": people["caizheng"].pk, "reason": "出差"}
    return data | {"starts_on": str(TODAY), "ends_on": str(day(6))} | changes


def test_from_handing_over_to_taking_back(as_user, people):
    chushen, caizheng = as_user("chushen"), as_user("caizheng")
    answer = chushen.post("/delegation/", said(people), follow=True)
    page = answer.content.decode()
    assert "已委托财政审核老蔡" in page
    assert "正在代办" in page
    desk = caizheng.get("/").content.decode()
    assert f"您正在代初审老楚办理（至 {day(6)}）" in desk
    assert "您正在代" not in chushen.get("/").content.decode()
    taken = caizheng.get("/delegation/").content.decode()
    assert "初审老楚" in taken
    assert "/end/" not in taken
    given = Delegation.objects.get()
    answer = chushen.post(f"/delegation/{given.pk}/end/", follow=True)
    assert "财政审核老蔡不再代您办理" in answer.content.decode()
    assert "提前结束" in answer.content.decode()
    assert "您正在代" not in caizheng.get("/").content.decode()
    again = chushen.post(f"/delegation/{given.pk}/end/", follow=True)
    assert "已经结束" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"deputy": ""}, "必填"),
        ({"starts_on": "今天"}, "输入一个有效的日期"),
        ({"starts_on": str(day(-1))}, "不能早于今天"),
        ({"ends_on": str(day(90))}, "最多委托 90 天"),
        ({"reason": " "}, "必填"),
        ({"reason": "\x07"}, "请写明委托的事由"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_user, people, changes, message):
    answer = as_user("chushen").post("/delegation/", said(people, **changes))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert message in str(form.errors[next(iter(changes))])


def test_the_choice_is_of_colleagues(as_user, people):
    form = as_user("chushen").get("/delegation/").context["form"]
    names = {user.username for user in form.fields["deputy"].queryset}
    assert names == {"tianbao", "caizheng", "admin"}
    for name in ("stranger", "chushen"):
        answer = as_user("chushen").post(
            "/delegation/", said(people, deputy=people[name].pk)
        )
        assert answer.status_code == 422


def test_who_only_stands_in_sees_for_whom(as_user, people, delegate):
    """A filler has nothing to hand over, but may be asked to stand in."""
    filler = as_user("tianbao")
    assert filler.get("/delegation/").status_code == 403
    assert 'href="/delegation/"' not in filler.get("/").content.decode()
    delegate(deputy=people["tianbao"])
    answer = filler.get("/delegation/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "初审老楚" in page
    assert "<form" not in page.split('id="main"')[1]
    assert 'href="/delegation/"' in filler.get("/").content.decode()
    assert filler.post("/delegation/", said(people)).status_code in (403, 422)
    assert Delegation.objects.count() == 1


def test_without_colleagues_the_page_says_so(client, elsewhere):
    alone = make_user("alone", Role.HEAD, elsewhere)
    client.force_login(alone)
    page = client.get("/delegation/").content.decode()
    assert "没有可以委托的同事" in page
