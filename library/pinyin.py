"""First letters, as people type who do not want to write the characters."""

from functools import cache
from importlib import import_module
from typing import Any


def initials(text: str) -> str:
    """ "享受资金人数" → "xszjrs"; other letters and digits stay, the rest goes.

    One reading a word, the dictionary's: 银行 is ``yh``, 行动 is ``xd``.
    """
    pypinyin = _dictionary()
    style = pypinyin.Style.FIRST_LETTER
    letters: list[str] = pypinyin.lazy_pinyin(text, style=style, errors=_kept)
    return "".join(letters)


@cache
def _dictionary() -> Any:
    """Loaded when it is first asked for: its words take as much memory as all the rest
    of an idle process, and most processes never ask."""
    return import_module("pypinyin")


def _kept(text: str) -> list[str]:
    return [c for c in text.lower() if c.isascii() and c.isalnum()]
