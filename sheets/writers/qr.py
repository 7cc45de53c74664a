"""A QR code as SVG that a page holds itself: nothing is loaded."""

from functools import lru_cache

import segno


@lru_cache(maxsize=64)
def qr_svg(text: str) -> str:
    """Drawn as one path, so that a printed page needs no picture."""
    code = segno.make(text, error="m", micro=False)
    look = {"svgclass": "qr", "lineclass": None, "omitsize": True}
    return code.svg_inline(scale=1, border=2, title="查验码", **look)
