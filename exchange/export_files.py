"""Exported files on the disk, and what an export keeps until it is one."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

PART = ".part"  # of a file that is still being written
WORK = ".work"  # of a folder in which an export is put together


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _root() -> Path:
    root = Path(settings.EXPORTS_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def path_of(name: str) -> Path:
    return _root() / name


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Writes a file that has its name when it is whole and on the disk, or not at
    all."""
    part = path.with_name(f"{path.name}{PART}")
    try:
        # Also over what a killed run has left.
        with open(part, "w+b", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def work_dir(pk: int) -> Path:
    """Where a job keeps what is ready, so that a later run goes on from there."""
    path = _root() / f"{pk}{WORK}"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def drop_work(pk: int) -> None:
    shutil.rmtree(_root() / f"{pk}{WORK}", ignore_errors=True)


def read(name: str) -> tuple[BinaryIO, str]:
    """(the open file at its beginning, its sha256); ``FileNotFoundError``."""
    file = path_of(name).open("rb")
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return file, digest


def sha256_of(name: str) -> str:
    file, digest = read(name)
    file.close()
    return digest


def delete(name: str) -> None:
    """Also if it is gone already."""
    if name:
        path_of(name).unlink(missing_ok=True)


def sweep(known: set[str], open_jobs: set[int], before: float) -> int:
    """Takes away files that no job knows and were not touched since ``before``, and
    what was kept for jobs that are over; how many."""
    in_use, count = {f"{pk}{WORK}" for pk in open_jobs}, 0
    for path in list(_root().iterdir()):
        if path.name.endswith(WORK):
            is_over = path.name not in in_use
        else:
            is_over = path.name not in known and path.stat().st_mtime < before
        if is_over:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            count += 1
    return count
