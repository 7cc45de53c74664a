"""What two texts say alike, without knowing words.

Several checks ask the same of the same cell, so the answers are kept for a while.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from sheets import value as grammar

KEPT = 16_384
HAN = "[\u3007\u4e00-\u9fff]"
# 由82%提高到90%: between what was and what shall be.
CHANGED = "(?:提[高升]|上升|增[加长]|扩大|下降|降低|压降|减少|缩短)[到至为]"
_NOT_TEXT = re.compile(r"[\W_]+")
_HAN_RUN = re.compile(f"{HAN}+")
# A comma before three figures, and a colon between figures, are parts of a number.
_CLAUSE_END = re.compile(r"[，。；！？、;!?\n]|,(?!(?<=\d,)\d{3}(?!\d))|(?<!\d):")
_LABEL = re.compile(r"^(?:(?:指标|目标)\d*[:：]|[*＊]|\(?\d{1,2}\)?[.、．)](?!\d))+")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")

value_of = lru_cache(KEPT)(grammar.parse)


@lru_cache(KEPT)
def squeeze(text: str) -> str:
    """One spelling of each character and no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(KEPT)
def letters(text: str) -> str:
    """Letters and digits alone: equal for texts that differ in punctuation."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(KEPT)
def bare(text: str) -> str:
    """A name without ``指标1：``, list numbers and notes in brackets."""
    return _BRACKETS.sub("", _LABEL.sub("", squeeze(text)))


@lru_cache(KEPT)
def clauses(text: str) -> tuple[str, ...]:
    """The parts between commas and full stops, none of them empty."""
    lines = map(squeeze, text.splitlines())
    return tuple(part for line in lines for part in _CLAUSE_END.split(line) if part)


@lru_cache(256)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for one of ``words``, the longest that fits; never for nothing."""
    longest = sorted(filter(None, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")


@lru_cache(KEPT)
def grams(text: str, without: tuple[str, ...] = ()) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters; words that say nothing cut the text."""
    cut = any_of(without).sub(" ", squeeze(text))
    return frozenset(
        run[i : i + 2] for run in _HAN_RUN.findall(cut) for i in range(len(run) - 1)
    )


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: how much of both is common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def covered(part: frozenset[str], whole: frozenset[str]) -> float:
    """0 to 1: how much of ``part`` is found in ``whole``."""
    return len(part & whole) / len(part) if part else 0.0


def joined(texts: Iterable[str | None]) -> str:
    """All texts as one, line by line."""
    return "\n".join(text for text in texts if text)


def quoted(text: str, most: int = 40) -> str:
    """The text as a message shows it: “…”, and not too long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= most else line[:most] + '…'}”"
