"""导入说明: the worksheet that lists what is marked, and what has no cell.

It also remembers, out of sight, the ground that each marked cell had before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ..measure import line_count
from ..own import OURS
from ..typed import plain
from . import Mark
from .package import MAIN
from .styles import AMBER, RED, Styles

M = f"{{{MAIN}}}"
TITLE = "导入说明"
WORDS = (
    "红色的格没有读进来或者不能存入，要改；黄色的格请核对。每一格的批注里写明了问题和办法。",
    "在原来的表里改好，存盘，再到“导入”页上传。颜色、批注和本页不影响内容，下次标注时会更新。",
)
NOTHING = "没有要改的，也没有要核对的。"
HEAD = ("序号", "绩效目标", "位置（点击可到）", "程度", "说明和办法")
WIDTHS = (8, 30, 30, 10, 90)
POINTS, MOST_POINTS = 15, 409
PLACE, KEPT = 2, 5  # columns, from 0
MOST_CHARS = 30_000  # Excel's own limit is 32,767
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Noted:
    """A mark with the link to its cell, and what the cell looked like."""

    mark: Mark
    link: str = ""
    kept: str = ""


@dataclass
class Page:
    """The worksheet while it is written."""

    styles: Styles
    rows: list[Any] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        make = self.styles.plain
        self.text, self.bold, self.link = make(), make(bold=True), make(link=True)
        self.levels = {
            True: make(colour=RED),
            False: make(colour=AMBER),
        }

    def row(self, *cells: tuple[str, int]) -> int:
        """Texts with their styles; the number of the row. Programs do not agree on how
        high a row is that does not say it."""
        number = len(self.rows) + 1
        row = etree.Element(f"{M}row", r=str(number))
        if len(cells) > 1:
            texts = zip(cells, WIDTHS, strict=False)
            lines = max(line_count(text, width) for (text, _), width in texts)
            row.set("ht", str(min(POINTS * lines, MOST_POINTS)))
            row.set("customHeight", "1")
        for col, (text, style) in enumerate(cells):
            cell = etree.SubElement(row, f"{M}c", r=f"{'ABCDEF'[col]}{number}")
            cell.set("s", str(style))
            if text:
                cell.set("t", "inlineStr")
                said = etree.SubElement(etree.SubElement(cell, f"{M}is"), f"{M}t")
                said.text = plain(text)[:MOST_CHARS]
                said.set(SPACE, "preserve")
        self.rows.append(row)
        return number

    def root(self) -> Any:
        root = etree.Element(f"{M}worksheet", nsmap={None: MAIN})
        facts = etree.SubElement(root, f"{M}sheetPr")
        etree.SubElement(facts, f"{M}pageSetUpPr", fitToPage="1")
        cols = etree.SubElement(root, f"{M}cols")
        for number, width in enumerate((*WIDTHS, 10), 1):
            col = etree.SubElement(cols, f"{M}col", min=str(number), max=str(number))
            col.set("width", str(width))
            col.set("customWidth", "1")
        cols[KEPT].set("hidden", "1")
        etree.SubElement(root, f"{M}sheetData").extend(self.rows)
        if self.links:
            links = etree.SubElement(root, f"{M}hyperlinks")
            for ref, place in self.links:
                etree.SubElement(links, f"{M}hyperlink", ref=ref, location=place)
        print_as = etree.SubElement(root, f"{M}pageSetup", paperSize="9")
        print_as.set("orientation", "landscape")
        print_as.set("fitToHeight", "0")
        return root


def page(noted: Sequence[Noted], styles: Styles) -> Any:
    """The root of the worksheet."""
    made = Page(styles)
    made.row((TITLE, made.bold))
    line = _unwrapped(styles, made.text)
    for words in (*WORDS, OURS) if noted else (NOTHING, OURS):
        made.row((words, line))
    made.row(*((word, made.bold) for word in HEAD))
    for number, one in enumerate(noted, 1):
        mark = one.mark
        row = made.row(
            (str(number), made.text),
            (mark.about, made.text),
            (mark.place, made.link if one.link else made.text),
            (mark.level, made.levels[mark.is_error]),
            (mark.text, made.text),
            (one.kept, made.text),
        )
        if one.link:
            made.links.append((f"C{row}", one.link))
    return made.root()


def _unwrapped(styles: Styles, style: int) -> int:
    """A long line stands over the cells to its right."""
    look = styles.copy(style)
    look.find(f"{M}alignment").attrib.pop("wrapText", None)
    return len(styles.looks) - 1


def is_notes(cells: Mapping[tuple[int, int], str]) -> bool:
    texts = {text.strip() for text in cells.values()}
    return {TITLE, OURS} <= texts


def kept(cells: Mapping[tuple[int, int], str]) -> dict[str, str]:
    """The grounds that an earlier page remembers, by their places."""
    return {
        cells[row, PLACE].strip(): text
        for (row, col), text in cells.items()
        if col == KEPT and (row, PLACE) in cells
    }
