"""Which years a text names as its own, and which it only mentions.

A wrong year is the mark of a copied table. A year of a document, of a basis for
comparison, of a period that reaches into the budget year is none.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sheets.value import Value

from .settings import Settings
from .text import CHANGED, any_of, clauses, squeeze, value_of

_MONTH = "(?:1[0-2]|0?[1-9])"
_MAYBE = re.compile(r"[2２]\s*[0０]\s*\d\s*\d")
_YEAR = re.compile(
    rf"(?<![\d.])(20\d\d)(?:(?=年(?!限|级|代))|(?=[-./]{_MONTH}(?![\d万亿%元])))"
)
_NAMED = re.compile(
    r"《[^《》]*》|[〔[【(]20\d\d[〕\]】)]\d*号?|20\d\d年第?\d+[号期]|(?<!\d)\d{1,6}号"
)
_TO = "(?:[-—–~～/至到、和及与]|年至|年到)"
_PERIOD = re.compile(
    rf"(20\d\d)(?:年度?)?(?:[-./]?{_MONTH}月?)?(?:\d{{1,2}}日)?(?:份|底|初|末)?"
    rf"{_TO}+(20\d\d)(?!\d)"
)
_COMPARED = re.compile(
    r"(?<![占对])比(?![例率重对选赛])|较(?![好高大多强低为])|[年月日]起"
    r"|(?:占|[低高]于|超过|优于)20\d\d|20\d\d年度?[底末]?的?水平"
    rf"|[由从]20\d\d年[^\d]{{0,4}}\d[\d.,]*[^\d]{{0,4}}{CHANGED}"
)
_DEADLINE = re.compile(
    rf"20\d\d(?:年度?)?(?:[-./]?{_MONTH}月?)?(?:[-./]?\d{{1,2}}[日号]?)?"
    "(?:年?[底末]|前|之前|以前|内)"
)
_TILL = re.compile("(?:到|至|截止|截至|力争|直到|有效期)$")
_OF_THE_YEAR = re.compile(rf"年(?:度|全年|工作|计划|预算|任务|内|{_MONTH}月)")
_PLAN = re.compile("年(?:度|全年)?(?:工作|重点|部门|项目)*(?:计划|预算|安排|任务|要点)")


# In one clause; nobody writes more, and a hostile text shall not keep us.
MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Stray:
    """A year that is not the budget year; ``sure`` where it dates something to do."""

    year: int
    sure: bool


def years_in(text: str) -> list[int]:
    """The years that are named as years, in their order."""
    return [int(found[1]) for found in _YEAR.finditer(squeeze(text))]


def periods_in(text: str) -> list[tuple[int, int]]:
    """2024至2027, 2021-2023年: the first and the last year."""
    spans = ((int(a), int(b)) for a, b in _PERIOD.findall(squeeze(text)))
    return [(first, last) for first, last in spans if first < last <= first + 20]


def strays(
    text: str, year: int, settings: Settings, *, name: str = "", basis: bool = False
) -> Iterator[Stray]:
    """Years in ``text`` that seem to be wrong; each clause is judged by itself.

    ``name`` is the project's: what is called after a year may be spoken of.
    """
    if not _MAYBE.search(text):
        return
    for clause in clauses(_NAMED.sub(" ", text)):
        named = list(islice(_YEAR.finditer(clause), MOST_YEARS))
        if not named or _reaches(clause, year):
            continue
        compared = _is_baseline(clause, settings.baseline_words)
        past = compared or _is_baseline(clause, settings.past_words)
        for found in named:
            stray = _judged(clause, found, year, compared, past)
            if stray and basis:
                stray = stray if _PLAN.match(clause, found.end()) else None
            if stray and not (f"{stray.year}年" in squeeze(name) and not stray.sure):
                yield stray


def _reaches(clause: str, year: int) -> bool:
    """The clause names the budget year, or a period of several years."""
    return str(year) in clause or _PERIOD.search(clause) is not None


def _is_baseline(clause: str, words: tuple[str, ...]) -> bool:
    return bool(any_of(words).search(clause) or _COMPARED.search(clause))


def _judged(
    clause: str, found: re.Match[str], year: int, compared: bool, past: bool
) -> Stray | None:
    """``compared`` excuses any earlier year, ``past`` all but a deadline."""
    named = int(found[1])
    deadline = _DEADLINE.match(clause, found.start())
    if named > year:
        lead = clause[max(0, found.start() - 4) : found.start()]
        of_the_year = _OF_THE_YEAR.match(clause, found.end())
        if deadline or _TILL.search(lead) or not of_the_year:
            return None
        return Stray(named, sure=False)
    if named < year - 3 or (compared if deadline else past):
        return None
    return Stray(named, sure=bool(deadline))


def outside(text: str, year: int, *, later: bool = True) -> bool:
    """A date, typed as a value, that no day of the budget year belongs to; with
    ``later`` false only one before it, for an effect may last."""
    value = value_of(text)
    if value.kind != "date":
        return False
    if value.date is None:
        return later and re.search("次年|明年", squeeze(text)) is not None
    first, last = _span(value, value.date)
    return last.year < year or (later and first.year > year)


def beyond(text: str, year: int) -> bool:
    """A period, typed as a value, that begins before the year's end and goes on."""
    value = value_of(text)
    if value.date is None or value.start is None:
        return False
    return value.start.year <= year < value.date.year


def _span(value: Value, date: datetime.date) -> tuple[datetime.date, datetime.date]:
    """From the first day that is meant to the last: 2022年1月前 ends in 2021."""
    if value.operator == "<":
        date -= datetime.timedelta(days=1)
    if value.start:
        return value.start, date
    open_end = value.operator in ("≥", ">")
    return date, datetime.date.max if open_end else date


def moved(text: str, wrong: set[int], year: int) -> str | None:
    """The text with its one wrong year put right; ``None`` if that is not safe."""
    if len(wrong) != 1 or (old := wrong.pop()) >= year:
        return None
    pattern = re.compile(rf"(?<![\d.]){old}(?=\s*年|[-./]\d)")
    after = pattern.sub(str(year), text)
    return after if after != text else None
