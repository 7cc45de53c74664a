"""A book goes through JSON unchanged, and bad JSON is named."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from perftargets.errors import BadFile
from sheets import interchange, readers
from sheets.sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Medium,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
    Task,
)

from .strategies import books

# As docs and fixtures show it: without the keys that came later.
EXAMPLE = """
{"schema": "perftargets/book/1", "year": 2021, "layout": "hebei-2021",
 "department": {"code": null, "name": null},
 "overall": {"goal": "…",
             "sub_goals": [{"title": "…", "goal": "…", "indicators": ["…"]}],
             "measures": [{"title": "…", "text": "…"}]},
 "projects": [{"code": "————", "name": "村干部工资、保险和聘用人员工资",
   "budget": {"unit": "万元", "total": "161", "fiscal": "161", "other": null},
   "usage": "资金主要用于村干部79人的基础职务补贴和保险。",
   "plan": [{"month": 3, "percent": null}, {"month": 6, "percent": null},
            {"month": 10, "percent": null}, {"month": 12, "percent": "100%"}],
   "goals": ["…", "…"],
   "indicators": [{"tier1": "产出指标", "tier2": "数量指标", "tier3": "享受资金人数",
                   "description": "享受资金的人数",
                   "value": "=79人", "basis": "工作经验", "weight": null}]}]}
"""


def test_the_published_example_loads():
    book = interchange.loads(EXAMPLE)
    assert (book.year, book.layout, book.department) == (
        2021,
        "hebei-2021",
        Department(None, None),
    )
    assert book.overall.sub_goals == (SubGoal("…", "…", ("…",)),)
    assert book.overall.measures == (Measure("…", "…"),)
    [sheet] = book.projects
    assert sheet.budget == Budget("万元", Decimal("161"), Decimal("161"), None)
    assert sheet.plan[2:] == (PlanStep(10), PlanStep(12, "100%"))
    assert sheet.goals_placeholder is None
    assert sheet.indicators == (
        Indicator(
            "产出指标",
            "数量指标",
            "享受资金人数",
            "享受资金的人数",
            "=79人",
            "工作经验",
        ),
    )


@given(books)
def test_there_and_back(book):
    text = interchange.dumps(book)
    assert interchange.loads(text) == book
    assert interchange.dumps(interchange.loads(text)) == text


def test_amounts_keep_their_zeros(seed_book):
    sheet = seed_book.projects[1]
    budget = replace(sheet.budget, total=Decimal("69.30"))
    book = replace(seed_book, projects=(replace(sheet, budget=budget),))
    text = interchange.dumps(book)
    assert '"total":"69.30"' in text
    assert str(interchange.loads(text).projects[0].budget.total) == "69.30"


def changed(data: object) -> Iterator[object]:
    """The document again and again, each time with one single value changed."""
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            for other in changed(data[key]):
                copy = data.copy()
                copy[key] = other
                yield copy
    elif isinstance(data, int):
        yield data - 1
    else:
        yield (data or "") + "0"


def test_the_digest_sees_every_change(seed_book):
    """Also 69.3 → 69.30 and null → something."""
    one = replace(seed_book, projects=seed_book.projects[1:2])
    data = interchange.book_to_json(one)
    data["projects"][0]["indicators"] = data["projects"][0]["indicators"][:5]
    schema = data.pop("schema")
    digests = [
        interchange.sha256(interchange.dumps(interchange.book_from_json(other)))
        for other in ({**copy, "schema": schema} for copy in (data, *changed(data)))
    ]
    assert len(digests) > 80
    assert len(set(digests)) == len(digests)


def test_the_digest_is_the_same_tomorrow(seed_book):
    """Frozen versions are checked against it: the canonical text may never change."""
    empty = interchange.dumps(Book())
    assert empty == (
        '{"department":{"code":null,"name":null},"layout":null,"overall":null,'
        '"projects":[],"schema":"perftargets/book/1","year":null}'
    )
    assert interchange.sha256(empty).startswith("38b17a410078ed9f")
    example = interchange.dumps(interchange.loads(EXAMPLE))
    assert interchange.sha256(example).startswith("a9cebeddda5f07e3")
    again = interchange.loads(interchange.dumps(seed_book))
    assert interchange.dumps(again) == interchange.dumps(deepcopy(seed_book))


def test_what_only_some_forms_have_travels_too():
    row = Indicator("产出指标", "数量指标", "人数", extra=(("绩效标准", "=79人"),))
    medium = Medium("2021年—2023年", Budget("元", Decimal("9")), ("一",), (row,))
    sheet = Sheet(
        "甲",
        indicators=(row,),
        facts=(("实施单位", "乙"), ("项目属性", "")),
        medium=medium,
    )
    overall = Overall(tasks=(Task("丙", "做", Decimal("1.0")),), indicators=(row,))
    book = Book(
        2021,
        overall=overall,
        projects=(sheet,),
        overall_layout="hebei-text",
        labels=(("项目名称", "名称"),),
    )
    assert interchange.loads(interchange.dumps(book)) == book


def project(**changes) -> str:
    book = interchange.book_to_json(Book(projects=()))
    sheet = {"name": "甲", "code": None, "budget": {}, "plan": [], "goals": []}
    book["projects"] = [sheet | changes]
    return json.dumps(book)


def book(**changes) -> str:
    return json.dumps(interchange.book_to_json(Book()) | changes)


PROJECT = "JSON 文件里第1个项目“甲”"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "不是有效的 JSON"),
        ("{", "不是有效的 JSON"),
        (b"\xff\xfe\x00", "不是有效的 JSON"),
        ("[" * 100_000, "不是有效的 JSON"),
        ("[]", "JSON 文件里应是一个对象"),
        ("{}", "schema"),
        (book(schema="perftargets/book/2"), "schema 应是 perftargets/book/1"),
        (book(year="2021"), "里的“预算年度”（year）应是整数"),
        (book(year=True), "里的“预算年度”（year）应是整数"),
        (book(department=[1]), "里部门（department）应是一个对象"),
        (book(overall={"goal": 1}), "的“总体绩效目标”（overall.goal）应是文字"),
        (
            book(overall={"measures": [{}]}),
            "部门整体绩效目标的第1个工作保障措施的“标题”（title）应是文字，不能没有",
        ),
        (
            book(overall={"sub_goals": [{"title": "甲", "indicators": [1]}]}),
            "第1个分项绩效目标“甲”的“绩效指标”",
        ),
        (book(projects={}), "里的“项目”（projects）应是列表"),
        (project(name=None), "里第1个项目的“名称”（name）应是文字"),
        (project(goals="一"), f"{PROJECT}的“绩效目标”（goals）应是列表"),
        (project(goals=[1]), f"{PROJECT}的“绩效目标”（goals）应是文字的列表"),
        (project(budget={"total": 161}), "的“预算数”（budget.total）应是文字"),
        (
            project(budget={"total": "约五十"}),
            f"{PROJECT}的预算的“预算数”（budget.total）不对：“约五十”不是金额",
        ),
        (project(plan=[{"month": 13}]), "第1个资金支出计划的“月份”（month）应是1到12"),
        (project(plan=[{"percent": "1%"}]), "第1个资金支出计划的“月份”（month）"),
        (project(plan=[{"month": 3}, {"month": 3}]), "（plan）里同一个月份写了两次"),
        (project(indicators=[3]), f"{PROJECT}的第1个绩效指标应是一个对象"),
        (
            project(indicators=[{}, {"tier3": "里程", "weight": "重"}]),
            f"{PROJECT}的第2个绩效指标“里程”的“权重”（weight）不对",
        ),
        (project(facts=[{"text": "甲"}]), "第1个其他栏目的“名称”（label）应是文字"),
        (project(facts=[{"label": "甲"}, {"label": " 甲"}]), "（facts）里有重复的"),
        (
            project(indicators=[{"extra": [{"label": " "}]}]),
            "第1个绩效指标的“其他栏目”（extra）里有重复的或空",
        ),
        (project(medium=[1]), f"{PROJECT}的中期目标（medium）应是一个对象"),
        (project(medium={"goals": 1}), "的“绩效目标”（medium.goals）应是列表"),
        (
            project(medium={"budget": {"total": "多"}}),
            "中期目标的预算的“预算数”（medium.budget.total）不对：“多”",
        ),
        (
            book(overall={"tasks": [{"name": "修路", "total": "多"}]}),
            "第1个年度主要任务“修路”的“总额”（total）不对：“多”",
        ),
    ],
)
def test_bad_json_is_named(text, where):
    with pytest.raises(BadFile) as caught:
        interchange.loads(text)
    assert where in str(caught.value)


def test_a_file_without_any_target_is_refused():
    with pytest.raises(BadFile, match="没有找到绩效目标表"):
        readers.read("a.json", interchange.dumps(Book()).encode())


def test_a_missing_part_is_none():
    found = interchange.loads(project())
    assert found.overall is None
    assert found.projects[0].usage is None
    assert found.projects[0].budget.total is None


def test_control_characters_do_not_come_in():
    found = interchange.loads(project(name="甲\x00乙\uffff", goals=["\x07丙\ud800"]))
    assert (found.projects[0].name, found.projects[0].goals) == ("甲乙", ("丙",))


def test_what_turns_the_direction_of_writing_does_not_come_in():
    """≥001 with such a character is printed as 100≤."""
    found = interchange.loads(
        project(name="\u202e甲\u202c乙", goals=["\u2067≥001\u2069"])
    )
    assert (found.projects[0].name, found.projects[0].goals) == ("甲乙", ("≥001",))
