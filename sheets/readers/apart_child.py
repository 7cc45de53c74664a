"""Reads files from standard input, one after the other, and writes each reading as a
line of JSON.

A program of its own, with a limit on its memory. Before the bytes of a file stands a
line of JSON with its name, its size, and for how many seconds somebody will wait.
"""

import json
import math
import signal
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
GRACE = 10  # seconds; nobody is left to end it where its parent was killed


def main() -> None:
    while line := sys.stdin.buffer.readline():
        head = json.loads(line)
        if hasattr(signal, "alarm"):
            signal.alarm(math.ceil(head["seconds"]) + GRACE)
        data = sys.stdin.buffer.read(head["size"])
        sys.stdout.write(json.dumps(read(head["name"], data)) + "\n")
        sys.stdout.flush()
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def read(name: str, data: bytes) -> dict[str, Any]:
    try:
        reader = readers.get(kinds.kind_of(name, data))
        if reader.id == CONVERTED:
            data = converted(data)
        limit_memory()
        read_by = readers.get("docx") if reader.id == CONVERTED else reader
        reading = replace(read_as(read_by, data), kind=reader.id)
    except BadFile as error:
        return {"refused": error.message}
    return {
        "book": interchange.book_to_json(reading.book),
        "errors": [vars(message) for message in reading.errors],
        "warnings": [vars(message) for message in reading.warnings],
        "places": dict(reading.places),
        "kind": reading.kind,
    }


main()
