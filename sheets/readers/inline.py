"""A label and what it asks for in one cell: 项目名称：某某."""

import re

from .labels import ANY_UNIT, amount, key, kind_of
from .ledger import clean

INLINE = re.compile(r"^\s*((?:其中[：:])?[^：:\n]{2,24})[：:]\s*(.*)$", re.DOTALL)
# An amount needs no colon: 其他资金  12.3.
INLINE_AMOUNT = re.compile(
    rf"^\s*((?:其中[：:])?[^：:\d\s]{{2,12}})\s*(\d[\d,.]*\s*(?:{ANY_UNIT})?)\s*$"
)
# Several labels with their texts: 项目名称：甲　　填报单位：乙.
APART = re.compile(r"(?: {2,}|[\u3000 ]*\u3000[\u3000 ]*)(?=[^：:\s]{2,20}[：:])|\n")


def parted(text: str) -> tuple[str, str] | None:
    """A known label and the text behind it."""
    if (found := INLINE.match(text)) and kind_of(found[1]):
        return found[1], clean(found[2])
    if (found := INLINE_AMOUNT.match(text)) and amount(key(found[1])):
        return found[1], found[2]
    return None
