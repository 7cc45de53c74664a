"""What kind of file it is, by what is inside; its name decides nothing.

A new kind is one row in ``KINDS``, and one in ``STARTS`` if it begins in another way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import File

from perftargets.errors import BadFile

from . import images, office, pdf

OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """``id`` is its extension, ``also`` are other extensions in use for it."""

    id: str
    name: str
    content_type: str
    also: tuple[str, ...] = ()


KINDS = {
    kind.id: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf"),
        Kind("docx", "Word", f"{OFFICE_TYPE}wordprocessingml.document"),
        Kind("xlsx", "Excel", f"{OFFICE_TYPE}spreadsheetml.sheet"),
        Kind("jpg", "JPG 图片", "image/jpeg", ("jpeg", "jpe", "jfif")),
        Kind("png", "PNG 图片", "image/png"),
    )
}
# (first bytes, what looks closer and names the kind)
STARTS: tuple[tuple[bytes, Callable[[File], str]], ...] = (
    (b"%PDF-", pdf.check),
    (b"PK\x03\x04", office.check),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", office.refuse_old),
    (b"\xff\xd8\xff", images.check),
    (b"\x89PNG\r\n\x1a\n", images.check),
)
EMPTY = "是空文件，里面没有内容。请检查后重新选择。"
UNKNOWN = (
    "内容不是 PDF、Word（docx）、Excel（xlsx）、JPG 或 PNG，只改扩展名没有用。"
    "请用原来的程序打开，另存为其中一种后再上传。"
)


def recognise(content: File) -> Kind:
    """The kind of a whole and harmless file; ``BadFile`` says why it is none."""
    content.seek(0)
    head = content.read(16)
    if not head:
        raise BadFile(EMPTY)
    for start, check in STARTS:
        if head.startswith(start):
            return KINDS[check(content)]
    raise BadFile(UNKNOWN)


def choices() -> list[tuple[str, str]]:
    """For a model field: pass the function itself, so no migration follows."""
    return [(kind.id, kind.name) for kind in KINDS.values()]
