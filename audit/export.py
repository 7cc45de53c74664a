"""The record as a file; taking it away is recorded too."""

from typing import Any, BinaryIO

from django.utils import timezone

from . import chain, workbook
from .search import find
from .services import record

MOST_ROWS = 100_000


def export(*, actor: Any, chosen: dict[str, Any], words: str) -> BinaryIO:
    """An open Excel file of what was chosen, at most the latest ``MOST_ROWS``;
    ``words`` tell of the choice in the file and in the record."""
    found = find(chosen)
    count = found.count()
    rows = found[:MOST_ROWS].iterator(chunk_size=2000)
    file = workbook.write(rows, about=_about(actor, words, count))
    record(
        actor=actor,
        action="export",
        subject="audit",
        subject_name="审计记录",
        detail={"format": "xlsx", "rows": min(count, MOST_ROWS), "query": words},
    )
    return file


def _about(actor: Any, words: str, count: int) -> list[str]:
    now = timezone.localtime()
    lines = [
        f"审计记录，{words}，共 {count} 条",
        f"{now:%Y-%m-%d %H:%M:%S} 由 {actor} 导出",
    ]
    if last := chain.last_seal():
        lines.append(f"当时最后的封条是第 {last.number} 个，校验码 {last.hash}")
    if count > MOST_ROWS:
        lines.append(
            f"没有导出完：只有最近的 {MOST_ROWS} 条，更早的 {count - MOST_ROWS} 条"
            "不在这里。请把日期分成几段，分几次导出。"
        )
    return lines
