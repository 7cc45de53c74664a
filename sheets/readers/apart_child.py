"""Reads one file from standard input and writes the reading as JSON.

A program of its own, with a limit on its memory. The first line of the input is the
name of the file, as JSON; what follows are its bytes.
"""

import json
import sys
from typing import Any

from perftargets.errors import BadFile

from .. import interchange
from . import kinds, read_as, readers
from .limits import limit_memory

# Read by LibreOffice, which asks for far more addresses than it uses; what it makes
# of the file has passed through its hands.
CONVERTED = "doc"


def main() -> None:
    name = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    told: dict[str, Any]
    try:
        reader = readers.get(kinds.kind_of(name, data))
        if reader.id != CONVERTED:
            limit_memory()
        reading = read_as(reader, data)
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
