"""Marks one workbook from standard input; says nothing if it cannot.

The first line of the input are the marks, as JSON; what follows is the file.
"""

import json
import sys

from perftargets.errors import BadFile

from ..readers.limits import limit_memory
from . import Mark
from .workbook import marked


def main() -> None:
    marks = [Mark(**mark) for mark in json.loads(sys.stdin.buffer.readline())]
    limit_memory()
    try:
        done = marked(sys.stdin.buffer.read(), marks)
    except (BadFile, MemoryError):
        return
    sys.stdout.buffer.write(done)


main()
