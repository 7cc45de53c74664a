"""What old Office files say of themselves that the programs which read them do not hand
on: whether they have a password, and which cells show an error ([MS-XLS])."""

import struct
from collections.abc import Iterator

from .ole import Container

FORMULA, END, BOUND_SHEET, WITH_PASSWORD, ERROR_CELL = 0x06, 0x0A, 0x85, 0x2F, 0x205
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
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(records, 0)
        if kind == BOUND_SHEET and len(body) >= 4
    ]
    return [list(_errors_of_sheet(records, start)) for start in starts]


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
