"""Office files are archives of XML parts. Both are looked at before they are opened:
a few kilobytes may unpack to gigabytes, and an entity may name a file of the server.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from perftargets.errors import BadFile

MOST_ENTRIES = 5000
MOST_PART = 120_000_000  # bytes of one part, unpacked
MOST_UNPACKED = 300_000_000
MOST_RATIO = 400  # deflate reaches 1032; text in Chinese reaches 20, empty cells 100
ENTRY = b"PK\x01\x02"  # stands before each entry of an archive's directory
LIST = "[Content_Types].xml"
KINDS = {
    "wordprocessingml.document": "docx",
    "spreadsheetml.sheet": "xlsx",
    "wordprocessingml.template": "docx",
    "spreadsheetml.template": "xlsx",
}
MACROS = ("macroenabled", "vbaproject", "macrosheet")  # in content types
BROKEN = "文件不完整或已损坏，打不开。请重新取得或重新保存这个文件后再导入"
ENCRYPTED = "文件加了密码，读不了。请先用 WPS 或 Office 打开，取消密码，另存后再导入"
WITH_MACROS = (
    "文件带有宏，不能导入。请用 Office 或 WPS 打开，"
    "另存为不带宏的 docx 或 xlsx 后再导入"
)
SLIDES = "这是演示文稿（PPT）。请把里面的表格复制到 Word 或 Excel 里，另存后再导入"
# The parts that say what else an archive is.
OTHER_PARTS = {
    "OFD.xml": "这是 OFD 版式文件，里面的表格读不出来。请用原来的 Word 或 Excel 文件",
    "ppt/presentation.xml": SLIDES,
}
NEITHER = "这是压缩包，不是 Word 或 Excel 文件。请解压后导入里面的文件"
BOMB = "文件展开后太大，不能导入。请只保留要导入的表，另存后再导入"
OTHERS = {
    "opendocument": "这是 OpenDocument 文件。请另存为 docx 或 xlsx 后再导入",
    "sheet.binary": "这是二进制的 Excel 文件（xlsb）。请另存为 xlsx 后再导入",
}
HOSTILE = (OSError, EOFError, ValueError, NotImplementedError, zlib.error, BadZipFile)


def open_package(data: bytes) -> ZipFile:
    """The archive, if it is whole, harmless and not too big."""
    # Counted before the directory is read: reading half a million entries is too much.
    if data.count(ENTRY) > MOST_ENTRIES:
        raise BadFile(BOMB)
    try:
        archive = ZipFile(io.BytesIO(data))
    except (*HOSTILE, KeyError, IndexError):
        raise BadFile(BROKEN) from None
    for entry in archive.infolist():
        _check(entry)
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
        raise BadFile(BOMB)
    return archive


def _check(entry: ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise BadFile(ENCRYPTED)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadFile(BROKEN)
    is_dense = entry.file_size > MOST_RATIO * max(entry.compress_size, 2000)
    if is_dense or entry.file_size > MOST_PART:
        raise BadFile(BOMB)


def read_part(archive: ZipFile, name: str) -> bytes:
    """No more of it than the directory says, whatever it unpacks to."""
    try:
        size = archive.getinfo(name).file_size
        with archive.open(name) as stream:
            # All at once would unpack it whole before it is measured.
            return stream.read(size + 1)
    except KeyError:
        raise BadFile(BROKEN) from None
    except HOSTILE:
        raise BadFile(BROKEN) from None


def parse_part(archive: ZipFile, name: str) -> Any:
    """The root of a part. No entity is resolved and nothing is fetched."""
    return parse_xml(read_part(archive, name))


def parse_xml(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadFile(BROKEN) from None
    if root.getroottree().docinfo.doctype:
        raise BadFile(BROKEN)
    return root


def elements(archive: ZipFile, name: str, *tags: str) -> Iterator[Any]:
    """The elements of these names, one after the other; each is emptied behind it, so
    that a part of a hundred megabytes takes little memory."""
    try:
        with archive.open(name) as stream:
            walk = etree.iterparse(
                stream,
                events=("end",),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            for _, element in walk:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except KeyError:
        raise BadFile(BROKEN) from None
    except (etree.XMLSyntaxError, *HOSTILE):
        raise BadFile(BROKEN) from None


def kind_of(data: bytes) -> str:
    """ "docx" or "xlsx", by the list of its parts; ``BadFile`` says why it is none."""
    archive = open_package(data)
    names = archive.namelist()
    if "mimetype" in names and LIST not in names:
        raise BadFile(OTHERS["opendocument"])
    for part, said in OTHER_PARTS.items():
        if part in names:
            raise BadFile(said)
    if LIST not in names:
        raise BadFile(NEITHER)
    types = [
        element.get("ContentType", "")
        for element in parse_part(archive, LIST).iter("{*}Override", "{*}Default")
    ]
    text = " ".join(types).lower()
    if any(mark in text for mark in MACROS) or any(
        name.lower().endswith("vbaproject.bin") for name in names
    ):
        raise BadFile(WITH_MACROS)
    for mark, said in OTHERS.items():
        if mark in text:
            raise BadFile(said)
    for mark, kind in KINDS.items():
        if f"{mark}.main+xml" in text:
            return kind
    raise BadFile(NEITHER)
