"""The interchange."""

from .. import interchange
from .base import Reader, Reading, readers


@readers.register
class JsonReader(Reader):
    id = "json"
    name = "JSON"
    suffixes = (".json",)

    def read(self, data: bytes) -> Reading:
        return Reading(interchange.loads(data))
