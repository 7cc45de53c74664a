"""The files on the disk: outside the static files, each under a random name."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File


def _path(stored: str) -> Path:
    return Path(settings.ATTACHMENTS_DIR) / stored


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def write(content: File) -> tuple[str, str]:
    """Keep a file: (its name on the disk, its sha256).

    ``OSError`` if the disk does not take it; then nothing is left of it.
    """
    stored, digest = secrets.token_hex(16), hashlib.sha256()
    path = _path(stored)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(path, "xb", opener=_private) as file:
            for chunk in content.chunks():
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            # The row must not outlive a power cut that the file does not.
            os.fsync(file.fileno())
    except BaseException:
        delete(stored)
        raise
    return stored, digest.hexdigest()


def read(stored: str) -> tuple[BinaryIO, str]:
    """(the open file at its beginning, its sha256); ``FileNotFoundError``."""
    file = _path(stored).open("rb")
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return file, digest


def delete(stored: str) -> None:
    """Also if it is gone already."""
    _path(stored).unlink(missing_ok=True)
