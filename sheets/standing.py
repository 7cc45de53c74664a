"""批复情况: which parts of a book were approved, by which act, as which version.

The last page of a 绩效文本. No common form of it is known to us; columns and widths
are ours.
"""

from collections.abc import Iterator

from .edition import Edition, Stamp
from .grid import Builder, Grid

TITLE = "批复情况"
HEADER = ("序号", "绩效目标", "批复文号", "批复日期", "版次", "校验码")
WIDTHS = (0.07, 0.35, 0.22, 0.14, 0.09, 0.13)
OVERALL = "部门整体绩效目标"


# Three pages: a table of a thousand lines takes much memory to lay out at once.
LINES = 90


def standing_grids(edition: Edition) -> list[Grid]:
    """One line for each part; none while nothing of the book was approved."""
    parts = list(enumerate(_parts(edition), 1))
    if all(stamp.is_draft for _, (_, stamp) in parts):
        return []
    starts = range(0, len(parts), LINES)
    return [
        _grid("（续）" if start else "", parts[start : start + LINES])
        for start in starts
    ]


def _grid(more: str, parts: list[tuple[int, tuple[str, Stamp]]]) -> Grid:
    build = Builder(len(WIDTHS))
    build.new_row()
    for name in HEADER:
        build.label(name, 1)
    for place, (name, stamp) in parts:
        build.new_row()
        build.add(str(place), 1, role="centre")
        build.add(name, 1)
        for text in _facts(stamp):
            build.add(text, 1, role="centre")
    title = f"{TITLE}{more}"
    return Grid(title=title, note="", widths=WIDTHS, cells=build.finish(), head=0)


def _parts(edition: Edition) -> Iterator[tuple[str, Stamp]]:
    if edition.book.overall is not None and edition.overall_stamp is not None:
        yield OVERALL, edition.overall_stamp
    for sheet, stamp in zip(edition.book.projects, edition.stamps, strict=True):
        if stamp is not None:
            yield sheet.name, stamp


def _facts(stamp: Stamp) -> tuple[str, str, str, str]:
    if stamp.is_draft:
        return "未批复", "", "", ""
    day = f"{stamp.approved_on:%Y-%m-%d}" if stamp.approved_on else ""
    if stamp.digest is None:
        return stamp.batch or "", day, "补录", ""
    return stamp.batch or "", day, f"第{stamp.number}版", stamp.digest[:8]
