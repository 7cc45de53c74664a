"""What is a page of the form before it, and what is a form of its own."""

import pytest

from sheets import readers

from .forms import html, read, told
from .test_form_readers import HEAD, only, rows

LABELS = ["一级指标", "二级指标", "三级指标", "指标值", "备注"]
QUANTITY = ["产出指标", "数量指标", "里程", "≥5公里", ""]
QUALITY = ["产出指标", "质量指标", "合格率", "≥95%", ""]
BENEFIT = ["效益指标", "社会效益指标", "出行便利", "明显", ""]
SATISFACTION = ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", ""]
FORM = [*HEAD, LABELS, QUANTITY, QUALITY, BENEFIT, SATISFACTION]
NAME = HEAD[0]


def parted_by(line, second):
    """Two tables, with a line of text between them."""
    whole = html([*HEAD, LABELS, QUANTITY, QUALITY], second)
    parted = whole.replace(b"<p></p>", f"<p>{line}</p>".encode())
    return readers.read("a.html", parted)


def test_a_second_whole_form_of_a_project_is_a_second_table():
    for data in (html(FORM, FORM), html([*FORM, *FORM])):
        reading = readers.read("a.html", data)
        assert [len(s.indicators) for s in reading.book.projects] == [4, 4]
        assert "相同，请改用别的名称" in told(reading)
        assert reading.errors == ()


def test_it_may_begin_with_the_one_indicator_that_the_first_has():
    short = [*HEAD, LABELS, QUANTITY]
    reading = readers.read("a.html", html(short, short))
    assert [len(s.indicators) for s in reading.book.projects] == [1, 1]


@pytest.mark.parametrize("first", [3, 2, 1])
def test_a_page_that_repeats_the_head_goes_on_with_the_rows(first):
    body = [QUANTITY, QUALITY, BENEFIT, SATISFACTION]
    pages = html([*HEAD, LABELS, *body[:first]], [*HEAD, LABELS, *body[first:]])
    assert rows(only(readers.read("a.html", pages))) == rows(only(read(FORM)))


def test_a_page_may_go_on_within_the_tiers_of_the_last_row():
    more = ["产出指标", "数量指标", "桥梁", "2座", ""]
    pages = html([*HEAD, LABELS, QUANTITY], [*HEAD, LABELS, more])
    assert len(only(readers.read("a.html", pages)).indicators) == 2


CONTINUED = ["村道养护项目绩效目标表（续）", "村道养护项目绩效目标表（续表）", "续表"]
CONTINUED += ["村道养护绩效目标表续表", "（续表一）", "- 2 -", "第2页 共3页"]


@pytest.mark.parametrize("title", CONTINUED)
@pytest.mark.parametrize("head", [[NAME, LABELS], [LABELS]])
def test_a_title_may_say_that_a_table_goes_on(title, head):
    reading = parted_by(title, [*head, BENEFIT, SATISFACTION])
    assert rows(only(reading)) == rows(only(read(FORM)))
    assert "没有读入" not in told(reading)
    assert "下面没有表" not in told(reading)


def test_it_may_say_so_in_the_table():
    second = [["村道养护绩效目标表（续） ⟨5⟩"], NAME, LABELS, BENEFIT, SATISFACTION]
    pages = html([*HEAD, LABELS, QUANTITY, QUALITY], second)
    assert rows(only(readers.read("a.html", pages))) == rows(only(read(FORM)))


def test_rows_without_a_header_go_on_behind_the_number_of_a_page():
    reading = parted_by("- 2 -", [BENEFIT, SATISFACTION])
    assert rows(only(reading)) == rows(only(read(FORM)))
    assert "没有读入" not in told(reading)
