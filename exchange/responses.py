"""Files as answers."""

from typing import BinaryIO

from django.http import FileResponse

from attachments.names import clean

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(file: BinaryIO, name: str) -> FileResponse:
    """An Excel file that is saved under this name."""
    response = FileResponse(
        file, as_attachment=True, filename=clean(name), content_type=XLSX
    )
    # A table of today must not come out of a cache tomorrow.
    response["Cache-Control"] = "no-store"
    return response
