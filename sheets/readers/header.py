"""The head of the indicators: which column holds what, by its label."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from ..typed import as_label
from ..value import LEADING_UNIT
from .columns import NAME_COLUMNS, column
from .labels import (
    ANNUAL,
    MEDIUM,
    NO_SIGN,
    PART_OF_YEAR,
    PAST,
    SIGNS,
    TITLE,
    bare,
    field_of,
    is_block,
    is_goal,
    is_label,
    key,
    squeeze,
)
from .table import Cell, Table

# "right" is the other half of one year's rows, beside the first.
Side = Literal["annual", "medium", "right"]
DESCRIBED = {"value", "sign", "unit", "weight", "description", "basis", "grade"}
# What an indicator says of itself.
OWN = {*DESCRIBED, "tier3"}
# A row below that only divides the columns above it: sign, number, unit.
PARTS = {"sign", "value", "unit", "weight"}
SHARED = {"tier1", "tier2", "tier3", "sign", "unit", "description"}
UNIT_BEHIND = re.compile(r"[（(](?:单位[：:]?)?([^（()）]{1,8})[)）]\s*$")
TALLEST = 3  # rows
FARTHEST = 30  # rows above the header that may name the sides
LOOK = 8  # rows below it that show what a column holds


@dataclass(frozen=True)
class Column:
    """``name`` is one of :data:`columns.COLUMNS`, or "fact" for a label of the head
    that stands above a column (lists of many projects), or ``None``."""

    col: int
    end: int
    name: str | None
    label: str
    side: Side = "annual"

    @property
    def unit(self) -> str:
        """Of all that stands below it: 指标值（%）; but 指标值（年度） says a year."""
        found = UNIT_BEHIND.search(self.label)
        unit = unicodedata.normalize("NFKC", found[1].strip()) if found else ""
        is_one = LEADING_UNIT.fullmatch(unit) and not ANNUAL.search(unit)
        return unit if is_one else ""


@dataclass(frozen=True)
class Header:
    """``first`` and ``last`` are its rows; ``words`` its labels, to know it again."""

    first: int
    last: int
    columns: tuple[Column, ...]
    words: tuple[str, ...]

    @property
    def end(self) -> int:
        return max(column.end for column in self.columns)

    @property
    def is_list(self) -> bool:
        """A list of many projects, each of whose rows names its project."""
        facts = (c.label for c in self.columns if c.name == "fact")
        return any(field_of(label) == "name" for label in facts)

    def of(self, side: Side) -> list[Column]:
        """The columns that say something of this side; tiers may serve both."""
        mine = [c for c in self.columns if c.side == side]
        names = {c.name for c in mine}
        shared = [c for c in self.columns if c.name in SHARED and c.name not in names]
        return sorted((*shared, *mine), key=lambda c: c.col)

    def is_named(self, table: Table, row: int, label: Cell) -> bool:
        """Whether this belongs to an indicator, and is no label for all that it says:
        before it stand the labels of its tiers or, before a name, the places for them.
        """
        names = {c.col: c.name for c in self.columns if c.name in OWN}
        first = next(c for c in table.across(row) if c.text.strip())
        is_name = names.get(first.col) == "tier3" and first.col > 0
        is_behind = first is not label and not is_label(first.words)
        return label.col in names and (is_name or is_behind)

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(dict.fromkeys(c.side for c in self.columns if c.name == "value"))


def read_header(table: Table, row: int) -> Header | None:
    """The header that begins in this row, if one does."""
    cells = [cell for cell in table.rows[row] if cell.text.strip()]
    if not is_header([cell.words for cell in cells]):
        return None
    last = _last_row(table, row, cells)
    leaves = _leaves(table, row, last)
    columns = [_column(table, row, last, cell) for cell in leaves]
    columns = _signed(_sided(_named(columns), table, row), table, last)
    over = [c.row for c in table.across(row) if c.row + c.rowspan == last + 1]
    words = tuple(key(cell.words) for cell in cells)
    return Header(min([row, *over]), last, tuple(columns), words)


def is_header(texts: list[str]) -> bool:
    """Whether these are, for the most part, labels of the columns of indicators."""
    names = [column(text) for text in texts]
    found = set(names) - {None}
    tiers = found & {"tier1", "tier2", "tier3"}
    described = found & DESCRIBED
    others = [t for t in texts if column(t) is None and not is_label(t)]
    if not texts or (texts[0] in others and not is_block(key(texts[0]))):
        return False
    is_whole = not others and len(texts) > 3
    is_list = (
        is_whole and "name" in map(field_of, texts) and "绩效指标" in map(key, texts)
    )
    return is_list or (
        3 * len(others) <= len(texts) and (len(tiers) >= 2 or bool(tiers and described))
    )


def _last_row(table: Table, row: int, cells: list[Cell]) -> int:
    # A label beside the whole of the indicators is no part of the header.
    named = [c for c in cells if column(c.words) and not is_block(key(c.words))]
    spans = [cell.rowspan for cell in named]
    tall = max((span for span in spans if span <= TALLEST), default=1)
    last = row + tall - 1
    below = last + 1
    if tall == 1 and table.merges and below < len(table.rows):
        under = [c for c in table.rows[below] if c.text.strip()]
        names = [_part_under(table, row, c) or column(c.words) for c in under]
        if len(names) > 1 and set(names) <= PARTS | {"kept"} and set(names) & PARTS:
            return below
    return min(last, len(table.rows) - 1)


def _leaves(table: Table, first: int, last: int) -> list[Cell]:
    """The lowest cell with a label over each column; the empty ones are columns too."""
    found: dict[int, Cell] = {}
    col = 0
    width = table.width if table.merges else len(table.rows[first])
    while col < width:
        above = [table.at(row, col) for row in range(last, first - 1, -1)]
        cells = [cell for cell in above if cell is not None]
        if cells:
            cell = next((c for c in cells if c.text.strip()), cells[0])
            narrow = min(cells, key=lambda c: c.colspan)
            found[col] = replace(cell, col=col, colspan=narrow.end - col)
            col = narrow.end
        else:
            col += 1
    return list(found.values())


def _column(table: Table, first: int, last: int, cell: Cell) -> Column:
    name = column(cell.text)
    if name is None and is_label(cell.text):
        name = "fact"
    for row in range(first, cell.row):
        if over := table.at(row, cell.col):
            name = part_of(over.words, cell.text) or name
    above = "".join(
        over.words
        for row in range(first - 1, last + 1)
        if (over := table.at(row, cell.col)) is not None and len(over.text) < 40
    )
    side: Side = "medium" if MEDIUM.search(above) else "annual"
    return Column(cell.col, cell.end, name, as_label(cell.text), side)


def part_of(over: str, text: str) -> str | None:
    """What a column holds that is a part of the one above it, if that one says so."""
    name = column(over)
    if name != "value":
        return name if name == "left" else None
    label = key(text)
    if PAST.search(label) or PART_OF_YEAR.search(label):
        return "kept"
    is_year = ANNUAL.fullmatch(label) or MEDIUM.fullmatch(label)
    return name if is_year or column(text) == "description" else None


def _part_under(table: Table, row: int, cell: Cell) -> str | None:
    over = table.at(row, cell.col)
    return part_of(over.words, cell.words) if over else None


def _named(columns: list[Column]) -> list[Column]:
    """With a column of names: where none is called so, another one is."""
    columns = [
        replace(c, name=None) if _is_block(c, follows) else c
        for c, follows in zip(columns, [*columns[1:], None], strict=True)
    ]
    names = [c.name for c in columns]
    called = [c for c in columns if c.name == "tier3"]
    sure = [c for c in called if not _is_spare(c)]
    if sure:
        return [
            replace(c, name=None) if c.name == "tier3" and c not in sure else c
            for c in columns
        ]
    if "tier3" in names:
        return columns
    spare = [c for c in columns if c.name and key(c.label) in NAME_COLUMNS]
    # The lowest tier there is holds the indicators themselves.
    lowest = [c for c in columns if c.name in ("tier2", "tier1")]
    found = spare or lowest[-1:]
    return [replace(c, name="tier3") if c in found else c for c in columns]


def _is_block(column: Column, follows: Column | None) -> bool:
    """The label beside the whole of the indicators, which is no column of theirs."""
    is_known = is_block(key(column.label))
    return is_known and follows is not None and follows.name == "tier1"


def _is_spare(column: Column) -> bool:
    """A column of names only where no other is called so."""
    return key(column.label) in NAME_COLUMNS or is_block(key(column.label))


def _signed(columns: list[Column], table: Table, last: int) -> list[Column]:
    """With a column of signs: where none is called so, the one that holds them is."""
    names = [c.name for c in columns]
    if "sign" in names or "value" not in names:
        return columns
    for at, one in enumerate(columns):
        if one.name in (None, "kept") and _holds_signs(table, one, last):
            return [*columns[:at], replace(one, name="sign"), *columns[at + 1 :]]
    return columns


def _holds_signs(table: Table, column: Column, last: int) -> bool:
    below = (table.at(row, column.col) for row in range(last + 1, last + 1 + LOOK))
    words = [key(cell.words) for cell in below if cell and cell.text.strip()][:2]
    return any(w in SIGNS for w in words) and all(w in SIGNS | NO_SIGN for w in words)


def _order_of_sides(table: Table, header: int) -> list[Side]:
    """中期 and 年度 in the order in which the rows above name them, if they do."""
    for row in range(header - 1, max(-1, header - FARTHEST), -1):
        labels = [key(cell.words) for cell in table.rows[row]]
        found: list[Side] = []
        for label in filter(None, labels):
            if len(label) <= 40 and re.search("目标|指标", label):
                if MEDIUM.search(label):
                    found.append("medium")
                elif ANNUAL.search(label):
                    found.append("annual")
        if len(set(found)) == 2:
            return list(dict.fromkeys(found))
    return []


def _sided(columns: list[Column], table: Table, header: int) -> list[Column]:
    """Whose columns they are where the form asks everything twice."""
    values = [c for c in columns if c.name == "value"]
    if len(values) < 2:
        side = _side_of_title(table, header)
        return _first_of_each([replace(c, side=side) for c in columns])
    if len({c.side for c in values}) == 2:
        return _shared_out(columns, [c.side for c in values][:2])
    order = _order_of_sides(table, header)
    names = [c.name for c in columns]
    if not order and names.count("tier3") < 2 and names.count("tier2") < 2:
        return _first_of_each([replace(c, side="annual") for c in columns])
    if not order and names.count("tier1") > 1:
        order = ["annual", "right"]
    return _shared_out(columns, order or ["medium", "annual"])


def _side_of_title(table: Table, header: int) -> Side:
    """A form may have a table for each side, so titled: 长期绩效目标表."""
    above = [c.words for c in table.across(header - 1)] if header else []
    above = [text for text in above if text.strip()]
    is_title = len(above) == 1 and _is_title(above[0])
    return "medium" if is_title and MEDIUM.search(above[0]) else "annual"


def _is_title(text: str) -> bool:
    """A text without tells no merges: a goal may stand alone in its row."""
    words = bare(key(text))
    return bool(TITLE.search(squeeze(text))) or is_goal(words) or is_block(words)


def _first_of_each(columns: list[Column]) -> list[Column]:
    """A second column of one name is one that we do not know."""
    names = [c.name for c in columns]
    return [
        replace(c, name=None) if c.name in ONCE and c.name in names[:i] else c
        for i, c in enumerate(columns)
    ]


# What a row has once for each side.
ONCE = {"tier1", "tier2", "tier3", "description", "value", "basis", "weight"}
ONCE |= {"sign", "unit"}


def _shared_out(columns: list[Column], order: list[Side]) -> list[Column]:
    """Each repeated name goes to the next side, and its neighbours with it."""
    seen: dict[str, int] = {}
    result = []
    side: Side = "annual"
    for one in columns:
        if one.name in ONCE:
            count = seen.get(one.name, 0)
            seen[one.name] = count + 1
            side = order[min(count, 1)]
        result.append(replace(one, side=side))
    return result
