"""What a file is, by what is in it: its name decides only where the content does not.

Old Word and Excel files, and everything saved with a password, share one container.
"""

import re
from pathlib import PurePath

from perftargets.errors import BadFile

from . import zips
from .base import NO_TABLE, readers
from .text import decode

MOST_BYTES = 60_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
TOO_BIG = (
    f"文件超过 {MOST_BYTES // 1_000_000} MB，不能导入。请只保留要导入的表"
    "（去掉图片），另存后再导入"
)
EMPTY = f"文件是空的，{NO_TABLE[3:]}。请检查后重新选择文件"
PDF = b"%PDF-"
ENCRYPTED = zips.ENCRYPTED
# (first bytes, what to say)
REFUSED = (
    (b"{\\rtf", "这是 RTF 文件。请用 Word 或 WPS 打开，另存为 docx 后再导入"),
    (b"\x89PNG", "这是图片，不是表格文件"),
    (b"\xff\xd8\xff", "这是图片，不是表格文件"),
    (b"GIF8", "这是图片，不是表格文件"),
    (b"Rar!", "这是压缩包。请解压后导入里面的文件"),
    (b"7z\xbc\xaf", "这是压缩包。请解压后导入里面的文件"),
    (b"\x1f\x8b", "这是压缩包。请解压后导入里面的文件"),
)
TAG = re.compile(rb"^\s*<[a-z!]", re.IGNORECASE)
CELL = re.compile(rb"<t[dh]\b", re.IGNORECASE)
ARCHIVED_PAGE = re.compile(rb"\AMIME-Version:", re.IGNORECASE)
XML = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?<\?xml")
SAVE_AS = "请用 Office 或 WPS 打开，另存为 docx 或 xlsx 后再导入"


def kind_of(name: str, data: bytes) -> str:
    """The id of the reader that takes the file; ``BadFile`` says why there is none."""
    if len(data) > MOST_BYTES:
        raise BadFile(TOO_BIG)
    called = PurePath(name).name
    if not data.strip():
        raise BadFile(f"不能读取“{called}”：{EMPTY}")
    for start, said in REFUSED:
        if data.startswith(start):
            raise BadFile(f"不能读取“{called}”：{said}。支持的文件类型是 {known()}")
    if data.startswith(PDF):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return zips.kind_of(data)
    if data.startswith(OLE):
        return _kind_of_old(data)
    if _is_page(data):
        return "html"
    if ARCHIVED_PAGE.match(data) or XML.match(data):
        raise BadFile(f"不能读取“{called}”：{SAVE_AS}")
    return _kind_of_text(called, data)


def known() -> str:
    """The suffixes of all kinds of files, for a message."""
    return "、".join(
        f"{suffix}（{reader.only}）" if reader.only else suffix
        for reader in readers
        for suffix in reader.suffixes
    )


def _kind_of_old(data: bytes) -> str:
    """By the names of the streams in the container's directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BadFile(ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\0")):
        return "xls"
    raise BadFile(f"看不出这是什么文件。{SAVE_AS}")


def _is_page(data: bytes) -> bool:
    """Whether it begins as a page does, or with some other tag and has a table."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # saved as “Unicode”
        start = start.decode("utf-16", "replace").encode("utf-8", "replace")
    if PAGE.match(start) or (XML.match(start) and b"<html" in start.lower()):
        return True
    is_tag = TAG.match(start) and not XML.match(start)
    return bool(is_tag) and CELL.search(data) is not None


def _kind_of_text(name: str, data: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix == ".json":
        return "json"
    text_suffixes = readers.get("text").suffixes
    try:
        start = decode(data).lstrip()[:1]
    except BadFile:
        if suffix in text_suffixes:
            raise
        raise BadFile(f"不能读取“{name}”：支持的文件类型是 {known()}") from None
    return "json" if start == "{" and suffix not in text_suffixes else "text"
