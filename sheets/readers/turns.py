"""Not more readings at a time than the machine bears, over all processes of a server.

A place is a file that the reader holds locked. The system lets go of it when its
process ends, however it ends, so no place is ever lost.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perftargets.errors import BadFile

try:
    import fcntl
except ImportError:  # not on Windows: there is no such lock, and no such server
    fcntl = None  # type: ignore[assignment]

MOST = max(2, os.cpu_count() or 1)
SECONDS = 15.0  # as long as a person waits
STEP = 0.1
BUSY = "现在读取文件的人较多，请稍候再试"


class Busy(BadFile):
    """All places are taken; the file itself may be sound."""

    status = 503


@contextmanager
def turn(folder: Path, most: int = MOST, seconds: float = SECONDS) -> Iterator[None]:
    """Wait for one of the places whose files lie in ``folder``; ``Busy`` if none is
    free in time."""
    if fcntl is None:
        yield
        return
    place = _place(folder, most, time.monotonic() + seconds)
    try:
        yield
    finally:
        os.close(place)


def _place(folder: Path, most: int, until: float) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        for number in range(most):
            place = os.open(folder / f"reading-{number}.lock", os.O_CREAT | os.O_RDWR)
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(place)
            else:
                return place
        if time.monotonic() >= until:
            raise Busy(BUSY)
        time.sleep(STEP)
