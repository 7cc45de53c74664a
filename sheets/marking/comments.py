"""Comments of a worksheet: ours beside those that a person wrote.

What we say stands between two words, so it can be taken out again, wherever a program
has put it meanwhile. The yellow notes themselves are drawn in a part of its own (VML).
"""

import re
from typing import Any

from lxml import etree

from perftargets.errors import BadFile

from ..readers.xlsx import ROW_OF, column_number
from ..readers.zips import BROKEN
from ..typed import plain
from .ground import Ground
from .package import CONTENT, MAIN, RELATION, Package

M = f"{{{MAIN}}}"
BEGIN, END = "【导入标注】", "【标注完】"
OURS = re.compile(f"\\s*{BEGIN}.*?{END}", re.DOTALL)
AUTHOR = "绩效目标系统"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SHAPE = re.compile(rb"<(\w+:)?shape\b.*?</\1?shape>", re.DOTALL)
ROW, COLUMN = (re.compile(rb"%s>\s*(\d+)\s*<" % name) for name in (b"Row", b"Column"))
NUMBER = re.compile(rb"_x0000_s(\d+)")
DRAWING = b"""<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"
 path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>
<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
</xml>"""
NOTE = """<v:shape xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"
 style="position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:120pt;\
z-index:{number};visibility:hidden">
<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>
<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>
</x:ClientData></v:shape>"""


class Comments:
    """Those of one worksheet."""

    def __init__(self, package: Package, part: str, ground: Ground) -> None:
        self.package, self.part, self.ground = package, part, ground
        path = package.related(part, "comments")
        self.root: Any = None if path is None else package.root(path)

    def clear(self) -> None:
        """Take out what we said before."""
        if self.root is None:
            return
        for comment in list(self.root.iter(f"{M}comment")):
            if OURS.search(_text(comment)):
                if left := OURS.sub("", _text(comment)).strip("\n"):
                    _take_out(comment, left)
                else:
                    self._remove(comment)

    def say(self, ref: str, text: str) -> None:
        """Behind what a person said of the cell, if anything."""
        list_of = self._list()
        text = f"{BEGIN}\n{plain(text)}\n{END}"
        for comment in list_of:
            if comment.get("ref") == ref:
                _add_run(comment.find(f"{M}text"), f"\n\n{text}")
                return
        comment = etree.SubElement(list_of, f"{M}comment", ref=ref)
        comment.set("authorId", str(self._author()))
        _add_run(etree.SubElement(comment, f"{M}text"), text)
        self._draw(ref)

    def _list(self) -> Any:
        if self.root is None:
            self.root = etree.Element(f"{M}comments", nsmap={None: MAIN})
            etree.SubElement(self.root, f"{M}authors")
            etree.SubElement(self.root, f"{M}commentList")
            kind = f"{CONTENT}.spreadsheetml.comments+xml"
            path = self.package.add("xl/comments{}.xml", self.root, kind)
            self.package.relate(self.part, "comments", path)
        found = self.root.find(f"{M}commentList")
        if found is None:
            raise BadFile(BROKEN)
        return found

    def _author(self) -> int:
        authors = self.root.find(f"{M}authors")
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, f"{M}author").text = AUTHOR
            return len(names)
        return names.index(AUTHOR)

    def _drawing(self) -> str:
        path = self.package.related(self.part, "vmlDrawing")
        if path is None or not self.ground.has_comments:
            kind = f"{CONTENT}.vmlDrawing"
            self.package.know_suffix("vml", kind)
            path = self.package.add("xl/drawings/vmlDrawing{}.vml", DRAWING, "")
            relation = self.package.relate(self.part, "vmlDrawing", path)
            self.ground.show_comments(relation, f"{{{RELATION}}}id")
        return path

    def _draw(self, ref: str) -> None:
        path = self._drawing()
        data = self.package.raw(path)
        row, column = _place(ref)
        number = max((int(n) for n in NUMBER.findall(data)), default=1024) + 1
        note = NOTE.format(
            **{"number": number, "row": row, "column": column},
            **{"left": column + 1, "right": column + 5},
            **{"top": max(row - 1, 0), "bottom": row + 7},
        )
        begin, end, rest = data.rpartition(b"</xml>")
        if not end:
            raise BadFile(BROKEN)
        self.package.put(path, begin + note.encode() + end + rest)

    def _remove(self, comment: Any) -> None:
        row, column = _place(comment.get("ref", ""))
        comment.getparent().remove(comment)
        path = self.package.related(self.part, "vmlDrawing")
        if path is None:
            return

        def without(found: re.Match[bytes]) -> bytes:
            at = ROW.search(found[0]), COLUMN.search(found[0])
            is_it = all(at) and [int(m[1]) for m in at if m] == [row, column]
            return b"" if is_it else found[0]

        self.package.put(path, SHAPE.sub(without, self.package.raw(path)))


def _place(ref: str) -> tuple[int, int]:
    found = ROW_OF.fullmatch(ref)
    return (int(found[2]) - 1, column_number(found[1])) if found else (0, 0)


def _text(comment: Any) -> str:
    return "".join(t.text or "" for t in comment.iter(f"{M}t"))


def _take_out(comment: Any, left: str) -> None:
    """The run that is ours goes; if a program has cut it up, what is left is put
    together without its fonts."""
    text = comment.find(f"{M}text")
    for run in list(text.iter(f"{M}r")):
        own = "".join(t.text or "" for t in run.iter(f"{M}t"))
        if own.strip() and not OURS.sub("", own).strip():
            text.remove(run)
    if OURS.search(_text(comment)):
        for child in list(text):
            text.remove(child)
        _add_run(text, left)


def _add_run(text: Any, words: str) -> None:
    """Words behind what is there, which becomes a run too."""
    for bare in text.findall(f"{M}t"):
        run = etree.Element(f"{M}r")
        bare.addprevious(run)
        run.append(bare)
    run = etree.SubElement(text, f"{M}r")
    looks = etree.SubElement(run, f"{M}rPr")
    etree.SubElement(looks, f"{M}sz", val="10")
    etree.SubElement(looks, f"{M}rFont", val="宋体")
    said = etree.SubElement(run, f"{M}t")
    said.text = words
    said.set(SPACE, "preserve")
