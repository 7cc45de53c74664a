"""Writes an archive of the departments' data in a PDF from standard input; says nothing
if there are not several, or they cannot be read."""

import json
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from perftargets.errors import BadFile

from .limits import limit_memory
from .pdf import parts


def archive(texts: list[bytes]) -> bytes:
    """The same for the same files: it has no date of today."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for number, text in enumerate(texts, 1):
            office = json.loads(text)["department"]["name"] or ""
            name = f"{number:03} {office}.json".replace("/", "")
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            zipped.writestr(info, text)
    return out.getvalue()


def main() -> None:
    limit_memory()
    try:
        texts = parts(sys.stdin.buffer.read())
        made = archive(texts) if texts else b""
    except (BadFile, MemoryError, ValueError, LookupError, TypeError):
        return
    sys.stdout.buffer.write(made)


main()
