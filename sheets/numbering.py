"""The numbers before the headings of an overall target: （一）, （二） …

An office's own text keeps the numbers that it has, wrong ones included. What is
written in the editor is numbered by itself.
"""

import re
from collections.abc import Iterable

DIGITS = "〇一二三四五六七八九"
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
# Up to three figures: （2021） is a year.
NUMBER = re.compile(
    r"^\s*(?:[（(]\s*(?:[〇零一二三四五六七八九十百]+|[0-9]{1,3})\s*[)）]\s*)?"
)


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; from 100 on in figures."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = {0: "", 1: "十"}.get(tens, DIGITS[tens] + "十")
    return lead + (DIGITS[ones] if ones else "")


def roman(number: int) -> str:
    """1 → I, 4 → IV; from 40 on in figures."""
    if not 1 <= number < 40:
        return str(number)
    tens, ones = divmod(number, 10)
    return "X" * tens + ROMAN[ones]


def bare(title: str) -> str:
    """The heading without its number."""
    return NUMBER.sub("", title)


def mark(place: int) -> str:
    """What stands before the heading at ``place``, counted from 0."""
    return f"（{chinese(place + 1)}）"


def wrong_numbers(titles: Iterable[str]) -> list[tuple[int, str, str]]:
    """(place from 1, the number that is written, the right one) where they differ;
    a heading without a number has none that is wrong."""
    marks = [
        (place, title[: len(title) - len(bare(title))].strip())
        for place, title in enumerate(titles)
    ]
    return [(i + 1, there, mark(i)) for i, there in marks if there not in ("", mark(i))]


def numbered(titles: Iterable[str]) -> list[str]:
    """The headings, counted anew."""
    return [f"{mark(place)}{bare(title)}" for place, title in enumerate(titles)]
