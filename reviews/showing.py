"""Findings as the editor shows them beside their cells."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from sheets import fields
from sheets.numbering import bare

from . import findings
from .checks import base
from .models import FindingAnswer

WEIGHT = list(base.Severity)


def ordered(report: findings.TargetReport) -> list[base.Finding]:
    """What weighs most first, then in the order of the document."""
    places = {path: i for i, path in enumerate(fields.texts(report.document))}
    return sorted(
        report.findings,
        key=lambda f: (WEIGHT.index(f.severity), places.get(f.path, -1), f.check),
    )


def as_data(
    report: findings.TargetReport,
    answers: Mapping[str, FindingAnswer],
    wrong: Collection[str],
) -> list[dict[str, Any]]:
    """For the script of the editor. Cells in ``wrong`` could not be read: the document
    knows nothing of what stands there, and they say themselves what is amiss."""
    return [
        _datum(finding, report, answers)
        for finding in ordered(report)
        if finding.path not in wrong
    ]


def _datum(
    finding: base.Finding,
    report: findings.TargetReport,
    answers: Mapping[str, FindingAnswer],
) -> dict[str, Any]:
    shown = findings.shown(finding, report.document, answers)
    return {
        "check": finding.check,
        "rule": base.checks.get(finding.check).name,
        "severity": finding.severity.value,
        "label": finding.severity.label,
        "path": finding.path,
        "cell": shown.cell,
        "found": finding.found,
        "message": finding.message,
        "mend": finding.mend and _mend(finding.mend),
        "digest": findings.digest(finding, report.document),
        "answer": shown.answer and answer_data(shown.answer),
    }


def _mend(mend: base.Mend) -> dict[str, str]:
    """As the cell of the form takes it: a heading's number counts by itself there."""
    is_heading = mend.path.startswith("overall.") and mend.path.endswith(".title")
    return {"path": mend.path, "text": bare(mend.text) if is_heading else mend.text}


def answer_data(answer: FindingAnswer) -> dict[str, str]:
    return {
        "reason": answer.reason,
        "by": f"{answer.author} {timezone.localtime(answer.at):%Y-%m-%d %H:%M}",
    }
