"""Two forms side by side in one table are two forms."""

import pytest

from sheets import readers

from .forms import clipboard, docx, html, read, told, xlsx
from .test_form_readers import HEAD, SPLIT, rows

LABELS = ["一级指标", "二级指标", "三级指标", "指标值", "备注"]
FIRST = [*HEAD, LABELS, [*SPLIT, "里程", "≥5公里", ""]]
SECOND = [
    ["项目名称", "校舍维修 ⟨4⟩"],
    ["年度资金总额（万元）", "8 ⟨4⟩"],
    ["年度目标", "维修校舍。 ⟨4⟩"],
    LABELS,
    [*SPLIT, "面积", "≥9㎡", ""],
]
EMPTY = ["", "", "", "", ""]


def beside(*forms, gap=1):
    """The rows of the forms, one form to the right of the other."""
    height = max(map(len, forms))
    tall = [[*form, *[EMPTY] * (height - len(form))] for form in forms]
    return [
        [cell for row in lines for cell in (*row, *[""] * gap)]
        for lines in zip(*tall, strict=True)
    ]


def found(reading):
    return [
        (s.name, str(s.budget.total), s.goals, rows(s)) for s in reading.book.projects
    ]


ONE = ("村道养护", "12.50", ("养护村道。",), [(*SPLIT, "里程", "≥5公里")])
OTHER = ("校舍维修", "8", ("维修校舍。",), [(*SPLIT, "面积", "≥9㎡")])


MAKERS = {"html": html, "xlsx": xlsx, "docx": docx, "tsv": clipboard}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("gap", [0, 1, 2])
def test_two_forms_side_by_side(kind, gap):
    data = MAKERS[kind](beside(FIRST, SECOND, gap=gap))
    reading = readers.read(f"a.{kind}", data)
    assert found(reading) == [ONE, OTHER]
    assert reading.errors == ()
    assert "≥9㎡" not in told(reading)


def test_three_forms_of_different_height_and_width_under_one_title():
    block = [["基本情况 ⟨1×2⟩", *SECOND[0]], SECOND[1]]
    wide = [*block, ["年度目标", "维修校舍。 ⟨5⟩"], [*LABELS, "权重"]]
    wide += [[*SPLIT, "面积", "≥9㎡", "", "10"], [*SPLIT, "间数", "9间", "", "20"]]
    empty = [*EMPTY, ""]
    form = [empty, *wide]
    third = [["项目名称", "防汛 ⟨4⟩"], *HEAD[1:], *FIRST[3:]]
    width = 6 + 5 + 5 + 3
    title = [f"2024年项目绩效目标表 ⟨{width}⟩"]
    height = len(form)
    parts = [[*part, *[EMPTY] * (height - len(part))] for part in (third, FIRST)]
    lines = [[*a, "", *b, "", *c, ""] for a, b, c in zip(form, *parts, strict=True)]
    reading = read([title, *lines], "xlsx")
    assert [each[0] for each in found(reading)] == ["校舍维修", "防汛", "村道养护"]
    assert found(reading)[0][3] == [
        (*SPLIT, "面积", "≥9㎡"),
        (*SPLIT, "间数", "9间"),
    ]
    assert found(reading)[2] == ONE
    assert reading.errors == ()
    assert reading.book.year == 2024


def test_what_is_said_of_the_right_one_names_its_cell():
    """A workbook is marked there."""
    reading = read(beside(FIRST, SECOND[:2] + SECOND[3:]), "xlsx")
    assert "Sheet!G1" in [m.where for m in reading.warnings]
    assert reading.places[2]["name"] == "Sheet!H1"


def test_one_form_that_names_two_projects_in_a_row_is_one():
    above = [["一级项目名称", "交通", "二级项目名称", "村道养护 ⟨2⟩"], *HEAD[1:]]
    [sheet] = read([*above, *FIRST[3:]]).book.projects
    assert sheet.name == "村道养护"
    assert rows(sheet) == ONE[3]


def test_the_same_project_twice_side_by_side_is_told():
    """Which of the two counts, a person must say."""
    assert read(beside(FIRST, FIRST)).errors != ()


def test_forms_in_a_table_that_lays_out_a_page():
    inner = [html(form).decode()[12:-14] for form in (FIRST, SECOND)]
    cells = "".join(f"<td>{table}</td>" for table in inner)
    page = f"<html><body><table><tr>{cells}</tr></table></body></html>"
    reading = readers.read("a.html", page.encode())
    assert found(reading) == [ONE, OTHER]
    assert reading.errors == ()
