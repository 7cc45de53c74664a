"""Whether a 指标值 speaks of the budget year: the mistake of every copied table."""

import calendar
import re
from collections.abc import Iterator

from . import value
from .years import Named, date_behind, in_figures, years_in

# The name of a document may say its own year.
_TITLE = re.compile("《[^《》]*》")
# 较2020年, 比上年（2020年）
_COMPARED = re.compile(
    "(?:比|较|相比于?|对比|高于|低于|优于)(?:上年|去年|前年|上一年|基期|基准年)?"
    r"\s*[(（]?\s*$"
)
# 2020年水平, 2020年底为基数, 2020年的110%; not 2020年底前达到国家水平
_BASELINE = re.compile(
    r"\s*年?度?(?:\d{1,2}月)?(?:\d{1,2}[日号])?[底末]?(?:的|为|作为|之)?"
    "(?:平均|实际|全年|同类)?"
    "(?:基数|基期|基准|基线|基础|水平|同期|持平|相比|对比|决算数|执行数|完成数)"
    r"|\s*年度?的\s*\d+(?:\.\d+)?\s*[%％倍]"
)
_MONTH_AND_DAY = re.compile(
    r"(?<![\d.])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|[份底末前])"
)
A_LEAP_YEAR = 2000


def other_years(text: str, year: int) -> list[int]:
    """The years that ``text`` names and that are not ``year``, in their order; but not
    what it only compares with."""
    text = _TITLE.sub("", text)
    named = years_in(text)
    own = [one.year for one in named if not _is_baseline(text, one)]
    if not named:  # 2020-2022
        date = value.parse(text)
        own = [day.year for day in (date.start, date.date) if day is not None]
    return list(dict.fromkeys(one for one in own if one != year))


def _is_baseline(text: str, one: Named) -> bool:
    return bool(_COMPARED.search(text[: one.start]) or _BASELINE.match(text, one.end))


def impossible_day(text: str) -> str | None:
    """13月 or 2月30日, if ``text`` says such a thing."""
    for year, month, day in _days(in_figures(text)):
        if not 1 <= month <= 12:
            return f"{month}月"
        if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
            return f"{month}月{day}日"
    return None


def _days(text: str) -> Iterator[tuple[int, int, int | None]]:
    for one in years_in(text):
        if (date := date_behind(text, one)) is not None:
            yield one.year, *date
    for found in _MONTH_AND_DAY.finditer(text):
        day = int(found["day"]) if found["day"] else None
        yield A_LEAP_YEAR, int(found["month"]), day
