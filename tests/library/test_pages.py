"""The list, the page of an indicator, proposing and deciding; who may see what."""

import pytest

from departments.models import Membership, Role, User
from indicators.models import Indicator
from library.models import LibraryEntry
from library.uses import Uses, count_uses
from projects.models import Status, Target
from reviews import flow
from tests.reviews.steps import FIRST, put, step

from .conftest import tier

NAME = "享受资金的村个数"
KEY = ("产出指标", "数量指标", NAME)


def text_of(answer) -> str:
    return answer.content.decode()


def proposal(**more) -> dict:
    return {
        "department": "",
        "tier": tier("数量指标").pk,
        "name": "走访户数",
        "description": "实际走访的户数",
        "direction": "≥",
        "unit": "户",
        "basis": "年度计划",
        "project_type": "",
        **more,
    }


def test_the_list_is_filtered_and_turned(filler, shared, make_entry):
    assert "补助对象人数" in text_of(filler.get("/library/?q=bzdx"))
    found = text_of(filler.get("/library/?q=bzdx"))
    assert "工程验收合格率" not in found
    assert "没有符合条件" in text_of(filler.get("/library/?q=没有这样的"))
    assert text_of(filler.get("/library/?tier=nonsense&page=9999"))
    for i in range(40):
        make_entry(f"指标{i:02}")
    first = text_of(filler.get("/library/?scope=own"))
    assert '<span class="quiet">40 个</span>' in first
    assert "第 2 页，共 2 页" in text_of(filler.get("/library/?page=2"))


def test_an_empty_library_says_how_it_fills(filler):
    assert "批复后" in text_of(filler.get("/library/"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=pending", 1),
        ("state=confirmed", 2),
        ("scope=shared", 1),
        ("type=it", 3),
        ("type=staff", 2),
        ("scope=own&type=it", 2),
    ],
)
def test_the_filters(filler, make_entry, query, count):
    make_entry("共用", department=None)
    make_entry("信息", project_type="it")
    make_entry("等待", state="pending")
    answer = filler.get(f"/library/?{query}")
    assert answer.context["page"].paginator.count == count


def test_a_departments_entries_are_its_own_affair(as_user, make_entry, elsewhere):
    own, foreign = make_entry("本部门的"), make_entry("外面的", department=elsewhere)
    make_entry("大家的", department=None)
    sees = {
        "tianbao": {"本部门的", "大家的"},
        "caizheng": {"本部门的", "大家的"},
        "stranger": {"外面的", "大家的"},
        "nobody": {"大家的"},
        "admin": {"本部门的", "外面的", "大家的"},  # a superuser
    }
    for name, names in sees.items():
        client = as_user(name)
        page = client.get("/library/").context["page"]
        assert {entry.name for entry in page} == names, name
        for entry in (own, foreign):
            code = client.get(f"/library/{entry.pk}/").status_code
            assert code == (200 if entry.name in names else 404), (name, entry)


def test_finance_below_a_department_reaches_up_to_it(
    as_user, people, make_entry, elsewhere_below
):
    entry = make_entry("下级的", department=elsewhere_below)
    assert as_user("caizheng").get(f"/library/{entry.pk}/").status_code == 200
    assert as_user("tianbao").get(f"/library/{entry.pk}/").status_code == 404


def test_uses_are_counted(target, people, make_entry, office):
    assert count_uses([KEY]) == {KEY: Uses(0, 0)}
    step(put(target, FIRST), flow.RETURN, people["chushen"])
    assert count_uses([KEY]) == {KEY: Uses(0, 1)}
    # Returned twice is one target; the same row twice is one use.
    step(put(target, FIRST), flow.RETURN, people["chushen"])
    Indicator.objects.create(
        target=target, position=99, tier1=KEY[0], tier2=KEY[1], tier3=NAME
    )
    put(target, Status.APPROVED)
    other = Target.objects.exclude(pk=target.pk).filter(kind="project").first()
    Indicator.objects.create(
        target=other, position=99, tier1=KEY[0], tier2=KEY[1], tier3=NAME
    )
    put(other, Status.APPROVED)
    elsewhere = (KEY[0], "质量指标", NAME)
    assert count_uses([KEY, elsewhere]) == {KEY: Uses(2, 1), elsewhere: Uses()}
    assert count_uses([]) == {}


def test_the_page_shows_examples_that_one_may_see(
    as_user, approved, people, elsewhere, make_entry
):
    entry = LibraryEntry.objects.get(name=NAME)
    page = text_of(as_user("tianbao").get(f"/library/{entry.pk}/"))
    assert "村级组织经费" in page
    assert "已批复的 1 份项目绩效目标表用过" in page
    LibraryEntry.objects.filter(pk=entry.pk).update(department=None)
    page = text_of(as_user("stranger").get(f"/library/{entry.pk}/"))
    assert "村级组织经费" not in page
    assert "属于您看不到的部门" in page


def test_the_queries_of_the_list_do_not_grow(
    filler, make_entry, approved, django_assert_max_num_queries
):
    filler.get("/library/")
    with django_assert_max_num_queries(30) as few:
        filler.get("/library/")
    for i in range(45):
        make_entry(f"指标{i:02}", department=None if i % 2 else approved.department)
    with django_assert_max_num_queries(30) as many:
        assert len(filler.get("/library/").context["lines"]) == 50
    assert len(many) == len(few)


def test_proposed_returned_amended_and_accepted(filler, finance, office):
    answer = filler.post("/library/propose/", proposal(department=office.pk))
    entry = LibraryEntry.objects.get()
    page = f"/library/{entry.pk}/"
    assert answer.url == page
    assert (entry.name, entry.direction, entry.unit) == ("走访户数", "≥", "户")
    assert "等您确认" in text_of(finance.get("/library/"))
    assert "等您确认" not in text_of(filler.get("/library/"))
    assert "处理</h2>" not in text_of(filler.get(page))

    data = {"version": 1, "opinion": ""}
    answer = finance.post(f"{page}act/return/", data)
    assert answer.status_code == 422
    assert "请写明意见" in text_of(answer)
    finance.post(f"{page}act/return/", data | {"opinion": "口径不清"})
    assert "口径不清" in text_of(filler.get(f"{page}edit/"))
    filler.post(f"{page}edit/", proposal(name="走访的户数", version=2))
    answer = finance.post(f"{page}act/accept/", {"version": 3}, follow=True)
    assert "已确认入库" in text_of(answer)
    entry.refresh_from_db()
    assert (entry.name, entry.state) == ("走访的户数", "confirmed")
    assert filler.get(f"{page}edit/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"tier": "nonsense"}, "tier"),
        ({"unit": "长" * 41}, "unit"),
        ({"direction": "~"}, "direction"),
    ],
)
def test_a_wrong_proposal_is_told(filler, office, wrong, field):
    answer = filler.post("/library/propose/", proposal(department=office.pk) | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not LibraryEntry.objects.exists()


def test_nobody_proposes_for_another_department(filler, elsewhere):
    answer = filler.post("/library/propose/", proposal(department=elsewhere.pk))
    assert answer.status_code == 422
    assert "department" in answer.context["form"].errors


def test_a_taken_name_is_told_and_the_text_stays(filler, office, make_entry):
    make_entry("走访户数")
    answer = filler.post("/library/propose/", proposal(department=office.pk))
    assert answer.status_code == 422
    assert "已有同名的指标" in text_of(answer)
    assert "实际走访的户数" in text_of(answer)


def test_a_stale_decision_shows_what_is_there_now(finance, make_entry, people):
    entry = make_entry("甲", state="pending", version=2)
    for version in ("1", "x", ""):
        answer = finance.post(
            f"/library/{entry.pk}/act/accept/",
            {"version": version, "opinion": "我的意见"},
        )
        assert answer.status_code == 409
        assert "我的意见" in text_of(answer)
    assert finance.post(f"/library/{entry.pk}/act/x/").status_code == 400


def test_the_proposers_own_review_is_refused(as_user, people, office, make_entry):
    Membership.objects.create(
        user=people["tianbao"], department=office, role=Role.FINANCE
    )
    entry = make_entry("甲", state="pending", proposed_by=people["tianbao"])
    client = as_user("tianbao")
    assert "处理</h2>" not in text_of(client.get(f"/library/{entry.pk}/"))
    answer = client.post(f"/library/{entry.pk}/act/accept/", {"version": 1})
    assert answer.status_code == 403


def test_a_shared_one_is_kept_in_the_back_office(as_user, make_entry):
    entry = make_entry("大家的", department=None)
    for name in ("tianbao", "caizheng", "nobody"):
        client = as_user(name)
        assert client.get(f"/library/{entry.pk}/edit/").status_code == 403
        data = {"version": 1, "opinion": "停"}
        answer = client.post(f"/library/{entry.pk}/act/retire/", data)
        assert answer.status_code == 403
    page = f"/admin/library/libraryentry/{entry.pk}/change/"
    client = as_user("admin")
    data = {"tier": entry.tier_id, "name": "改过的", "state": "retired"}
    assert client.post(page, data).status_code == 302
    entry.refresh_from_db()
    assert (entry.name, entry.state, entry.version) == ("改过的", "retired", 2)
    assert entry.initials == "ggd"
    assert str(entry.decided_by) == str(User.objects.get(username="admin"))
    assert "改过的" in text_of(client.get(f"/library/{entry.pk}/"))
    client.post(f"/admin/library/libraryentry/{entry.pk}/delete/", {"post": "yes"})
    assert not LibraryEntry.objects.exists()


def test_the_history_of_the_target_tells_what_was_learned(as_user, approved):
    page = text_of(as_user("tianbao").get(f"/targets/{approved.pk}/history/"))
    assert "收入指标库" in page
    assert NAME in page
