"""The rows of the indicators, under the columns that their header names."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

from .. import money
from ..fields import MEDIUM
from ..sheet import Indicator
from .header import Column, Header, Side
from .inline import parted
from .labels import (
    BLOCKS,
    DOTS,
    FOOT,
    NOTHING,
    PRINTED_INDICATOR,
    SUMS,
    TYPED_INDICATOR,
    bare,
    key,
)
from .ledger import Ledger
from .line import Line
from .table import Cell, Table

TIERS = re.compile(
    "^(?:项目|预期)?(?:产出|效益|效果|满意度|成本|投入|过程|管理)(?:指标)?$"
)
INDICATOR = re.compile(r"^\s*指标\s*[\d一二三四五六七八九十]+\s*[：:]?\s*$")


@dataclass
class Rows:
    """Reads line after line of one form, over all its tables.

    ``prints_numbers``: the form itself says 指标1： before each name.
    """

    ledger: Ledger
    found: dict[Side, list[Indicator]] = field(
        default_factory=lambda: {"annual": [], "medium": [], "right": []}
    )
    prints_numbers: bool = False
    # Where the cells of each row stand, by their names; as ``found``.
    places: dict[Side, list[dict[str, str]]] = field(
        default_factory=lambda: {"annual": [], "medium": [], "right": []}
    )
    # Where rows begin that say no tier 1 and stand below all that say one.
    unnamed: list[str] = field(default_factory=list)
    _tier1: dict[Side, str] = field(default_factory=dict)
    _tier2: dict[Side, str] = field(default_factory=dict)

    def start(self, header: Header) -> None:
        """Lines of a new header follow."""
        labels = [key(c.label) for c in header.columns if c.name is None]
        self.prints_numbers |= any(label in BLOCKS for label in labels)

    def read(self, table: Table, row: int, header: Header) -> None:
        cells = Line(table, row, header, self.ledger)
        for side in header.sides or ("annual",):
            for piece in cells.pieces(header.of(side)):
                self._read_side(piece, header, side)

    def _tiers(self, cells: Line, side: Side) -> tuple[str, str]:
        """The labels that hold for this line: its own, or those of the lines above. A
        new tier 1 begins without a tier 2."""
        tier1, is_own = cells.tier("tier1", side)
        if tier1 or is_own:
            if tier1 != self._tier1.get(side):
                self._tier2.pop(side, None)
            self._tier1[side] = tier1
        tier2, is_own = cells.tier("tier2", side)
        if tier2 or is_own:
            self._tier2[side] = tier2
        return self._tier1.get(side, ""), self._tier2.get(side, "")

    def _read_side(self, cells: Line, header: Header, side: Side) -> None:
        columns = header.of(side)
        if cells.is_dots(columns):
            return
        tier1, tier2 = self._tiers(cells, side)
        texts = {
            name: cells.name(columns) if name == "tier3" else cells.text(name, columns)
            for name in ("tier3", "description", "basis")
            if any(c.name == name for c in columns)
        }
        if "tier3" in texts and not cells.is_content("tier3", columns):
            texts["tier3"] = self._without_number(texts["tier3"])
        value, kind = cells.value(columns)
        value = value or self._graded(cells, columns)
        if any(c.name in ("value", "grade") for c in columns):
            texts["value"] = value
        extra = cells.further(columns, kind)
        weight = self._weight(cells, columns)
        row = Indicator.of(tier1, tier2, texts, extra)
        if weight is not None:
            row = replace(row, tier3=row.tier3 or "", weight=weight)
        is_there = not row.is_blank or cells.is_unreadable(columns)
        if is_there or cells.has_tier2(side):
            self.found[side].append(row)
            self.places[side].append(cells.places(columns))
            if not row.is_blank and cells.names_no_tier1(side):
                places = self.places[side][-1]
                self.unnamed.append(places.get("tier3") or places.get("value", ""))

    def fields(self, above: str = "") -> dict[str, str]:
        """Where each cell stands, by its field path; ``above`` is what the rows of
        the year are part of."""
        own = [*self.places["annual"], *self.places["right"]]
        return {
            f"{lead}indicators.{number}.{cell}": place
            for lead, rows in ((above, own), (MEDIUM, self.places["medium"]))
            for number, row in enumerate(rows)
            for cell, place in row.items()
        }

    def drop_room(self) -> None:
        """Without the lines that nobody wrote into; of a label without any other, one
        stays, as on an empty form."""
        for side, rows in self.found.items():
            kept: list[int] = []
            whole = [*enumerate(rows)]
            for _, run in groupby(
                whole, key=lambda each: (each[1].tier1, each[1].tier2)
            ):
                numbers = [number for number, _ in run]
                filled = [n for n in numbers if not rows[n].is_blank]
                kept += filled or numbers[:1]
            self.found[side] = [rows[number] for number in kept]
            self.places[side] = [self.places[side][number] for number in kept]

    def _graded(self, cells: Line, columns: list[Column]) -> str:
        """ "优：≥330天；良：≥300天" out of the columns of the grades."""
        texts = [(c.label, cells.column_text(c)) for c in columns if c.name == "grade"]
        return "；".join(f"{label}：{text}" for label, text in texts if text)

    def _without_number(self, text: str) -> str:
        if INDICATOR.match(text) or DOTS.match(text):
            return ""
        pattern = TYPED_INDICATOR if self.prints_numbers else PRINTED_INDICATOR
        return pattern.sub("", text, count=1).strip()

    def _weight(self, cells: Line, columns: list[Column]) -> Decimal | None:
        text = cells.text("weight", columns)
        if not text or NOTHING.match(text):
            return None
        try:
            return money.parse(re.sub("[%％分]$", "", text))
        except ValueError:
            column = next(c for c in columns if c.name == "weight")
            where = cells.place("weight", columns)
            self.ledger.error(where, f"{column.label}“{text[:30]}”不是数字，请核对")
            return None


def is_header_again(table: Table, row: int, header: Header) -> bool:
    """A page that begins with the head of the table once more."""
    words = tuple(key(c.words) for c in table.rows[row] if c.text.strip())
    return words == header.words


def is_numbering(table: Table, row: int) -> bool:
    """A row below the header that counts its columns: 1, 2, 3."""
    texts = [cell.words.strip() for cell in table.rows[row] if cell.text.strip()]
    return len(texts) > 3 and texts == [str(n) for n in range(1, len(texts) + 1)]


def is_foot(table: Table, row: int, header: Header) -> bool:
    """A sum, a signature or a note below the indicators."""
    content = [cell for cell in table.rows[row] if cell.text.strip()]
    if not content:
        return False
    first = content[0]
    if first.is_content:
        return False
    words = re.split("[：:]", first.text, maxsplit=1)
    label = bare(key(words[0]))
    if label in FOOT:
        names = [c.col for c in header.columns if c.name == "tier3"]
        values = [
            cell
            for column in header.columns
            if column.name in ("value", "sign")
            for cell in content
            if column.col <= cell.col < column.end
        ]
        is_short = not table.merges and len(table.rows[row]) < len(header.columns)
        is_note = len(words) > 1 and not _is_line(table, row, header, first, values)
        is_wide = first.colspan > 1 or is_note
        is_before = first.col < min(names, default=0)
        return is_short or is_wide or is_before or (label in SUMS and not values)
    wide = len(content) == 1 and first.colspan >= len(header.columns) > 2
    if len(content) == 1 and not table.merges and parted(first.text):
        return True  # 项目名称：某某, where nothing tells how wide it is
    return wide and not TIERS.match(key(first.text))


def _is_line(
    table: Table, row: int, header: Header, first: Cell, values: list[Cell]
) -> bool:
    """Whether 注：以实际为准 is the name of an indicator: it stands where the names do,
    and has a value, or its tiers beside it."""
    tiers = any(c.row < row and c.text.strip() for c in table.across(row))
    is_whole = not table.merges and len(table.rows[row]) == len(header.columns)
    is_inside = bool(values) or tiers or is_whole
    return is_inside and header.is_named(table, row, first)


def tell_sums(table: Table, row: int, ledger: Ledger) -> bool:
    """A row of sums is set aside: it follows from the rows above."""
    content = [cell for cell in table.rows[row] if cell.text.strip()]
    if not content or bare(key(content[0].words)) not in SUMS:
        return False
    for cell in content:
        ledger.set_aside(key(content[0].text), cell)
    return True
