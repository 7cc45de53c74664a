"""What a text file says is read or told, however its blank lines have suffered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets import interchange, readers
from sheets.readers import Reading
from tests.conftest import SEED

from .test_text_reader import FORM

TEXT = SEED.read_text("utf-8")
LINES = TEXT.splitlines()
FIRST_TABLE = next(i for i, line in enumerate(LINES) if line.startswith("1.  "))
BEGINNING = "\n".join(LINES[:FIRST_TABLE])
TABLES = "\n".join(LINES[FIRST_TABLE:])
USUAL = "没有写明金额单位"


def read(text: str) -> Reading:
    return readers.read("a.txt", text.encode())


def told(reading: Reading) -> list[str]:
    """All messages but the one that every table of the seed has."""
    messages = (*reading.errors, *reading.warnings)
    return [m.message for m in messages if USUAL not in m.message]


def squeeze(text: str) -> str:
    return "".join(text.split())


def lost(text: str) -> list[str]:
    """Lines that are neither in the book, nor in a message, nor words of the form."""
    reading = read(text)
    # The numbers of a book are written without the blanks around them.
    there = squeeze(interchange.dumps(reading.book).replace("\\n", ""))
    there += squeeze("".join(told(reading)))
    there += squeeze("".join(m.where for m in reading.errors))
    cells = [squeeze(cell) for line in text.splitlines() for cell in line.split("\t")]
    form = " ".join(FORM)  # a label may stand in two lines: 一级, 指标
    return [
        cell
        for cell in cells
        if cell not in form and cell not in there and not cell.endswith("绩效目标表")
    ]


def test_the_seed_loses_nothing():
    assert lost(TABLES) == []
    assert told(read(TEXT)) == []


BLANKS = [
    ("single blank lines", lambda s: re.sub(r"\n\n+", "\n\n", s), True),
    ("crlf", lambda s: s.replace("\n", "\r\n"), True),
    (
        "labels that go on lose their blank line",
        lambda s: re.sub(r"\n\n+", "\n\n", s).replace("\n\n\t\n", "\n\t\n"),
        False,
    ),
    ("no blank lines", lambda s: re.sub(r"\n\n+", "\n", s), False),
    ("doubled", lambda s: s.replace("\n", "\n\n"), False),
    ("trimmed", lambda s: "\n".join(x.rstrip() for x in s.splitlines()), False),
]


@pytest.mark.parametrize(("name", "change", "same"), BLANKS)
def test_blank_lines_that_were_moved(name, change, same):
    changed = change(TABLES)
    if same:
        assert read(changed) == read(TABLES)
    else:
        assert read(changed).errors
    assert lost(changed) == []


@given(st.data())
def test_any_blank_lines_may_go_or_come(data):
    """Each line of the tables is kept, and before it a blank line is left out, kept
    or added."""
    lines = []
    for line in LINES[FIRST_TABLE : FIRST_TABLE + 116]:
        if line or data.draw(st.booleans()):
            lines.append(line)
        lines += [""] * data.draw(st.sampled_from([0, 0, 0, 0, 0, 0, 0, 1, 2]))
    assert lost("\n".join(lines)) == []


def test_rows_that_lost_the_blank_line_between_them_are_told_apart(seed_book):
    """Twelve cells in a table of six columns are two rows."""
    text = TEXT.replace("\t上级政策\n\n\t\n\t时效指标", "\t上级政策\n\t\n\t时效指标")
    assert text != TEXT
    assert read(text).book == seed_book


def test_a_column_that_the_form_does_not_have_stays_with_its_row():
    header, row = "\t指标值确定依据\n", "\t=79人\n\t工作经验\n"
    assert header in TEXT
    start = TEXT.index("一级指标")
    table = TEXT[start : TEXT.index("2.  ")]
    wider = table.replace(header, header + "\t备注\n", 1)
    wider = re.sub(r"((?:\n\t[^\n]*){6})(?=\n\n)", r"\1\n\t", wider[len("一级指标") :])
    wider = wider.replace(row + "\t", row + "\t人数以年初为准", 1)
    reading = read(TEXT[:start] + "一级指标" + wider + TEXT[TEXT.index("2.  ") :])
    row = reading.book.projects[0].indicators[0]
    assert row.extra == (("备注", "人数以年初为准"),)
    assert told(reading) == []


def test_a_file_that_was_cut_says_so():
    """Between two whole tables nobody can know; everywhere else it is told."""
    silent = []
    for count in range(FIRST_TABLE + 1, len(LINES)):
        cut = "\n".join(LINES[:count])
        if not told(read(cut)):
            silent.append(count)
    whole = [i for i, line in enumerate(LINES) if re.match(r"\d\.  ", line)]
    ends = [*whole[1:], len(LINES)]
    for count in silent:
        between = "".join(LINES[count : min(e for e in ends if e >= count)])
        assert not between.strip(), f"cut after line {count}: nothing was told"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("一、总体绩效目标", "一、绪言", "没有读到“总体绩效目标”"),
        ("一、总体绩效目标", "前面的话\n一、总体绩效目标", "没有读入：前面的话"),
        ("二、分项绩效目标\n", "二、分项绩效目标\n引言\n", "没有读入：引言"),
        ("3.  村级组织经费项目绩效目标表", "3.  甲项目绩效目标表", "不一致"),
        ("\t村级组织经费\n", "\t征地拆迁补偿款\n", "第3张表相同"),
    ],
)
def test_what_a_person_should_look_at(old, new, message):
    assert old in TEXT
    assert any(message in text for text in told(read(TEXT.replace(old, new, 1))))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_an_old_editor(seed_book, encoding):
    data = TEXT.encode(encoding)
    if encoding != "utf-16":
        data = "\ufeff".encode(encoding) + data
    assert readers.read("a.txt", data).book == seed_book


def test_the_unit_may_stand_in_a_row_of_its_own(seed_book):
    text = TEXT.replace(
        "\t预算规模及资金用途", "\t金额单位：元\n\n\t预算规模及资金用途"
    )
    reading = read(text)
    assert reading.errors == ()
    assert {sheet.budget.unit for sheet in reading.book.projects} == {"元"}
    usages = [sheet.usage for sheet in reading.book.projects]
    assert usages == [sheet.usage for sheet in seed_book.projects]
