"""Findings as a page says them: which cell, in the clerk's words, and what to do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sheets import fields
from sheets.numbering import bare
from sheets.sheet import Overall, Sheet

from .checks import base

WHOLE = "整张表"


@dataclass(frozen=True)
class Shown:
    """A finding with the names of its cell and of its rule."""

    finding: base.Finding
    cell: str
    rule: str


def show(report: base.Report, document: Sheet | Overall) -> list[Shown]:
    """What weighs most first, then in the order of the document."""
    rows = document.indicators if isinstance(document, Sheet) else ()
    places = {path: i for i, path in enumerate(fields.texts(document))}
    weight = list(base.Severity)
    shown = [
        Shown(f, _cell(f.path, rows), base.checks.get(f.check).name)
        for f in report.findings
    ]
    shown.sort(
        key=lambda s: (
            weight.index(s.finding.severity),
            places.get(s.finding.path, -1),
            s.finding.check,
        )
    )
    return shown


def _cell(path: str, rows: tuple[Any, ...]) -> str:
    if not path:
        return WHOLE
    try:
        return fields.label(path, rows)
    except (LookupError, ValueError):
        return path


def as_data(shown: list[Shown], wrong: Collection[str]) -> list[dict[str, Any]]:
    """For the script of the editor. Cells in ``wrong`` could not be read: the document
    knows nothing of what stands there, and they say themselves what is amiss."""
    return [_datum(one) for one in shown if one.finding.path not in wrong]


def _datum(one: Shown) -> dict[str, Any]:
    finding = one.finding
    return {
        "check": finding.check,
        "rule": one.rule,
        "severity": finding.severity.value,
        "label": finding.severity.label,
        "path": finding.path,
        "cell": one.cell,
        "found": finding.found,
        "message": finding.message,
        "mend": finding.mend and _mend(finding.mend),
    }


def _mend(mend: base.Mend) -> dict[str, str]:
    """As the cell of the form takes it: a heading's number counts by itself there."""
    is_heading = mend.path.startswith("overall.") and mend.path.endswith(".title")
    return {"path": mend.path, "text": bare(mend.text) if is_heading else mend.text}
