"""Input formats, one module each, registered beside its class.

Importing the package registers them all. :func:`read` chooses by what is in the file.
"""

from dataclasses import replace

from . import docx as docx
from . import html as html
from . import json as json
from . import kinds as kinds
from . import old as old
from . import pdf as pdf
from . import text as text
from . import xlsx as xlsx
from .base import Message as Message
from .base import Reader as Reader
from .base import Reading as Reading
from .base import readers as readers


def read(name: str, data: bytes) -> Reading:
    """Read a file, whatever its name says it is; ``BadFile`` if no reader takes it."""
    return read_as(readers.get(kinds.kind_of(name, data)), data)


def read_as(reader: Reader, data: bytes) -> Reading:
    """What one reader says, with its id."""
    return replace(reader.read(data), kind=reader.id)
