"""How much room a text takes on the printed page, near enough to plan pages by.

Counted in half-width characters and not in glyphs: fonts differ between computers.
"""

import math
import unicodedata

from .grid import Grid

# Characters (half-width) across the printable width of A4 at 10.5 pt.
PAGE_CHARS = 97
WIDE_CHARS = 147  # the same across the page
LINE_POINTS = 14.5
PADDING_POINTS = 6


def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def line_count(text: str, chars: float) -> int:
    """Lines that the text takes in a cell of this width; at least one."""
    room = max(chars - 1.5, 2)
    return sum(max(1, math.ceil(text_width(p) / room)) for p in text.split("\n"))


def page_chars(grid: Grid) -> int:
    """Characters (half-width) across the page on which the grid is printed."""
    return WIDE_CHARS if grid.wide else PAGE_CHARS


def row_heights(grid: Grid) -> list[float]:
    """Points for each row; what a merged cell needs is added to its last row."""
    heights = [LINE_POINTS + PADDING_POINTS] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        lines = line_count(cell.text, grid.width_of(cell) * page_chars(grid))
        need = lines * LINE_POINTS + PADDING_POINTS
        last = cell.row + cell.rowspan - 1
        missing = need - sum(heights[cell.row : last + 1])
        heights[last] += max(0.0, missing)
    return heights
