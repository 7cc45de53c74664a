"""What each kind of file has of its own: numbers of Excel, merges and corrections of
Word, encodings of text, pages of the web, old formats."""

import shutil
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlwt
from openpyxl import Workbook

from perftargets.errors import BadFile
from sheets import readers
from sheets.readers import numbers

from .forms import PUBLISHED, docx, html, read, saved, told, xlsx

LABELS = ["一级指标", "二级指标", "三级指标", "指标值", "权重"]
FORM = [
    ["项目名称", "村道养护 ⟨4⟩"],
    ["年度资金总额（万元）", "12.5 ⟨4⟩"],
    ["年度目标", "养护村道。 ⟨4⟩"],
    LABELS,
    ["产出指标", "数量指标", "里程", "5公里", "10"],
]


def only(reading: readers.Reading):
    [sheet] = reading.book.projects
    return sheet


NUMBERS = [
    (161, "General", "161"),
    # Spelt as no built-in format: so LibreOffice writes it.
    (161, "general", "161"),
    (69.3, 'General"万元"', "69.3万元"),
    (69.3, "0.00", "69.30"),
    (1610.5, "#,##0.00", "1610.50"),
    (0.95, "0%", "95%"),
    (0.955, "0%", "95.5%"),
    (1, "0.00%", "100.00%"),
    (0.1 + 0.2, "General", "0.3"),
    (1e15, "General", "1000000000000000"),
    (79, '0"人"', "79人"),
    (90, '"≥"0"%"', "≥90%"),
    (-5, "0_ ", "-5"),
    (44561, "yyyy/m/d", "2021年12月31日"),
    (44561, 'yyyy"年"m"月"', "2021年12月"),
    (44561, "[$-804]yyyy年m月d日;@", "2021年12月31日"),
    (3, "@", "3"),
    (12, "0.0E+00", "12"),
]


@pytest.mark.parametrize(("number", "code", "text"), NUMBERS)
def test_a_number_is_read_as_its_author_sees_it(number, code, text):
    book = Workbook()
    sheet = book.active
    rows = [
        ["项目名称", "甲"],
        ["预算数", 20],
        ["三级指标", "指标值"],
        ["人数", number],
    ]
    for row in rows:
        sheet.append(row)
    sheet["B4"].number_format = code
    reading = readers.read("a.xlsx", saved(book))
    assert only(reading).indicators[0].value == text
    assert str(only(reading).budget.total) == "20"


def test_a_number_that_is_none_stays_as_it_is():
    assert numbers.show("abc", "0") == "abc"
    assert numbers.show("nan", "0") == "NaN"
    assert numbers.show("1e400", "0%") == "Infinity%"


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The archive with a text of one part replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_value(xml: str) -> bytes:
    """The form with its last value written by hand."""
    book = Workbook()
    for row in [["项目名称", "甲"], ["预算数", 20], ["三级指标", "指标值"], ["人", 7]]:
        book.active.append(row)
    old = '<c r="B4" t="n"><v>7</v></c>'
    return edited(saved(book), SHEET, old, xml)


@pytest.mark.parametrize(
    ("xml", "value", "said"),
    [
        ('<c r="B4"><f>1+1</f><v>2</v></c>', "2", None),
        ('<c r="B4" t="str"><f>A1</f><v>甲</v></c>', "甲", None),
        ('<c r="B4"><f>1+1</f></c>', "", "公式没有结果"),
        # openpyxl and other programs write the result as empty, and leave it open
        ('<c r="B4"><f>1+1</f><v></v></c>', "", "公式没有结果"),
        ('<c r="B4"><f>1+1</f><v/></c>', "", "公式没有结果"),
        # Excel itself says so where the result is an empty text
        ('<c r="B4" t="str"><f>""</f><v></v></c>', "", None),
        ('<c r="B4" t="e"><v>#REF!</v></c>', "", "公式出错（#REF!）"),
        ('<c r="B4" t="b"><v>1</v></c>', "是", None),
        ('<c r="B4" t="s"><v>99999</v></c>', "", None),
        ('<c r="B4" s="77"><v>5</v></c>', "5", None),
        ('<c r="B4" t="inlineStr"><is><r><t>一</t></r><r><t>二</t></r></is></c>',)
        + ("一二", None),
    ],
)
def test_formulas_and_odd_cells(xml, value, said):
    reading = readers.read("a.xlsx", with_value(xml))
    assert (only(reading).indicators[0].value or "") == value
    if said:
        [message] = reading.errors
        assert said in message.message
        # Where the cell of the value stands, too: what holds it up is known by that.
        assert message.where == reading.places[1]["indicators.0.value"] == "Sheet!B4"
    else:
        assert reading.errors == ()


def test_a_hidden_worksheet_is_left_out_and_told():
    book = Workbook()
    for row in [
        ["项目名称", "甲"],
        ["预算数", 20],
        ["三级指标", "指标值"],
        ["人", "7"],
    ]:
        book.active.append(row)
    hidden = book.create_sheet("底稿")
    hidden.append(["项目名称", "乙"])
    hidden.sheet_state = "hidden"
    reading = readers.read("a.xlsx", saved(book))
    assert only(reading).name == "甲"
    assert any(m.where == "工作表“底稿”" for m in reading.warnings)


def test_overlapping_merges_of_excel():
    data = xlsx(FORM)
    merges = '<mergeCell ref="B1:E1"/>'
    chaos = merges + "".join(
        f'<mergeCell ref="{ref}"/>'
        for ref in ("B1:C3", "A1:XFD1048576", "Z9:A1", "B5:B1048576", "x", "A2:A2")
    )
    reading = readers.read("a.xlsx", edited(data, SHEET, merges, chaos))
    assert "村道养护" in str(reading.book)


def test_a_form_far_below_knows_its_rows():
    """A million empty rows are no work, and no reason to miscount them."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "村里的事"
    for row, cells in enumerate(FORM, 900_001):
        for col, text in enumerate(cells, 1):
            sheet.cell(row, col, text.partition(" ⟨")[0])
    sheet["B900002"] = "约八万"
    sheet["A900005"], sheet["A900006"] = "产出指标", None
    sheet.merge_cells("A900005:A900006")
    sheet["C900006"] = "桥"
    sheet.row_dimensions[900_003].hidden = True
    reading = readers.read("a.xlsx", saved(book))
    assert [m.where for m in reading.errors] == ["Sheet!B900002 年度资金总额（万元）"]
    assert [row.tier3 for row in only(reading).indicators] == ["里程", "桥"]
    assert only(reading).goals == ()
    assert any(m.where == "Sheet!A900003" for m in reading.warnings)


def test_what_was_struck_out_in_word_is_gone():
    old = "<w:t>5公里</w:t></w:r>"
    new = (
        "<w:t>5</w:t></w:r><w:del><w:r><w:delText>6</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>公里</w:t></w:r></w:ins>"
    )
    data = edited(docx(FORM), "word/document.xml", old, new)
    assert only(readers.read("a.docx", data)).indicators[0].value == "5公里"


def test_a_table_inside_of_a_cell_of_word():
    inner = ZipFile(BytesIO(docx(FORM))).read("word/document.xml").decode()
    table = inner[inner.index("<w:tbl>") : inner.index("</w:tbl>") + len("</w:tbl>")]
    frame = docx([["装订线", "框"]])
    end = "<w:t>框</w:t></w:r></w:p>"
    data = edited(frame, "word/document.xml", end, f"{end}{table}<w:p/>")
    reading = readers.read("a.docx", data)
    assert only(reading).name == "村道养护"
    assert "装订线" in told(reading)


def test_a_page_with_a_table_for_its_layout():
    page = html(FORM).decode()
    table = page[page.index("<table>") : page.index("</body>")]
    framed = f"<table><tr><td>导航</td><td><div>{table}</div></td></tr></table>"
    reading = readers.read("a.html", framed.encode())
    assert only(reading).name == "村道养护"
    assert "导航" in told(reading)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gb2312", "utf-16"])
@pytest.mark.parametrize("says", [True, False])
def test_a_page_in_any_encoding(encoding, says):
    if encoding == "gb2312" and not says:
        encoding = "gb18030"
    meta = f'<meta charset="{encoding}">' if says else ""
    page = html(FORM, above=meta).decode().encode(encoding)
    assert only(readers.read("a.htm", page)).name == "村道养护"


@pytest.mark.parametrize(
    "start",
    [b"\xef\xbb\xbf", b"<?xml version='1.0'?>\n", b"<style></style>", b"<!-- -->"],
)
def test_a_page_that_begins_otherwise(start):
    assert only(readers.read("a", start + html(FORM))).name == "村道养护"
    table = html(FORM).split(b"<body>")[1]
    assert only(readers.read("a.xls", b"<center>" + table)).name == "村道养护"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_values_between_commas(encoding):
    lines = ["项目名称,村道养护,,", "年度资金总额,12.5,,", ",".join(LABELS[1:])]
    lines += ['数量指标,"里程,含支路",5公里,10', "质量指标,完好率,95%,10"]
    sheet = only(readers.read("a.csv", "\r\n".join(lines).encode(encoding)))
    found = [(r.tier2, r.tier3, r.value) for r in sheet.indicators]
    assert found == [
        ("数量指标", "里程,含支路", "5公里"),
        ("质量指标", "完好率", "95%"),
    ]


def test_a_line_end_in_a_cell_between_commas():
    """As Excel saves what was typed with Alt+Enter."""
    lines = ["项目名称,村道养护,,", '年度目标,"目标1：修补5公里', '目标2：清扫",,']
    lines += ["年度资金总额,十万,,", ",".join(LABELS[1:])]
    lines += ['数量指标,"里程', '含支路",5公里,10', "质量指标,完好率,95%,10"]
    reading = readers.read("a.csv", "\r\n".join(lines).encode())
    sheet = only(reading)
    assert sheet.goals == ("修补5公里", "清扫")
    assert [row.tier3 for row in sheet.indicators] == ["里程\n含支路", "完好率"]
    assert reading.places[1]["indicators.1.value"] == "第1张表第6行第3格"
    assert "第1张表第3行" in reading.errors[0].where


def test_rows_of_several_lengths_between_commas():
    """As a program or a person writes them, who fills up no row."""
    lines = ["2021年度项目绩效目标申报表", "单位：万元", "项目名称,村道养护"]
    lines += ["年度资金总额,12.5", "年度目标,养护村道。", ",".join(LABELS)]
    lines += ["产出指标,数量指标,里程,5公里", ",质量指标,完好率,95%,10", "填报人,张三"]
    reading = readers.read("a.csv", "\n".join(lines).encode())
    sheet = only(reading)
    assert (sheet.name, sheet.budget.unit) == ("村道养护", "万元")
    assert reading.book.year == 2021
    found = [(r.tier1, r.tier2, r.tier3, r.value) for r in sheet.indicators]
    assert found == [
        ("产出指标", "数量指标", "里程", "5公里"),
        ("产出指标", "质量指标", "完好率", "95%"),
    ]
    assert reading.errors == ()


CONTENTS = [("docx", docx), ("xlsx", xlsx), ("html", html)]


@pytest.mark.parametrize(("kind", "make"), CONTENTS)
@pytest.mark.parametrize("suffix", ["txt", "xls", "doc", "pdf", "json", "zip", ""])
def test_the_content_decides_and_not_the_name(kind, make, suffix):
    data = make(FORM)
    assert readers.read(f"a.{suffix}", data) == readers.read(f"a.{kind}", data)


def old_workbook(rows=(), cols=()) -> bytes:
    """With these rows and columns hidden."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表一")
    for row, texts in enumerate([["项目名称", "村道养护"], ["预算数", 12.5], LABELS]):
        for col, text in enumerate(texts):
            sheet.write(row, col, text)
    sheet.write_merge(3, 4, 0, 0, "产出指标")
    percent = xlwt.easyxf(num_format_str="0%")
    for row, value in ((3, 161), (4, 0.95)):
        for col, text in ((1, "数量指标"), (2, f"第{row}个"), (4, 10)):
            sheet.write(row, col, text)
        sheet.write(row, 3, value, *([percent] if value < 1 else []))
    for row in rows:
        sheet.row(row).hidden = True
    for col in cols:
        sheet.col(col).hidden = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx"])
def test_an_old_workbook(name):
    reading = readers.read(name, old_workbook())
    sheet = only(reading)
    assert (sheet.name, str(sheet.budget.total)) == ("村道养护", "12.5")
    found = [(r.tier1, r.tier3, r.value) for r in sheet.indicators]
    assert found == [("产出指标", "第3个", "161"), ("产出指标", "第4个", "0.95")]
    [share] = [m for m in reading.warnings if "百分数" in m.message]
    assert share.where == "表一!D5"


def test_what_is_hidden_in_an_old_workbook():
    reading = readers.read("a.xls", old_workbook(rows=[4]))
    assert [r.tier3 for r in only(reading).indicators] == ["第3个"]
    [said] = [m for m in reading.warnings if "隐藏" in m.message]
    assert (said.where, "第4个" in said.message) == ("表一!B5", True)
    reading = readers.read("a.xls", old_workbook(cols=[4]))
    assert [r.weight for r in only(reading).indicators] == [None, None]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_an_old_word_file(tmp_path):
    source = tmp_path / "a.docx"
    published = PUBLISHED / "21-puyang-danganguan.docx"
    source.write_bytes(published.read_bytes())
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *("--headless", "--convert-to", "doc", "--outdir", tmp_path, source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    data = (tmp_path / "a.doc").read_bytes()
    same = readers.read("a.docx", published.read_bytes())
    assert readers.read("a.wps", data).book == same.book


def test_without_the_converter_an_old_word_file_is_explained(monkeypatch):
    monkeypatch.setenv("PATH", "")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(BadFile, match="没有安装 LibreOffice.*另存为 docx"):
        readers.read("a.doc", data)


def test_the_same_form_in_every_kind_of_file():
    first, *others = (read(FORM, kind).book for kind in ("html", "xlsx", "docx", "md"))
    assert all(book == first for book in others)


def test_hidden_rows_and_columns_are_left_out_and_told():
    book = Workbook()
    sheet = book.active
    for row in [
        ["项目名称", "内码", "甲", ""],
        ["预算数", "", 20, ""],
        ["一级指标", "x", "三级指标", "指标值"],
        ["产出", "x1", "人", "7"],
        [None, "x2", "旧", "8"],
        [None, "x3", "户", "9"],
    ]:
        sheet.append(row)
    sheet.merge_cells("A4:A6")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True
    reading = readers.read("a.xlsx", saved(book))
    found = [(r.tier1, r.tier3, r.value) for r in only(reading).indicators]
    assert (only(reading).name, found) == (
        "甲",
        [("产出", "人", "7"), ("产出", "户", "9")],
    )
    assert reading.places[1]["indicators.1.value"] == "Sheet!D6"
    [said] = [m.message for m in reading.warnings if "隐藏" in m.message]
    assert "Sheet!C5 旧" in said
    assert "Sheet!B1 内码" in said


def test_a_merged_cell_that_begins_in_a_hidden_row_is_shown():
    book = Workbook()
    for row in [["项目名称", "甲"], ["预算数", 20], ["一级指标", "三级指标", "指标值"]]:
        book.active.append(row)
    for row in [["产出", "旧", "1"], [None, "人", "7"]]:
        book.active.append(row)
    book.active.merge_cells("A4:A5")
    book.active.row_dimensions[4].hidden = True
    [row] = only(readers.read("a.xlsx", saved(book))).indicators
    assert (row.tier1, row.tier3) == ("产出", "人")
