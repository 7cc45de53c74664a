"""Reading in a process of its own, for files that strangers send to a server.

Whatever a file does to its reader, time and memory are the child's: the server that
asked gets a reading or a ``BadFile``.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from perftargets.errors import BadFile

from .. import interchange
from .base import Message, Reading
from .old import SLOW

SECONDS = 40
ROOT = Path(__file__).resolve().parents[2]
UNREADABLE = (
    "这个文件读不下去：可能已损坏，或者表格大得不正常。"
    "请用 Office 或 WPS 打开，只保留要导入的表，另存为 docx 或 xlsx 后再导入"
)


def read_apart(name: str, data: bytes, seconds: float = SECONDS) -> Reading:
    """As :func:`sheets.readers.read`; ``BadFile`` also if it takes too long or wants
    too much memory."""
    sent = json.dumps(name).encode() + b"\n" + data
    try:
        told: dict[str, Any] = json.loads(
            run_apart(f"{__package__}.apart_child", sent, seconds)
        )
    except ValueError:
        raise BadFile(UNREADABLE) from None
    if "refused" in told:
        raise BadFile(told["refused"])
    return Reading(
        interchange.book_from_json(told["book"]),
        tuple(Message(**message) for message in told["errors"]),
        tuple(Message(**message) for message in told["warnings"]),
        {int(number): cells for number, cells in told["places"].items()},
        told["kind"],
    )


def run_apart(module: str, data: bytes, seconds: float = SECONDS) -> bytes:
    """What a program of ours answers to this input; nothing if it died, ``BadFile`` if
    it takes too long."""
    # The command is ours; the file comes in by standard input.
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BadFile(SLOW) from None
    except OSError:
        return b""
    finally:
        _end(child)
    return said


def _end(child: subprocess.Popen[bytes]) -> None:
    """With the converter that it may have started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # all of them are gone, as it should be
    else:
        child.kill()
    child.communicate()
