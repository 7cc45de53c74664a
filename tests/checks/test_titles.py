"""Headings, numbers, end marks and the values of sub-goals: C16–C19."""

import pytest

from reviews.checks.base import Case, run
from sheets.sheet import Book, Measure, Overall, Sheet, SubGoal


def seen(check: str, book: Book) -> dict[str, str]:
    """``1 goals.0`` → the mend, "" if there is none."""
    return {
        f"{f.project} {f.path}": f.mend.text if f.mend else ""
        for f in run(Case(book)).findings
        if f.check == check
    }


def with_indicator(text: str) -> Book:
    goal = SubGoal("（一）征地", "完成全部征地工作。", (text,))
    return Book(overall=Overall("总体目标", (goal,)))


def with_titles(*titles: str) -> Book:
    measures = tuple(Measure(title, "按照要求落实。") for title in titles)
    return Book(overall=Overall("总体目标", (), measures))


def with_goals(*goals: str) -> Book:
    return Book(projects=(Sheet(name="村道", goals=goals),))


@pytest.mark.parametrize(
    "text",
    [
        "上访案件及时回复率",
        "享受补助人数",
        "79名村干部工资发放率（月度）",
        "保障人数。",
    ],
)
def test_a_measure_of_the_department_needs_a_value(text):
    path = "None overall.sub_goals.0.indicators"
    assert seen("C16", with_indicator(text)) == {path: ""}


@pytest.mark.parametrize(
    "text",
    [
        "发放率达到100%",
        "发放率：较高",
        "村民满意度（≥90%）",
        "补助79人",
        "支付标准按文件规定执行",
        "资金及时下拨到位",
        "提高资金使用效率",
        "明显提升群众满意度",
    ],
)
def test_a_value_or_a_statement_is_left_alone(text):
    assert seen("C16", with_indicator(text)) == {}


MEASURES = "None overall.measures.{}.title"


@pytest.mark.parametrize(
    ("titles", "mends"),
    [
        (("（一）甲", "（一）乙"), {1: "（二）乙"}),
        (("（一）甲", "（三）乙", "（四）丙"), {1: "（二）乙", 2: "（三）丙"}),
        (("(1)甲", "(2)乙", "(2)丙"), {2: "(3)丙"}),
        (("二、甲", "三、乙"), {0: "一、甲", 1: "二、乙"}),
        (("（十）甲",), {0: "（一）甲"}),
        (("1.甲", " 2.乙", " 4.丙"), {2: " 3.丙"}),
        (("（一）甲", "（二）乙", "（三）丙"), {}),
        (("甲", "乙"), {}),
        # The heading without a number may count or not.
        (("（一）甲", "乙", "（三）丙"), {}),
        (("（一）甲", "乙", "（二）丙"), {}),
        (("（一）甲", "乙", "（四）丙"), {2: "（二）丙"}),
        (("（2021）甲", "3.5公里村道"), {}),
    ],
)
def test_headings_are_numbered_in_turn(titles, mends):
    expected = {MEASURES.format(at): mend for at, mend in mends.items()}
    assert seen("C17", with_titles(*titles)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1.修路；2.架桥；2.植树",
        "（1）修路。（2）架桥。（4）植树。",
        "要求：一是修路，二是架桥，四是植树",
        "目标1：修路。目标3：架桥。",
        "一、修路\n（一）甲路；（二）乙路\n三、架桥",
        "一、修路\n（一）甲路；（三）乙路\n二、架桥",
        "第一，修路。第三，架桥。",
    ],
)
def test_a_list_inside_a_text_counts_on(text):
    assert list(seen("C17", with_goals(text))) == ["0 goals.0"]


@pytest.mark.parametrize(
    "text",
    [
        "1.修路；2.架桥；3.植树",
        "1.修路",
        "3.修路；5.架桥",
        "一、修路\n（一）甲；（二）乙\n二、架桥\n（一）丙；（二）丁",
        "修路：1.甲路；2.乙路。架桥：1.甲桥；2.乙桥",
        "新修：1.8公里村道；2.5公里排水渠；5.5公里围墙",
        "资助对象：一、二年级学生；三、四年级学生；六年级学生",
        "统一是原则，二是方法",
    ],
)
def test_what_is_no_list_or_a_right_one_is_left_alone(text):
    assert seen("C17", with_goals(text)) == {}


@pytest.mark.parametrize(
    ("titles", "mends"),
    [
        (("甲", "乙。", "丙"), {1: "乙"}),
        (("甲。", "乙。", "丙"), {2: "丙。"}),
        (("甲：", "乙"), {0: "甲"}),
        (("甲。", "乙。"), {}),
        (("甲（二期）", "乙"), {}),
        (("甲。", ""), {}),
    ],
)
def test_headings_end_alike(titles, mends):
    expected = {MEASURES.format(at): mend for at, mend in mends.items()}
    assert seen("C18", with_titles(*titles)) == expected


def test_names_of_projects_are_headings_too():
    names = ("村道维修。", "垃圾清运")
    book = Book(projects=tuple(Sheet(name=name) for name in names))
    assert seen("C18", book) == {"0 name": "村道维修"}


LONG = "资金主要用于新修村道三公里"


@pytest.mark.parametrize(
    ("usages", "mends"),
    [
        ((f"{LONG}。", LONG), {"1 usage": f"{LONG}。"}),
        ((f"{LONG}。", f"{LONG}，", f"{LONG}；"), {"1 usage": f"{LONG}。"}),
        ((f"{LONG}。", LONG, LONG), {}),
        ((f"{LONG}。", "用于修路"), {}),
        ((LONG, LONG), {}),
        ((f"{LONG}。", f"{LONG}。”", f"{LONG}（路基。）"), {}),
    ],
)
def test_sentences_of_one_kind_end_alike(usages, mends):
    book = Book(projects=tuple(Sheet(usage=usage) for usage in usages))
    assert seen("C19", book) == mends


def test_texts_of_a_department_end_alike():
    measures = (Measure("甲", "按照要求逐项落实。"), Measure("乙", "按照要求逐项落实"))
    book = Book(overall=Overall("总体目标", (), measures))
    assert list(seen("C19", book)) == ["None overall.measures.1.text"]
    # What would be compared is alone.
    alone = run(Case(with_goals("新修村道三公里，方便出行")))
    assert {"C16", "C18", "C19"} <= set(alone.not_checkable)
