"""The years that a text names, in the ways people write them.

2022年, ２０２２年, 二〇二二年, 2022-03-01, 2022-2024年 and 22年底 are years; 2022元,
共2022人, 〔2022〕12号 and 12022年 are not.
"""

import re
from dataclasses import dataclass

HAN_DIGITS = "〇一二三四五六七八九"
_HAN_ZERO = "〇○零0０"
_TO = "[-－—–~～/至到]+"
_MONTH = "(?:1[0-2]|0?[1-9])"
# What makes four figures a year: 年, a month and a day, a month with its zero, or
# another year that is one. 2022.5万元 is an amount.
_IS_YEAR = (
    rf"(?=\s*学?年|[-./]{_MONTH}[-./]\d|[-/]{_MONTH}(?![\d.%])|\.(?:0[1-9]|1[0-2])(?!\d)"
    rf"|\.{_MONTH}月|\s*{_TO}\s*20\d\d\s*学?年)"
)
_YEAR = re.compile(
    rf"(?<![\d.])[2２][0０]\d\d{_IS_YEAR}"
    rf"|(?<=[-~至到])20\d\d(?=\.{_MONTH}(?!\d))"
    rf"|(?P<han>二[{_HAN_ZERO}][{_HAN_ZERO}{HAN_DIGITS}]{{2}})(?=\s*年)"
    # Two figures alone are a span of time: 22年. A month or the end is not said of one.
    r"|(?<![\d.])(?P<short>\d\d)(?=年(?:\d{1,2}月|度?[底末]))"
)
_DAY = re.compile(
    r"\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?"
    r"|[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)"
)
_BETWEEN = re.compile(
    r"\s*(?:年?度?|学年|(?P<figures>[-./]\d{1,2}(?:[-./]\d{1,2})?))"
    rf"(?P<words>(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?)[底初末]?\s*{_TO}\s*"
)


@dataclass(frozen=True)
class Named:
    """A year in a text; its figures are ``text[start:end]``. ``is_short``: the century
    is left out."""

    year: int
    start: int
    end: int
    is_short: bool = False


def years_in(text: str) -> list[Named]:
    """The years that are named, in their order."""
    return [_named(found) for found in _YEAR.finditer(text)]


def _named(found: re.Match[str]) -> Named:
    is_short = found["short"] is not None
    if found["han"]:
        digits = (0 if c in _HAN_ZERO else HAN_DIGITS.index(c) for c in found["han"])
        year = int("".join(map(str, digits)))
    else:
        year = int(found[0]) + 2000 * is_short
    return Named(year, *found.span(), is_short)


def in_figures(text: str) -> str:
    """二〇二二年 → 2022年; all else stays."""
    for one in reversed(years_in(text)):
        if text[one.start] == "二":
            text = f"{text[: one.start]}{one.year}{text[one.end :]}"
    return text


def like(text: str, year: int) -> str:
    """``year`` in the kind of figures that ``text`` is written in."""
    if text[0] == "二":
        zero = text[1]
        return "".join(
            zero if digit == "0" else HAN_DIGITS[int(digit)] for digit in str(year)
        )
    wide = {str(i): chr(0xFF10 + i) for i in range(10)} if text[0] == "２" else {}
    return "".join(wide.get(digit, digit) for digit in str(year))


def date_behind(text: str, named: Named) -> tuple[int, int | None] | None:
    """The month and the day that stand behind a year; no day, or nothing."""
    found = _DAY.match(text, named.end)
    if found is None:
        return None
    day = found["day"] or found["d"]
    return int(found["month"] or found["m"]), int(day) if day else None


@dataclass(frozen=True)
class Span:
    """From one year to another; ``has_months`` tells 2022年9月至2023年6月 from
    2022-2024年, ``is_school`` is 2022/2023学年."""

    first: Named
    last: Named
    has_months: bool
    is_school: bool


def spans_in(text: str) -> list[Span]:
    """The periods from one year to another one."""
    named = years_in(text)
    return [
        span
        for first, last in zip(named, named[1:], strict=False)
        if first.year < last.year and (span := _span(text, first, last)) is not None
    ]


def _span(text: str, first: Named, last: Named) -> Span | None:
    between = _BETWEEN.fullmatch(text[first.end : last.start])
    if between is None:
        return None
    behind = text[last.end :].lstrip()
    return Span(
        first,
        last,
        has_months=bool(between["figures"] or between["words"]),
        is_school=last.year == first.year + 1 and behind.startswith("学年"),
    )
