"""The cells of a worksheet that are marked: found, or made where there is none yet."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from ..readers.xlsx import ROW_OF, column_name, column_number
from .package import MAIN, local

M = f"{{{MAIN}}}"
# What stands behind the reference to the drawing of comments, in the order of the
# standard (ECMA-376 part 1, CT_Worksheet).
BEHIND = {
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst", "AlternateContent"),
}


class Ground:
    """One worksheet; rows and columns count from 0."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.data = root.find(f"{M}sheetData")
        self._rows = dict(_numbered(self.data, lambda row: row.get("r", "")))

    def cells(self) -> Iterator[tuple[str, Any]]:
        """Each cell with its name, B7."""
        for row, line in self._rows.items():
            for col, cell in _numbered(line, _column):
                yield f"{column_name(col)}{row + 1}", cell

    def cell(self, ref: str) -> Any | None:
        """The cell of this name; ``None`` if there is none on any worksheet."""
        found = ROW_OF.fullmatch(ref)
        if found is None:
            return None
        row, col = int(found[2]) - 1, column_number(found[1])
        line = self._line(row)
        behind = None
        for number, cell in _numbered(line, _column):
            if number == col:
                return cell
            if number > col:
                behind = cell
                break
        made = etree.Element(f"{M}c", r=ref)
        if style := self._style_of(line, col):
            made.set("s", style)
        _put(line, made, behind)
        line.attrib.pop("spans", None)  # a hint, which may be wrong now
        return made

    def _line(self, row: int) -> Any:
        if row not in self._rows:
            behind = next((self._rows[r] for r in sorted(self._rows) if r > row), None)
            self._rows[row] = etree.Element(f"{M}row", r=str(row + 1))
            _put(self.data, self._rows[row], behind)
        return self._rows[row]

    def _style_of(self, line: Any, col: int) -> str:
        """What an empty cell looks like: as its row does, or its column."""
        if line.get("customFormat") in ("1", "true"):
            return str(line.get("s", ""))
        for part in self.root.iter(f"{M}col"):
            if int(part.get("min", "0")) <= col + 1 <= int(part.get("max", "0")):
                return str(part.get("style", ""))
        return ""

    def show_comments(self, relation: str, attribute: str) -> None:
        """Point to the drawing of the comments."""
        made = etree.Element(f"{M}legacyDrawing")
        made.set(attribute, relation)
        behind = None
        for element in self.data.itersiblings():
            if local(element) in BEHIND:
                behind = element
                break
        _put(self.root, made, behind)

    @property
    def has_comments(self) -> bool:
        return self.root.find(f"{M}legacyDrawing") is not None


def _put(parent: Any, element: Any, behind: Any | None) -> None:
    if behind is None:
        parent.append(element)
    else:
        behind.addprevious(element)


def _column(cell: Any) -> str:
    found = ROW_OF.fullmatch(cell.get("r", ""))
    return str(column_number(found[1]) + 1) if found else ""


def _numbered(parent: Any, name: Any) -> Iterator[tuple[int, Any]]:
    """Children by their place; one that does not say it is the next."""
    place = 0
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        said = name(child)
        place = int(said) - 1 if said.isdecimal() else place
        yield place, child
        place += 1
