"""Finished pages of many parts: from the shelf where they are kept, or made anew, by
two helpers at once where there are many.

A helper is a process of its own and no thread or fork: fonts that two threads share
crash the process, and :mod:`multiprocessing` gives no children to a queue's worker.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol, cast

from weasyprint import VERSION

from ..document import Entry, Progress
from .fragment import Fragment, make

HELPERS = 2
# To start two helpers takes as long as to lay out so many parts.
FROM = 16
ROOT = Path(__file__).resolve().parent.parent.parent
# Gives memory back when a page is done: a seventh less.
SPARING = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}
DAYS = 90  # that pages are kept after they were last used


@dataclass(frozen=True)
class Job:
    """A part to be laid out. ``identity``: equal for two of which the same is printed.
    ``html`` is told whether the part takes more than a page; what is ``bounded`` never
    cares."""

    identity: str
    html: Callable[[bool], str]
    entries: Callable[[], Sequence[Entry]]
    is_bounded: bool = False


# Lays HTML out, here or in a helper; the bytes of a fragment, or none.
Layer = Callable[[str, Sequence[Entry]], bytes]


class Shelf(Protocol):
    """Keeps bytes by a key."""

    def has(self, key: str) -> bool: ...

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


class Memory:
    """For one document, where nothing is kept."""

    def __init__(self) -> None:
        self._data: dict[str, bytes] = {}

    def has(self, key: str) -> bool:
        return key in self._data

    def get(self, key: str) -> bytes | None:
        return self._data.get(key)

    def put(self, key: str, data: bytes) -> None:
        self._data[key] = data


class Folder:
    """A folder of files. Several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _file(self, key: str) -> Path:
        return self.path / key[:2] / key

    def has(self, key: str) -> bool:
        return self._file(key).exists()

    def get(self, key: str) -> bytes | None:
        """Notes that it was asked for, so that it is kept on."""
        file = self._file(key)
        try:
            os.utime(file)
            return file.read_bytes()
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """A full disk makes things slow and breaks nothing."""
        file = self._file(key)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
                new.write(data)
            os.replace(new.name, file)

    def sweep(self, now: float | None = None) -> int:
        """Takes away what nobody has asked for in a long time; how many files."""
        before = (time.time() if now is None else now) - DAYS * 86400
        old = [f for f in self.path.glob("*/*") if f.stat().st_mtime < before]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


_kept: list[Folder] = []


def keep_in(path: Path) -> None:
    """Pages are kept in this folder from now on; nowhere until this is called."""
    _kept[:] = [Folder(path)]


def shelf() -> Shelf:
    """Where finished pages are kept."""
    return _kept[0] if _kept else Memory()


@lru_cache(maxsize=1)
def _edition() -> str:
    """Changes with the program, its style, its fonts and WeasyPrint."""
    parts = [VERSION.encode(), *_sources()]
    with suppress(OSError, subprocess.SubprocessError):
        command = ["fc-list", "--format", "%{file} %{fontversion} %{size}\n"]
        listed = subprocess.run(  # noqa: S603
            command, capture_output=True, check=True, timeout=60
        )
        parts += sorted(listed.stdout.splitlines())
    return sha256(b"\n".join(parts)).hexdigest()


def _sources() -> Iterator[bytes]:
    room = ROOT / "sheets"
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.css")]):
        yield path.read_bytes()


def key_of(job: Job) -> str:
    """Two jobs of the same key have the same pages."""
    return sha256(f"{_edition()} {job.identity}".encode()).hexdigest()


def pages_of(
    jobs: Sequence[Job], store: Shelf, progress: Progress | None = None
) -> Iterator[Fragment | None]:
    """The pages of each; ``None`` for one that cannot stand by itself.

    ``progress`` is told how many are there, of how many; what it raises ends the work.
    """
    keys = [key_of(job) for job in jobs]
    missing = {k: job for k, job in zip(keys, jobs, strict=True) if not store.has(k)}
    if len(missing) >= FROM:
        _by_helpers(missing, store, _counting(progress, len(jobs), len(missing)))
    for key, job in zip(keys, jobs, strict=True):
        yield _read(store.get(key)) or _made(key, job, store)


def _counting(
    progress: Progress | None, total: int, missing: int
) -> Callable[[], None]:
    done = total - missing

    def count() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    return count


def _read(data: bytes | None) -> Fragment | None:
    """``None`` for a file that was not written by this program, or not wholly."""
    if not data:
        return None
    try:
        return Fragment.from_bytes(data)
    except (ValueError, KeyError, TypeError):
        return None


def _made(key: str, job: Job, store: Shelf) -> Fragment | None:
    data = _lay_out(job, _here)
    if data:
        store.put(key, data)
    return _read(data)


def _here(html: str, entries: Sequence[Entry]) -> bytes:
    fragment = make(html, entries)
    return fragment.to_bytes() if fragment else b""


def _lay_out(job: Job, layer: Layer) -> bytes:
    """A table that takes more than a page is laid out once more: it repeats labels."""
    entries = job.entries()
    data = layer(job.html(False), entries)
    fragment = _read(data)
    if fragment is not None and len(fragment.sizes) > 1 and not job.is_bounded:
        data = layer(job.html(True), entries)
    return data


def _by_helpers(
    missing: dict[str, Job], store: Shelf, count: Callable[[], None]
) -> None:
    """Each helper is given the next part when it has finished one."""
    waiting = iter(missing.items())
    lock = threading.Lock()

    def work() -> None:
        with _helper() as ask:
            while True:
                with lock:
                    item = next(waiting, None)
                if item is None:
                    return
                data = _lay_out(item[1], ask)
                with lock:
                    if data:
                        store.put(item[0], data)
                    count()

    with ThreadPoolExecutor(HELPERS) as pool:
        helpers = [pool.submit(work) for _ in range(HELPERS)]
        try:
            for helper in helpers:
                helper.result()
        finally:
            with lock:
                waiting = iter(())


@contextmanager
def _helper() -> Iterator[Layer]:
    """A process that lays out what it is given."""
    command = [sys.executable, "-m", "sheets.press.helper"]
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        env=os.environ | SPARING,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        asked = cast(IO[bytes], process.stdin)
        answered = cast(IO[bytes], process.stdout)

        def ask(html: str, entries: Sequence[Entry]) -> bytes:
            pickle.dump((html, list(entries)), asked)
            asked.flush()
            # From our own child, over a pipe that nobody else has.
            return bytes(pickle.load(answered))  # noqa: S301

        try:
            yield ask
        finally:
            asked.close()
