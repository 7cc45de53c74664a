"""What a command is given to read: a file, all files in a folder, or an archive."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn
from zipfile import ZipFile

from perftargets.errors import BadFile
from sheets import readers
from sheets.readers import Reading

from . import packs
from .files import read_file

EMPTY = "文件夹里没有文件"


@dataclass(frozen=True)
class Source:
    """``read`` raises ``BadFile`` if the file cannot be read."""

    name: str
    read: Callable[[], Reading]


def sources(path: Path) -> Iterator[Source]:
    """In the order of their names, or of the archive."""
    if path.is_dir():
        yield from _in_folder(path)
    elif _is_pack(path):
        yield from _in_archive(path)
    else:
        yield Source(path.name, partial(read_file, path))


def is_many(path: Path) -> bool:
    return path.is_dir() or _is_pack(path)


def _is_pack(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return packs.is_pack(path.name, file)
    except OSError:
        return False  # reading it will say what is wrong


def _in_folder(path: Path) -> Iterator[Source]:
    every = [one for one in path.rglob("*") if one.is_file()]
    inside = {str(one.relative_to(path)): one for one in every}
    names = [n for n in sorted(inside) if not packs.is_left_out([*Path(n).parts])]
    if not names:
        yield Source(path.name, partial(_refuse, BadFile(EMPTY)))
    for name in names:
        yield Source(name, partial(read_file, inside[name]))


def _in_archive(path: Path) -> Iterator[Source]:
    try:
        with path.open("rb") as file, packs.opened(file) as archive:
            for entry in packs.entries(archive):
                yield Source(entry.path, partial(_read_packed, archive, entry))
    except BadFile as error:
        yield Source(path.name, partial(_refuse, error))


def _read_packed(archive: ZipFile, entry: packs.Entry) -> Reading:
    return readers.read(entry.name, packs.read_entry(archive, entry.place))


def _refuse(error: BadFile) -> NoReturn:
    raise error
