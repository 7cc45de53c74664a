"""Speed of the automatic checks: a size against ten times that size, in one run.

The tables are the seed's, each with words and numbers of its own, so that nothing is
answered from what was kept of the table before. Milliseconds are told once, for
information: they say as much about the machine.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reviews.checks.base import Case, run  # noqa: E402
from scripts.bench import SEED, seconds  # noqa: E402
from sheets import readers  # noqa: E402
from sheets.sheet import Book, Indicator, Sheet  # noqa: E402

THINGS = (
    "道路 桥梁 水渠 绿化 照明 校舍 病房 图书 养老 低保 防汛 抗旱 消防 农机 种子".split()
)
LIMITS = {"table of 20 indicators": 5, "book of 100 projects": 1000}


def varied(sheet: Sheet, number: int, rows: int | None = None) -> Sheet:
    """The table of another project."""
    thing = THINGS[number % 15] + THINGS[number // 15 % 15] + str(number)
    wanted = rows or len(sheet.indicators)
    more = (sheet.indicators * (1 + wanted // len(sheet.indicators)))[:wanted]

    def other(at: int, row: Indicator) -> Indicator:
        name = row.tier3 and f"{thing}{row.tier3}{at}"
        return replace(row, tier3=name, description=row.description and f"{thing}的数")

    return replace(
        sheet,
        name=f"{thing}{sheet.name}",
        usage=f"{sheet.usage}第{number}批{thing}的材料。",
        goals=tuple(f"{goal}服务{thing}{number}户。" for goal in sheet.goals),
        indicators=tuple(other(at, row) for at, row in enumerate(more)),
    )


def book(seed: Book, count: int, first: int = 0) -> Book:
    tables = seed.projects
    numbers = range(first, first + count)
    projects = tuple(varied(tables[n % len(tables)], n) for n in numbers)
    return replace(seed, projects=projects)


def checking(one: Book) -> Callable[[], object]:
    return lambda: run(Case(one))


def growth(seed: Book, small: int, large: int, runs: int) -> float:
    """Median of large ÷ small, each on fresh tables."""
    ratios = []
    for turn in range(runs):
        first = 100_000 * (turn + 1)
        little = seconds(checking(book(seed, small, first)))
        ratios.append(seconds(checking(book(seed, large, first + small))) / little)
    return median(ratios)


def main() -> None:
    seed = readers.read(SEED.name, SEED.read_bytes()).book
    checking(seed)()
    # First, while the memory is as empty as a request finds it.
    sheets = [varied(seed.projects[0], 1_000_000 + n, rows=20) for n in range(50)]
    alone = [replace(seed, overall=None, projects=(sheet,)) for sheet in sheets]
    times = {
        "table of 20 indicators": median(seconds(checking(one)) for one in alone),
        "book of 100 projects": seconds(checking(book(seed, 100, 2_000_000))),
    }
    rows = [
        ("checks: 400 projects / 40 (10 = linear)", growth(seed, 40, 400, 5)),
        (
            "checks: 10,000 projects / 1,000 (10 = linear)",
            growth(seed, 1000, 10_000, 1),
        ),
    ]
    for name, figure in rows:
        print(f"{name:50} {figure:6.2f}")
    for name, time in times.items():
        shown = f"checks: {name}, ms, not over {LIMITS[name]}"
        print(f"{shown:50} {1000 * time:6.1f}")


if __name__ == "__main__":
    main()
