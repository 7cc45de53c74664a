"""Lines of indicators that say more, or less, than one indicator in each."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from sheets import readers

from .forms import read, saved, told, xlsx
from .test_form_readers import HEAD, only, rows

QUANTITY = ["产出指标", "数量指标"]
KINDS = ["html", "xlsx", "docx"]


def form(*lines, value="指标值"):
    return [*HEAD, ["一级指标", "二级指标", "三级指标", value, "备注"], *lines]


@pytest.mark.parametrize("dots", ["……", "......", "…"])
def test_a_line_of_dots_is_no_indicator(dots):
    written = [*QUANTITY, "里程", "5公里", ""]
    for line in ([dots, dots, dots, "", ""], ["", dots, "", "", ""]):
        reading = read(form(written, line, [dots, dots, dots, dots, dots]))
        assert rows(only(reading)) == [(*QUANTITY, "里程", "5公里")]
        assert reading.errors == ()


def test_a_line_that_says_something_beside_dots_stays():
    sheet = only(read(form(["产出指标", "……", "里程", "……", ""])))
    assert rows(sheet) == [("产出指标", "……", "里程", "……")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("label", "typed", "value"),
    [
        ("指标值（%）", "95", "95%"),
        ("目标值（万元）", "≤1,200.5", "≤1,200.5万元"),
        ("指标值（单位：个）", "3", "3个"),
        ("指标值（％）", "95%", "95%"),
        ("指标值（%）", "明显改善", "明显改善"),
        ("指标值（2024年度）", "95", "95"),
        ("指标值（年度）", "95", "95"),
        ("指标值（含数字及文字描述）", "95", "95"),
        ("指标值（必填）", "95", "95"),
    ],
)
def test_the_unit_of_a_bare_number_stands_in_the_header(kind, label, typed, value):
    sheet = only(read(form([*QUANTITY, "里程", typed, ""], value=label), kind))
    assert rows(sheet) == [(*QUANTITY, "里程", value)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_over_two_values_is_the_name_of_both(kind):
    lines = [["产出指标 ⟨1×2⟩", "数量指标 ⟨1×2⟩", "里程 ⟨1×2⟩", "5公里", ""]]
    lines += [["村道2公里", ""]]
    sheet = only(read(form(*lines), kind))
    both = [(*QUANTITY, "里程", "5公里"), (*QUANTITY, "里程", "村道2公里")]
    assert rows(sheet) == both


@pytest.mark.parametrize("kind", KINDS)
def test_several_indicators_in_one_cell(kind):
    line = [*QUANTITY, "指标1：里程\n指标2：桥梁", "5公里\n2座", "甲\n乙"]
    reading = read(form(line), kind)
    sheet = only(reading)
    assert rows(sheet) == [(*QUANTITY, "里程", "5公里"), (*QUANTITY, "桥梁", "2座")]
    assert [row.extra for row in sheet.indicators] == [
        (("备注", "甲"),),
        (("备注", "乙"),),
    ]
    assert reading.errors == ()


def test_they_stay_together_where_their_values_cannot_be_told_apart():
    line = [*QUANTITY, "指标1：里程\n指标2：桥梁", "5公里", ""]
    assert rows(only(read(form(line))))[0][3] == "5公里"
    assert len(only(read(form(line))).indicators) == 1


def coded(text):
    return [["项目编码", text, "项目名称", "村道养护 ⟨2⟩"], *form()[1:]] + [
        [*QUANTITY, "里程", "5公里", ""]
    ]


@pytest.mark.parametrize("text", ["13010021", "————", "A/2", "130100210000001000000"])
def test_any_other_text_is_a_code(text):
    reading = read(coded(text), "xlsx")
    assert only(reading).code == text
    assert reading.errors == ()


def test_a_code_that_was_copied_as_a_rounded_number_is_told():
    reading = read(coded("1.301E+20"))
    assert only(reading).code == ""
    assert "项目编码“1.301E+20”" in told(reading)
    assert reading.errors[0].where == "第1张表第1行第2格"


@pytest.mark.parametrize(("number", "is_lost"), [(10**20, True), (10**14, False)])
def test_a_code_that_is_a_number_has_fifteen_digits(number, is_lost):
    workbook = load_workbook(BytesIO(xlsx(coded("12"))))
    workbook.active["B1"] = number
    reading = readers.read("a.xlsx", saved(workbook))
    assert only(reading).code == ("" if is_lost else str(number))
    places = [error.where for error in reading.errors]
    assert places == (["Sheet!B1"] if is_lost else [])
    assert not is_lost or reading.places[1]["code"] == "Sheet!B1"
