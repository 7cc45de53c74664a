"""What a check is: a rule over documents that answers with findings.

Checks see ``sheets`` alone: no database, no request. A check that lacks what it
needs says so (:class:`NotCheckable`); silence means that it looked and found nothing.

Sources of the rules: 财预〔2015〕88号 for the four dimensions; thresholds and word
lists are proposals and therefore settings of a year.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property, partial
from typing import Any, ClassVar

from perftargets.registry import Registry
from sheets.sheet import Book, Overall, Sheet

from .settings import Settings


class Severity(StrEnum):
    """错误 blocks 送审; 警告 is mended or answered with a reason; 提示 is quiet."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self.value]


class Dimension(StrEnum):
    """The four of the 审核表, and what matters for publication."""

    COMPLETE = "complete"
    RELEVANT = "relevant"
    SUITABLE = "suitable"
    FEASIBLE = "feasible"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return {
            "complete": "完整性",
            "relevant": "相关性",
            "suitable": "适当性",
            "feasible": "可行性",
            "public": "公开与格式",
        }[self.value]


@dataclass(frozen=True)
class Mend:
    """A safe change that the user may accept: the cell's new text, verbatim."""

    path: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What one check saw in one cell.

    ``project`` is the index in ``Book.projects``, ``None`` for the overall target or
    the book as a whole. ``path`` names the cell as :mod:`sheets.fields` does ("" for
    the whole table), ``found`` quotes it, ``message`` says what is wrong, what was
    expected and how to mend it.
    """

    check: str
    severity: Severity
    dimension: Dimension
    project: int | None
    path: str
    found: str
    message: str
    mend: Mend | None = None


@dataclass(frozen=True)
class Case:
    """All that a check may look at. ``last`` is the department's book of the year
    before; ``peers`` are sheets of other departments in the same year."""

    book: Book
    last: Book | None = None
    peers: tuple[Sheet, ...] = ()
    settings: Settings = field(default_factory=Settings)

    @property
    def year(self) -> int | None:
        return self.book.year

    @cached_property
    def shared(self) -> dict[str, Any]:
        """Work that several checks of one run share, by name."""
        return {}


class NotCheckable(Exception):
    """The check lacks what it needs; the text says what, in Chinese."""


# (path, found, message), perhaps with a mend, and with a softer severity where the rule
# had to guess.
Seen = tuple[str, str, str, *tuple[Mend | Severity, ...]]


class Check:
    """One rule: its place in the manual's table, and one of the three ways to look.

    A subclass overrides ``sheet`` (each project), ``overall`` (the overall target) or
    ``across`` (the book; yields the index of a project first). ``source`` names
    document and article, or says that the rule is ours (:mod:`.sources`). ``needs``
    names what it cannot do without; lacking it, it is not checkable.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    dimension: ClassVar[Dimension]
    severity: ClassVar[Severity]
    source: ClassVar[str]
    needs: ClassVar[str]

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        return iter(())

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        return iter(())

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        return iter(())


checks: Registry[Check] = Registry("check")


@dataclass(frozen=True)
class Report:
    """Findings in the order of the document, and which checks could not look: check
    id → why."""

    findings: tuple[Finding, ...]
    not_checkable: Mapping[str, str]


def run(case: Case, only: Collection[int | None] | None = None) -> Report:
    """All checks that are switched on, over the whole book; or over the parts of it
    that ``only`` names as :attr:`Finding.project` does, compared with all the rest.

    Table by table, and not check by check: what one check read in a table is kept for
    the next ones, and a large book would push it out in between.
    """
    findings: list[Finding] = []
    missing: dict[str, str] = {}
    on = list(_switched_on(case))
    by_part = {
        part: [each for each in on if _overrides(type(each[0]), part)]
        for part in ("overall", "sheet", "across")
    }
    for part, look in _looks(case, only):
        for check, severity in by_part[part]:
            # One table that lacks something does not excuse the others.
            try:
                for at, seen in look(check):
                    if only is None or at in only:
                        findings.append(_finding(check, severity, at, seen))
            except NotCheckable as why:
                missing.setdefault(check.id, str(why))
    findings.sort(key=lambda f: (-1 if f.project is None else f.project, f.check))
    return Report(tuple(findings), missing)


def _switched_on(case: Case) -> Iterator[tuple[Check, Severity]]:
    for check in checks:
        severity = case.settings.severity_of(check.id, check.severity)
        if severity is not None:
            yield check, Severity(severity)


@cache
def _overrides(own: type[Check], part: str) -> bool:
    return getattr(own, part) is not getattr(Check, part)


Look = Callable[[Check], Iterator[tuple[int | None, Seen]]]


def _looks(
    case: Case, only: Collection[int | None] | None
) -> Iterator[tuple[str, Look]]:
    """Each part of the book, and how a check looks at it."""
    overall = case.book.overall
    if overall is not None and (only is None or None in only):
        yield (
            "overall",
            lambda check: ((None, seen) for seen in check.overall(overall, case)),
        )
    for index, sheet in enumerate(case.book.projects):
        if only is None or index in only:
            yield "sheet", partial(_at, index, sheet, case)
    yield "across", lambda check: check.across(case)


def _at(
    index: int, sheet: Sheet, case: Case, check: Check
) -> Iterator[tuple[int | None, Seen]]:
    for seen in check.sheet(sheet, case):
        yield index, seen


def _finding(
    check: Check, severity: Severity, project: int | None, seen: Seen
) -> Finding:
    path, found, message, *more = seen
    softer = [extra for extra in more if isinstance(extra, Severity)]
    mends = [extra for extra in more if isinstance(extra, Mend)]
    return Finding(
        check.id,
        max(severity, *softer, key=_WEIGHT.index) if softer else severity,
        check.dimension,
        project,
        path,
        found,
        message,
        mends[0] if mends else None,
    )


_WEIGHT = list(Severity)


Register = Callable[[Callable[[], Check]], Callable[[], Check]]
register: Register = checks.register
