"""Our own PDF: not its pages are read, but the data inside it (:mod:`sheets.printed`).

A page says where glyphs are, and not which cell they belong to.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from io import BytesIO
from itertools import islice

import pypdf
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import EmbeddedFile

from perftargets.errors import BadFile

from .. import interchange
from ..printed import FILE_NAME
from .base import NOTHING_FOUND, Message, Reader, Reading, readers

MOST_BYTES = 30_000_000  # of the data; a book of a thousand tables has some 5,000,000
MOST_OBJECTS = 400_000  # of which it has some 130,000
MOST_TRIES = 100  # to find where a damaged file begins
MOST_FILES = 10_000
OTHER_WAY = (
    "请用 WPS 或 Word 打开，另存为 Word 文件（docx），核对后再导入；"
    "有原来的 Word 或 Excel 文件的，请导入原来的文件"
)
NOT_OURS = (
    "这个 PDF 里没有可以读的数据：只有本系统导出、没有被别的软件改动或另存过的 PDF "
    f"可以直接导入，以前的版本导出的也不行。{OTHER_WAY}"
)
BROKEN = f"PDF 打不开，可能已损坏或不完整，请重新下载。没有完好的，{OTHER_WAY}"
LOCKED = f"PDF 加了密码或者限制，不能读取。请去掉以后再导入；去不掉的，{OTHER_WAY}"
TOO_BIG = f"PDF 里附带的数据大得不正常，没有读取。{OTHER_WAY}"
SPOILT = f"PDF 里附带的数据已损坏，或者不是绩效目标。{OTHER_WAY}"
TOGETHER = (
    "这个 PDF 是 {count} 个部门合订的。请在“导入”页单独上传它（不要放进压缩包），"
    "会分成各部门的文件逐个读取；或者用各部门自己的 PDF，逐个导入"
)
OTHER_PAGES = (
    "这个 PDF 有 {now} 页，导出时是 {then} 页：读入的是导出时的全部内容，"
    "后来加进、去掉或换过的页没有读，请核对"
)
# What is odd in a stranger's file, the library tells a log.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@readers.register
class PdfReader(Reader):
    id = "pdf"
    name = "本系统导出的PDF"
    suffixes = (".pdf",)
    only = "本系统导出的"

    def read(self, data: bytes) -> Reading:
        with _guarded():
            return _read(data)


def parts(data: bytes) -> list[bytes]:
    """The data of each department, if the file binds those of several together."""
    with _guarded():
        ours = _files_in(_opened(data))
        return [_content(*each) for each in ours.items()] if len(ours) > 1 else []


@contextmanager
def _guarded() -> Iterator[None]:
    """Whatever a hostile or damaged file does to the library is a ``BadFile``."""
    try:
        with pypdf.apply_configuration(
            maximum_declared_stream_length=MOST_BYTES,
            zlib_maximum_output_length=MOST_BYTES,
        ):
            yield
    except BadFile:
        raise
    except (DependencyError, NotImplementedError):  # for a cipher that it has not
        raise BadFile(LOCKED) from None
    except LimitReachedError:
        raise BadFile(TOO_BIG) from None
    except Exception:  # noqa: BLE001 - a damaged file makes a library raise anything
        raise BadFile(BROKEN) from None


def _opened(data: bytes) -> pypdf.PdfReader:
    opened = pypdf.PdfReader(
        BytesIO(data),
        root_object_recovery_limit=MOST_TRIES,
        xref_stream_maximum_entries=MOST_OBJECTS,
    )
    if opened.is_encrypted:
        raise BadFile(LOCKED)
    return opened


def _read(data: bytes) -> Reading:
    opened = _opened(data)
    ours = _files_in(opened)
    if not ours:
        raise BadFile(NOT_OURS)
    if len(ours) > 1:
        raise BadFile(TOGETHER.format(count=len(ours)))
    [text] = [_content(*each) for each in ours.items()]
    try:
        book = interchange.loads(text)
    except BadFile:  # it speaks of JSON, of which this user has never heard
        raise BadFile(SPOILT) from None
    if not book.projects and book.overall is None:
        raise BadFile(NOTHING_FOUND)
    return Reading(book, warnings=_other_pages(opened, text))


def _files_in(opened: pypdf.PdfReader) -> dict[bytes | None, EmbeddedFile]:
    """Those of ours, by their sums: another program may have made two of one."""
    every = islice(opened.attachment_list, MOST_FILES)
    return {_sum(f): f for f in every if str(f.name).startswith(FILE_NAME)}


def _content(said: bytes | None, file: EmbeddedFile) -> bytes:
    """The library unpacks what it can of a damaged stream: another letter may stand in
    it, and only the sum tells."""
    if md5(file.content, usedforsecurity=False).digest() != said:
        raise BadFile(SPOILT)
    return file.content


def _sum(file: EmbeddedFile) -> bytes | None:
    return getattr(file.checksum, "original_bytes", None)


def _other_pages(opened: pypdf.PdfReader, text: bytes) -> tuple[Message, ...]:
    """A program that puts files together keeps the data of the first alone."""
    now, then = opened.get_num_pages(), json.loads(text).get("pages")
    if then in (now, None):
        return ()
    return (Message("", OTHER_PAGES.format(now=now, then=then)),)
