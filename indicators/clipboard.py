"""A block copied from Excel or Word: what each of its cells is."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sheets.fields import EXTRA, ROW_CELLS
from sheets.readers.clipboard import read_cells
from sheets.readers.columns import column
from sheets.readers.labels import squeeze
from sheets.split import join

MOST_ROWS = 300
MOSTLY = 0.5
Tiers = tuple[str, str]

# Of forms that print a value in three cells.
PARTS = {"sign": "value.sign", "unit": "value.unit"}
NUMBER = re.compile(r"^[（(]?[\d一二三四五六七八九十]{1,2}[)）、.．]")


@dataclass(frozen=True)
class Line:
    """A row of the block: the labels in front of it, as written there ("" where the
    one above goes on), and its texts by cell name."""

    tier1: str
    tier2: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Block:
    """``labelled``: its rows bring the form's labels. ``dropped``: texts for which
    the form has no cell. ``is_cut``: it was longer than a table may be."""

    lines: tuple[Line, ...]
    labelled: bool = False
    has_header: bool = False
    dropped: tuple[str, ...] = ()
    is_cut: bool = False


def read_block(
    text: str,
    start: int,
    known: Collection[Tiers],
    form: Sequence[str] = ROW_CELLS,
) -> Block:
    """The block as it goes in from the cell number ``start`` of a row on, into a table
    with the labels ``known`` and the cells ``form``. Its header, or the labels in it,
    say what its columns are, wherever the cursor is."""
    rows = read_cells(text)
    columns = _header(rows[0], form) if rows else []
    has_header = bool(columns)
    if not columns:
        columns = _by_labels(rows, known, form) or list(form[start:])
    rows = rows[has_header:]
    dropped = [
        cell
        for row in rows[:MOST_ROWS]
        for column, cell in enumerate(row)
        if cell and (column >= len(columns) or columns[column] is None)
    ]
    return Block(
        lines=tuple(_line(row, columns) for row in rows[:MOST_ROWS]),
        labelled="tier2" in columns,
        has_header=has_header,
        dropped=tuple(dropped),
        is_cut=len(rows) > MOST_ROWS,
    )


def _line(row: Sequence[str], columns: Sequence[str | None]) -> Line:
    texts = {name: text for name, text in zip(columns, row, strict=False) if name}
    tier1, tier2 = (squeeze(texts.pop(name, "")) for name in ("tier1", "tier2"))
    sign, unit = (texts.pop(name, "") for name in ("value.sign", "value.unit"))
    if sign or unit:
        texts["value"] = join(sign, texts.get("value", ""), unit)
    return Line(tier1, tier2, texts)


def _header(row: Sequence[str], form: Sequence[str]) -> list[str | None]:
    """What the columns are if this row is a header, else nothing."""
    further = {name.removeprefix(EXTRA): name for name in form if EXTRA in name}
    known = {*form, "tier1", "tier2"}
    columns: list[str | None] = []
    for cell in row:
        meant = column(cell) or ""
        name = further.get(squeeze(cell)) or PARTS.get(meant, meant)
        columns.append(name if name in known and name not in columns else None)
    named = [name for name in columns if name]
    # An indicator may be described by a word that is a heading too: 依据, 描述.
    filled = sum(map(bool, row))
    is_header = (len(named) > 1 and 2 * len(named) > filled) or len(named) == filled
    return columns if named and is_header else []


def _by_labels(
    rows: Sequence[Sequence[str]], known: Collection[Tiers], form: Sequence[str]
) -> list[str | None]:
    """The columns if the first of them are the form's labels: tier 2, with or without
    tier 1 before it."""
    found = [_likeness(rows, column, known, len(form)) for column in (1, 0)]
    if not max(found):
        return []
    column = (1, 0)[found.index(max(found))]
    return [*("tier1", "tier2")[1 - column :], *form]


def _likeness(
    rows: Sequence[Sequence[str]], column: int, known: Collection[Tiers], width: int
) -> float:
    """How much a column looks like labels; 0 if they are none. One that stands there
    word by word is enough. What only resembles one may be an indicator's name: most
    of the column must, in a block that is wider than the form's own four cells."""
    labels = {tier2 for _, tier2 in known}
    texts = {squeeze(row[column]) for row in rows if len(row) > column} - {""}
    if texts & labels:
        return 2.0
    alike = {alike_label(label) for label in labels}
    share = sum(alike_label(t) in alike for t in texts) / max(len(texts), 1)
    is_wide = max(map(len, rows), default=0) > width
    return share if is_wide and share >= MOSTLY else 0.0


def alike_label(text: str) -> str:
    """What the schemes of different years and provinces write differently, made one:
    ``效果``/``效益``, ``可持续性影响``/``可持续影响指标``, ``1.数量``/``数量指标``."""
    text = NUMBER.sub("", squeeze(text)).removesuffix("指标").replace("效果", "效益")
    if "满意" in text:
        return "满意度"
    return "可持续影响" if text.startswith("可持续") else text


def find_label(tier1: str, tier2: str, known: Collection[Tiers]) -> Tiers | None:
    """The form's labels that are meant, if any. Without ``tier2`` it is the only one
    under ``tier1``."""
    first = [t for t in known if alike_label(t[0]) == alike_label(tier1)]
    if not tier2:
        return first[0] if len(first) == 1 else None
    second = [t for t in known if alike_label(t[1]) == alike_label(tier2)]
    both = [t for t in second if t in first]
    exact = [t for t in both or second if t[1] == tier2]
    return next(iter(exact or both or second), None)
