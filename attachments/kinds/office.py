"""Word and Excel files: archives of XML parts. Nothing is ever unpacked to the disk."""

import zlib
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.core.files.base import File
from lxml import etree

from perftargets.errors import BadFile

MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes
MOST_LIST = 1024 * 1024  # bytes, of the list of parts
ENTRY = b"PK\x01\x02"  # stands before each entry of an archive's directory
LIST = "[Content_Types].xml"
MAIN = {
    f"application/vnd.openxmlformats-officedocument.{name}.main+xml": kind
    for name, kind in (
        ("wordprocessingml.document", "docx"),
        ("spreadsheetml.sheet", "xlsx"),
    )
}
MACROS = ("macroenabled", "vbaproject", "macrosheet")  # in content types
SAVE_AS = "请用 Office 或 WPS 打开，另存为{}后再上传。"
BROKEN = "不完整或已损坏，打不开。请重新取得或重新保存这个文件后再上传。"
ENCRYPTED = f"加了密码，审核人打不开。{SAVE_AS.format('不加密码的文件')}"
OLD = f"是旧格式的文件。{SAVE_AS.format(' docx、xlsx 或 PDF ')}"
WITH_MACROS = f"带有宏。{SAVE_AS.format('不带宏的 docx 或 xlsx ')}"
NEITHER = (
    "是压缩包，不是 Word（docx）或 Excel（xlsx）文件。请解压后逐个上传里面的文件。"
)
TOO_BIG = (
    f"展开后超过 {MOST_UNPACKED // 1024**2} MB 或 {MOST_ENTRIES} 个部分，不能接收。"
)


def check(content: File) -> str:
    """``"docx"`` or ``"xlsx"``; ``BadFile`` if it is neither, damaged, encrypted, with
    macros, or unpacks to too much."""
    content.seek(0)
    # Counted before the directory is read: reading half a million entries is too much.
    if content.read().count(ENTRY) > MOST_ENTRIES:
        raise BadFile(TOO_BIG)
    try:
        with ZipFile(content) as archive:
            _check_archive(archive)
            return _kind_of(archive)
    except (BadZipFile, zlib.error, etree.XMLSyntaxError):
        raise BadFile(BROKEN) from None
    except (OSError, EOFError, ValueError, NotImplementedError):  # hostile numbers
        raise BadFile(BROKEN) from None


def _check_archive(archive: ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile(ENCRYPTED)
    if any(e.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for e in entries):
        raise BadFile(BROKEN)
    # No more than this is read of an entry, whatever it unpacks to.
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BadFile(TOO_BIG)
    if archive.testzip() is not None:
        raise BadFile(BROKEN)


def _kind_of(archive: ZipFile) -> str:
    names = {name.lower() for name in archive.namelist()}
    if LIST not in archive.namelist():
        raise BadFile(NEITHER)
    if archive.getinfo(LIST).file_size > MOST_LIST:
        raise BadFile(BROKEN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    rows = list(etree.fromstring(archive.read(LIST), parser).iter("{*}*"))
    types = [row.get("ContentType", "") for row in rows]
    if any(mark in text.lower() for text in types for mark in MACROS) or any(
        name.endswith("vbaproject.bin") for name in names
    ):
        raise BadFile(WITH_MACROS)
    for row in rows:
        kind = MAIN.get(row.get("ContentType", ""))
        if kind and row.get("PartName", "").lstrip("/").lower() in names:
            return kind
    raise BadFile(NEITHER)


def refuse_old(content: File) -> NoReturn:
    """``BadFile`` for the container of doc and xls, which also holds every file that
    was saved with a password."""
    content.seek(0)
    encrypted = "EncryptedPackage".encode("utf-16-le") in content.read()
    raise BadFile(ENCRYPTED if encrypted else OLD)
