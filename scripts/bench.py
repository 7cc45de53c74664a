"""Speed as ratios within one run: absolute times say more about the machine.

Each line sets our way against the obvious way, or a size against ten times that size.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perftargets.settings")


from sheets import readers, value  # noqa: E402

SEED = ROOT / "fixtures" / "seed" / "subdistrict-2021.txt"


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def ratio(slow: Callable[[], object], fast: Callable[[], object], runs: int) -> float:
    """Median of slow ÷ fast, the two taken in turn so that noise meets both."""
    fast(), slow()
    return median(seconds(slow) / seconds(fast) for _ in range(runs))


def main() -> None:
    data = SEED.read_bytes()
    book = readers.read(SEED.name, data).book
    texts = [row.value or "" for s in book.projects for row in s.indicators]
    start = data.index(b"1.  ")
    rows = [
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
        print(f"{name:50} {figure:6.2f}")


if __name__ == "__main__":
    main()
