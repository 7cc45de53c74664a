"""Who a text is about: groups of people, and their state (离任村干部)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sheets.sheet import Sheet

from .settings import Settings
from .text import KEPT, any_of, clauses, joined, squeeze


@dataclass(frozen=True, slots=True)
class Group:
    """``word`` as written, ``state`` before it or "", ``kind`` as it is compared."""

    word: str
    state: str
    kind: str


def groups_in(text: str, settings: Settings) -> tuple[Group, ...]:
    """The groups that a text names, in their order; words of one line in the settings
    may stand for each other."""
    return _groups(squeeze(text), settings.people, settings.people_states)


@lru_cache(KEPT)
def _groups(
    text: str, lines: tuple[str, ...], states: tuple[str, ...]
) -> tuple[Group, ...]:
    kind_of = {word: line for line in lines for word in line.split()}
    words = any_of(tuple(kind_of)).pattern
    pattern = re.compile(f"({any_of(states).pattern})?的?({words})")
    return tuple(
        Group((found[1] or "") + found[2], found[1] or "", kind_of[found[2]])
        for found in pattern.finditer(text)
    )


def is_everyone(text: str, settings: Settings) -> bool:
    """服务对象, 群众: whoever they are, they may be meant."""
    return any_of(settings.anyone).search(squeeze(text)) is not None


def paid_in(sheet: Sheet, settings: Settings) -> tuple[Group, ...]:
    """Who gets the money: those of the purpose, or else of what name and goals say
    beside a word for gifts and wages."""
    if found := groups_in(sheet.usage or "", settings):
        return found
    gift = any_of(settings.gift_words)
    texts = (sheet.name, *sheet.goals)
    said = (c for text in texts for c in clauses(text) if gift.search(c))
    return groups_in(joined(said), settings)
