"""On which page of a Word file a heading will stand, as near as it can be known.

Word counts the pages itself when it opens the file. Other programs show what was
written, so what is written should be right, or nearly.
"""

import math

from ..document import Block, Document, Table, Text
from ..measure import row_heights, text_width

LONG_POINTS = 660  # what a page holds, below title and unit
WIDE_LONG_POINTS = 400  # the same across the page
LINES = 21  # of 28 points on the 225 mm of a page of text; one stays empty
LINE_CHARS = 54  # half-width, on its 156 mm in 16 points


def pages_of(document: Document) -> dict[str, int]:
    """Page by anchor, the first after the contents being 1."""
    pages: dict[str, int] = {}
    page = 1
    for part in document.parts:
        if isinstance(part, Text):
            page += _read(part, page, pages)
            continue
        pages |= {entry.anchor: page for entry in part.entries()}
        page += _count(part)
    return pages


def is_long(table: Table) -> bool:
    """Whether the table takes more than a page."""
    return _count(table) > 1


def _count(table: Table) -> int:
    most = WIDE_LONG_POINTS if table.grid.wide else LONG_POINTS
    return max(1, math.ceil(sum(row_heights(table.grid)) / most))


def _read(part: Text, page: int, pages: dict[str, int]) -> int:
    """Notes the pages of a text's headings; how many pages it takes."""
    line = 0
    for block in part.blocks:
        # A heading does not stay alone at the foot of a page.
        if block.role != "text" and line % LINES == LINES - 1:
            line += 1
        if block.anchor:
            pages[block.anchor] = page + line // LINES
        line += _lines(block)
    return math.ceil(line / LINES)


def _lines(block: Block) -> int:
    if block.level == 1:
        return 3
    texts = [t for line in block.lines for t in line.text.split("\n")]
    return sum(max(1, math.ceil((text_width(t) + 4) / LINE_CHARS)) for t in texts)
