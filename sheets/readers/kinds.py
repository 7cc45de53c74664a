"""What a file is, by what is in it: its name decides only where the content does not.

Old Word and Excel files, and everything saved with a password, share one container.
"""

import re
from pathlib import PurePath

from perftargets.errors import BadFile

from . import biff, zips
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
PICTURE = (
    "这是图片（照片、截图或扫描件），里面的表格读不出来。"
    "请用原来的 Word 或 Excel 文件；没有的话，请在系统里照着填写"
)
PACKED = "这是压缩包，只能读 zip 压缩包。请解压后导入里面的文件"
# (first bytes, what to say)
REFUSED = (
    (b"{\\rtf", "这是 RTF 文件。请用 Word 或 WPS 打开，另存为 docx 后再导入"),
    (b"Rar!", PACKED),
    (b"7z\xbc\xaf", PACKED),
    (b"\x1f\x8b", PACKED),
)
# PNG, JPEG, GIF, TIFF, BMP, WebP, HEIC
PICTURES = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|BM.{4}\x00{4}|RIFF.{4}WEBP"
    rb"|.{4}ftyp(?:hei|mif1|avif)",
    re.DOTALL,
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
    if PICTURES.match(data):
        raise BadFile(f"不能读取“{called}”：{PICTURE}")
    for start, said in REFUSED:
        if data.startswith(start):
            raise BadFile(f"不能读取“{called}”：{said}")
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
        is_locked, kind = biff.is_locked_word(data), "doc"
    elif any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\0")):
        is_locked, kind = biff.has_password(biff.workbook(data)), "xls"
    elif "PowerPoint Document".encode("utf-16-le") in data:
        raise BadFile(zips.SLIDES)
    else:
        raise BadFile(f"看不出这是什么文件。{SAVE_AS}")
    if is_locked:
        raise BadFile(ENCRYPTED)
    return kind


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
        said = f"看不出这是什么文件。{SAVE_AS}。支持的文件类型是 {known()}"
        raise BadFile(f"不能读取“{name}”：{said}") from None
    return "json" if start == "{" and suffix not in text_suffixes else "text"
