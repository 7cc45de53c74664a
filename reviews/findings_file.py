"""Findings as an Excel file: one row each, text as text, and itself recorded."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils import timezone

from audit import workbook
from audit.services import record
from indicators import store
from projects.models import Target
from projects.querysets import TargetQuerySet

from . import counting, findings
from .checks.base import Severity, checks
from .models import Counted, FindingAnswer

# Heading and width of each column.
COLUMNS = {
    "部门": 24,
    "绩效目标": 30,
    "状态": 12,
    "单元格": 26,
    "程度": 8,
    "规则": 8,
    "规则名称": 24,
    "审核内容": 12,
    "原文": 40,
    "疑点和改法": 60,
    "填报人的说明": 40,
}
TITLE = "自动审核疑点"
AT_ONCE = 500
# A minute's work, and as much as a person reads: then a part at a time.
MOST_ROWS = 50_000
Told = dict[str, str]


def of_target(*, target: Target, actor: Any) -> BinaryIO:
    """An open Excel file of what is found of one target now."""
    report = findings.report_on(target, store.load(target))
    told = [counting.told(finding, report) for finding in report.findings]
    reasons = {
        (target.pk, digest): answer.reason
        for digest, answer in findings.answers_of(target).items()
    }
    rows = _rows([(target, told)], reasons)
    file = _file(rows, f"{target.year}{target.department} {target}", actor)
    _record(actor, target.subject, str(target), {"file": TITLE})
    return file


def of_selection(*, targets: TargetQuerySet, words: str, actor: Any) -> BinaryIO:
    """As :func:`of_target`, of all that was counted; ``words`` tell of the choice."""
    kept = Counted.objects.filter(target__in=targets.values("pk")).order_by(
        "target__department__path", "target__project__position", "target"
    )
    kept = kept.select_related("target__department", "target__project", "target__year")
    given = FindingAnswer.objects.filter(target__in=targets.values("pk"))
    reasons = {
        (answer.target_id, answer.digest): answer.reason for answer in given.iterator()
    }
    pairs = ((row.target, row.findings) for row in kept.iterator(chunk_size=AT_ONCE))
    rows = islice(_rows(pairs, reasons), MOST_ROWS)
    file = _file(rows, words, actor, _reservations(targets, kept))
    _record(actor, "findings", TITLE, {"query": words})
    return file


def _reservations(targets: TargetQuerySet, kept: QuerySet[Counted]) -> Iterator[str]:
    """What the reader must know of the rows below."""
    if stale := counting.stale(targets).count():
        yield f"其中 {stale} 份绩效目标在上次检查以后改过，列出的是改以前的疑点"
    counts = kept.order_by().values_list("by_severity", flat=True)
    whole = sum(sum(found.values()) for found in counts)
    if whole > MOST_ROWS:
        yield (
            f"没有导出完：共 {whole} 处疑点，这里是前 {MOST_ROWS} 处。"
            "请选一个部门，分几次导出。"
        )


def _rows(
    pairs: Iterable[tuple[Target, list[Told]]], reasons: dict[tuple[int, str], str]
) -> Iterator[tuple[str, ...]]:
    known = {check.id: check for check in checks}
    for target, told in pairs:
        for one in told:
            check = known.get(one["check"])
            yield (
                str(target.department),
                str(target),
                target.standing,
                one["cell"],
                Severity(one["severity"]).label,
                one["check"],
                check.name if check else "",
                check.dimension.label if check else "",
                one["found"],
                one["message"],
                reasons.get((target.pk, one["digest"]), ""),
            )


def _file(
    rows: Iterable[Any], words: str, actor: Any, more: Iterable[str] = ()
) -> BinaryIO:
    now = timezone.localtime()
    about = [f"{TITLE}，{words}", f"{now:%Y-%m-%d %H:%M:%S} 由 {actor} 导出", *more]
    return workbook.table(rows, title=TITLE, columns=COLUMNS, about=about)


def _record(actor: Any, subject: str, name: str, what: dict[str, str]) -> None:
    record(
        actor=actor,
        action="export",
        subject=subject,
        subject_name=name,
        detail={"format": "xlsx", **what},
    )
