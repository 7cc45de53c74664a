"""Input formats, one module each, registered beside its class.

Importing the package registers them all. :func:`read` chooses by what is in the file.
"""

from pathlib import PurePath

from perftargets.errors import BadFile

from . import docx as docx
from . import html as html
from . import json as json
from . import text as text
from . import xlsx as xlsx
from .base import Message as Message
from .base import Reader as Reader
from .base import Reading as Reading
from .base import readers as readers


def read(name: str, data: bytes) -> Reading:
    """Read a file by the ending of its name; ``BadFile`` if no reader takes it."""
    suffix = PurePath(name).suffix.lower()
    for reader in readers:
        if suffix in reader.suffixes:
            return reader.read(data)
    known = "、".join(s for reader in readers for s in reader.suffixes)
    raise BadFile(f"不能读取“{PurePath(name).name}”：支持的文件类型是 {known}")
