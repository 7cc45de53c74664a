"""The code of a project, which a program may have taken for a number."""

import re

from .ledger import Ledger
from .table import Cell

# What is copied out of a cell that holds it as a number: 1.301E+20.
ROUNDED = re.compile(r"^\d(?:\.\d+)?[Ee]\+?\d+$")
LOST_DIGITS = (
    "项目编码“{text}”在文件里存成了数字，15位以后的数字已经丢失，没有读入：请填写完整的编码"
    "（在 Excel 中先把这一格设为文本格式）"
)


def read_code(cell: Cell | None, text: str, ledger: Ledger) -> str:
    """The code that ``text`` of the cell is; "" if digits of it are lost."""
    if cell is None or cell.is_content:
        return text
    if cell.is_rounded or ROUNDED.match(text):
        ledger.error(cell.place, LOST_DIGITS.format(text=text))
        return ""
    return text
