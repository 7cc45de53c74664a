"""A person's workbook with marks in it: nothing else of it changes."""

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from perftargets.errors import BadFile
from sheets import readers
from sheets.marking import Mark, mark_apart, notes, package, styles, workbook

from .forms import PUBLISHED, saved

GREEN = "FF00FF00"
BAD = Mark("表一!B2", "“约八十”不是金额，请只填数字", is_error=True, about="甲项目")
DOUBTFUL = Mark("表一!B2", "请核对", is_error=False)
EMPTY = Mark("表一!D9 指标值", "=79人", is_error=False)
ROWS = (("项目名称", "甲项目"), ("预算数", "约八十"), ("合计", "=SUM(1,2)"))


def made(**cells) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "表一"
    for row in ROWS:
        sheet.append(row)
    sheet["B2"].fill = PatternFill("solid", fgColor=GREEN)
    sheet["B2"].font = Font(bold=True)
    sheet["B2"].comment = Comment("财务：等通知", "张三")
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[2].height = 44
    sheet.merge_cells("A5:C6")
    check = DataValidation(type="list", formula1='"甲,乙"')
    check.add("A1")
    sheet.add_data_validation(check)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
    sheet.add_chart(chart, "F2")
    other = book.create_sheet("另一张")
    other["A1"] = "别的内容"
    for name, value in cells.items():
        sheet[name] = value
    return saved(book)


def opened(data: bytes):
    return load_workbook(BytesIO(data))


def colour(data: bytes, ref: str, tab: str = "表一") -> str:
    return opened(data)[tab][ref].fill.fgColor.rgb


def comment(data: bytes, ref: str, tab: str = "表一") -> str:
    found = opened(data)[tab][ref].comment
    return found.text if found else ""


def listed(data: bytes, tab: str = notes.TITLE) -> list[tuple]:
    rows = opened(data)[tab].iter_rows(min_row=6, max_col=5, values_only=True)
    return [tuple(text or "" for text in row) for row in rows]


def parts(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def test_a_bad_cell_is_coloured_and_says_why():
    done = mark_apart(made(), [BAD, DOUBTFUL, EMPTY])
    assert colour(done, "B2") == styles.RED
    assert comment(done, "B2").startswith("财务：等通知\n")
    assert f"要改：{BAD.text}\n请核对：请核对" in comment(done, "B2")
    # One that is empty, and stands where no row was; its label goes with it.
    assert colour(done, "D9") == styles.AMBER
    assert "指标值：=79人" in comment(done, "D9")
    assert opened(done)["表一"]["D9"].value is None
    assert opened(done)["表一"]["B2"].value == "约八十"
    assert opened(done)["表一"]["B2"].font.bold


def test_what_is_wrong_is_listed_with_links():
    nowhere = Mark("", "没有读到满意度指标", is_error=False)
    sheet = Mark("工作表“另一张”", "没有找到项目名称", is_error=True)
    gone = Mark("没有的表!A1", "不在了", is_error=True)
    done = mark_apart(made(), [BAD, nowhere, sheet, gone])
    assert listed(done) == [
        ("1", "甲项目", "表一!B2", "要改", BAD.text),
        ("2", "", "", "请核对", nowhere.text),
        ("3", "", "工作表“另一张”", "要改", sheet.text),
        ("4", "", "没有的表!A1", "要改", gone.text),
    ]
    page = parts(done)["xl/worksheets/sheet3.xml"].decode()
    links = re.findall(r'<hyperlink ref="(\w+)" location="([^"]+)"', page)
    assert links == [("C6", "'表一'!B2"), ("C8", "'另一张'!A1")]
    assert opened(done).sheetnames == ["表一", "另一张", notes.TITLE]


def test_nothing_else_of_the_package_changes():
    data = made()
    before, after = parts(data), parts(mark_apart(data, [BAD, EMPTY]))
    changed = {name for name in after if after[name] != before.get(name)}
    assert before.keys() <= after.keys()
    assert not any("chart" in name or "drawing1.xml" in name for name in changed)
    sheet = opened(mark_apart(data, [BAD]))["表一"]
    assert sheet["B3"].value == "=SUM(1,2)"
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.row_dimensions[2].height == 44
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A5:C6"]
    assert sheet.data_validations.dataValidation[0].formula1 == '"甲,乙"'
    assert len(sheet._charts) == 1


def test_the_result_of_a_formula_stays():
    """A program that writes workbooks anew would lose it: then nothing could be read
    until somebody opened and saved the file in Excel."""
    data = parts(made())
    name = "xl/worksheets/sheet1.xml"
    data[name] = (
        data[name].replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>")
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in data.items():
            archive.writestr(part, content)
    done = mark_apart(out.getvalue(), [BAD])
    values = load_workbook(BytesIO(done), data_only=True)["表一"]
    assert values["B3"].value == 3


def test_marked_again_only_what_is_wrong_now_is_marked():
    once = mark_apart(made(), [BAD, EMPTY])
    again = mark_apart(once, [EMPTY])
    assert colour(again, "B2") == GREEN
    assert comment(again, "B2") == "财务：等通知"
    assert colour(again, "D9") == styles.AMBER
    assert comment(again, "D9").count("【导入标注】") == 1
    assert listed(again) == [("1", "", "表一!D9", "请核对", "指标值：=79人")]
    clean = mark_apart(again, [])
    assert opened(clean).sheetnames == ["表一", "另一张", notes.TITLE]
    assert colour(clean, "D9") == "00000000"
    assert comment(clean, "D9") == ""
    assert opened(clean)[notes.TITLE]["A2"].value == notes.NOTHING


def test_another_program_may_have_saved_it_in_between():
    once = mark_apart(made(), [BAD, EMPTY])
    book = opened(once)
    book.move_sheet(notes.TITLE, -2)
    book[notes.TITLE].title = "改了名"
    book["表一"].insert_rows(1)  # the red cell goes down by one, openpyxl's way
    again = mark_apart(saved(book), [])
    assert opened(again).sheetnames == ["改了名", "表一", "另一张"]
    tab = opened(again)["表一"]
    grounds = {c.fill.fgColor.rgb for row in tab.iter_rows() for c in row}
    assert styles.RED not in grounds
    assert tab["B3"].value == "约八十"


def test_a_sheet_of_that_name_may_be_the_persons_own():
    book = opened(made())
    book.create_sheet(notes.TITLE)["A1"] = "我们自己的说明"
    done = mark_apart(saved(book), [BAD])
    names = ["表一", "另一张", notes.TITLE, f"{notes.TITLE}2"]
    assert opened(done).sheetnames == names
    assert opened(done)[notes.TITLE]["A1"].value == "我们自己的说明"
    assert opened(mark_apart(done, [])).sheetnames == names


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.xlsx")), ids=lambda p: p.name)
def test_marks_are_no_content(path):
    data = path.read_bytes()
    reading = readers.read(path.name, data)
    cells = list(dict.fromkeys(reading.places[1].values()))
    done = mark_apart(data, [Mark(place, "请核对", False) for place in cells])
    book = opened(done)
    for tab, _, ref in (cell.rpartition("!") for cell in cells):
        assert book[tab][ref].comment
    assert readers.read(path.name, done) == reading
    assert readers.read(path.name, mark_apart(done, [])) == reading


def test_text_of_a_mark_is_no_formula_and_no_markup():
    text = '=HYPERLINK("x")</t><b>\x07 ]]> & 𠮷'
    done = mark_apart(made(), [Mark("表一!A1", text, True, about="=1+1")])
    assert listed(done)[0][1] == "=1+1"
    assert listed(done)[0][4] == text.replace("\x07", "")
    assert opened(done)[notes.TITLE]["E6"].data_type == "s"
    assert text.replace("\x07", "") in comment(done, "A1")


def test_many_marks_at_one_cell_are_one_comment():
    marks = [Mark("表一!A1", f"第{i}处" + "长" * 100, False) for i in range(60)]
    done = mark_apart(made(), marks)
    assert "全部见“导入说明”" in comment(done, "A1")
    assert len(listed(done)) == 60


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_not_marked(data):
    with pytest.raises(BadFile, match="不能在原文件里标注"):
        mark_apart(data, [BAD])


def test_a_workbook_of_the_strict_kind_is_not_marked(monkeypatch):
    data = parts(made())
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in data.items():
            archive.writestr(part, content.replace(package.MAIN.encode(), strict))
    with pytest.raises(BadFile):
        workbook.marked(out.getvalue(), [BAD])


def test_libreoffice_keeps_the_marks_apart_from_the_content(office):
    """Opened, and saved by it as a clerk would who has mended the cells."""
    data = mark_apart(made(), [BAD, EMPTY])
    [back] = office("xlsx", {"a.xlsx": data}).values()
    assert colour(back, "B2") == styles.RED
    assert BAD.text in comment(back, "B2")
    assert listed(back)[0][4] == BAD.text
    clean = mark_apart(back, [])
    assert colour(clean, "B2") == GREEN
    assert comment(clean, "B2").strip() == "财务：等通知"
    assert colour(clean, "D9") == "00000000"
    assert opened(clean).sheetnames == ["表一", "另一张", notes.TITLE]
