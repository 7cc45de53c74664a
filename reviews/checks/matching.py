"""When a text and an indicator mean one thing and say two numbers."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from os.path import commonprefix

from .people import groups_in, is_everyone
from .quantity import Measured, Quantity, agree, inside, rate_in, same_thing
from .rows import Kind, Row
from .settings import Settings
from .text import any_of, grams, squeeze

PEOPLE = ("人", "户")
Stated = Sequence[tuple[Measured, Quantity]]


def contradicted(
    said: Sequence[Quantity], rows: Stated, settings: Settings
) -> Iterator[tuple[Quantity, Row]]:
    """Quantities whose own indicator has another number. A row that several
    quantities could mean is judged only by their sum, and so is left alone."""
    for other, done in rows:
        meant = [q for q in said if _meant(q, other, rows, settings)]
        meant = meant or list(_only_one(said, other, rows))
        total = sum(q.number for q in meant)
        if not meant or total == done.number or any(agree(q, done) for q in meant):
            continue
        if len({(q.number, q.operator) for q in meant}) == 1 and not any(
            agree(meant[0], stated) and _fits(meant[0], row) for row, stated in rows
        ):
            yield meant[0], other.row


def _fits(said: Quantity, other: Measured) -> bool:
    """Counts need only the unit: 5个 may be said in any row. A rate needs its name."""
    same_unit = other.done is not None and said.unit == other.done.unit != "%"
    return same_unit or same_thing(said, other)


def _meant(said: Quantity, other: Measured, rows: Stated, settings: Settings) -> bool:
    if same_thing(said, other):
        return said.unit != "%" or _named_alone(said, other, rows)
    if not other.done or said.unit != other.done.unit:
        return False
    row = other.row
    content = re.search("满意[度率]", said.before)
    if said.unit == "%" and content and row.kind is Kind.SATISFACTION:
        names = (row.name, said.before)
        anyone = any(
            is_everyone(name, settings) or not groups_in(name, settings)
            for name in names
        )
        return anyone and _alone(Kind.SATISFACTION, "%", rows)
    if said.unit == "%":
        return _holds(said.before, row.name)
    if row.kind is not Kind.QUANTITY or not _alone(Kind.QUANTITY, said.unit, rows):
        return False
    if said.unit in PEOPLE:
        same = _made_of(other.noun, settings.recipient_words)
        return same or _same_people(said, row, settings)
    return _touches(said, row.name)


def _holds(one: str, other: str) -> bool:
    """粮食生产能力提高 is in 项目区粮食生产能力提高, and at its end."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and (long.endswith(short) or long.startswith(short))


# They end or begin too many names of people.
_COMMON = frozenset("人员 人数 对象 资金 项目 补助 补贴 发放 培训 保障 人均".split())


def _same_people(said: Quantity, row: Row, settings: Settings) -> bool:
    """Both name one group of people, or share a word that is not about money."""
    around = f"{said.before} {said.after[:12]}"
    ours, theirs = groups_in(around, settings), groups_in(row.name, settings)
    if ours and theirs:
        return bool({g.kind for g in ours} & {g.kind for g in theirs}) and (
            {g.state for g in ours} == {g.state for g in theirs}
        )
    return bool((grams(around) & grams(row.name)) - _COMMON)


def _touches(said: Quantity, name: str) -> bool:
    """What stands right before or behind the number is a word of the name."""
    words = (said.before[-3:], said.after[:3])
    return any(len(word) == 3 and word in name for word in words)


def _only_one(
    said: Sequence[Quantity], other: Measured, rows: Stated
) -> list[Quantity]:
    """培训村干部200人次 and 培训人次: the names overlap, and those of nothing else."""
    ours = [q for q in said if overlaps(q, other)]
    theirs = [m for m, _ in rows if any(overlaps(q, m) for q in ours)]
    return ours if len(ours) == 1 and len(theirs) == 1 else []


def overlaps(said: Quantity, other: Measured) -> bool:
    """Counts in one unit: one name is part of the other, or they begin alike."""
    noun = other.noun
    if not other.done or other.done.unit != said.unit or said.unit == "%":
        return False
    if (len(noun) > 1 and noun in said.before) or inside(said.before, noun):
        return True
    if inside(noun, said.before[-len(noun) - 4 :]) or _framed(noun, said.before):
        return True
    return any(
        len(commonprefix((noun, name))) > 3 for name in (said.before, said.after)
    )


def _framed(noun: str, said: str) -> bool:
    """举办活动 and 举办乡村旅游节庆活动: one verb and one object."""
    if len(noun) < 4 or len(said) < len(noun):
        return False
    return said.startswith(noun[:2]) and said.endswith(noun[-2:]) and inside(noun, said)


def _named_alone(said: Quantity, other: Measured, rows: Stated) -> bool:
    """覆盖率 without saying of what means a row only if there is one such rate."""
    ours, theirs = rate_in(said.before) or "", other.rate or ""
    if len(ours) > 3 and len(theirs) > 3:
        return True
    return sum((m.rate or "")[-3:] == ours[-3:] for m, _ in rows) == 1


def _alone(kind: Kind, unit: str, rows: Stated) -> bool:
    return sum(m.row.kind is kind and done.unit == unit for m, done in rows) == 1


@lru_cache(1024)
def _made_of(noun: str, words: tuple[str, ...]) -> bool:
    """享受资金人数 says that people are paid and not which."""
    return bool(noun) and not any_of(words).sub("", noun)


# 每生每天5元, 亩均投资1800元
_PRICE = re.compile(
    r"(?:(?:每个?[^\d\W]{1,2}){1,3}[^\d\W]{0,4}|[^\d\W]均[^\d\W]{0,4})"
    r"(?P<number>\d+(?:\.\d+)?)(?P<wan>万?)元"
)
_WAN = 10_000
_PER = re.compile("每个?([^\\d\\W])|([^\\d\\W])均")


def prices_differ(text: str, rows: Stated) -> Iterator[tuple[str, Row]]:
    """The price for each unit that a text sets, once, and the one cost indicator with
    a price for that unit, if they differ."""
    for row, done, ours in _priced(rows):
        said = _prices(text, done)
        number, words = next(iter(said.items()), (ours, ""))
        within = {"≤": number <= ours, "≥": number >= ours}
        if len(said) == 1 and not within.get(done.operator, number == ours):
            yield words, row


def prices_mixed(text: str, rows: Stated) -> Iterator[tuple[str, Row]]:
    """As :func:`prices_differ`, if only 元 and 万元 differ."""
    for row, done, ours in _priced(rows):
        for number, words in _prices(text, done).items():
            if ours in (number * _WAN, number / _WAN):
                yield words, row


def _priced(rows: Stated) -> Iterator[tuple[Row, Quantity, Decimal]]:
    """The cost indicator with a price and that in yuan, if there is one alone."""
    priced = [(m.row, done) for m, done in rows if _is_price(m.row, done)]
    if len(priced) == 1:
        row, done = priced[0]
        yield row, done, done.number * (_WAN if done.unit.startswith("万") else 1)


def _prices(text: str, done: Quantity) -> dict[Decimal, str]:
    """Yuan → as the text writes it, for the unit that the indicator counts in."""
    return {
        Decimal(at["number"]) * (_WAN if at["wan"] else 1): at[0]
        for at in _PRICE.finditer(squeeze(text))
        if {a or b for a, b in _PER.findall(at[0])} & set(done.unit)
    }


def _is_price(row: Row, done: Quantity) -> bool:
    return row.kind is Kind.COST and re.match("万?元/", done.unit) is not None
