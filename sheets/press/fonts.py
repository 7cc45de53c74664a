"""The fonts of an assembled document: each once, with the glyphs of all its parts."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from .fragment import Glyphs
from .typesetting import render_fonts

DIGITS = "0123456789. "


class Faces:
    """Collects what the parts used of each font, and finds the fonts again.

    A font cannot be opened by its name alone, so a word is set in it once more.
    """

    def __init__(self) -> None:
        self._fonts: dict[str, Any] = {}
        self._texts: dict[str, dict[int, str]] = {}
        self._widths: dict[str, dict[int, float]] = {}
        self._samples: dict[str, Glyphs] = {}
        self._missing: dict[str, dict[str, int]] = {}
        caption = f'<h2 class="caption">{DIGITS}</h2>'
        self.caption_font, self._caption = self._digits(caption)
        folio = f'<p class="folio">{DIGITS}</p>'
        self.folio_font, self._folio = self._digits(folio)
        line = f'<ul class="entries"><li>{DIGITS}</li></ul>'
        self.line_font, self._line = self._digits(line)

    def _digits(self, html: str) -> tuple[str, dict[str, tuple[int, float]]]:
        """The font that a number is set in, and glyph and width of each digit."""
        [font] = self._set(html)
        self._texts.setdefault(font.hash, {}).update(font.to_unicode)
        self._widths.setdefault(font.hash, {}).update(font.widths)
        return font.hash, {
            text: (glyph, font.widths[glyph]) for glyph, text in font.to_unicode.items()
        }

    def _set(self, html: str) -> list[Any]:
        fonts = list(render_fonts(html))
        for font in fonts:
            self._fonts.setdefault(font.hash, font)
        return fonts

    def folio(self, number: str) -> tuple[str, float]:
        """The glyphs of a number as PDF text, and its length in ems."""
        return _spelt(self._folio, number)

    def caption(self, number: str) -> tuple[str, float]:
        """As :meth:`folio`, in the font of titles."""
        return _spelt(self._caption, number)

    def line(self, text: str) -> tuple[str, float]:
        """As :meth:`folio`, in the font of the contents; dots, too."""
        return _spelt(self._line, text)

    def use(self, used: Iterable[Glyphs]) -> None:
        """The part needs these glyphs."""
        for glyphs in used:
            self._samples.setdefault(glyphs.name, glyphs)
            texts = self._texts.setdefault(glyphs.name, {})
            texts.update(zip(glyphs.numbers, glyphs.texts, strict=True))
            widths = self._widths.setdefault(glyphs.name, {})
            widths.update(zip(glyphs.numbers, glyphs.widths, strict=True))

    def missing(self, font: str, text: str, width: float) -> int:
        """The number of the glyph for a character that the font does not have."""
        numbers = self._missing.setdefault(font, {})
        # From the end: no font of ours has so many glyphs.
        number = numbers.setdefault(text, 0xFFFF - len(numbers))
        self._texts.setdefault(font, {})[number] = text
        self._widths.setdefault(font, {})[number] = width
        return number

    def fonts(self) -> dict[str, Any] | None:
        """The fonts with all that was used of them; ``None`` if one is not found."""
        for name, glyphs in self._samples.items():
            if name not in self._fonts:
                style = f"font-family:{json.dumps(glyphs.family)};"
                style += f"font-weight:{glyphs.weight}"
                sample = "".join(glyphs.texts[:3])
                self._set(f'<p style="{escape(style)}">{escape(sample)}</p>')
            if name not in self._fonts:
                return None
        used = {name: self._fonts[name] for name in self._texts}
        for name, font in used.items():
            font.to_unicode = dict(sorted(self._texts[name].items()))
            font.widths = dict(self._widths[name])
            font.missing = {
                ord(text[0]): number
                for text, number in self._missing.get(name, {}).items()
            }
        return used


def _spelt(glyphs: dict[str, tuple[int, float]], text: str) -> tuple[str, float]:
    found = [glyphs[character] for character in text]
    spelt = "".join(f"{glyph:04x}" for glyph, _ in found)
    return spelt, sum(width for _, width in found) / 1000
