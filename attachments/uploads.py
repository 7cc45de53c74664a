"""Receiving files without filling the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


def most_bytes(name: str) -> int:
    """So large may a file be that is called so: an archive holds many."""
    is_pack = name.lower().endswith(".zip")
    return settings.PACK_BYTES if is_pack else settings.ATTACHMENT_BYTES


class CutAtLimit(FileUploadHandler):
    """Lets through one chunk more than :func:`most_bytes` and drops the rest.

    The size of what arrived still tells that the file was too large, so whoever takes
    files looks at the size first. First in ``FILE_UPLOAD_HANDLERS``.
    """

    most = 0

    def new_file(
        self, field_name: str, file_name: str, *rest: Any, **more: Any
    ) -> None:
        super().new_file(field_name, file_name, *rest, **more)
        self.most = most_bytes(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= self.most else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None  # the next handler has kept it
