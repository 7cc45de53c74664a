"""What our own paper says of its standing is no text of an office: the words at the
foot of each part, and the last page of a book, which lists by which acts its parts were
approved. The system knows it better than a file that was outside.
"""

import re
from collections.abc import Iterable, Iterator

from ..standing import HEADER, TITLE
from .labels import squeeze
from .table import Block, Table

# See sheets.edition.Stamp.
STAMP = re.compile(
    r"^(?:草稿(?:，未经批复)?|补录，未经本系统审核.*"
    r"|第\d+版(?:，.*)?，校验码 \w+(?:\s*查验：\S+)?|查验：https?://\S+)$"
)
HEADING = re.compile(rf"^{TITLE}(?:（续）)?$")


def without_acts(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            yield _without_acts(block)
        elif not _is_of_acts(block.text):
            yield block


def _without_acts(table: Table) -> Table:
    """The table, with empty rows where such words were."""
    gone: set[int] = set()
    is_list = False
    for row, cells in enumerate(table.rows):
        filled = [cell for cell in cells if cell.text.strip()]
        words = tuple(cell.words for cell in filled)
        is_line = is_list and len(filled) > 2 and filled[0].text.isdecimal()
        is_list = is_line or words == HEADER
        if is_list or (len(words) == 1 and _is_of_acts(words[0])):
            gone.add(row)
    if not gone:
        return table
    rest = Table(table.name, table.merges, table.is_padded)
    rest.lengthen(len(table.rows))
    for row, cells in enumerate(table.rows):
        for cell in cells if row not in gone else ():
            rest.add(cell)
    return rest


def _is_of_acts(text: str) -> bool:
    return bool(STAMP.match(text.strip()) or HEADING.match(squeeze(text)))
