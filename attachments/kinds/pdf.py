"""PDF files."""

import os

from django.core.files.base import File

from perftargets.errors import BadFile

TAIL = 1024  # bytes; the end mark stands within them
BROKEN = "不完整，可能没有下载完或没有复制完。请重新取得这个文件后再上传。"


def check(content: File) -> str:
    """``"pdf"``; ``BadFile`` if the end of the file is missing."""
    size = content.seek(0, os.SEEK_END)
    content.seek(max(0, size - TAIL))
    tail = content.read()
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise BadFile(BROKEN)
    return "pdf"
