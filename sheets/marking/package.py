"""The parts of an Office file, of which some are changed and the others stay."""

import io
from posixpath import dirname, join, normpath, relpath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from perftargets.errors import BadFile

from ..readers.zips import BROKEN, LIST, open_package, parse_part, read_part

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT = "application/vnd.openxmlformats-officedocument"


def local(element: Any) -> str:
    """The name of an element without its name space; "" for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Package:
    """A part is parsed when it is asked for, and then counts as changed."""

    def __init__(self, data: bytes) -> None:
        self.archive = open_package(data)
        self.names = dict.fromkeys(self.archive.namelist())
        self._roots: dict[str, Any] = {}
        self._raw: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def root(self, name: str) -> Any:
        """The parsed part; what is done to it is written."""
        if name not in self._roots:
            self._roots[name] = parse_part(self.archive, name)
        return self._roots[name]

    def raw(self, name: str) -> bytes:
        return self._raw.get(name) or read_part(self.archive, name)

    def put(self, name: str, content: Any) -> None:
        """A part as bytes, or as the root of its XML."""
        self.names[name] = None
        if isinstance(content, bytes):
            self._raw[name] = content
        else:
            self._roots[name] = content

    def add(self, pattern: str, content: Any, kind: str) -> str:
        """A new part under the first free name; the name."""
        number = 1
        while pattern.format(number) in self.names:
            number += 1
        name = pattern.format(number)
        self.put(name, content)
        if kind:
            made = etree.SubElement(self.root(LIST), f"{{{TYPES}}}Override")
            made.set("PartName", f"/{name}")
            made.set("ContentType", kind)
        return name

    def know_suffix(self, suffix: str, kind: str) -> None:
        types = self.root(LIST)
        known = {e.get("Extension", "").lower() for e in types.iter("{*}Default")}
        if suffix not in known:
            made = etree.Element(f"{{{TYPES}}}Default", Extension=suffix)
            made.set("ContentType", kind)
            types.insert(0, made)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(kind, path) of what a part points to inside of the package, by id."""
        rels = _rels(part)
        if rels not in self.names:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                _path(dirname(part), one.get("Target", "")),
            )
            for one in self.root(rels).iter("{*}Relationship")
            if one.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind that a part points to."""
        found = (path for k, path in self.relations(part).values() if k == kind)
        return next((path for path in found if path in self.names), None)

    def relate(self, part: str, kind: str, path: str) -> str:
        """Let a part point to another; the id."""
        rels = _rels(part)
        if rels not in self.names:
            root = etree.Element(
                f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS}
            )
            self.put(rels, root)
        root = self.root(rels)
        taken = {one.get("Id") for one in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{RELATIONS}}}Relationship")
        made.set("Id", f"rId{number}")
        made.set("Type", f"{RELATION}/{kind}")
        made.set("Target", relpath(path, dirname(part) or "."))
        return f"rId{number}"

    def written(self) -> bytes:
        """The package with its changes."""
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name in self.names:
                archive.writestr(name, self._part(name))
        return out.getvalue()

    def _part(self, name: str) -> bytes:
        root = self._roots.get(name)
        if root is None:
            return self.raw(name)
        text: bytes = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return text


def _rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return join(folder, "_rels", f"{name}.rels")


def _path(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return normpath(join(folder, target))


def main_part(package: Package) -> str:
    """The workbook; ``BadFile`` if it is of a kind that we cannot write."""
    found = package.related("", "officeDocument")
    if found is None or package.root(found).tag != f"{{{MAIN}}}workbook":
        raise BadFile(BROKEN)
    return found
