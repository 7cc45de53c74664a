"""The interchange."""

from perftargets.errors import BadFile

from .. import interchange
from .base import NOTHING_FOUND, Reader, Reading, readers


@readers.register
class JsonReader(Reader):
    id = "json"
    name = "JSON"
    suffixes = (".json",)

    def read(self, data: bytes) -> Reading:
        book = interchange.loads(data)
        if not book.projects and book.overall is None:
            raise BadFile(NOTHING_FOUND)
        return Reading(book)
