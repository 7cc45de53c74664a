"""The looks of cells: another ground, and the one from before."""

from copy import deepcopy
from typing import Any

from lxml import etree

from perftargets.errors import BadFile

from ..readers.zips import BROKEN, parse_xml
from .package import MAIN, Package, local

# Nobody picks just these from a palette: by them we know our own marks again.
RED, AMBER = "FFFBC9C6", "FFFCE8AE"
FILLS = ("patternFill", "gradientFill")
M = f"{{{MAIN}}}"


def _count(element: Any) -> None:
    element.set("count", str(len(element)))


def _alone(element: Any) -> bytes:
    """Its text, whatever it stands in."""
    text: bytes = etree.tostring(element, method="c14n", exclusive=True)
    return text


class Styles:
    """Of one workbook. A style is the number that a cell carries."""

    def __init__(self, package: Package, book: str) -> None:
        path = package.related(book, "styles")
        if path is None:
            raise BadFile(BROKEN)
        self.root = package.root(path)
        parts = (self.root.find(f"{M}{name}") for name in ("fills", "fonts", "cellXfs"))
        self.fills, self.fonts, self.looks = parts
        if any(part is None for part in (self.fills, self.fonts, self.looks)):
            raise BadFile(BROKEN)
        self._known: dict[tuple[int, int], int] = {}

    def ground(self, style: int) -> str:
        """The fill of a style, to be kept; "" if it has none."""
        fill = self._fill(style)
        is_none = fill is None or fill.get("patternType", "") in ("", "none")
        if is_none and (fill is None or local(fill) == "patternFill"):
            return ""
        return _alone(fill).decode()

    def is_marked(self, style: int) -> bool:
        fill = self._fill(style)
        front = None if fill is None else fill.find(f"{M}fgColor")
        return front is not None and front.get("rgb", "").upper() in (RED, AMBER)

    def marked(self, style: int, colour: str) -> int:
        """The style with one of our grounds."""
        fill = etree.Element(f"{M}patternFill", patternType="solid")
        etree.SubElement(fill, f"{M}fgColor", rgb=colour)
        etree.SubElement(fill, f"{M}bgColor", indexed="64")
        return self._with_fill(style, self._number(fill))

    def grounded(self, style: int, kept: str) -> int:
        """The style with a ground that was kept."""
        try:
            fill = parse_xml(kept.encode()) if kept else None
        except BadFile:
            fill = None
        if fill is None or local(fill) not in FILLS:
            return self._with_fill(style, 0)
        return self._with_fill(style, self._number(fill))

    def plain(self, *, bold: bool = False, link: bool = False, colour: str = "") -> int:
        """A look of our own: text in lines, at the top of its cell."""
        font = etree.SubElement(self.fonts, f"{M}font")
        if bold:
            etree.SubElement(font, f"{M}b")
        if link:
            etree.SubElement(font, f"{M}u")
        etree.SubElement(font, f"{M}sz", val="11")
        etree.SubElement(font, f"{M}color", rgb="FF1B5E8C" if link else "FF000000")
        etree.SubElement(font, f"{M}name", val="宋体")
        _count(self.fonts)
        look = etree.SubElement(self.looks, f"{M}xf", numFmtId="49", borderId="0")
        look.set("fontId", str(len(self.fonts) - 1))
        look.set("fillId", "0")
        look.set("xfId", "0")
        for name in ("Font", "NumberFormat", "Alignment"):
            look.set(f"apply{name}", "1")
        etree.SubElement(look, f"{M}alignment", vertical="top", wrapText="1")
        _count(self.looks)
        style = len(self.looks) - 1
        return self.marked(style, colour) if colour else style

    def copy(self, style: int) -> Any:
        """A look like this one, the last of the list, to be changed."""
        look = deepcopy(self._look(style))
        self.looks.append(look)
        _count(self.looks)
        return look

    def _look(self, style: int) -> Any:
        return self.looks[style if 0 <= style < len(self.looks) else 0]

    def _fill(self, style: int) -> Any:
        number = int(self._look(style).get("fillId", "0"))
        if not 0 <= number < len(self.fills) or not len(self.fills[number]):
            return None
        return self.fills[number][0]

    def _number(self, fill: Any) -> int:
        """Of a fill in the list, where it is entered if it is new."""
        wanted = _alone(fill)
        for number, one in enumerate(self.fills):
            if len(one) and _alone(one[0]) == wanted:
                return number
        etree.SubElement(self.fills, f"{M}fill").append(deepcopy(fill))
        _count(self.fills)
        return len(self.fills) - 1

    def _with_fill(self, style: int, fill: int) -> int:
        if (style, fill) not in self._known:
            look = self.copy(style)
            look.set("fillId", str(fill))
            look.set("applyFill", "1")
            self._known[style, fill] = len(self.looks) - 1
        return self._known[style, fill]
