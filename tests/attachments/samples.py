"""Real files of every kind, and the bad ones that look like them."""

import io
import struct
import zlib
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import ContentFile
from openpyxl import Workbook
from PIL import Image
from weasyprint import HTML

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DOCUMENT = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPE = f"{OFFICE}.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def archive(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def word_parts(content_type: str = WORD_TYPE) -> dict[str, str | bytes]:
    part = f'PartName="/word/document.xml" ContentType="{content_type}"'
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override {part}/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{DOCUMENT}"><w:body/></w:document>',
    }


@cache
def pdf(text: str = "实施方案") -> bytes:
    return HTML(string=f"<p>{text}</p>").write_pdf()


@cache
def docx() -> bytes:
    return archive(word_parts())


@cache
def xlsx(text: str = "测算表") -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = text
    book.save(out)
    return out.getvalue()


@cache
def picture(kind: str, shade: int = 0, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise(size, 50).convert("RGB")
    noise.putpixel((0, 0), (shade, 0, 0))
    noise.save(out, kind)
    return out.getvalue()


def jpg() -> bytes:
    return picture("JPEG")


def png(shade: int = 0) -> bytes:
    return picture("PNG", shade)


GOOD = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "jpg": jpg, "png": png}


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""
    whole = picture("PNG")
    head = whole[12:16] + struct.pack(">II", width, height) + whole[24:29]
    return whole[:12] + head + struct.pack(">I", zlib.crc32(head)) + whole[33:]


def with_flag(content: bytes, flag: int) -> bytes:
    """An archive whose entries say in their directory that they are encrypted."""
    place = content.index(b"PK\x01\x02") + 8
    return content[:place] + struct.pack("<H", flag) + content[place + 2 :]


def old_office(stream: str) -> bytes:
    """The beginning of a compound file with a stream of this name."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return head + b"\0" * 1016 + stream.encode("utf-16-le") + b"\0" * 1024


def named(name: str, content: bytes) -> ContentFile:
    return ContentFile(content, name)
