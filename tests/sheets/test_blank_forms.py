"""The empty form that a file brings along is no project and no error."""

import pytest

from sheets import readers

from .forms import html, read, told
from .test_beside import FIRST, LABELS, ONE, OTHER, SECOND, SPLIT, found
from .test_form_readers import HEAD

SAID = "这张表没有填写内容，没有作为项目读入"
ROWS = [
    LABELS,
    [*SPLIT, "指标1：", "", ""],
    ["", "", "……", "", ""],
    ["满意度指标", "服务对象满意度指标", "", "", ""],
]
EMPTY = [[label, " ⟨4⟩"] for label, _ in HEAD]
BLANK = {
    "no name": [*EMPTY, *ROWS],
    "the same name": [HEAD[0], *EMPTY[1:], *ROWS],
    "a hint for the name": [["项目名称", "（填写项目全称） ⟨4⟩"], *EMPTY[1:], *ROWS],
    "goals to be numbered": [
        *EMPTY[:2],
        ["年度目标", "目标1：\n目标2：\n…… ⟨4⟩"],
        *ROWS,
    ],
}


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize("place", [0, 1])
def test_an_empty_form_beside_a_filled_one(blank, place):
    forms = [FIRST]
    forms.insert(place, BLANK[blank])
    reading = readers.read("a.html", html(*forms))
    assert found(reading) == [ONE]
    assert reading.errors == ()
    assert told(reading).count(SAID) == 1


def test_an_empty_form_between_two_in_one_worksheet():
    title = [["项目绩效目标表 ⟨5⟩"]]
    lines = [*title, *FIRST, *title, *BLANK["no name"], *title, *SECOND]
    reading = read(lines, "xlsx")
    assert found(reading) == [ONE, OTHER]
    assert reading.errors == ()
    assert SAID in told(reading)


def test_an_empty_form_of_another_project_is_its_table():
    """Somebody has named it, and may want it as a draft."""
    other = [SECOND[0], *EMPTY[1:], *ROWS]
    reading = readers.read("a.html", html(FIRST, other))
    assert [s.name for s in reading.book.projects] == ["村道养护", "校舍维修"]


def test_an_empty_form_alone_is_told():
    reading = readers.read("a.html", html(BLANK["no name"]))
    assert "没有找到项目名称" in [m.message for m in reading.errors]


def test_a_text_that_stands_on_it_is_quoted():
    lost = [*EMPTY, ["一二三四五六七八九十甲乙丙丁戊己 ⟨5⟩"], *ROWS]
    reading = readers.read("a.html", html(FIRST, lost))
    assert reading.errors == ()
    assert "一二三四五六七八九十甲乙丙丁戊己" in told(reading)
