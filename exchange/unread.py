"""Cells of a file that could not be read, and what its user types in their place.

A table with such a cell is not taken before something is typed there, or the file is
mended: else the draft would have a hole that nobody sees any more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from indicators.limits import TEXT_LENGTH, too_long
from sheets.anchor import replaced, text_at
from sheets.fields import label_in
from sheets.sheet import Overall, Sheet

Document = Sheet | Overall
# Two or three cells of a form are one value: it is typed as a whole.
PARTS = (".sign", ".unit")


@dataclass(frozen=True)
class Unread:
    """One cell, and the fields that it is. ``said`` is what the reader says of it,
    ``wrong`` why it still holds up its table, "" if it does not."""

    place: str
    paths: tuple[str, ...]
    label: str
    said: str
    typed: str
    wrong: str


def said_at(errors: Sequence[Sequence[str]]) -> dict[str, str]:
    """What is said of each place."""
    found: dict[str, str] = {}
    for where, said in errors:
        for place in _places(where):
            found.setdefault(place, said)
    return found


def _places(where: str) -> list[str]:
    """What may be meant: the name of a cell may have its label behind it."""
    words = where.split(" ")
    return [" ".join(words[:end]) for end in range(1, len(words) + 1)]


def still_said(
    errors: Sequence[Sequence[str]], mended: Collection[str]
) -> list[Sequence[str]]:
    """The errors but those of the places where something was typed."""
    return [each for each in errors if not {*mended}.intersection(_places(each[0]))]


def with_typed(
    document: Document,
    cells: Mapping[str, str],
    said: Mapping[str, str],
    typed: Mapping[str, str],
) -> tuple[Document, list[Unread]]:
    """The document with what was typed, and its cells that could not be read.

    ``cells`` are its places by field path, ``said`` the errors by place, ``typed`` the
    user's texts by place.
    """
    found = []
    for place, paths in _by_place(document, cells, said).items():
        text, wrong = typed.get(place, ""), said[place]
        if text:
            document, wrong = _typed(document, paths, text)
        label = label_in(document, paths[0])
        found.append(Unread(place, paths, label, said[place], text, wrong))
    return document, found


def _by_place(
    document: Document, cells: Mapping[str, str], said: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path, place in cells.items():
        for part in PARTS:
            path = path.removesuffix(part)
        # What the project is called has an input of its own.
        if place in said and path != "name" and _is_cell(document, path):
            found[place] = (*found.get(place, ()), path)
    return found


def _is_cell(document: Document, path: str) -> bool:
    try:
        text_at(path, document)
    except LookupError:
        return False
    return True


def _typed(document: Document, paths: Sequence[str], text: str) -> tuple[Document, str]:
    """With the text in its fields; else why that cannot be."""
    if len(text) > TEXT_LENGTH:
        return document, too_long(text, TEXT_LENGTH)
    made = document
    try:
        for path in paths:
            made = replaced(path, made, text)
    except ValueError as error:
        return document, str(error)
    return made, ""
