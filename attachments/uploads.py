"""Receiving files without filling the disk."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CutAtLimit(FileUploadHandler):
    """Lets through one chunk more than ``ATTACHMENT_BYTES`` and drops the rest.

    The size of what arrived still tells that the file was too large, so whoever takes
    files looks at the size first. First in ``FILE_UPLOAD_HANDLERS``.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.ATTACHMENT_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None  # the next handler has kept it
