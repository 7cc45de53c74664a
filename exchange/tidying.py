"""Texts of a file, as the editor and its page would have taken them.

Readers of tables do much of this, the interchange keeps all to the last character: so
without it the same table came in otherwise from another format.
"""

from dataclasses import replace
from typing import Any

from sheets.interchange import book_from_json, book_to_json
from sheets.sheet import Book
from sheets.typed import plain


def tidied(book: Book) -> Book:
    """Without control characters and without blanks around any text. The name of a
    project is one line: a browser leaves line ends out of it, too."""
    found = book_from_json(_tidied(book_to_json(book)))
    projects = tuple(
        replace(sheet, name=sheet.name.replace("\n", "")) for sheet in found.projects
    )
    return replace(found, projects=projects)


def _tidied(data: Any) -> Any:
    if isinstance(data, str):
        return plain(data).strip()
    if isinstance(data, list):
        return [_tidied(each) for each in data]
    if isinstance(data, dict):
        return {name: _tidied(each) for name, each in data.items()}
    return data
