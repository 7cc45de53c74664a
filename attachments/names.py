"""File names as a person gave them, made fit to be shown and downloaded.

They never become part of a path: on the disk a file has a random name.
"""

from .kinds import KINDS, Kind

LENGTH = 150  # characters, the extension included
REFUSED = frozenset('\\/:*?"<>|')  # by Windows
NAMELESS = "未命名"
# What counts as an extension; another ending belongs to the name, as in "附件1.2号".
EXTENSIONS = {
    *KINDS,
    *(extension for kind in KINDS.values() for extension in kind.also),
    *("doc", "docm", "xls", "xlsm"),
}


def clean(name: str) -> str:
    """One line, without what is invisible, turns the writing round or is refused by
    Windows. May be empty."""
    line = " ".join(name.split())
    return "".join("_" if c in REFUSED else c for c in line if c.isprintable())


def named_as(name: str, kind: Kind) -> str:
    """A clean name with the kind's own extension, at most ``LENGTH`` characters."""
    stem, _, extension = name.rpartition(".")
    if extension.lower() not in EXTENSIONS:
        stem = name
    stem = stem.strip(" .")[: LENGTH - len(kind.id) - 1].rstrip(" .")
    return f"{stem or NAMELESS}.{kind.id}"


def fits(name: str, kind: Kind) -> bool:
    """Whether its extension is one of the kind's."""
    return name.rpartition(".")[2].lower() in (kind.id, *kind.also)
