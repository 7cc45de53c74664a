"""Photographs and scans."""

from django.core.files.base import File
from PIL import Image

from perftargets.errors import BadFile

MOST_PIXELS = 50_000_000  # an A4 page at 600 dpi has 35 million
BROKEN = "图片不完整或已损坏，打不开。请重新保存或重新扫描后再上传。"
TOO_MANY_PIXELS = (
    f"图片超过 {MOST_PIXELS // 10_000} 万像素。请降低扫描分辨率（如 300 dpi）后再上传。"
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def check(content: File) -> str:
    """``"jpg"`` or ``"png"``; ``BadFile`` if damaged or of too many pixels."""
    content.seek(0)
    try:
        with Image.open(content, formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadFile(TOO_MANY_PIXELS)
            if image.format == "PNG":
                image.verify()  # each part has a checksum, so nothing need be drawn
                return "png"
            _draw_small(image)
    except BOMBS:
        raise BadFile(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError):  # what Pillow says of a damaged file
        raise BadFile(BROKEN) from None
    content.seek(0)
    if not _has_end(content.read()):
        raise BadFile(BROKEN)
    return "jpg"


def _draw_small(image: Image.Image) -> None:
    """An eighth of the size takes all the bytes and a sixty-fourth of the memory."""
    image.draft("L", (image.width // 8, image.height // 8))
    image.load()


def _has_end(jpeg: bytes) -> bool:
    """Whether the end mark follows the picture. Pillow cannot be asked: WeasyPrint
    sets it, for the whole process, to draw truncated pictures too."""
    place = 2
    while jpeg[place : place + 1] == b"\xff":
        mark = jpeg[place + 1 : place + 2]
        if mark == b"\xff":  # a fill byte
            place += 1
            continue
        # A segment; the small preview inside one has an end mark of its own.
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4])
        if mark == b"\xda":  # the picture itself begins
            return jpeg.find(b"\xff\xd9", place) >= 0
    return False
