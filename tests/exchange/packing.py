"""Archives as people make them."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sheets.edition import unstamped
from sheets.layouts import layout_of
from sheets.sheet import Book, Sheet
from sheets.writers import writers

FORMATS = ("xlsx", "docx", "html", "json")


def packed(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def by_old_windows(files: Mapping[str, bytes]) -> bytes:
    """Names in GBK with ``\\``, and no word of it."""

    class Old(ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in files.items():
            info = Old("x")
            info.filename = name
            archive.writestr(info, data)
    return out.getvalue()


def file_of(sheet: Sheet, format_id: str = "xlsx", book: Book | None = None) -> bytes:
    """The form of one project, as this program writes it."""
    book = replace(book or Book(year=2021, layout="hebei-2021"), projects=(sheet,))
    return writers.get(format_id).write(unstamped(book), layout_of(book))
