"""Uploaded archives, kept until their files are read. No web server serves them."""

import hashlib
import shutil
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from perftargets.errors import Missing

from .export_files import whole

GONE = "压缩包已不在服务器上，请重新上传。"


def _path(name: str) -> Path:
    root = Path(settings.PACKS_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root / name


def sha256_of(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def keep(file: BinaryIO) -> str:
    """The name under which it is kept."""
    name = f"{uuid4().hex}.zip"
    file.seek(0)
    with whole(_path(name)) as kept:
        shutil.copyfileobj(file, kept)
    return name


def open_kept(name: str) -> BinaryIO:
    """``Missing`` if it is there no more."""
    try:
        return _path(name).open("rb")
    except (FileNotFoundError, IsADirectoryError):
        raise Missing(GONE) from None


def delete(name: str) -> None:
    """Also if it is gone already."""
    if name:
        _path(name).unlink(missing_ok=True)


def sweep(needed: set[str], before: float) -> int:
    """Takes away what nobody needs and was not touched since ``before``; how many."""
    strays = [
        path
        for path in list(_path("").iterdir())
        if path.name not in needed and path.stat().st_mtime < before
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
