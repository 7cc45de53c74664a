"""A booklet with a cover and contents: both say what comes, and are no text of it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets import readers
from sheets.edition import DRAFT, Edition, Stamp, unstamped
from sheets.layouts import layouts
from sheets.readers.document import read_blocks
from sheets.readers.table import Block, Paragraph, Table, flowing
from sheets.sheet import Book
from sheets.writers import writers

from .rounds import EXAMPLES, TABLES, settled, told, told_by_form

HEBEI = layouts.get("hebei-2021")
BOOKS = pytest.mark.parametrize("format_id", ["docx", "html", "xlsx", "xlsx-one"])
APPROVED = Stamp(
    1, "a" * 64, date(2021, 1, 15), "县财〔2021〕1号", "https://a.example/v/1"
)

CONTENTS = ("一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施")
TITLE = "1. 道路甲项目绩效目标表"
TEXT = (
    "第一部分 2021年部门整体绩效目标",
    "一、总体绩效目标",
    "统筹推进全街道各项工作，保障民生。",
    "二、分项绩效目标",
    "（一）保障民生",
    "绩效目标：保障困难群众基本生活。",
    "绩效指标：救助率达到100%；满意度达到95%。",
    "三、工作保障措施",
    "（一）加强领导",
    "成立专班，全年检查 12",
    "第二部分 预算项目绩效目标",
    TITLE,
)
ROWS = (
    ("项目名称", "道路甲", "", ""),
    ("预算数（万元）", "10", "其中：财政资金", "10"),
    ("绩效目标", "修缮乡村道路十公里并验收", "", ""),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "修路里程", "10公里"),
    ("效果指标", "社会效益指标", "出行便利", "明显改善"),
    ("满意度指标", "服务对象满意度指标", "满意度", "≥90%"),
)


def table_of(rows: tuple[tuple[str, ...], ...], name: str = "第1张表") -> Table:
    return flowing(name, [[(text, 1, 1) for text in row] for row in rows])


def body() -> list[Block]:
    return [*map(Paragraph, TEXT), table_of(ROWS)]


def said(reading: readers.Reading) -> list[str]:
    """What is not said of the same booklet without contents, too."""
    usual = {m.message for m in read_blocks(body()).warnings}
    messages = [m.message for m in (*reading.errors, *reading.warnings)]
    return [message for message in messages if message not in usual]


@BOOKS
@pytest.mark.parametrize("stamp", [None, DRAFT, APPROVED])
def test_a_whole_book_comes_back(format_id, stamp, seed_book):
    tables = tuple(stamp for _ in seed_book.projects)
    day = date(2026, 11, 27)
    edition = Edition(seed_book, tables, stamp, is_book=True, day=day)
    writer = writers.get(format_id)
    data = writer.write(edition, HEBEI)
    reading = readers.read(f"a.{writer.extension}", data)
    assert reading.book.overall == seed_book.overall
    assert reading.book.projects == seed_book.projects
    assert (reading.book.year, reading.book.layout) == (2021, "hebei-2021")
    plain = writer.write(unstamped(seed_book), HEBEI)
    usual = readers.read(f"a.{writer.extension}", plain)
    assert reading.errors == ()
    assert reading.warnings == usual.warnings


@BOOKS
@settings(max_examples=EXAMPLES)
@given(tables=st.lists(TABLES, min_size=1, max_size=3))
def test_whatever_a_book_holds_comes_back(format_id, tables):
    writer = writers.get(format_id)
    book = Book(2021, "hebei-2021", projects=tuple(tables))
    data = writer.write(unstamped(book, is_book=True), HEBEI)
    reading = readers.read(f"a.{writer.extension}", data)
    assert reading.errors == ()
    assert reading.book.year == 2021
    found = [told(settled(sheet, HEBEI)) for sheet in reading.book.projects]
    assert found == [told_by_form(settled(s, HEBEI), HEBEI) for s in tables]


@pytest.mark.parametrize(
    "line",
    [
        "{} 1",
        "{}……………3",
        "{}.......12",
        "{}……（3）",
        "{}\u3000- 3 -",
        "{}",
        "{}3",
        "{}第3页",
    ],
)
@pytest.mark.parametrize("heading", ["目录", "目  录", "目\u3000次", "目录："])
def test_contents_are_no_headings(heading, line):
    lines = (TEXT[0], *CONTENTS, TEXT[-2], TITLE)
    front = [Paragraph(heading), *(Paragraph(line.format(text)) for text in lines)]
    reading = read_blocks([*front, *body()])
    assert reading.book == read_blocks(body()).book
    assert said(reading) == []


def test_the_cover_is_no_text_and_has_the_year():
    cover = ("某街道办事处", "2022年部门预算绩效文本", "二〇二一年十一月")
    front = [*cover, "目录", *(f"{text} 1" for text in CONTENTS)]
    reading = read_blocks([*map(Paragraph, front), *body()])
    assert reading.book.year == 2022
    assert reading.book.overall == read_blocks(body()).book.overall
    assert said(reading) == []


def test_text_before_the_contents_is_told():
    long = "根据县财政局关于编制部门预算绩效文本的通知，我办组织各科室编制了本文本。"
    front = [long, "目录", *(f"{text} 1" for text in CONTENTS)]
    assert said(read_blocks([*map(Paragraph, front), *body()])) == [f"没有读入：{long}"]


def test_text_right_behind_the_contents_is_told():
    front = ["目录", *(f"{text} 1" for text in CONTENTS), "本文本由财务科负责解释"]
    reading = read_blocks([*map(Paragraph, front), *body()])
    assert reading.book.overall == read_blocks(body()).book.overall
    assert said(reading) == ["没有读入：本文本由财务科负责解释"]


def test_a_long_entry_may_take_two_lines():
    first, second = TITLE[:6], f"{TITLE[6:]}……4"
    front = ["目录", *(f"{text} 1" for text in CONTENTS), first, second]
    reading = read_blocks([*map(Paragraph, front), *body()])
    assert said(reading) == []


@pytest.mark.parametrize("is_below", [True, False])
def test_contents_may_be_a_table(is_below):
    rows = tuple((str(n), text, str(n + 2)) for n, text in enumerate(CONTENTS, 1))
    if is_below:
        front: list[Block] = [Paragraph("目录"), table_of(rows)]
    else:
        front = [table_of((("目录", "", ""), *rows), "工作表“目录”")]
    reading = read_blocks([*front, *body()])
    assert reading.book == read_blocks(body()).book
    assert said(reading) == []


def test_contents_may_be_a_worksheet_of_one_column():
    rows = (("某街道",), ("目录",), *((text,) for text in (*CONTENTS, TITLE)))
    reading = read_blocks([table_of(rows, "工作表“目录”"), *body()])
    assert reading.book == read_blocks(body()).book
    assert said(reading) == []


def test_a_table_right_below_the_word_is_read():
    reading = read_blocks([Paragraph("目录"), *body()[-2:]])
    assert [sheet.name for sheet in reading.book.projects] == ["道路甲"]
