"""Speed as ratios within one run: absolute times say more about the machine.

Each line sets our way against the obvious way, or a size against ten times that size.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perftargets.settings")


from sheets import readers, value  # noqa: E402
from sheets.edition import unstamped  # noqa: E402
from sheets.layouts import layouts  # noqa: E402
from sheets.sheet import Book  # noqa: E402
from sheets.writers import writers  # noqa: E402

SEED = ROOT / "fixtures" / "seed" / "subdistrict-2021.txt"


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def ratio(slow: Callable[[], object], fast: Callable[[], object], runs: int) -> float:
    """Median of slow ÷ fast, the two taken in turn so that noise meets both."""
    fast(), slow()
    return median(seconds(slow) / seconds(fast) for _ in range(runs))


def workbook(book: Book, count: int) -> bytes:
    """So many tables of the form of Hebei, each on a sheet of its own."""
    layout = layouts.get("hebei-2021")
    ours = [book.projects[i % len(book.projects)] for i in range(count)]
    named = (replace(sheet, name=f"第{i}个") for i, sheet in enumerate(ours))
    many = replace(book, projects=tuple(named), overall=None)
    return writers.get("xlsx").write(unstamped(many), layout)


def main() -> None:
    data = SEED.read_bytes()
    book = readers.read(SEED.name, data).book
    texts = [row.value or "" for s in book.projects for row in s.indicators]
    start = data.index(b"1.  ")
    few, many = workbook(book, 100), workbook(book, 1000)
    rows = [
        (
            "Excel reader: 1,000 tables / 100 tables (10 = linear)",
            ratio(
                lambda: readers.read("a.xlsx", many),
                lambda: readers.read("a.xlsx", few),
                3,
            ),
        ),
        (
            "text reader: 40 tables / 4 tables (10 = linear)",
            ratio(
                lambda: readers.read("a.txt", data + data[start:] * 9),
                lambda: readers.read("a.txt", data),
                7,
            ),
        ),
        (
            "values: 10 times as many (10 = linear)",
            ratio(
                lambda: [value.parse(t) for t in texts * 100],
                lambda: [value.parse(t) for t in texts * 10],
                7,
            ),
        ),
    ]
    for name, figure in rows:
        print(f"{name:55} {figure:6.2f}")


if __name__ == "__main__":
    main()
