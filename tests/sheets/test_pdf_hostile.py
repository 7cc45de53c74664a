"""PDF files that mean harm, suffered some, or went through other programs: each is read
or refused with what to do, in little memory and time."""

import re
import zlib
from hashlib import md5
from io import BytesIO

import pydyf
import pytest
from pypdf import PdfWriter
from pypdf.generic import ByteStringObject

from perftargets.errors import BadFile
from sheets import interchange, readers
from sheets.edition import unstamped
from sheets.printed import Printed
from sheets.readers import pdf
from sheets.sheet import Book

from .pdfs import carrier, finished, inside
from .samples import HEBEI


@pytest.fixture(scope="module")
def good(seed_book) -> bytes:
    return carrier(Printed(unstamped(seed_book), HEBEI))


def with_file(content: bytes, name: str = "perftargets.json", **extra) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = writer.add_attachment(name, content)
    file.checksum = ByteStringObject(md5(content, usedforsecurity=False).digest())
    if extra:
        writer.encrypt(**extra)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "已损坏，或者不是绩效目标"),
        (b"\xff\xfe{", "已损坏，或者不是绩效目标"),
        (b'{"a": 1}', "已损坏，或者不是绩效目标"),
        (b"[" * 200_000, "已损坏，或者不是绩效目标"),
        (interchange.dumps(Book()).encode(), "没有找到绩效目标表"),
        (b" " * (pdf.MOST_BYTES + 1), "大得不正常"),
    ],
)
def test_a_file_inside_that_is_not_ours(content, said):
    with pytest.raises(BadFile, match=said):
        readers.read("a.pdf", with_file(content))


def test_files_of_others_are_no_data_of_ours():
    with pytest.raises(BadFile, match="只有本系统导出"):
        readers.read("a.pdf", with_file(b"{}", "factur-x.xml"))


def test_a_part_of_a_file_or_a_spoilt_one(good):
    assert readers.read("a.pdf", good)
    for share in (0.01, 0.3, 0.7, 0.95):
        with pytest.raises(BadFile, match="PDF.*(重新下载|另存为)"):
            readers.read("a.pdf", good[: int(len(good) * share)])
    with pytest.raises(BadFile, match="重新下载"):
        readers.read("a.pdf", b"%PDF-1.7 ...")


def test_one_other_letter_in_the_data_is_seen(good):
    [file] = inside(good)
    other = file.content.replace("村干部".encode(), "村千部".encode(), 1)
    assert len(other) == len(file.content) and other != file.content
    start = good.index(b"stream\n") + 7
    stream = zlib.compressobj(6)
    packed = stream.compress(other) + stream.flush()
    damaged = good[:start] + packed + good[good.index(b"\nendstream") :]
    damaged = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), damaged, count=1)
    with pytest.raises(BadFile, match="已损坏"):
        readers.read("a.pdf", damaged)


AES = (
    b"<</Filter/Standard/V 5/R 6/Length 256/P -4/O(%s)/U(%s)/OE(%s)/UE(%s)/Perms(%s)"
    b"/StmF/StdCF/StrF/StdCF/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>>>"
) % (b"a" * 48, b"a" * 48, b"a" * 32, b"a" * 32, b"a" * 16)


def test_a_file_with_a_password(good):
    locked = with_file(b"{}", user_password="x", algorithm="RC4-128")
    newer = good.replace(b"trailer\n<<", b"trailer\n<</ID[(a)(a)]/Encrypt " + AES)
    assert newer != good
    for data in (locked, newer):
        with pytest.raises(BadFile, match="加了密码.*去掉"):
            readers.read("a.pdf", data)


def bomb_in_data(good: bytes) -> bytes:
    """Its data unpacks to 100 megabytes."""
    made = pydyf.PDF()
    stream = pydyf.Stream([zlib.compress(bytes(100_000_000), 1)])
    stream.extra = {"Type": "/EmbeddedFile", "Filter": "/FlateDecode"}
    made.add_object(stream)
    name = pydyf.String("perftargets.json")
    file = pydyf.Dictionary({"Type": "/Filespec", "F": name})
    file["EF"] = pydyf.Dictionary({"F": stream.reference})
    made.add_object(file)
    tree = pydyf.Dictionary({"Names": pydyf.Array([name, file.reference])})
    made.catalog["Names"] = pydyf.Dictionary({"EmbeddedFiles": tree})
    return finished(made)


def bomb_of_objects(good: bytes) -> bytes:
    """Its index names very many objects, and not one is there."""
    count = pdf.MOST_OBJECTS // 8
    index = zlib.compress(b"\2\0\0\0\5\0\0" * count)
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 4 2]/Size %d/Root 2 0 R" % count
    head += b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(index)
    return head + index + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def loops(good: bytes) -> bytes:
    """The list of files is below itself, and the index leads back to itself."""
    start = good.rindex(b"startxref")
    at = int(good[start:].split()[1])
    data = good.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % at)
    return data.replace(b"/Names [", b"/Kids [3 0 R 4 0 R 5 0 R 6 0 R] /Names [")


@pytest.mark.parametrize("make", [bomb_in_data, bomb_of_objects, loops])
def test_a_bomb_harms_nobody(taken, good, make):
    data = make(good)
    assert len(data) < 1_000_000
    said = taken("a.pdf", data)
    assert said == "read" or "PDF" in said


def test_a_file_that_was_put_together_with_another_is_told(good):
    """Programs that do so keep the data of the first alone."""
    writer = PdfWriter(clone_from=BytesIO(good))
    writer.add_blank_page(100, 100)
    out = BytesIO()
    writer.write(out)
    reading = readers.read("a.pdf", out.getvalue())
    assert len(reading.book.projects) == 4
    assert [m.message[:22] for m in reading.warnings] == [
        "这个 PDF 有 1 页，导出时是 0 页："
    ]
