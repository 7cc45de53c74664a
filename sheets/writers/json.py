"""The interchange, indented for a human reader."""

import json

from .. import interchange
from ..edition import Edition
from ..layouts import Layout
from .base import Writer, writers


@writers.register
class JsonWriter(Writer):
    id = "json"
    name = "JSON"
    content_type = "application/json"
    extension = "json"

    def write(self, edition: Edition, layout: Layout) -> bytes:
        data = interchange.book_to_json(edition.book) | {"layout": layout.id}
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
