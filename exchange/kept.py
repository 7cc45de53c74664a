"""The Excel files that wait to be imported: kept so that they can be given back with
marks, and gone as soon as they are taken or left."""

import hashlib
import logging
import os
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .models import ImportBatch, State

KIND = "xlsx"
log = logging.getLogger(__name__)


def _path(batch: ImportBatch) -> Path:
    return Path(settings.IMPORTS_DIR) / f"{batch.pk}.{KIND}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def keep(batch: ImportBatch, data: bytes) -> None:
    """Without it the import goes on; only the marks cannot be put into the file."""
    path = _path(batch)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "wb", opener=_private) as file:
            file.write(data)
    except OSError:
        log.exception("An uploaded file could not be kept: %s", path)


def is_kept(batch: ImportBatch) -> bool:
    return batch.state == State.WAITING and _path(batch).is_file()


def data_of(batch: ImportBatch) -> bytes | None:
    """The file as it was uploaded; ``None`` if it is not there, or not that one."""
    try:
        data = _path(batch).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == batch.sha256 else None


def drop(batch: ImportBatch) -> None:
    """Once it is sure that the batch does not need it any more."""
    transaction.on_commit(partial(_path(batch).unlink, missing_ok=True))


def drop_strays() -> int:
    """Files whose batch waits no more, as a power cut may leave one; how many."""
    # First the files: a batch has its row before its file.
    files = list(Path(settings.IMPORTS_DIR).glob("*"))
    waiting = ImportBatch.objects.filter(state=State.WAITING)
    names = {_path(batch).name for batch in waiting.only("pk")}
    strays = [path for path in files if path.name not in names]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
