"""Reading in a process of its own, for files that strangers send to a server.

Whatever a file does to its reader, time and memory are the child's: the server that
asked gets a reading or a ``BadFile``.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from perftargets.errors import BadFile

from .. import interchange
from .base import Message, Reading
from .kinds import OLE
from .old import SLOW

SECONDS = 40
MOST_EACH = 50  # files that one child reads: what it may have lost of its memory ends
ROOT = Path(__file__).resolve().parents[2]
UNREADABLE = (
    "这个文件读不下去：可能已损坏，或者表格大得不正常。"
    "请用 Office 或 WPS 打开，只保留要导入的表，另存为 docx 或 xlsx 后再导入"
)
Child = subprocess.Popen[bytes]


def read_apart(name: str, data: bytes, seconds: float = SECONDS) -> Reading:
    """As :func:`sheets.readers.read`; ``BadFile`` also if it takes too long or wants
    too much memory."""
    with Series(seconds) as series:
        return series.read(name, data)


def run_apart(module: str, data: bytes, seconds: float = SECONDS) -> bytes:
    """What a program of ours answers to this input; nothing if it died, ``BadFile`` if
    it takes too long."""
    child = _start(module)
    try:
        said, _ = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BadFile(SLOW) from None
    except OSError:
        return b""
    finally:
        _end(child)
    return said


class Series:
    """Reads many files one after the other, each as :func:`read_apart` does.

    Starting Python costs more than reading a small file, so a child goes on with the
    next one, until it has read ``MOST_EACH`` or did not survive one.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: Child | None = None
        self._left = 0

    def __enter__(self) -> "Series":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def read(self, name: str, data: bytes) -> Reading:
        told = self._told(name, data)
        if "refused" in told:
            raise BadFile(told["refused"])
        return Reading(
            interchange.book_from_json(told["book"]),
            tuple(Message(**message) for message in told["errors"]),
            tuple(Message(**message) for message in told["warnings"]),
            {int(number): cells for number, cells in told["places"].items()},
            told["kind"],
        )

    def _told(self, name: str, data: bytes) -> dict[str, Any]:
        # What is converted is read without a limit on addresses, which no child that
        # has one gets rid of: it has a child of its own.
        is_alone = data.startswith(OLE)
        if is_alone or not self._left:
            self._close()
        child = self._child = self._child or _start(f"{__package__}.apart_child")
        self._left = (self._left or MOST_EACH) - 1
        is_late = threading.Event()
        watch = threading.Timer(self.seconds, _end_late, (child, is_late))
        watch.start()
        told = None
        try:
            told = _asked(child, name, data, self.seconds)
        except (ValueError, OSError):  # it said nothing: it is dead
            raise BadFile(SLOW if is_late.is_set() else UNREADABLE) from None
        finally:
            watch.cancel()
            watch.join()
            if told is None or is_late.is_set() or is_alone:
                self._close()
        return told

    def _close(self) -> None:
        if self._child is not None:
            _end(self._child)
        self._child, self._left = None, 0


def _start(module: str) -> Child:
    # The command is ours; the files come in by standard input.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _asked(child: Child, name: str, data: bytes, seconds: float) -> dict[str, Any]:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101 -- pipes
    head = {"name": name, "size": len(data), "seconds": seconds}
    child.stdin.write(json.dumps(head).encode() + b"\n" + data)
    child.stdin.flush()
    told: dict[str, Any] = json.loads(child.stdout.readline())
    return told


def _end_late(child: Child, is_late: threading.Event) -> None:
    is_late.set()
    _kill(child)


def _kill(child: Child) -> None:
    """With the converter that it may have started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # all of them are gone, as it should be
    else:
        child.kill()


def _end(child: Child) -> None:
    _kill(child)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        # What was on its way to it is of no use any more.
        with suppress(OSError):
            pipe.close()  # type: ignore[union-attr]
