"""What a file would change, document by document, before anything is stored."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from departments.models import Department
from indicators import store
from indicators.limits import misfits, too_big
from indicators.services import changes_between
from projects import backfill
from projects.models import BudgetYear, Status, Target
from projects.windows import closed_because, locked_because
from sheets.diff import Change
from sheets.fields import label_in
from sheets.interchange import book_from_json
from sheets.overlay import laid_over, laid_over_overall
from sheets.placing import placed, reworded
from sheets.readers.base import OVERALL
from sheets.sheet import Book, Indicator, Overall, Sheet
from sheets.tiers import of_row

from .misplaced import Misplaced, Placed, with_places
from .models import ImportBatch
from .unread import Unread, said_at, with_typed

NEW, CHANGED, UNCHANGED, LOCKED = "new", "changed", "unchanged", "locked"
Document = Sheet | Overall
REWORDED = "一、二级指标的写法与本年度指标体系不同：{said}"
PLACED = (
    "有 {count} 行在文件里没有一级、二级指标，已放在本年度指标体系的相应位置，"
    "请核对一级、二级指标是否合适"
)
MOVE_LATER = "，不合适的导入后在填写页移到别处"
MISPLACED = "有 {count} 处一级、二级指标不相配，见下，可以在那里改"
HEADLESS = "没有找到指标表头，绩效指标没有读入，所以先没有勾选，请核对"


@dataclass(frozen=True)
class Choice:
    """What the user wants with one document: ``into`` is the name of the project that
    it goes into, ``""`` for a new one; ``name`` what it is called afterwards; ``shown``
    the :attr:`Line.mark` of the comparison that was on the screen; ``typed`` what
    stands for cells that could not be read, by their place."""

    is_taken: bool
    into: str = ""
    name: str = ""
    shown: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Line:
    """One document of the file beside what is stored. ``document`` is what would be
    saved; ``problems`` and cells that are still ``unread`` hold up taking it,
    ``unsure`` only wants a look, ``told`` not even that. ``order`` says which row of
    the file each row of the year was."""

    number: int
    document: Document
    choice: Choice
    target: Target | None = None
    changes: list[Change] = field(default_factory=list)
    locked: str | None = None
    unsure: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    order: tuple[int, ...] = ()
    unread: list[Unread] = field(default_factory=list)
    misplaced: list[Misplaced] = field(default_factory=list)
    # In the file; and whether it has no head of them: what they are was not read then.
    has_indicators: bool = True
    is_headless: bool = False
    # It was new on the screen, and is there under its name by now.
    is_overtaken: bool = False
    # Else it is too big to be stored, and was compared with nothing.
    fits: bool = True

    @property
    def has_holes(self) -> bool:
        return any(cell.wrong for cell in self.unread)

    @property
    def emptied(self) -> int:
        """How many cells of the stored target would have nothing in them any more."""
        return sum(
            1
            for change in self.changes
            if self.target is not None and change.before and not change.after
            if not change.field.endswith((".tier1", ".tier2"))
        )

    @property
    def is_held(self) -> bool:
        return bool(self.problems) or self.has_holes

    @property
    def kind(self) -> str:
        is_whole = self.fits and not self.has_holes
        if self.target is not None and not self.changes and is_whole:
            return UNCHANGED
        if self.locked:
            return LOCKED
        return NEW if self.target is None else CHANGED

    @property
    def is_open(self) -> bool:
        """Whether it can be taken."""
        return self.kind in (NEW, CHANGED)

    @property
    def is_overall(self) -> bool:
        return self.number == OVERALL

    @property
    def mark(self) -> str:
        """What it was compared with."""
        return f"{self.target.pk}:{self.target.version}" if self.target else NEW

    @property
    def is_same_target(self) -> bool:
        """Whether the screen showed the same target, in whatever version."""
        return self.choice.shown.partition(":")[0] == self.mark.partition(":")[0]

    def __str__(self) -> str:
        if isinstance(self.document, Overall):
            return "部门整体绩效目标"
        return self.document.name or f"第{self.number}份（没有项目名称）"


class Stored:
    """The targets of a department's year, by the ways in which a file names them. Only
    those that a file may be about are read whole: see :meth:`load`."""

    def __init__(self, year: BudgetYear, department: Department, user: Any) -> None:
        self._rows = Target.objects.filter(year=year, department=department)
        found = self._rows.values_list("pk", "project__name", "project__code")
        self.keys = {name: pk for pk, name, _ in found}
        self.codes = {
            name: squeezed(code or "") for _, name, code in found if name is not None
        }
        self.targets: dict[int, Target] = {}
        self.documents: dict[int, Document] = {}
        self.tiers = year.scheme.rows()
        self.closed = closed_because(year, department)
        if self.closed:
            self.closed += backfill.who_else(user, year, department)
        self.is_backfilled = backfill.is_possible(user, year, department)

    def load(self, names: Iterable[str | None]) -> None:
        """Those of these names; of the overall target it is ``None``."""
        keys = [self.keys[name] for name in {*names} if name in self.keys]
        for target, document in store.load_all(self._rows.filter(pk__in=keys)):
            self.targets[target.pk] = target
            self.documents[target.pk] = document

    def named(self, name: str | None) -> Target | None:
        return self.targets.get(self.keys.get(name, 0))

    def guess(self, sheet: Sheet) -> tuple[str, str]:
        """The name of the project that a table is about, and what is unsure of it."""
        if sheet.name in self.codes:
            return sheet.name, ""
        alike = [name for name in self.codes if squeezed(name) == squeezed(sheet.name)]
        if len(alike) == 1:
            return alike[0], "名称只差空格或全角半角，按同一个项目处理，请核对"
        code = squeezed(sheet.code or "")
        same = [name for name, its in self.codes.items() if code and its == code]
        if len(same) == 1 and any(c in "123456789" for c in code):
            return same[0], f"名称不同，项目编码相同，按“{same[0]}”处理，请核对"
        return "", ""

    def locked(self, target: Target | None) -> str | None:
        """Why it, or a new one, cannot be filled in now."""
        if self.is_backfilled and (target is None or target.status == Status.ARCHIVED):
            return None
        if target is not None and (target.is_outside_round or not target.is_editable):
            return locked_because(target)
        return self.closed


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def documents(book: Book) -> Iterator[tuple[int, Document]]:
    """Each document of a book with its number."""
    if book.overall is not None:
        yield OVERALL, book.overall
    yield from enumerate(book.projects, 1)


def lines(
    batch: ImportBatch, choices: Mapping[int, Choice] | None = None
) -> list[Line]:
    """The file's documents beside what is stored now, as the user has chosen; without
    choices, as they seem to belong. A number of queries that does not grow."""
    stored = Stored(batch.year, batch.department, batch.user)
    chosen = choices or {}
    meant = [
        (number, document, *_meant(document, chosen.get(number), stored))
        for number, document in documents(book_from_json(batch.book))
    ]
    stored.load(None if n == OVERALL else choice.into for n, _, choice, _ in meant)
    said = said_at(batch.errors)
    found = [
        _line(*each, stored, batch.places.get(str(each[0]), {}), said) for each in meant
    ]
    for line in found:
        asked = chosen.get(line.number, line.choice)
        line.is_overtaken = line.choice.into != asked.into
    _tell_twice(found)
    if choices is None:
        for line in found:
            is_taken = line.is_open and not line.problems and not line.is_headless
            line.choice = replace(line.choice, is_taken=is_taken)
    return found


def _meant(
    document: Document, choice: Choice | None, stored: Stored
) -> tuple[Choice, str]:
    """What is wanted with it, and what is unsure of that."""
    if isinstance(document, Overall):
        return choice or Choice(True), ""
    if choice is not None:
        is_new = choice.shown == NEW and not choice.into
        if is_new and choice.name == document.name in stored.codes:
            choice = replace(choice, into=choice.name)  # somebody has just made it
        return choice, ""
    into, unsure = stored.guess(document)
    return Choice(True, into, document.name), unsure


def _line(
    number: int,
    document: Document,
    choice: Choice,
    unsure: str,
    stored: Stored,
    cells: Mapping[str, str],
    said: Mapping[str, str],
) -> Line:
    if too_big(document):
        return _not_compared(number, document, choice, stored)
    document, unread = with_typed(document, cells, said, choice.typed)
    if isinstance(document, Overall):
        line = _overall_line(number, document, choice, stored, cells)
    else:
        line = _sheet_line(number, document, choice, stored, cells)
    line.unread = unread
    if left := [each for each in line.misplaced if not each.typed]:
        line.unsure.append(MISPLACED.format(count=len(left)))
    line.has_indicators = bool(document.indicators)
    line.is_headless = _is_headless(number, cells)
    if line.is_headless:
        line.unsure.append(HEADLESS)
    if unsure:
        line.unsure.insert(0, unsure)
    if line.target is None:
        blank = Overall() if line.is_overall else Sheet(code=None, usage=None)
        filled = changes_between(blank, line.document)
        # The tier-2 label stands in the name of each cell already.
        line.changes = [c for c in filled if not c.field.endswith(".tier2")]
    else:
        before = stored.documents[line.target.pk]
        lost = {path for cell in unread if cell.wrong for path in cell.paths}
        line.document = _laid_over(before, line.document, cells.keys() - lost)
        line.changes = changes_between(before, line.document)
    line.locked = stored.locked(line.target)
    line.problems += _misfits(line.document)
    return line


def _misfits(document: Document) -> list[str]:
    found = misfits(document)
    return [f"{label_in(document, path)}{text}" for path, text in found.items()]


def _not_compared(
    number: int, document: Document, choice: Choice, stored: Stored
) -> Line:
    """A table that can never be stored: what it would change is many times longer."""
    target = stored.named(choice.into if isinstance(document, Sheet) else None)
    problems, locked = _misfits(document), stored.locked(target)
    return Line(
        number, document, choice, target, locked=locked, problems=problems, fits=False
    )


def _is_headless(number: int, cells: Mapping[str, str]) -> bool:
    """Only a format that has places says where its head of indicators is."""
    has_head = any(path.split(".")[0] == "indicators" for path in cells)
    return number != OVERALL and bool(cells) and not has_head


def _overall_line(
    number: int,
    overall: Overall,
    choice: Choice,
    stored: Stored,
    cells: Mapping[str, str],
) -> Line:
    target = stored.named(None)
    found = _in_their_places(overall, target, choice, stored, cells)
    return Line(
        number,
        found.document,
        choice,
        target,
        misplaced=found.misplaced,
        order=found.order,
    )


def _in_their_places(
    document: Document,
    target: Target | None,
    choice: Choice,
    stored: Stored,
    cells: Mapping[str, str],
) -> Placed:
    known = stored.documents[target.pk].indicators if target else ()
    said_here = {of_row(row) for row in known}
    return with_places(document, cells, stored.tiers, said_here, choice.typed)


def _sheet_line(
    number: int,
    sheet: Sheet,
    choice: Choice,
    stored: Stored,
    cells: Mapping[str, str],
) -> Line:
    target = stored.named(choice.into)
    known = stored.documents[target.pk].indicators if target else ()
    # What the stored table says already is no other wording.
    said_here = [of_row(row) for row in (*known, *_medium_rows(target, stored))]
    sheet, words = reworded(
        replace(sheet, name=choice.name), (*stored.tiers, *said_here)
    )
    mended, wrong, came_from = _in_their_places(sheet, target, choice, stored, cells)
    document, guessed, places = placed(mended, stored.tiers, known)
    order = tuple(came_from[place] for place in places)
    line = Line(number, document, choice, target, order=order, misplaced=wrong)
    if words:
        said = "、".join(f"“{old}”归入“{new}”" for old, new in words)
        line.told.append(REWORDED.format(said=said))
    if guessed:
        later = "" if stored.is_backfilled else MOVE_LATER
        line.unsure.append(PLACED.format(count=guessed) + later)
    if choice.into and line.target is None:
        line.problems.append(
            f"本部门本年度没有“{choice.into}”这个项目：请从列表中选择，新建就留空"
        )
    taken = stored.keys.get(choice.name)
    if taken is not None and (target is None or taken != target.pk):
        line.problems.append(
            f"已有同名项目“{choice.name}”：要修改它，请在“导入到”里选它；"
            "要新建，请改用别的名称"
        )
    return line


def _medium_rows(target: Target | None, stored: Stored) -> tuple[Indicator, ...]:
    document = stored.documents[target.pk] if target else None
    is_there = isinstance(document, Sheet) and document.medium
    return document.medium.indicators if is_there else ()


def _laid_over(
    before: Document, document: Document, cells: Collection[str]
) -> Document:
    if isinstance(before, Sheet) and isinstance(document, Sheet):
        return laid_over(before, document, cells)
    if isinstance(before, Overall) and isinstance(document, Overall):
        return laid_over_overall(before, document)
    raise TypeError("a sheet and an overall target cannot be laid over each other")


def _tell_twice(found: list[Line]) -> None:
    """Two tables for one project: the second is a question, or the one that has no
    indicators, such as a summary."""
    seen: dict[str, Line] = {}
    for line in sorted(found, key=lambda each: not each.has_indicators):
        if line.is_overall or not line.choice.is_taken:
            continue
        for key in {line.choice.into, line.choice.name} - {""}:
            first = seen.setdefault(key, line)
            if first is not line:
                line.problems.append(
                    f"与文件中第{first.number}份都是“{key}”：请只选一份，或改名"
                )
