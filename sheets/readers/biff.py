"""What old Office files say of themselves that the programs which read them do not hand
on: whether they have a password, which cells show an error, and which rows and columns
are hidden ([MS-XLS])."""

import struct
from collections.abc import Iterator

from .ole import Container

FORMULA, END, BOUND_SHEET, WITH_PASSWORD, ERROR_CELL = 0x06, 0x0A, 0x85, 0x2F, 0x205
ROW, COLUMNS = 0x208, 0x7D
NO_HEIGHT, NO_WIDTH = 0x20, 0x01  # the flags of what is hidden
MOST_COLUMNS = 256  # of such a worksheet
BEGIN = {0x09, 0x209, 0x409, 0x809}
IS_ERROR, NO_NUMBER = 2, 0xFFFF
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
Cells = list[tuple[int, int, str]]


def workbook(data: bytes) -> bytes:
    """Its records, one behind the other."""
    return Container(data).stream("Workbook", "Book")


def has_password(records: bytes) -> bool:
    """Said among the first; the password that Excel itself sets for a write-protected
    file is one too."""
    kinds = (kind for kind, _ in _records(records, 0))
    return WITH_PASSWORD in kinds


def is_locked_word(data: bytes) -> bool:
    """Whether an old Word file has a password: fEncrypted of its first block
    ([MS-DOC] 2.5.2)."""
    head = Container(data).stream("WordDocument")[10:12]
    return len(head) == 2 and bool(head[1] & 1)


def errors(records: bytes) -> list[Cells]:
    """(row, column, error) of each sheet, in their order."""
    return [list(_errors_of_sheet(records, start)) for start in _starts(records)]


def hidden(records: bytes) -> list[tuple[set[int], set[int]]]:
    """The rows and the columns of each sheet that are not shown, in their order."""
    return [_hidden_in_sheet(records, start) for start in _starts(records)]


def _starts(records: bytes) -> list[int]:
    return [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(records, 0)
        if kind == BOUND_SHEET and len(body) >= 4
    ]


def _hidden_in_sheet(records: bytes, start: int) -> tuple[set[int], set[int]]:
    rows, cols = set(), set()
    for kind, body in _records(records, start):
        if kind == ROW and len(body) >= 16:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & NO_HEIGHT:
                rows.add(row)
        elif kind == COLUMNS and len(body) >= 10:
            first, last, flags = struct.unpack_from("<HH4xH", body)
            if flags & NO_WIDTH:
                cols |= {*range(first, min(last + 1, MOST_COLUMNS))}
    return rows, cols


def _errors_of_sheet(records: bytes, start: int) -> Iterator[tuple[int, int, str]]:
    for kind, body in _records(records, start):
        if kind == ERROR_CELL and len(body) >= 8:
            row, col, code, is_error = struct.unpack_from("<HH2xBB", body)
        elif kind == FORMULA and len(body) >= 14:
            row, col, what, code, sign = struct.unpack_from("<HH2xBxB3xH", body)
            is_error = what == IS_ERROR and sign == NO_NUMBER
        else:
            continue
        if is_error:
            yield row, col, ERRORS.get(code, "#VALUE!")


def _records(records: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Of one part, up to its end; a chart inside of it is a part of its own."""
    depth = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        depth += (kind in BEGIN) - (kind == END)
        if depth <= 0:
            return
        yield kind, records[at + 4 : at + 4 + size]
        at += 4 + size
