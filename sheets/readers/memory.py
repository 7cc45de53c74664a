"""A program that is watched while it runs: LibreOffice asks for far more addresses
than it uses, so only what it really holds can be limited.
"""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

PROC = Path("/proc")
STEP = 0.2


class TooMuch(Exception):
    """It held more memory than it may, and was ended."""


def run_watched(command: Sequence[str], *, seconds: float, most: int) -> None:
    """Run it to its end; ``most`` bytes for it and its children. As ``subprocess.run``
    with ``check``, it raises ``TimeoutExpired`` and ``CalledProcessError``."""
    quiet = subprocess.DEVNULL
    # The command is the caller's own.
    child = subprocess.Popen(  # noqa: S603
        command, stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        _watch(child, time.monotonic() + seconds, most)
    except BaseException:
        for pid in tree(child.pid):
            _kill(pid)
        child.wait()
        raise
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(command))


def _watch(child: subprocess.Popen[bytes], until: float, most: int) -> None:
    while True:
        try:
            child.wait(timeout=STEP)
            return
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                raise
        if held(child.pid) > most:
            raise TooMuch


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it went by itself


def tree(pid: int) -> list[int]:
    """A process and all below it; only itself where the system does not tell."""
    below: dict[int, list[int]] = {}
    for entry in PROC.glob("[0-9]*"):
        parent = _parent(entry)
        below.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += below.get(one, [])
    return found


def _parent(entry: Path) -> int:
    try:
        # The name of the program, in brackets, may hold anything.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def held(pid: int) -> int:
    """Bytes of memory that a process and all below it hold; 0 where nobody tells."""
    pages = 0
    for one in tree(pid):
        try:
            pages += int((PROC / str(one) / "statm").read_text().split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it is gone
    return pages * os.sysconf("SC_PAGE_SIZE") if pages else 0
