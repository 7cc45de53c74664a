"""Marks in a workbook: grounds, comments, and the page that lists them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from ..readers import xlsx
from ..typed import plain
from . import Mark, notes
from .comments import Comments
from .ground import Ground
from .notes import Noted
from .package import CONTENT, MAIN, RELATION, Package, main_part
from .styles import AMBER, RED, Styles

M = f"{{{MAIN}}}"
CELL = re.compile(r"(.+)!([A-Z]{1,3}[1-9][0-9]{0,6})", re.DOTALL)
# What a reader says behind the name of a cell is the label beside it.
LABELLED = re.compile(r"(.+![A-Z]{1,3}[1-9][0-9]{0,6}) (.+)", re.DOTALL)
SHEET = re.compile("工作表“(.+)”", re.DOTALL)
MOST_IN_COMMENT = 1500  # characters; the page has them all


def marked(data: bytes, marks: Sequence[Mark]) -> bytes:
    """The workbook with these marks, in the place of those that it bears."""
    return _Marking(data).done(marks)


class _Marking:
    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self.book = main_part(self.package)
        self.styles = Styles(self.package, self.book)
        reader = xlsx.Workbook(data)
        self.paths: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.notes: str | None = None
        self.kept: dict[str, str] = {}
        for name, path, _ in reader.sheets():
            grid = reader.grid(name, path)
            if notes.is_notes(grid.cells):
                self.notes, self.kept = path, notes.kept(grid.cells)
            else:
                self.paths[plain(name)], self.titles[plain(name)] = path, name

    def done(self, marks: Sequence[Mark]) -> bytes:
        marks = [_with_label(mark) for mark in marks]
        found = [self._placed(mark) for mark in marks]
        noted: list[Noted | None] = [None] * len(found)
        for name, path in self.paths.items():
            here = {i: cell for i, (sheet, cell) in enumerate(found) if sheet == name}
            for number, kept in self._mark(name, path, marks, here).items():
                link = self._link(name, here[number] or "A1")
                noted[number] = Noted(marks[number], link, kept)
        page = notes.page(
            [one or Noted(mark) for one, mark in zip(noted, marks, strict=True)],
            self.styles,
        )
        self._put_page(page)
        return self.package.written()

    def _placed(self, mark: Mark) -> tuple[str, str]:
        """The worksheet and the cell of a mark, "" where it has none."""
        if (cell := CELL.fullmatch(mark.place)) and cell[1] in self.paths:
            return cell[1], cell[2]
        if (sheet := SHEET.fullmatch(mark.place)) and sheet[1] in self.paths:
            return sheet[1], ""
        return "", ""

    def _link(self, name: str, ref: str) -> str:
        title = self.titles[name].replace("'", "''")
        return f"'{title}'!{ref}"

    def _mark(
        self, name: str, path: str, marks: Sequence[Mark], here: dict[int, str]
    ) -> dict[int, str]:
        """Mark the cells of a worksheet; what each looked like, by the mark's
        number."""
        ground = Ground(self.package.root(path))
        comments = Comments(self.package, path, ground)
        comments.clear()
        self._clear(name, ground)
        by_cell: dict[str, list[int]] = {}
        for number, ref in here.items():
            by_cell.setdefault(ref, []).append(number)
        kept: dict[int, str] = {}
        for ref, numbers in by_cell.items():
            cell = ground.cell(ref) if ref else None
            look = ""
            if cell is not None:
                look = self._colour(cell, any(marks[n].is_error for n in numbers))
                comments.say(ref, _said([marks[n] for n in numbers]))
            kept |= dict.fromkeys(numbers, look)
        return kept

    def _clear(self, name: str, ground: Ground) -> None:
        """The grounds of before."""
        for ref, cell in ground.cells():
            style = int(cell.get("s", "0"))
            if self.styles.is_marked(style):
                kept = self.kept.get(f"{name}!{ref}", "")
                cell.set("s", str(self.styles.grounded(style, kept)))

    def _colour(self, cell: Any, is_error: bool) -> str:
        style = int(cell.get("s") or "0")
        cell.set("s", str(self.styles.marked(style, RED if is_error else AMBER)))
        return self.styles.ground(style)

    def _put_page(self, page: Any) -> None:
        if self.notes is not None:
            self.package.put(self.notes, page)
            return
        kind = f"{CONTENT}.spreadsheetml.worksheet+xml"
        path = self.package.add("xl/worksheets/sheet{}.xml", page, kind)
        sheets = self.package.root(self.book).find(f"{M}sheets")
        numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets]
        made = etree.SubElement(sheets, f"{M}sheet", name=self._free_name())
        made.set("sheetId", str(max(numbers, default=0) + 1))
        relation = self.package.relate(self.book, "worksheet", path)
        made.set(f"{{{RELATION}}}id", relation)

    def _free_name(self) -> str:
        """Excel knows no difference between large and small letters."""
        sheets = self.package.root(self.book).iter(f"{M}sheet")
        taken = {sheet.get("name", "").lower() for sheet in sheets}
        name, number = notes.TITLE, 1
        while name.lower() in taken:
            number += 1
            name = f"{notes.TITLE}{number}"
        return name


def _with_label(mark: Mark) -> Mark:
    """The label goes to the text: what is left is a place."""
    found = LABELLED.fullmatch(mark.place)
    if found is None:
        return mark
    return replace(mark, place=found[1], text=f"{found[2]}：{mark.text}")


def _said(marks: Sequence[Mark]) -> str:
    lines = [f"{mark.level}：{mark.text}" for mark in marks]
    text = "\n".join(dict.fromkeys(lines))
    if len(text) > MOST_IN_COMMENT:
        return f"{text[:MOST_IN_COMMENT]}……（全部见“{notes.TITLE}”）"
    return text
