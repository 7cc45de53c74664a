"""批复: the list, the targets of one, and who sees what of them."""

import re
from datetime import date

import pytest

from departments.models import Department, Membership, User
from departments.services import save_department
from projects.models import Target
from reviews import batches, flow
from reviews.models import Batch
from tests.clean import make_clean

from .steps import FIRST, SECOND, put, step
from .test_versions import change_behind_its_back

NUMBER = "某财绩〔2021〕5号"


@pytest.fixture
def batch(year, people, target, overall_target) -> Batch:
    """Two targets of the office, approved in one act."""
    made = Batch.objects.create(
        year=year, number=NUMBER, date=date(2021, 3, 1), actor=people["caizheng"]
    )
    for each in (target, overall_target):
        step(put(each, SECOND), flow.PASS, people["caizheng"], batch=made)
    return made


@pytest.fixture
def below(office, elsewhere, batch) -> User:
    """Somebody who fills in for a unit below the office, where nothing was approved."""
    unit = save_department(
        department=Department(code="001009", name="某社区", parent=office)
    )
    user = User.objects.create_user("xiaolin")
    Membership.objects.create(user=user, department=unit, role="filler")
    return user


def test_the_list_has_number_date_year_and_count(as_user, batch):
    html = as_user("caizheng").get("/batches/").content.decode()
    [line] = re.findall(r"<tbody>(.*)</tbody>", html, re.S)
    for text in (NUMBER, "2021-03-01", "2021年", "2 份", f"/batches/{batch.pk}/"):
        assert text in line


def test_only_who_views_a_target_sees_its_batch(as_user, people, batch, below):
    insiders = {"tianbao", "chushen", "caizheng", "admin"}
    for name, person in people.items():
        seen = list(batches.visible_to(person))
        assert seen == ([batch] if name in insiders else []), name
        code = as_user(name).get(f"/batches/{batch.pk}/").status_code
        assert code == (200 if name in insiders else 404), name
    assert not batches.visible_to(below).exists()
    assert "还没有批复" in as_user("stranger").get("/batches/").content.decode()


def test_only_what_one_may_view_is_counted_and_listed(
    as_user, people, batch, target, below
):
    Target.objects.filter(pk=target.pk).update(
        department=Department.objects.get(code="001009")
    )
    [seen] = batches.visible_to(below)
    assert seen.count == 1
    assert [a.target for a in batches.approvals_of(batch, below)] == [target]
    [of_all] = batches.visible_to(people["caizheng"])
    assert of_all.count == 2


def test_its_page_shows_the_frozen_versions(as_user, batch, target):
    change_behind_its_back(target)
    html = as_user("chushen").get(f"/batches/{batch.pk}/").content.decode()
    assert "改过的" not in html
    for text in (
        "村级组织经费",
        "88.2万元",
        "某街道办事处",
        "部门整体绩效目标",
        "第1版",
    ):
        assert text in html
    assert target.versions.get().sha256[:8] in html
    assert html.index("部门整体绩效目标</a>") < html.index("村级组织经费</a>")


def test_an_approval_of_a_later_adjustment_belongs_to_its_own_batch(
    people, batch, year, target
):
    later = Batch.objects.create(
        year=year, number="6号", date=date(2021, 9, 1), actor=people["caizheng"]
    )
    now = make_clean(target)
    for action, who in (
        (flow.ADJUST, "tianbao"),
        (flow.SUBMIT, "tianbao"),
        (flow.PASS, "chushen"),
    ):
        now = step(now, action, people[who])
    step(now, flow.PASS, people["caizheng"], batch=later)
    [approval] = batches.approvals_of(later, people["caizheng"])
    assert (approval.target, approval.number) == (target, 2)
    assert [b.count for b in batches.visible_to(people["caizheng"])] == [1, 2]
    numbers = [a.number for a in batches.approvals_of(batch, people["caizheng"])]
    assert numbers == [1, 1]


def test_the_menu_offers_it_to_everybody_who_reviews(as_user, people):
    link = '<a href="/batches/"'
    for name in people:
        html = as_user(name).get("/").content.decode()
        reviews = name in ("chushen", "caizheng", "foreign_reviewer")
        assert (link in html) == reviews, name


def test_the_history_of_a_target_leads_to_its_batch(as_user, batch, target):
    html = as_user("tianbao").get(f"/targets/{target.pk}/history/").content.decode()
    assert f'<a href="/batches/{batch.pk}/">{NUMBER}</a>' in html


def test_a_long_batch_has_pages(as_user, batch, monkeypatch):
    monkeypatch.setattr("reviews.views_batches.PAGE_SIZE", 1)
    first = as_user("chushen").get(f"/batches/{batch.pk}/").content.decode()
    assert "第 1 页，共 2 页" in first
    second = as_user("chushen").get(f"/batches/{batch.pk}/?page=2").content.decode()
    assert "村级组织经费" in second
    assert "村级组织经费" not in first


def test_a_page_of_a_batch_asks_the_same_number_of_queries(
    as_user, batch, django_assert_max_num_queries
):
    client = as_user("caizheng")
    with django_assert_max_num_queries(16):
        client.get(f"/batches/{batch.pk}/")


def approving(client, target, **said):
    data = {"version": target.version, **said}
    return client.post(f"/targets/{target.pk}/act/pass/", data)


def test_one_is_approved_on_its_page_under_a_number(as_user, people, target):
    client, waiting = as_user("caizheng"), put(target, SECOND)
    page = client.get(f"/targets/{target.pk}/").content.decode()
    assert 'name="number"' in page
    said = {"number": f" {NUMBER} ", "date": "2021-03-01"}
    assert approving(client, waiting, **said).status_code == 302
    batch = Batch.objects.get()
    assert (batch.number, str(batch.date)) == (NUMBER, "2021-03-01")
    assert batch.approvals.get().target == target
    for name in ("caizheng", "tianbao"):
        page = as_user(name).get(f"/targets/{target.pk}/").content.decode()
        assert f'<a href="/batches/{batch.pk}/">{NUMBER}</a>' in page


def test_without_a_number_it_belongs_to_no_batch(as_user, target):
    assert approving(as_user("caizheng"), put(target, SECOND)).status_code == 302
    assert target.approvals.get().batch is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"number": NUMBER, "date": "2021-03-02"}, "请核对文号和日期"),
        ({"number": NUMBER, "date": "三月"}, "批复日期请写成"),
        ({"number": "长" * 61}, "60"),
        ({"number": "8号", "date": "2121-03-01"}, "批复日期不能晚于今天"),
    ],
)
def test_a_wrong_number_or_date_is_told_and_stays_typed(
    as_user, year, people, target, said, words
):
    Batch.objects.create(
        year=year, number=NUMBER, date=date(2021, 3, 1), actor=people["caizheng"]
    )
    answer = approving(as_user("caizheng"), put(target, SECOND), **said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{said["number"]}"' in answer.content.decode()
    assert not target.approvals.exists()


def test_a_number_makes_no_batch_before_the_last_step(as_user, target):
    """Nor are its inputs there."""
    client, waiting = as_user("chushen"), put(target, FIRST)
    assert 'name="number"' not in client.get(f"/targets/{target.pk}/").content.decode()
    assert approving(client, waiting, number=NUMBER).status_code == 422
    assert not Batch.objects.exists()
