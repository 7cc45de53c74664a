"""The way back: a person's own workbook, with what is wrong marked in its cells.

The package is changed part by part and not written anew by a library: what is not
marked stays as it is, to the byte (pictures, charts, formulas and their results, rules
for input, formats).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from perftargets.errors import BadFile

from ..readers.apart import run_apart

MOST_MARKS = 3000
CHILD = f"{__name__}.child"
NOT_MARKED = "这个文件太大或结构特殊，不能在原文件里标注"


@dataclass(frozen=True)
class Mark:
    """``place`` as in a message of a reader: Sheet1!B7, 工作表“Sheet1”, or "";
    ``about`` says which table it is of."""

    place: str
    text: str
    is_error: bool
    about: str = ""

    @property
    def level(self) -> str:
        return "要改" if self.is_error else "请核对"


def mark_apart(data: bytes, marks: Sequence[Mark]) -> bytes:
    """The workbook with these marks in the place of those that it may bear, in a
    process of its own; ``BadFile`` if that cannot be done."""
    told = json.dumps([asdict(mark) for mark in marks[:MOST_MARKS]])
    said = run_apart(CHILD, told.encode() + b"\n" + data)
    if not said:
        raise BadFile(NOT_MARKED)
    return said
