"""The page of the record: who may see it, what it finds, how it tells it."""

import html
import re
from datetime import datetime
from unittest import mock

import pytest
from django.utils import timezone

from audit import chain
from audit.models import ACTIONS, Entry
from audit.origin import coming_from
from audit.sentences import LABELS, PHRASES, REASONS, STATUSES, tell
from audit.services import record
from departments.models import Department, Membership, Role
from departments.services import save_department
from projects.models import Reason, Status
from tests.conftest import make_user


def write(**more) -> Entry:
    values = {"actor": None, "action": "save", "subject": "target:1"}
    return record(**(values | {"subject_name": "村级组织经费"} | more))


def at(moment: str, **more) -> Entry:
    when = timezone.make_aware(datetime.fromisoformat(moment))
    with mock.patch("django.utils.timezone.now", return_value=when):
        return write(**more)


@pytest.fixture
def admin(as_user):
    return as_user("admin")


def text_of(answer) -> str:
    """The page as it is read."""
    assert answer.status_code == 200
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", body)))


def found(client, **query) -> list[str]:
    answer = client.get("/audit/", query)
    return [line.entry.subject_name for line in answer.context["lines"]]


# ---- who -----------------------------------------------------------------------------


def test_only_who_manages_a_root_department_sees_it(client, office, elsewhere):
    below = save_department(
        department=Department(code="001002", name="某社区", parent=office)
    )
    people = {
        make_user("root_manager", Role.MANAGER, office): 200,
        make_user("lower_manager", Role.MANAGER, below): 403,
        make_user("reviewer", Role.FINANCE, office): 403,
    }
    both = make_user("both", Role.MANAGER, below)
    Membership.objects.create(user=both, department=office, role=Role.FILLER)
    for user, code in (people | {both: 403}).items():
        client.force_login(user)
        for url in ("/audit/", "/audit/export/"):
            answer = client.get(url)
            answer.getvalue()  # to the end: a file may be open in it
            assert answer.status_code == code, (user, url)
        is_shown = 'href="/audit/"' in client.get("/").content.decode()
        assert is_shown == (code == 200), user
    assert "只有最上级部门的管理员" in client.get("/audit/").content.decode()


def test_the_way_there_costs_no_query(as_user, django_assert_num_queries, people):
    client = as_user("tianbao")
    with django_assert_num_queries(14):
        client.get("/")


# ---- what ----------------------------------------------------------------------------


def test_a_line_tells_who_what_when_and_from_where(admin, people):
    change = {"label": "资金用途", "before": "旧的", "after": "<b>新的</b>"}
    empty = {"label": "质量指标", "before": "", "after": "合格率"}
    with coming_from("192.168.3.7"):
        at(
            "2026-03-05T09:08:07",
            actor=people["tianbao"],
            detail={"version": 3, "changes": [change, empty]},
        )
    chain.seal()
    answer = admin.get("/audit/")
    text = text_of(answer)
    assert (
        "2026-03-05 09:08:07 填报人小田（tianbao）从 192.168.3.7 "
        "修改了“村级组织经费”，改了 2 处"
    ) in text
    assert "资金用途：旧的 → <b>新的</b>" in text
    assert "质量指标：（空） → 合格率" in text
    assert "修改次数 3" in text
    seal = Entry.objects.first().seal
    assert f"第 {seal.number} 个，校验码 {seal.hash}" in text
    assert "<b>新的" not in answer.content.decode()
    folded = answer.content.decode().partition("<details>")[2]
    assert "资金用途" in folded.partition("</details>")[0]


SENTENCES = [
    ({"action": "import"}, "系统在服务器上导入了“村级组织经费”"),
    (
        {"action": "login_failed", "subject": "login:x", "subject_name": "x"},
        "有人在服务器上用“x”登录，没有成功",
    ),
    (
        {"action": "download", "detail": {"file": "方案.pdf"}},
        "下载了“村级组织经费”的依据材料（方案.pdf）",
    ),
    (
        {"action": "export", "detail": {"format": "xlsx"}},
        "导出了“村级组织经费”（xlsx）",
    ),
    ({"action": "export", "subject_name": ""}, "导出了“target:1”"),
    ({"subject_name": "{name}{0}"}, "修改了“{name}{0}”"),
]


@pytest.mark.parametrize(("values", "sentence"), SENTENCES)
def test_sentences(db, values, sentence):
    assert sentence in tell(write(**values)).sentence


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_told(db, people, action):
    told = tell(write(action=action, actor=people["tianbao"]))
    assert told.sentence.count("填报人小田（tianbao）") == 1
    assert "{" not in told.sentence
    assert action not in told.what


def test_an_action_that_came_later_is_told_too(db):
    with mock.patch.dict(ACTIONS, {"publish": "公开"}):
        assert tell(write(action="publish")).what == "公开“村级组织经费”"


def test_the_words_of_the_details(people, office):
    detail = {
        "opinion": "第一行\n第二行",
        "from": "review",
        "to": "returned",
        "unheard": 7,
        "indicators": ["甲", "乙"],
        "book": {"year": 2021},
        "backoffice": True,
        "empty": "",
    }
    facts = dict(tell(write(detail=detail)).facts)
    assert facts == {
        "意见": "第一行\n第二行",
        "原状态": "审核中",
        "新状态": "已退回",
        "unheard": "7",
        "收入指标库的指标": "甲、乙",
        "删除前的内容": '{\n "year": 2021\n}',
        "在后台": "是",
    }
    assert list(facts)[-1] == "unheard"


def test_a_deputy_is_told_with_the_principal(people):
    entry = write(actor=people["caizheng"], action="pass", detail={"for": "初审老楚"})
    assert "财政审核老蔡（caizheng）代初审老楚审核通过了" in tell(entry).sentence


def test_the_words_are_those_of_the_rooms_above():
    assert STATUSES == dict(Status.choices)
    assert REASONS == dict(Reason.choices)
    assert set(PHRASES) <= set(ACTIONS)


def test_what_the_program_writes_has_chinese_names(office, people, as_user, target):
    """Every key of a detail that the tests' office has brought about."""
    as_user("tianbao").get(f"/targets/{target.pk}/export/json/")
    as_user("stranger").get(f"/targets/{target.pk}/")
    as_user("admin").post(f"/admin/projects/target/{target.pk}/delete/", {"post": "y"})
    as_user("admin").get("/audit/export/?q=x").getvalue()
    keys = {key for entry in Entry.objects.all() for key in entry.detail}
    assert {"format", "version", "reason", "book", "query"} <= keys
    assert keys <= {*LABELS, "changes"}


# ---- finding -------------------------------------------------------------------------


@pytest.fixture
def story(people) -> None:
    Entry.objects.exists()
    with coming_from("10.1.2.3"):
        at("2026-03-01T00:00:00", subject_name="甲", actor=people["tianbao"])
        at("2026-03-01T23:59:59", subject_name="乙", action="export", subject="book:1")
    with coming_from("10.1.22.3"):
        at("2026-03-02T00:00:00", subject_name="丙 100%", actor=people["chushen"])
    with coming_from("fd00::7"):
        at(
            "2026-03-03T12:00:00",
            subject_name="丁",
            action="refused",
            subject="page:/x/",
        )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "丁丙乙甲"),
        ({"q": "小田"}, "甲"),
        ({"q": "tianbao"}, "甲"),
        ({"q": "chushen 丙"}, "丙"),
        ({"q": "chushen 甲"}, ""),
        ({"q": "100%"}, "丙"),
        ({"q": "page:/x"}, "丁"),
        ({"q": "_"}, ""),
        ({"action": "export"}, "乙"),
        ({"action": "no such"}, "丁丙乙甲"),
        ({"since": "2026-03-02"}, "丁丙"),
        ({"until": "2026-03-01"}, "乙甲"),
        ({"since": "2026-03-01", "until": "2026-03-01"}, "乙甲"),
        ({"since": "2026-03-02", "until": "2026-03-02", "q": "丙"}, "丙"),
        ({"address": "10.1.2.3"}, "乙甲"),
        ({"address": "10.1.2"}, "丙乙甲"),
        ({"address": " FD00:"}, "丁"),
        ({"address": "%"}, ""),
        ({"page": "99"}, "丁丙乙甲"),
    ],
)
def test_finding(admin, story, query, names):
    office = {entry.subject_name for entry in Entry.objects.filter(action="import")}
    listed = [name[0] for name in found(admin, **query) if name not in office]
    assert "".join(listed) == names


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since": "昨天"}, "“从”没有用上：请按“2026-01-31”这样填写日期"),
        ({"until": "0001-01-01"}, "“到”没有用上：请按“2026-01-31”这样填写日期"),
        ({"until": "9999-12-31"}, "“到”没有用上"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "截止日期不能早于起始日期"),
        ({"action": "no such"}, "“操作”没有用上"),
        ({"q": "长" * 101}, "“人员或对象”没有用上"),
        ({"q": "a\x00b"}, "“人员或对象”没有用上"),
    ],
)
def test_what_cannot_be_asked_is_told(admin, story, query, message):
    answer = admin.get("/audit/", query)
    assert message in text_of(answer)
    assert "导出Excel" not in text_of(answer)
    assert admin.get("/audit/export/", query).status_code == 302


def test_nothing_found_is_told(admin, story):
    text = text_of(admin.get("/audit/", {"q": "没有这样的"}))
    assert "没有符合条件的记录" in text
    assert "查看全部" in text


def test_pages_of_a_hundred_keep_what_was_asked_for(admin, story):
    for number in range(150):
        write(action="export", subject_name=f"第{number}份")
    answer = admin.get("/audit/", {"action": "export"})
    assert len(answer.context["lines"]) == 100
    assert "第 1 页，共 2 页" in text_of(answer)
    assert "?action=export&amp;page=2" in answer.content.decode()
    second = admin.get("/audit/", {"action": "export", "page": "2"})
    assert len(second.context["lines"]) == 51
    assert second.context["lines"][-1].entry.subject_name == "乙"


def test_a_long_page_takes_few_queries(admin, people, django_assert_max_num_queries):
    for _ in range(100):
        write(actor=people["tianbao"])
    chain.seal()
    with django_assert_max_num_queries(10):
        admin.get("/audit/")
