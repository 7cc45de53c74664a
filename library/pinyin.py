"""First letters, as people type who do not want to write the characters."""

from pypinyin import Style, lazy_pinyin


def initials(text: str) -> str:
    """ "享受资金人数" → "xszjrs"; other letters and digits stay, the rest goes.

    One reading a word, the dictionary's: 银行 is ``yh``, 行动 is ``xd``.
    """
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_kept)
    return "".join(letters)


def _kept(text: str) -> list[str]:
    return [c for c in text.lower() if c.isascii() and c.isalnum()]
