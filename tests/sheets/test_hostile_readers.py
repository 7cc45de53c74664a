"""Files that mean harm, or suffered some: each is read or refused with a sentence that
says what to do, in little memory and time."""

import io
import random
import struct
import zipfile

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from perftargets.errors import BadFile
from scripts import fuzz_readers
from sheets import readers
from sheets.readers import kinds, table

from .forms import PUBLISHED, docx, xlsx

FORM = [["项目名称", "甲"], ["预算数", "20"], ["三级指标", "指标值"], ["人数", "5人"]]


def rewritten(data: bytes, change) -> bytes:
    """The archive with its parts as ``change(name, content)`` gives them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    return rewritten(data, lambda name, old: content if name == part else old)


SHEET, TEXT = "xl/worksheets/sheet1.xml", "word/document.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def worksheet(rows: str) -> bytes:
    content = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return with_part(xlsx(FORM), SHEET, content.encode())


def billion_laughs(root: str) -> bytes:
    lines = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "甲甲甲甲">{lines}]>'
    return f"{head}{root}".encode()


def test_a_zip_bomb(taken):
    bomb = with_part(xlsx(FORM), SHEET, b"<worksheet>" + b" " * 150_000_000)
    assert len(bomb) < 1_000_000
    assert "展开后太大" in taken("a.xlsx", bomb)


def test_a_bomb_whose_directory_lies(taken):
    """It says that the part unpacks to little."""
    bomb = bytearray(with_part(docx(FORM), TEXT, b" " * 130_000_000))
    at = 0
    while (at := bomb.find(b"PK\x01\x02", at)) >= 0:
        if struct.unpack("<I", bomb[at + 24 : at + 28])[0] == 130_000_000:
            bomb[at + 24 : at + 28] = struct.pack("<I", 30_000)
        at += 4
    assert "已损坏" in taken("a.docx", bytes(bomb))


def test_half_a_million_entries(taken):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(60_000):
            archive.writestr(str(number), b"")
    assert "展开后太大" in taken("a.xlsx", out.getvalue())


@pytest.mark.parametrize("make", [xlsx, docx])
def test_entities_are_never_resolved(taken, make):
    part = SHEET if make is xlsx else TEXT
    bomb = with_part(make(FORM), part, billion_laughs("<x>&a9;</x>"))
    assert "已损坏" in taken("a.docx", bomb) or make is xlsx
    secret = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        f'<worksheet {MAIN}><sheetData><row r="1"><c t="inlineStr"><is><t>&a;</t></is>'
        "</c></row></sheetData></worksheet>"
    )
    data = with_part(xlsx(FORM), SHEET, secret.encode())
    with pytest.raises(BadFile):
        readers.read("a.xlsx", data)


def test_entities_of_a_page(taken):
    page = billion_laughs("<html><body><table><tr><td>&a9;</td></tr></table></body>")
    assert taken("a.html", page.replace(b'<?xml version="1.0"?>', b""))


MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def test_macros_are_refused_under_any_name():
    types = "[Content_Types].xml"
    content = zipfile.ZipFile(io.BytesIO(xlsx(FORM))).read(types)
    data = with_part(xlsx(FORM), types, content.replace(PLAIN, MACRO))
    for name in ("a.xlsm", "a.xlsx"):
        with pytest.raises(BadFile, match="带有宏.*另存为不带宏"):
            readers.read(name, data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"  \r\n", "文件是空的"),
        (b"{\\rtf1 ...", "RTF.*另存为 docx"),
        (b"\xff\xd8\xff\xe0", "这是图片"),
        (b"Rar!\x1a\x07", "压缩包.*解压"),
        (b"MIME-Version: 1.0\r\n", "另存为 docx 或 xlsx"),
        (b'<?xml version="1.0"?><Workbook/>', "另存为 docx 或 xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码.*取消密码"),
        (OLE, "看不出这是什么文件"),
        (OLE + "Workbook".encode("utf-16-le"), "打不开.*另存为 docx 或 xlsx"),
        (b"PK\x03\x04" + b"\x00" * 90, "已损坏"),
        (b"\x00\x01\x02" * 90, "支持的文件类型"),
    ],
)
def test_what_is_no_such_file_says_what_to_do(data, said):
    with pytest.raises(BadFile, match=said):
        readers.read("a.xlsx", data)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_part_of_a_file(kind):
    data = (PUBLISHED / f"81-hebeiqu-fayuan.{kind}").read_bytes()
    for share in (0.02, 0.3, 0.7, 0.99):
        with pytest.raises(BadFile, match="已损坏"):
            readers.read(f"a.{kind}", data[: int(len(data) * share)])


def test_an_archive_of_other_things():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.docx", b"x")
    with pytest.raises(BadFile, match="压缩包.*解压后导入"):
        readers.read("a.docx", out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(BadFile, match="OpenDocument.*另存为"):
        readers.read("a.xlsx", out.getvalue())


def test_a_sheet_that_is_formatted_down_to_its_last_row(taken):
    """A million rows with nothing in them; the form is at the top."""
    cells = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{a}</t></is></c>'
        f'<c r="B{i}" t="inlineStr"><is><t>{b}</t></is></c></row>'
        for i, (a, b) in enumerate(FORM, 1)
    )
    empty = "".join(
        f'<row r="{i}"><c r="A{i}" s="1"/></row>' for i in range(9, 1_048_577)
    )
    assert taken("a.xlsx", worksheet(cells + empty)) == "read"


def test_a_million_filled_rows(taken):
    rows = "".join(
        f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 1_048_577)
    )
    assert "表格太大" in taken("a.xlsx", worksheet(rows))


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD1"])
def test_two_cells_in_far_corners(taken, far):
    row = far.lstrip("XFDA")
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' * (row != "1")
    rows += f'<row r="{row}"><c r="{far}"><v>1</v></c></row>'
    said = taken("a.xlsx", worksheet(rows))
    assert "表格太大" in said or "没有找到绩效目标表" in said


def test_two_far_cells_of_an_old_file(taken):
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    sheet.write(0, 0, "a")
    sheet.write(65535, 255, "b")
    out = io.BytesIO()
    book.save(out)
    assert "另存为" in taken("a.xls", out.getvalue())


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td colspan=99999 rowspan=99999>甲" * 3000,
        "<div>" * 200_000 + "甲",
        "<table><tr><td>" * 50_000 + "甲",
        "<table>" + "<tr>" + "<td>甲" * 140_000,
        "<table>" + "<tr><td>甲" * 140_000,
    ],
    ids=["spans", "deep", "nested", "wide", "long"],
)
def test_a_page_without_end(taken, page):
    assert taken("a.html", f"<html><body>{page}".encode())


@pytest.mark.parametrize("depth", [100_000])
def test_a_deep_word_file(taken, depth):
    body = "<w:tbl><w:tr><w:tc>" * depth
    data = f'<w:document xmlns:w="w"><w:body>{body}'.encode()
    assert taken("a.docx", with_part(docx(FORM), TEXT, data))


def test_a_long_text(taken):
    assert taken("a.txt", ("\t甲\n\n" * 290_000).encode())
    assert "表格太大" in taken("a.txt", ("|甲|\n" * 1_400_000).encode())
    assert taken("a.json", b"[" * 5_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "甲\t乙\n" * 9 + "丙\t" + "长" * 200_000,
        "甲,乙,丙\n" * 9 + "丁,戊," + "长" * 200_000,
        "甲,乙,丙\n" * 9 + '丁,戊,"' + "长" * 200_000,
    ],
)
def test_a_cell_without_end(text):
    with pytest.raises(BadFile):
        readers.read("a.txt", text.encode())


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "x", "1e9", "９"])
@pytest.mark.parametrize(
    "row",
    [
        '<row r="{}"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A{}"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>{}</v></c></row>',
        '<row r="1"><c r="A1" s="{}"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>{}</v></c></row>',
    ],
)
def test_numbers_that_lie(row, number):
    with pytest.raises(BadFile):
        readers.read("a.xlsx", worksheet(row.format(number)))


def test_a_file_of_200_megabytes_is_not_even_read(tmp_path, monkeypatch):
    assert kinds.MOST_BYTES < 200_000_000
    with pytest.raises(BadFile, match="超过 60 MB.*请只保留要导入的表"):
        readers.read("a.xlsx", bytes(kinds.MOST_BYTES + 1))


def test_a_table_that_is_too_big_says_so():
    with pytest.raises(BadFile, match="表格太大.*删去多余的行和列"):
        table.flowing("x", [[("甲", 1, 1)] * 501])


@pytest.mark.parametrize("kind", fuzz_readers.KINDS)
def test_damaged_files(kind):
    """A few of what ``scripts/fuzz_readers.py`` does by the thousand."""
    rng = random.Random(7)  # noqa: S311
    ends = [
        fuzz_readers.try_one(kind, fuzz_readers.damaged(kind, rng)) for _ in range(40)
    ]
    assert len(ends) == 40


@given(
    st.binary(max_size=300),
    st.sampled_from([b"PK\x03\x04", b"<table>", OLE, b"{", b""]),
)
@settings(max_examples=150)
def test_any_bytes_under_any_beginning(data, start):
    if start == OLE and b"W" in data:
        return
    try:
        readers.read("a.bin", start + data)
    except BadFile as error:
        assert error.message


def test_a_broken_stream_inside_of_an_archive():
    whole = bytearray(docx(FORM))
    at = whole.find(b"word/document.xml") + 60
    whole[at : at + 40] = bytes(40)
    with pytest.raises(BadFile, match="已损坏"):
        readers.read("a.docx", bytes(whole))
