"""The deadlines of goals and of 时效 indicators: C82."""

import re
from collections.abc import Iterator

from sheets.sheet import Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .linkage import goals_of
from .rows import Kind, of_kind
from .text import quoted, squeeze

_DEADLINE = re.compile(
    r"(?P<month>1[0-2]|0?[1-9])月(?:份|\d{1,2}[日号]|[上中下]旬|[底末初])?(?:之?前|以前|[底末])"
    r"|(?P<end>年[底末])(?:之?前|以前)?|(?P<half>上半年)"
)


def months_in(text: str) -> list[tuple[int, str]]:
    """The months before whose end something is to be done, and how that is said."""
    found = []
    for at in _DEADLINE.finditer(squeeze(text)):
        month = int(at["month"]) if at["month"] else 12 if at["end"] else 6
        found.append((month, at[0]))
    return found


@register
class DeadlinesDiffer(Check):
    """The goals set deadlines, and the only 时效 row with one sets another. Stages are
    left alone if both sides have a month in common."""

    id = "C82"
    name = "目标时限与时效指标矛盾"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.RELEVANT
    needs = "绩效目标、时效指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        said = [one for _, goal in goals_of(sheet) for one in months_in(goal)]
        rows = [(row, months_in(row.text)) for row in of_kind(sheet, case, Kind.TIME)]
        dated = [(row, months) for row, months in rows if months]
        if not dated:
            raise NotCheckable("时效指标没有写明日期")
        theirs = {month for _, months in dated for month, _ in months}
        if said and len(dated) == 1 and not theirs & {month for month, _ in said}:
            row = dated[0][0]
            yield (
                row.path("value"),
                row.cells.value or "",
                f"绩效目标写的是{quoted(said[0][1])}，时效指标{quoted(row.name)}写的是"
                f"{quoted(row.text)}，两处时限不同。请核实后改成一致",
            )
