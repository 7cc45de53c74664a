"""A block of cells as Excel and Word put it on the clipboard.

Tabs stand between columns, line ends between rows. Excel puts quotes around a cell that
holds a line end; Word puts none around anything, so a cell that only begins with a
quote is text like any other.
"""

import re

from ..typed import plain

MOST_TEXT = 100_000  # of one cell
QUOTED = re.compile(r'"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)')
BARE = re.compile(r"[^\t\n]*")


def read_cells(text: str) -> list[list[str]]:
    """Rows of cell texts; rows with nothing in them are left out. ``ValueError`` if
    that is no table."""
    text, at = plain(text), 0
    rows: list[list[str]] = [[]]
    while True:
        cell, at = _cell(text, at)
        if len(cell) > MOST_TEXT:
            raise ValueError("no block of cells")
        rows[-1].append(cell.strip())
        if at >= len(text):
            return [row for row in rows if any(row)]
        if text[at] == "\n":
            rows.append([])
        at += 1


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at ``at``, and where it ends."""
    quoted = QUOTED.match(text, at)
    if quoted and ("\n" in quoted[1] or '""' in quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    bare = BARE.match(text, at)
    return (bare[0], bare.end()) if bare else ("", at)
