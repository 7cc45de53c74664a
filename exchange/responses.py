"""Files as answers."""

from typing import BinaryIO

from django.http import FileResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(file: BinaryIO, name: str) -> FileResponse:
    """An Excel file that is saved under this name."""
    response = FileResponse(
        file, as_attachment=True, filename=plain_name(name), content_type=XLSX
    )
    # A table of today must not come out of a cache tomorrow.
    response["Cache-Control"] = "no-store"
    return response


def plain_name(name: str) -> str:
    """Without the characters that Windows refuses in a file name."""
    return "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in name)[:120]
