"""Which indicators to suggest for a project, and why. Pure: no database.

Projects are alike if their names and purposes share pairs of neighbouring characters
(Dice: twice what is shared, divided by what both have). Words that every project has
do not count. Chinese needs no word list for this: 村干部工资 and 村干部补贴 share 村干
and 干部.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sheets.sheet import Indicator

NOISE = re.compile(
    "资金主要用于|主要用于|用于|项目|经费|资金|专项|工作|绩效|年度|20[0-9]{2}年?"
)
NAME_SHARE = 0.7
# Below that two projects have a pair of characters in common and nothing more.
ENOUGH = 0.2
MOST_NAMED = 3
Key = tuple[str, str, str]  # tier 1, tier 2, name


@dataclass(frozen=True)
class Similar:
    """An approved project that is alike, with its table's rows."""

    year: int
    project: str
    similarity: float
    rows: tuple[Indicator, ...]


@dataclass(frozen=True)
class Suggestion:
    """An indicator to put into a table, and why; ``hint`` is about its value."""

    tier1: str
    tier2: str
    name: str
    description: str = ""
    basis: str = ""
    hint: str = ""
    why: str = ""

    @property
    def key(self) -> Key:
        return self.tier1, self.tier2, self.name


def pairs(text: str) -> frozenset[str]:
    """Neighbouring characters; punctuation and words that all have are borders."""
    parts = re.findall(r"\w+", NOISE.sub(" ", text.lower()))
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1))


def dice(a: Collection[str], b: Collection[str]) -> float:
    """0 for nothing in common (or nothing at all), 1 for the same."""
    if not a or not b:
        return 0.0
    return 2 * len(set(a) & set(b)) / (len(a) + len(b))


def similarity(name: str, usage: str, other_name: str, other_usage: str) -> float:
    """Between 0 and 1. The purpose counts where both projects say one."""
    by_name = dice(pairs(name), pairs(other_name))
    usages = pairs(usage), pairs(other_usage)
    if not all(usages):
        return by_name
    return NAME_SHARE * by_name + (1 - NAME_SHARE) * dice(*usages)


def from_similar(
    similar: Iterable[Similar], leave_out: Collection[Key]
) -> list[Suggestion]:
    """What similar projects used, one for each indicator, the best first.

    An indicator weighs as much as the projects that used it are alike, together. Its
    words are those of the most similar one.
    """
    users: dict[Key, list[tuple[Similar, Indicator]]] = defaultdict(list)
    for project in sorted(similar, key=_nearest_first):
        for key, row in {_key(row): row for row in reversed(project.rows)}.items():
            if key[2] and key not in leave_out:
                users[key].append((project, row))
    weight = {key: sum(p.similarity for p, _ in used) for key, used in users.items()}
    ranked = sorted(users, key=lambda key: (-round(weight[key], 9), key))
    return [_suggestion(key, users[key]) for key in ranked]


def _nearest_first(project: Similar) -> tuple[float, int, str]:
    return -project.similarity, -project.year, project.project


def _key(row: Indicator) -> Key:
    return row.tier1, row.tier2, row.tier3 or ""


def _suggestion(key: Key, used: Sequence[tuple[Similar, Indicator]]) -> Suggestion:
    nearest = used[0][1]
    return Suggestion(
        *key,
        description=nearest.description or "",
        basis=nearest.basis or "",
        hint=_values_said([row for _, row in used]),
        why=why([project for project, _ in used]),
    )


def _values_said(rows: Sequence[Indicator]) -> str:
    values = list(dict.fromkeys(row.value for row in rows if row.value))
    return f"曾用值：{'、'.join(values[:MOST_NAMED])}" if values else ""


def why(projects: Sequence[Similar]) -> str:
    """ "2021年3个、2020年1个相似项目用过：甲、乙、丙等"."""
    years = sorted({p.year for p in projects}, reverse=True)
    counts = [f"{year}年{sum(p.year == year for p in projects)}个" for year in years]
    names = list(dict.fromkeys(p.project for p in projects))
    more = "等" if len(names) > MOST_NAMED else ""
    return f"{'、'.join(counts)}相似项目用过：{'、'.join(names[:MOST_NAMED])}{more}"
