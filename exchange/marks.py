"""What is wrong with a file, at the cells where its author mends it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from django.utils import timezone

from audit import workbook
from audit.services import record
from indicators.limits import misfits
from perftargets.errors import BadFile, Conflict
from reviews import findings
from sheets.fields import label_in
from sheets.marking import MOST_MARKS, Mark, mark_apart
from sheets.marking.notes import HEAD, OURS, TITLE, WIDTHS
from sheets.readers.base import OVERALL

from . import kept
from .imports import NOT_WAITING
from .models import ImportBatch, State
from .preview import Choice, Line, lines

log = logging.getLogger(__name__)
LEFT_OUT = (
    "问题太多，只标注了前 {most} 处，共 {count} 处：改好后再上传一次，就会标注其余的"
)
WHAT = "标注"
LONGEST_STEM = 70  # characters of a name; file systems count bytes, up to 255


class Marked(NamedTuple):
    """A file for its user: an open one, and its name."""

    file: BinaryIO
    name: str


def marked(
    *, batch: ImportBatch, actor: Any, choices: Mapping[int, Choice] | None = None
) -> Marked:
    """The uploaded workbook with marks; of a file of another kind, or one that cannot
    be marked, the list of them. ``Conflict`` if the file was taken."""
    if batch.state != State.WAITING:
        raise Conflict(NOT_WAITING.format(batch=batch))
    found = marks(batch, lines(batch, choices))
    stem = PurePath(batch.file_name).stem[:LONGEST_STEM]
    data = _in_the_file(batch, found)
    record(
        actor=actor,
        action="export",
        subject=batch.subject,
        subject_name=batch.file_name,
        detail={"format": kept.KIND, "file": WHAT if data else TITLE},
    )
    if data is None:
        return Marked(_list(batch, found, actor), f"{stem}（{TITLE}）.xlsx")
    return Marked(BytesIO(data), f"{stem}（{WHAT}）.xlsx")


def _in_the_file(batch: ImportBatch, found: Sequence[Mark]) -> bytes | None:
    data = kept.data_of(batch)
    try:
        return data and mark_apart(data, found)
    except BadFile:
        log.warning("An uploaded workbook could not be marked: %s", batch.pk)
        return None


def _list(batch: ImportBatch, found: Sequence[Mark], actor: Any) -> BinaryIO:
    rows = (
        (number, mark.about, mark.place, mark.level, mark.text)
        for number, mark in enumerate(found, 1)
    )
    about = (
        f"{TITLE}：{batch}",
        f"{timezone.localtime():%Y-%m-%d %H:%M:%S} 由 {actor} 导出",
        OURS,
    )
    columns = dict(zip(HEAD, WIDTHS, strict=True))
    return workbook.table(rows, title=TITLE, columns=columns, about=about)


def marks(batch: ImportBatch, found: Sequence[Line]) -> list[Mark]:
    """What the reader said, what holds up the import, and what the checks find."""
    made = [Mark(where, said, is_error=True) for where, said in batch.errors]
    made += [Mark(where, said, is_error=False) for where, said in batch.warnings]
    places = {line.number: _Places(batch, line) for line in found}
    for line in found:
        made += _of_line(line, places[line.number])
    made += _of_checks(batch, found, places)
    if len(made) > MOST_MARKS:
        said = LEFT_OUT.format(most=MOST_MARKS - 1, count=len(made))
        made = [Mark("", said, is_error=False), *made[: MOST_MARKS - 1]]
    return made


class _Places:
    """Where the cells of one document stand in the file."""

    def __init__(self, batch: ImportBatch, line: Line) -> None:
        self.cells: dict[str, str] = batch.places.get(str(line.number), {})
        self.order = line.order
        self.is_overall = line.number == OVERALL

    def at(self, path: str) -> str:
        """The cell of a field, or the one nearest to it, of its row or its part; of the
        whole table that of its name. "" if the file has none."""
        path = self._in_the_file(path or self.name)
        while path:
            if place := self.cells.get(path) or self._below(path):
                return place
            path = path.rpartition(".")[0]
        return ""

    @property
    def name(self) -> str:
        return "overall.goal" if self.is_overall else "name"

    def _in_the_file(self, path: str) -> str:
        """The path as the file counts its rows."""
        stem = "overall.indicators" if self.is_overall else "indicators"
        parts = path.removeprefix(f"{stem}.").split(".")
        if not path.startswith(f"{stem}.") or not self.order:
            return path
        number = int(parts[0])
        if number >= len(self.order):  # a row that is stored, and not in the file
            return stem
        return ".".join([stem, str(self.order[number]), *parts[1:]])

    def _below(self, path: str) -> str:
        names = (f"{path}.tier3", f"{path}.name", f"{path}.title")
        first = next((self.cells[name] for name in names if name in self.cells), "")
        inside = (p for name, p in self.cells.items() if name.startswith(f"{path}."))
        return first or next(inside, "")


def _of_line(line: Line, places: _Places) -> Iterator[Mark]:
    about, name = str(line), places.at("")
    # Those that are of one cell are among the problems too.
    cells = {
        f"{label_in(line.document, path)}{said}": places.at(path)
        for path, said in misfits(line.document).items()
    }
    for text in line.problems:
        yield Mark(cells.get(text, name), text, is_error=True, about=about)
    for text in line.unsure:
        yield Mark(name, text, is_error=False, about=about)
    for one in line.misplaced:
        if not one.typed:
            place = places.cells.get(one.path, name)
            yield Mark(place, f"{one.said}，请核对", is_error=False, about=about)
    if line.locked:
        yield Mark(name, f"不能导入：{line.locked}", is_error=False, about=about)


def _of_checks(
    batch: ImportBatch, found: Sequence[Line], places: Mapping[int, _Places]
) -> Iterator[Mark]:
    """Of what could be taken. What the checks call an error stops the 送审 and not the
    import, so it is for a look here."""
    # Of two for one project, the second is a problem of its own.
    by_target = {
        line.target.pk if line.target else -line.number: line
        for line in reversed(found)
        if not line.locked and line.fits
    }
    looked_at = list(by_target.values())[::-1]
    if not looked_at:
        return
    reports = findings.reports_if(
        batch.year,
        batch.department,
        [(line.target, line.document) for line in looked_at],
    )
    for line, report in zip(looked_at, reports, strict=True):
        for finding in report.findings:
            label = findings.cell_name(finding.path, line.document)
            text = f"自动审核（{finding.severity.label}）{label}：{finding.message}"
            place = places[line.number].at(finding.path)
            yield Mark(place, text, is_error=False, about=str(line))
