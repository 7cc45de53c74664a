"""The container of old Office files, and of everything saved with a password: a small
file system of streams ([MS-CFB]).

Its numbers may lie: what they point to is looked for within the file and no further.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512  # bytes
IN_HEADER = 109  # sectors of the table that the header itself names
LAST_SECTOR = 0xFFFFFFFA  # what is above is a sign and no sector
ENTRY = 128  # bytes
SMALL = 64  # bytes of a sector of the streams that are shorter than one
STREAM, ROOT = 2, 5


@dataclass(frozen=True)
class _Entry:
    kind: int
    start: int
    size: int


class Container:
    """``names`` are those of its streams. What is torn has less of them, or shorter
    ones, and is no error here."""

    def __init__(self, data: bytes) -> None:
        self._data = data.ljust(HEADER, b"\0")
        (shift,) = struct.unpack_from("<H", self._data, 30)
        self._sector = 1 << (shift if shift in (9, 12) else 9)
        directory, self._cutoff, small = struct.unpack_from("<I4xII", self._data, 48)
        # A sector has one number in the table, so it is no longer than this.
        most = len(self._data) * 4 // self._sector**2 + 1
        sectors = islice(self._sectors_of_table(), most)
        self._table = _numbers(b"".join(map(self._at, sectors)))
        self._entries = dict(self._read(self._chained(directory)))
        root = next((e for e in self._entries.values() if e.kind == ROOT), None)
        self._small = self._chained(root.start) if root else b""
        most = len(self._small) // SMALL * 4
        self._small_table = _numbers(self._chained(small)[:most])

    @property
    def names(self) -> set[str]:
        return {name for name, entry in self._entries.items() if entry.kind == STREAM}

    def stream(self, *names: str) -> bytes:
        """The first there is of these; nothing if there is none."""
        found = next((n for n in names if n in self.names), None)
        if found is None:
            return b""
        entry = self._entries[found]
        if entry.size >= self._cutoff:
            return self._chained(entry.start)[: entry.size]
        places = (n * SMALL for n in _chain(entry.start, self._small_table))
        parts = (self._small[place : place + SMALL] for place in places)
        return b"".join(parts)[: entry.size]

    def _at(self, number: int) -> bytes:
        begin = (number + 1) * self._sector
        return self._data[begin : begin + self._sector]

    def _sectors_of_table(self) -> Iterator[int]:
        begin = struct.unpack_from(f"<{IN_HEADER}I", self._data, 76)
        yield from (number for number in begin if number < LAST_SECTOR)
        (number,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) // self._sector):
            more = _numbers(self._at(number) if number < LAST_SECTOR else b"")
            if not more:
                return
            *here, number = more
            yield from (one for one in here if one < LAST_SECTOR)

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._at, _chain(start, self._table)))

    def _read(self, directory: bytes) -> Iterator[tuple[str, _Entry]]:
        for begin in range(0, len(directory) - ENTRY + 1, ENTRY):
            entry = directory[begin : begin + ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = entry[: min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            yield name, _Entry(kind, *struct.unpack_from("<II", entry, 116))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """Sector after sector; a ring ends after as many as there are."""
    number = start
    for _ in table:
        if number >= len(table):
            return
        yield number
        number = table[number]
