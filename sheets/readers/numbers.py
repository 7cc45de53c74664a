"""A number of a workbook as its author sees it: 0.95 under the format ``0%`` is 95%."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

# The formats without a text of their own that mean a date, or a share, in a workbook.
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
BUILT_IN |= dict.fromkeys((14, 15, 22, 27, 30, 31, 36, 50, 54, 58), "yyyy-m-d")
BUILT_IN |= dict.fromkeys((16, 28, 29, 51, 53), "m-d")
BUILT_IN |= dict.fromkeys((17, 52, 57), "yyyy-m") | {37: "0", 38: "0", 39: "0.00"}
BUILT_IN |= {40: "0.00", 49: "@"}
_FIRST_DAY = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zone
_DAYS_TO_1904 = 1462
# Written out by some programs; its letters are those of no date.
GENERAL = re.compile("general|G/通用格式", re.IGNORECASE)
LONG = re.compile(r"\d{16,}")  # a workbook keeps fifteen digits
SCIENTIFIC = re.compile("[Ee][+-]")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_(?:.)|\*(?:.)|\[([^\]]*)\]|(.)', re.DOTALL)


@dataclass(frozen=True)
class Format:
    """``date`` is "ymd", "ym", "md" or ""; ``before`` and ``behind`` are words that the
    format prints around the number (``0"人"``)."""

    before: str = ""
    behind: str = ""
    places: int | None = None
    is_percent: bool = False
    date: str = ""


@lru_cache(1024)
def read_format(code: str) -> Format:
    """What a number format makes of a positive number."""
    before, behind, digits, letters = "", "", "", ""
    is_percent = False
    if SCIENTIFIC.search(code):
        return Format()
    code = GENERAL.sub("#", code.split(";")[0])
    for word, char, bracket, plain in _TOKEN.findall(code):
        if bracket:
            continue
        text = word or char
        if text:
            if digits or letters:
                behind += text
            else:
                before += text
        elif plain in "0#?.,":
            digits += plain
        elif plain == "%":
            is_percent = True
        elif plain.lower() in "ymdhse年月日":
            letters += plain.lower()
        elif digits and not plain.isspace():
            behind += plain
    if letters and not digits.strip("0."):
        return Format(date=_parts_of_date(letters))
    if not digits:
        return Format()
    places = len(digits.partition(".")[2].replace(",", "")) if digits else None
    return Format(before, behind, places, is_percent)


def _parts_of_date(letters: str) -> str:
    if "y" in letters or "e" in letters or "年" in letters:
        return "ymd" if "d" in letters or "日" in letters else "ym"
    return "md" if "d" in letters and "m" in letters else ""


def show(text: str, code: str, *, from_1904: bool = False) -> str:
    """The number ``text`` of a cell with this format, for a reader of the table."""
    try:
        number = float(text)
    except ValueError:
        return text
    form = read_format(code)
    if form.date and (date := _date(number, form.date, from_1904)):
        return date
    plain = _plain(number)
    if form.is_percent:
        shown = _with_places(plain * 100, form.places) + "%"
    else:
        shown = _with_places(plain, form.places)
    return f"{form.before}{shown}{form.behind}"


def _plain(number: float) -> Decimal:
    """As Excel shows it: with fifteen digits, for it keeps 0.1 + 0.2 with seventeen."""
    return Decimal(format(number, ".15g"))


def _with_places(number: Decimal, places: int | None) -> str:
    """With the zeros of the format; a digit that it hides is not lost."""
    exponent = number.normalize().as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    if not number.is_finite():
        return str(number)
    return format(number, f".{max(own, min(places or 0, 6))}f")


def _date(number: float, parts: str, from_1904: bool) -> str:
    days = number + (_DAYS_TO_1904 if from_1904 else 0)
    if not 1 <= days < 2_958_466:  # 9999-12-31
        return ""
    day = _FIRST_DAY + datetime.timedelta(days=int(days))
    shown = {"y": f"{day.year}年", "m": f"{day.month}月", "d": f"{day.day}日"}
    return "".join(shown[part] for part in parts)
