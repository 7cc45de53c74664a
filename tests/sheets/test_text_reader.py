"""The seed document, read whole: compared with a transcription made by eye."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perftargets.errors import BadFile
from sheets import interchange, readers
from sheets.interchange import dumps
from sheets.sheet import Sheet
from tests.conftest import SEED

TEXT = SEED.read_text("utf-8")
TRANSCRIPTION = Path(__file__).parent / "data" / "seed-transcription.json"
TABLE_TITLE = re.compile(r"^\d\.  .+项目绩效目标表$", re.MULTILINE)
# The words of the form itself, as they stand in its cells.
FORM = set(
    """
    项目编码 项目名称 预算规模及资金用途 预算数 其中：财政资金 其他资金
    资金支出计划（%） 3月底 6月底 10月底 12月底 绩效目标 目标1 目标2
    一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据
    产出指标 数量指标 质量指标 时效指标 成本指标
    效果指标 经济效益指标 社会效益指标 生态效益指标 可持续性影响
    满意度指标 服务对象满意度指标
    """.split()
)


def read(text: str):
    return readers.read("a.txt", text.encode())


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every single value of a JSON document with the path to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        yield f"{path}.length", len(value)
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def test_it_reads_every_string_into_its_field(seed_book):
    """The transcription was typed from the document, not dumped by the reader."""
    expected = dict(leaves(json.loads(TRANSCRIPTION.read_text("utf-8"))))
    found = dict(leaves(interchange.book_to_json(seed_book)))
    wrong = [
        f"{path}: the document has {expected.get(path)!r}, read {found.get(path)!r}"
        for path in expected | found
        if expected.get(path) != found.get(path)
    ]
    assert wrong == [], "\n".join(wrong)
    assert len(expected) > 300


def test_the_number_that_stands_twice_is_kept(seed_book):
    titles = [measure.title for measure in seed_book.overall.measures]
    assert [title[:3] for title in titles].count("（五）") == 2
    assert len(titles) == 10


def strings_of(sheet: Sheet) -> Counter[str]:
    """What a person typed into a table; its labels and its unit are the form's."""
    data = interchange.sheet_to_json(sheet)
    del data["budget"]["unit"]
    for row in data["indicators"]:
        del row["tier1"], row["tier2"]
    return Counter(text for _, text in leaves(data) if text and isinstance(text, str))


def test_no_string_of_a_table_is_lost_or_doubled(seed_book):
    """Counts the raw text between its tabs, without the reader's idea of a table."""
    raw_tables = TABLE_TITLE.split(TEXT)[1:]
    assert len(raw_tables) == len(seed_book.projects) == 4
    for raw, sheet in zip(raw_tables, seed_book.projects, strict=True):
        cells = ["".join(cell.split()) for cell in raw.split("\t")]
        typed = Counter(cell for cell in cells if cell and cell not in FORM)
        assert typed == strings_of(sheet)
        assert FORM <= set(cells)


def test_no_paragraph_of_the_department_is_lost(seed_book):
    overall = dumps(seed_book).split('"projects"')[0]
    headings = {"第一部分", "2021年部门整体绩效目标", "第二部分", "预算项目绩效目标"}
    headings |= {"一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"}
    for line in TABLE_TITLE.split(TEXT)[0].splitlines():
        words = re.sub("^绩效(目标|指标)：", "", line.strip())
        lost = [part for part in words.rstrip("。").split("；") if part not in overall]
        assert not lost or words in headings, line


def test_it_says_that_the_unit_is_missing():
    reading = read(TEXT)
    assert reading.errors == ()
    assert ["没有写明金额单位" in m.message for m in reading.warnings] == [True] * 4


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.rstrip().encode(),
        re.sub(r"\n{3}(?=\d\.  )", "\n", TEXT).encode(),
        TEXT.replace("项目\n\n编码", "项目编码").encode(),
        TEXT.replace("\t数量指标", "\t数量\n\n指标").encode(),
    ],
    ids=["gb18030", "crlf", "bom", "no end", "no gap", "unbroken label", "broken"],
)
def test_other_spellings_of_the_file_read_the_same(seed_book, data):
    assert readers.read("a.txt", data).book == seed_book


def test_several_indicators_under_one_label():
    row = (
        "\t数量指标\n\t甲\n\t甲的描述\n\t=1个\n\t文件\n\n\t\n\t\n\t乙\n\t\n\t=2个\n\t\n"
    )
    book = read(
        TEXT.replace(TEXT[TEXT.index("\t数量指标") :][:60].split("\n\n")[0], row, 1)
    )
    rows = [r for r in book.book.projects[0].indicators if r.tier2 == "数量指标"]
    assert [(r.tier3, r.value) for r in rows] == [("甲", "=1个"), ("乙", "=2个")]


@pytest.mark.parametrize("bad", ["约50", "五十万元"])
def test_a_bad_amount_is_named_and_the_rest_is_read(seed_book, bad):
    reading = read(TEXT.replace("\t50\n\t其中", f"\t{bad}\n\t其中"))
    [error] = reading.errors
    assert error.where == "第4张表第2行第3格 预算数"
    assert f"“{bad}”不是金额" in error.message
    last = reading.book.projects[3]
    assert (last.budget.total, last.budget.fiscal) == (None, Decimal("50"))
    assert last.indicators == seed_book.projects[3].indicators
    assert reading.book.projects[:3] == seed_book.projects[:3]


@pytest.mark.parametrize(
    ("old", "new", "total"),
    [
        ("1.  村干部", "金额单位：元\n\n1.  村干部", "161"),
        ("工资项目绩效目标表\n", "工资项目绩效目标表\n单位：元\n", "161"),
        ("\t161\n", "\t161.00元\n", "161.00"),
    ],
)
def test_the_unit_is_read_where_offices_write_it(old, new, total):
    budget = read(TEXT.replace(old, new)).book.projects[0].budget
    assert (budget.unit, str(budget.total)) == ("元", total)


@pytest.mark.parametrize("month", ["13月底", "0月底", "3月底"])
def test_a_month_that_is_none_or_stands_twice_is_named(month):
    reading = read(TEXT.replace("\t6月底", f"\t{month}", 1))
    [error] = reading.errors
    assert re.fullmatch("第1张表第4行第[34]格 资金支出计划", error.where)
    assert f"月份“{month}”不对" in error.message
    assert [step.month for step in reading.book.projects[0].plan] == [3, 10, 12]


def test_a_project_that_is_called_like_a_label():
    sheet = read(TEXT.replace("\t村级组织经费\n", "\t其他资金\n")).book.projects[2]
    assert (sheet.name, sheet.budget.other) == ("其他资金", None)
    sheet = read(TEXT.replace("\t村级组织经费\n", "\t预算数\n")).book.projects[2]
    assert (sheet.name, sheet.budget.total) == ("预算数", Decimal("88.2"))


def test_goals_counted_in_words(seed_book):
    text = TEXT.replace("目标1", "目标一").replace("目标2", "目标二")
    assert read(text).book.projects[0].goals == seed_book.projects[0].goals


def test_a_table_without_goals_is_told():
    text = TEXT.replace("目标1", "目的").replace("目标2", "目的")
    assert any("没有读出绩效目标" in m.message for m in read(text).warnings)


def test_a_title_that_differs_from_the_name_is_told():
    reading = read(TEXT.replace("3.  村级组织经费项目", "3.  村级党建经费项目"))
    assert any("不一致" in m.message for m in reading.warnings)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "没有找到绩效目标表"),
        ("你好".encode(), "没有找到绩效目标表"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "这是图片"),
        (b"PK\x03\x04\x14\x00\x06\x00", "文件不完整或已损坏"),
        (b"\x00\x01\x02\x03", "这不是文本文件"),
    ],
    ids=["empty", "another text", "png", "zip", "bytes"],
)
def test_what_is_no_such_document_is_refused(data, message):
    with pytest.raises(BadFile, match=message):
        readers.read("a.txt", data)


def test_an_unknown_kind_of_file_is_refused_with_the_known_ones():
    with pytest.raises(BadFile, match=r"a\.bin.*\.txt.*\.pdf（本系统导出的）"):
        readers.read("a.bin", b"\x00\x01\x02" * 90)


lines = st.one_of(
    st.sampled_from(TEXT.splitlines()),
    st.sampled_from(TEXT.splitlines()).map(lambda line: line[: len(line) // 2]),
    st.sampled_from(
        ["", "\t", "\t\t", "  ", "\t161\t", "\x0b", "\u2028", "\t：", "\t."]
    ),
)


@given(st.lists(lines, max_size=80))
def test_it_reads_or_refuses_any_heap_of_lines(heap):
    try:
        reading = read("\n".join(heap))
    except BadFile:
        return
    book = reading.book
    assert interchange.loads(dumps(book)) == book


@given(st.permutations(TEXT[TEXT.index("4.  ") :].splitlines()))
def test_a_shuffled_table_is_read_or_refused(heap):
    try:
        assert read("\n".join(heap)).book
    except BadFile as error:
        assert error.message


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        readers.read("a.txt", data)
    except BadFile as error:
        assert error.message
