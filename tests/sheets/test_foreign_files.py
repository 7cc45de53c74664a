"""Files that are none of ours, or closed by a password: each says what it is and what
to do."""

import re
import struct
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from perftargets.errors import BadFile
from sheets import readers
from sheets.readers import biff

PICTURE = "图片.*原来的 Word 或 Excel 文件"
PASSWORD = "加了密码.*取消密码"  # noqa: S105 -- what is said of one


def refused(name: str, data: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        readers.read(name, data)
    return caught.value.message


def container(stream: str, data: bytes) -> bytes:
    """An old Office file with one stream of this name."""
    out = BytesIO()
    XlsDoc().save(out, data)
    name = stream.encode("utf-16-le").ljust(64, b"\0")
    entry = name + struct.pack("<H", 2 * len(stream) + 2)
    old = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    assert old in out.getvalue()
    return out.getvalue().replace(old, entry)


def archive(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return out.getvalue()


def with_password(workbook: bytes) -> bytes:
    """As Excel saves it: behind the first record what opens it, all else unreadable."""
    records = biff.workbook(workbook)
    size = 4 + struct.unpack_from("<H", records, 2)[0]
    key = struct.pack("<HH", 0x2F, 54) + b"\1\0\1\0\1\0" + b"U" * 48
    rest = bytes(byte ^ 0x5A for byte in records[size:])
    return container("Workbook", records[:size] + key + rest)


def workbook() -> bytes:
    book, out = xlwt.Workbook(), BytesIO()
    book.add_sheet("表一").write(0, 0, "项目名称")
    book.save(out)
    return out.getvalue()


WORD = b"\xec\xa5" + bytes(8)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n", PICTURE),
        ("a.xlsx", b"\xff\xd8\xff\xe0", PICTURE),
        ("a.bmp", b"BM\x00\x10\x00\x00\x00\x00\x00\x00", PICTURE),
        ("a.tif", b"II*\x00", PICTURE),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", PICTURE),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", PICTURE),
        ("a.ofd", archive("OFD.xml", "Doc_0/Document.xml"), "OFD.*Word 或 Excel"),
        ("a.pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
        ("a.ppt", container("PowerPoint Document", b"x" * 9000), "演示文稿.*复制"),
        ("a.xls", with_password(workbook()), PASSWORD),
        ("a.doc", container("WordDocument", WORD + b"\x00\x01" * 3000), PASSWORD),
        ("a.docx", container("EncryptedPackage", b"x" * 9000), PASSWORD),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "看不出这是什么文件.*另存为 docx"),
        ("x", bytes(range(128, 256)) * 9, "看不出这是什么文件.*另存为 docx"),
    ],
)
def test_it_says_what_it_is_and_what_to_do(name, data, said):
    assert re.search(said, refused(name, data))


def test_an_old_file_without_a_password_has_none():
    assert not biff.has_password(biff.workbook(workbook()))
    assert readers.read("a.xls", workbook()).kind == "xls"


def test_a_text_that_begins_as_a_picture_is_a_text():
    """BM are two letters, and no picture."""
    assert "没有找到绩效目标表" in refused("a.txt", "BM25 项目".encode())
