"""The reviewer's desk: the queue, its filters, and many decided at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from departments.models import Department, Role
from departments.services import save_department
from indicators.services import create_project_target
from perftargets.errors import CheckFailed
from projects.models import Status, Target
from reviews import comments, flow, route, services
from reviews.many import decide_many
from reviews.models import Approval, Batch, Stage
from tests.conftest import make_user
from tests.crowd import crowd

from .steps import FIRST, SECOND, put, step, where


@pytest.fixture
def waiting(office, people) -> list[Target]:
    """The office's four tables before the first reviewer."""
    tables = Target.objects.filter(kind="project").with_names().order_by("pk")
    return [put(target, FIRST) for target in tables]


def names_on(answer) -> list[str]:
    return [str(stage.target) for stage in answer.context["page"]]


def many(client, action: str, targets: list[Target], **said):
    chosen = [f"{target.pk}:{target.version}" for target in targets]
    return client.post(f"/decide/{action}/", {"chosen": chosen, **said})


def test_many_are_passed_each_on_its_own(as_user, people, waiting):
    first, second, third, _ = waiting
    put(second, Status.DRAFT)  # withdrawn meanwhile
    comments.add(target=third, actor=people["chushen"], path="usage", text="请写明")
    answer = many(as_user("chushen"), "pass", waiting)
    page = answer.content.decode()
    assert "已通过 2 份" in page
    assert "有 2 份没有通过，其余的不受影响" in page
    assert "现在是“草稿”，在您打开页面之后已被修改或处理" in page
    assert "还有 1 条批注没有处理" in page
    standing = [where(Target.objects.get(pk=target.pk)) for target in waiting]
    assert standing == [SECOND, "draft", FIRST, SECOND]
    assert Entry.objects.filter(action="pass").count() == 2


def test_many_are_returned_with_one_opinion(as_user, waiting):
    refused = many(as_user("chushen"), "return", waiting[:2])
    assert "没有退回" in refused.content.decode()
    assert "退回时必须写明意见" in refused.content.decode()
    done = many(as_user("chushen"), "return", waiting[:2], opinion="请按新表样")
    assert "已退回 2 份" in done.content.decode()
    assert {t.opinions.first().text for t in waiting[:2]} == {"请按新表样"}


def test_a_batch_has_a_number_and_a_date(as_user, people, waiting):
    ready = [put(target, SECOND) for target in waiting]
    client = as_user("caizheng")
    assert "这是最后一个审核环节" in many(client, "pass", ready[:1]).content.decode()
    lacking = many(client, "approve", ready, number=" ")
    assert lacking.status_code == 422
    assert "请填写批复文号和批复日期" in lacking.content.decode()
    assert f'value="{ready[0].pk}:{ready[0].version}"' in lacking.content.decode()
    said = {"number": "某财绩〔2021〕5号", "date": "2021-03-01"}
    done = many(client, "approve", ready[:2], **said)
    assert "已批复 2 份，批复文号 某财绩〔2021〕5号" in done.content.decode()
    # More may follow under the same number, but not with another date.
    assert "已批复 1 份" in many(client, "approve", ready[2:3], **said).content.decode()
    other = said | {"date": "2021-03-02"}
    assert (
        "请核对文号和日期"
        in many(client, "approve", ready[3:], **other).content.decode()
    )
    batch = Batch.objects.get()
    assert (str(batch.date), batch.actor) == ("2021-03-01", people["caizheng"])
    assert batch.approvals.count() == 3
    assert where(Target.objects.get(pk=ready[3].pk)) == SECOND


def test_number_and_date_are_asked_only_of_who_may_approve(as_user, waiting):
    assert "批复所选" not in as_user("chushen").get("/").content.decode()
    put(waiting[0], SECOND)
    assert "批复所选" in as_user("caizheng").get("/").content.decode()


def test_an_empty_desk_speaks_of_filling_in_only_to_fillers(as_user, office):
    Target.objects.update(status=Status.APPROVED)
    for name, is_filler in (("tianbao", True), ("chushen", False)):
        page = as_user(name).get("/").content.decode()
        assert "现在没有等您处理的绩效目标" in page
        assert ("新建" in page) == is_filler


def test_an_unchanged_resubmission_is_told_in_words(as_user, people, sound):
    returned = step(put(sound, FIRST), flow.RETURN, people["chushen"])
    step(returned, flow.SUBMIT, people["tianbao"])
    page = as_user("chushen").get("/").content.decode()
    assert "没有改动" in page
    assert "改了 0 处" not in page


def test_an_unfinished_review_is_not_approved(as_user, waiting):
    said = {"number": "1号", "date": "2021-03-01"}
    page = many(as_user("chushen"), "approve", waiting[:1], **said).content.decode()
    assert "还没有到批复环节" in page
    assert not Batch.objects.exists()
    assert not Approval.objects.exists()


def test_nothing_of_others_is_decided(as_user, people, waiting):
    for name in ("tianbao", "admin", "stranger", "foreign_reviewer", "caizheng"):
        page = many(as_user(name), "pass", waiting).content.decode()
        assert "有 4 份没有通过" in page
    assert all(where(Target.objects.get(pk=t.pk)) == FIRST for t in waiting)


@pytest.mark.parametrize("lines", [[], ["x"], ["1"], ["1:2:3"], ["9" * 30 + ":1"]])
def test_what_no_page_sends_is_refused(as_user, waiting, lines):
    answer = as_user("chushen").post("/decide/pass/", {"chosen": lines})
    assert answer.status_code in (200, 400, 422)
    assert all(where(Target.objects.get(pk=t.pk)) == FIRST for t in waiting)


def test_an_approval_without_a_number_is_refused_by_the_service(people):
    with pytest.raises(CheckFailed, match="批复文号"):
        decide_many(chosen=[], action="approve", actor=people["caizheng"])


def test_the_filters(as_user, waiting):
    client = as_user("chushen")
    today = timezone.localdate()
    late, soon, later, last = waiting
    for target, days in ((late, -1), (soon, 1), (later, 20), (last, 30)):
        Stage.objects.filter(target=target).update(due_on=today + timedelta(days=days))
    assert names_on(client.get("/")) == [str(t) for t in waiting]
    assert names_on(client.get("/?due=late")) == [str(late)]
    assert names_on(client.get("/?due=soon")) == [str(late), str(soon)]
    assert names_on(client.get(f"/?q={later}")) == [str(later)]
    assert len(names_on(client.get("/?department=001&step=初审"))) == 4
    # What makes no sense is not asked for.
    assert len(names_on(client.get("/?department=999&due=x&step=none"))) == 4
    page = client.get("/").content.decode()
    assert "已超1天" in page
    assert "还有1天" in page


def test_from_one_to_the_next(as_user, waiting):
    client = as_user("chushen")
    first, second = waiting[:2]
    page = client.get(f"/targets/{first.pk}/?queue=1").content.decode()
    assert "第 1 份，共 4 份" in page
    assert f'href="/targets/{second.pk}/?queue=1"' in page
    data = {"version": first.version, "next": second.pk}
    answer = client.post(f"/targets/{first.pk}/act/pass/?queue=1", data)
    assert answer.url == f"/targets/{second.pk}/?queue=1"
    assert "queue" not in client.get(f"/targets/{second.pk}/").content.decode()


def test_the_desk_asks_as_much_for_2000_as_for_20(as_user, people, office, year):
    client = as_user("chushen")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    crowd(office, people["admin"], year, 20)
    few = asked()
    other = save_department(
        department=Department(code="0011", name="社区", parent=office)
    )
    crowd(other, people["admin"], year, 2000)
    answer = client.get("/")
    assert answer.context["page"].paginator.count == 2020
    assert asked() == few


def test_a_step_above_is_skipped_at_the_top(people, sound):
    sound.year.steps.filter(position=1).update(level="above")
    done = services.transition(
        target=sound,
        action=flow.SUBMIT,
        actor=people["tianbao"],
        version=sound.version,
    )
    assert where(done) == SECOND
    assert route.current(done).is_first


def test_a_year_without_steps_submits_nothing(people, sound):
    sound.year.steps.all().delete()
    with pytest.raises(CheckFailed, match="还没有设置审核环节"):
        services.transition(
            target=sound,
            action=flow.SUBMIT,
            actor=people["tianbao"],
            version=sound.version,
        )


@pytest.mark.parametrize(
    ("level", "holders"),
    [
        ("own", {"own"}),
        ("above", {"above", "top"}),
        ("tree", {"own", "above", "top"}),
        ("top", {"top"}),
    ],
)
def test_who_a_level_means(people, year, level, holders):
    top = save_department(department=Department(code="9", name="区"))
    above = save_department(department=Department(code="91", name="街道", parent=top))
    own = save_department(department=Department(code="911", name="所", parent=above))
    below = save_department(department=Department(code="9111", name="站", parent=own))
    year.steps.update(role=Role.HEAD, level=level)
    made = create_project_target(
        year=year, department=own, actor=people["stranger"], name="新项目"
    )
    target = put(made, FIRST)
    stage = route.current(target)
    posts = {"own": own, "above": above, "top": top, "below": below}
    for name, place in posts.items():
        user = make_user(name, Role.HEAD, place)
        assert bool(route.post_for(stage, user)) == (name in holders), name
        assert route.stages_for(user).filter(pk=stage.pk).exists() == (name in holders)
    assert {user.username for user in route.holders(stage)} == holders
