"""The cover and the contents of a booklet: they say what comes, and are no text of it.

Contents are the lines below the word 目录 that end with a page, or that stand in the
file again further below. Where they say for a second time what they said, the text
itself has begun.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from .labels import squeeze
from .ledger import clean
from .overall import HEADING, PART, SUBHEADING
from .parts import segments
from .table import Block, Paragraph, Table

WORDS = frozenset({"目录", "目錄", "目次"})
PAGES = frozenset({"页码", "页数", "页次"})  # above the column of a table
LONGEST_LINE = 40  # characters of a line on a cover
# "三、工作保障措施……（12）": what leads to the number, and what is around it.
ENTRY = re.compile(
    r"(?P<name>.*?\S)(?P<lead>[\s.…‥·．・•_—─－-]*[（(]?第?)\s*\d{1,4}\s*"
    r"(?P<end>页?[\s）)—－-]*)"
)


def without_front(blocks: Iterable[Block]) -> tuple[list[str], list[Block]]:
    """(the lines of the cover above the contents, what is neither)."""
    every = [one for block in blocks for one in _opened(block)]
    at = next((i for i, block in enumerate(every) if _begins(block)), None)
    if at is None:
        return [], every
    contents = _Contents(every, at)
    before = every[:at]
    cover = [b for b in before if isinstance(b, Paragraph) and _is_of_cover(b.text)]
    if any(isinstance(b, Table) or _is_heading(b.text) for b in before):
        cover = []
    kept = [block for block in before if block not in cover]
    return [line.text for line in cover], [*kept, *contents.rest()]


def has_page(text: str) -> bool:
    """Whether a number of a page stands at the end, apart from the words."""
    found = ENTRY.fullmatch(text.strip())
    return bool(found and (found["lead"] or found["end"]))


class _Contents:
    """``every`` block of a file, and at which of them the word stands."""

    def __init__(self, every: Sequence[Block], at: int) -> None:
        self._every, self._at = every, at
        self._seen: set[str] = set()
        self._last = {
            name: i for i in range(at, len(every)) for name in _names(every[i])
        }

    def rest(self) -> Iterator[Block]:
        """What follows. The heading of a part is kept: it may be that of the text."""
        at = self._at
        first = self._every[at]
        if isinstance(first, Paragraph) or self._lists(first, at):
            at += 1
        while size := self._size(at):
            block = self._every[at]
            if isinstance(block, Paragraph) and PART.match(block.text):
                yield block
            at += size
        yield from self._every[at:]

    def _size(self, at: int) -> int:
        """How many blocks from here on make one entry; 0: the contents have ended."""
        block = self._every[at] if at < len(self._every) else None
        if block is None:
            return 0
        if isinstance(block, Table):
            return int(self._lists(block, at))
        name = _name(block.text)
        if not has_page(block.text) and squeeze(block.text) in self._seen:
            return 0
        if self._is_entry(block.text, at) or PART.match(block.text):
            self._seen.add(name)
            return 1
        below = self._every[at + 1] if at + 1 < len(self._every) else None
        if not isinstance(below, Paragraph):
            return 0
        is_one = self._last.get(_name(block.text + below.text), 0) > at
        return 2 if is_one else 0

    def _is_entry(self, text: str, at: int) -> bool:
        again = max(self._last.get(name, 0) for name in (squeeze(text), _name(text)))
        return has_page(text) or again > at

    def _lists(self, table: Table, at: int) -> bool:
        """Whether each row of a table is an entry."""
        rows = [texts for texts in _texts(table) if texts]
        if _is_word(rows[:1]):
            rows = rows[1:]
        if rows and PAGES & set(map(squeeze, rows[0])):
            rows = rows[1:]
        is_list = all(
            has_page(" ".join(texts)) or any(self._is_entry(t, at) for t in texts)
            for texts in rows
        )
        return is_list and not _is_form(table)


def _begins(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return _is_word([[block.text]])
    return _is_word([texts for texts in _texts(block) if texts][:1])


def _is_word(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the word is all that they say."""
    texts = [text for row in rows for text in row]
    return len(texts) == 1 and squeeze(texts[0]).strip("：") in WORDS


def _opened(block: Block) -> Iterator[Block]:
    """A worksheet of one column that has the word is running text."""
    if isinstance(block, Paragraph):
        yield block
        return
    rows = list(_texts(block))
    is_text = all(len(texts) <= 1 for texts in rows)
    if not is_text or not any(_is_word([texts]) for texts in rows) or _is_form(block):
        yield block
        return
    for row in block.rows:
        for cell in row:
            if cell.text.strip():
                yield Paragraph(clean(cell.text), cell.place)


def _texts(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [cell.text for cell in row if cell.text.strip()]


def _is_form(table: Table) -> bool:
    return any(segment.is_form for segment in segments(table))


def _name(text: str) -> str:
    """What an entry is called, without the page."""
    found = ENTRY.fullmatch(text.strip())
    return squeeze(found["name"] if found else text)


def _names(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield squeeze(block.text)
        return
    for texts in _texts(block):
        yield from map(squeeze, texts)


def _is_heading(text: str) -> bool:
    return any(pattern.match(text) for pattern in (HEADING, SUBHEADING, PART))


def _is_of_cover(text: str) -> bool:
    return len(squeeze(text)) <= LONGEST_LINE and "。" not in text
