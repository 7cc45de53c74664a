"""Reads one file from standard input and writes the reading as JSON.

A program of its own, with a limit on its memory. The first line of the input is the
name of the file, as JSON; what follows are its bytes.
"""

import json
import sys
from dataclasses import replace
from typing import Any

from perftargets.errors import BadFile

from .. import interchange
from . import kinds, read_as, readers
from .limits import limit_memory
from .old import converted

# By LibreOffice, which asks for far more addresses than it uses: it is watched instead,
# and the limit falls when it has done its work.
CONVERTED = "doc"


def main() -> None:
    name = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    told: dict[str, Any]
    try:
        reader = readers.get(kinds.kind_of(name, data))
        if reader.id == CONVERTED:
            data = converted(data)
        limit_memory()
        read_by = readers.get("docx") if reader.id == CONVERTED else reader
        reading = replace(read_as(read_by, data), kind=reader.id)
    except BadFile as error:
        told = {"refused": error.message}
    else:
        told = {
            "book": interchange.book_to_json(reading.book),
            "errors": [vars(message) for message in reading.errors],
            "warnings": [vars(message) for message in reading.warnings],
            "places": dict(reading.places),
            "kind": reading.kind,
        }
    sys.stdout.write(json.dumps(told))


main()
