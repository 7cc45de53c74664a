"""Word as its author sees it: numbers that Word counts, hidden text, symbols, boxes."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from sheets import readers
from sheets.sheet import Sheet

from .forms import docx
from .test_reader_formats import FORM, edited, only

DOCUMENT = "word/document.xml"
VALUE = "<w:r><w:t>5公里</w:t></w:r>"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_value(xml: str) -> Sheet:
    """The form with its value written by hand."""
    return only(readers.read("a.docx", edited(docx(FORM), DOCUMENT, VALUE, xml)))


def run(inner: str, properties: str = "") -> str:
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{rpr}{inner}</w:r>"


TYPED = [
    (run("<w:t>5</w:t><w:softHyphen/><w:t>公里</w:t>"), "5公里"),
    (run("<w:t>5</w:t><w:noBreakHyphen/><w:t>6公里</w:t>"), "5-6公里"),
    (run("<w:t>5</w:t><w:br/><w:t>公里</w:t>"), "5\n公里"),
    (run("<w:t>内部</w:t>", "<w:vanish/>") + VALUE, "5公里"),
    (run("<w:t>公里</w:t>", '<w:vanish w:val="0"/>'), "公里"),
    (run('<w:sym w:font="Symbol" w:char="F0B3"/>') + VALUE, "≥5公里"),
    (run('<w:sym w:font="Symbol" w:char="00A3"/>') + VALUE, "≤5公里"),
    (run('<w:sym w:font="Wingdings 2" w:char="F052"/>') + VALUE, "☑5公里"),
    (run('<w:sym w:font="宋体" w:char="2265"/>') + VALUE, "≥5公里"),
    (
        f'<w:fldSimple w:instr=" =SUM(ABOVE) ">{VALUE}</w:fldSimple>',
        "5公里",
    ),
    (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run("<w:instrText> PAGE </w:instrText>")
        + run('<w:fldChar w:fldCharType="separate"/>')
        + VALUE
        + run('<w:fldChar w:fldCharType="end"/>'),
        "5公里",
    ),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{VALUE}</w:sdtContent></w:sdt>", "5公里"),
    (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{run('<w:t>单击此处输入</w:t>')}</w:sdtContent></w:sdt>",
        "",
    ),
    (run('<w:footnoteReference w:id="2"/>') + VALUE, "5公里"),
    ('<w:commentRangeStart w:id="0"/>' + VALUE, "5公里"),
    (
        run(
            "<w:ruby><w:rt><w:r><w:t>gōng</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>5公里</w:t></w:r></w:rubyBase></w:ruby>"
        ),
        "5公里",
    ),
    (
        f"<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom><w:moveTo>{VALUE}</w:moveTo>",
        "5公里",
    ),
]


@pytest.mark.parametrize(("xml", "text"), TYPED)
def test_a_cell_comes_as_its_author_sees_it(xml, text):
    assert with_value(xml).indicators[0].value == text


def numbering(*levels: str) -> str:
    """Part of numbering.xml: one list with these (format, text) levels."""
    lines = []
    for number, level in enumerate(levels):
        form, _, text = level.partition(" ")
        lines.append(
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{"".join(lines)}'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        "</w:numbering>"
    )


def numbered(goals: list[tuple[int, str]], *levels: str) -> tuple[str, ...]:
    """The goals of a form whose paragraphs Word numbers, each on its level."""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        f"</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in goals
    )
    old = "<w:p><w:r><w:t>养护村道。</w:t></w:r></w:p>"
    data = edited(docx(FORM), DOCUMENT, old, paragraphs)
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            if name != "word/numbering.xml":
                target.writestr(name, source.read(name))
        target.writestr("word/numbering.xml", numbering(*levels))
    return only(readers.read("a.docx", out.getvalue())).goals


def test_numbers_that_word_counts_are_text():
    goals = [(0, "甲"), (1, "一"), (1, "二"), (0, "乙"), (1, "三")]
    assert numbered(goals, "decimal %1.", "chineseCounting （%2）") == (
        "1.甲\n（一）一\n（二）二\n2.乙\n（一）三",
    )
    assert numbered([(0, "甲"), (0, "乙")], "bullet ●") == ("甲\n乙",)
    assert numbered([(0, "甲"), (0, "")], "decimalEnclosedCircle %1") == ("①甲",)
    ten = [(0, "甲")] * 9
    assert numbered(ten, "upperRoman %1.")[0].split("\n")[::4] == [
        "I.甲",
        "V.甲",
        "IX.甲",
    ]
    assert numbered([(0, "甲")] * 2, "lowerRoman %1)") == ("i)甲\nii)甲",)


def test_goals_that_word_numbers_are_goals():
    goals = [(0, "修路。"), (0, "养路。")]
    assert numbered(goals, "decimal 目标%1：") == ("修路。", "养路。")


def test_a_table_in_a_text_box():
    inner = ZipFile(BytesIO(docx(FORM))).read(DOCUMENT).decode()
    table = inner[inner.index("<w:tbl>") : inner.index("</w:tbl>") + len("</w:tbl>")]
    box = f"<w:pict><w:txbxContent>{table}<w:p/></w:txbxContent></w:pict>"
    data = edited(
        docx([["文", "字"]]), DOCUMENT, "<w:sectPr", f"<w:p>{run(box)}</w:p><w:sectPr"
    )
    assert only(readers.read("a.docx", data)).name == "村道养护"


def test_cells_that_old_files_merge_to_the_side():
    old = '<w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr><w:p><w:r><w:t>养护村道。'
    new = '<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>养护村道。'
    more = '<w:tc><w:tcPr><w:hMerge w:val="continue"/></w:tcPr><w:p/></w:tc>'
    data = edited(docx(FORM), DOCUMENT, old, new)
    end = "养护村道。</w:t></w:r></w:p></w:tc>"
    data = edited(data, DOCUMENT, end, end + 3 * more)
    assert readers.read("a.docx", data) == readers.read("a.docx", docx(FORM))


@pytest.mark.parametrize("said", ["hidden", "del"])
def test_a_row_that_is_not_shown(said):
    row = "<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>产出指标"
    gone = f"<w:tr><w:trPr><w:{said}/></w:trPr>{row.removeprefix('<w:tr>')}"
    reading = readers.read("a.docx", edited(docx(FORM), DOCUMENT, row, gone))
    assert only(reading).indicators == ()


def test_a_cell_that_is_struck_out():
    """As Word notes a column that somebody has deleted."""
    struck = (
        "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc>"
    )
    data = edited(docx(FORM), DOCUMENT, "<w:tr>", f"<w:tr>{struck}")
    assert readers.read("a.docx", data) == readers.read("a.docx", docx(FORM))
