"""What a target needs before 送审: no error, and every warning mended or answered.

Which rule is an error and which a warning is the office's to say
(:mod:`reviews.check_settings`); hints hold up nobody.
"""

from indicators import store
from perftargets.errors import CheckFailed
from projects.models import Target

from . import findings
from .checks.base import Finding

ASKED = "（警告：请修改，或者说明理由）"


def check(target: Target) -> findings.TargetReport:
    """What was found of the target as it is saved; ``CheckFailed`` with what holds it
    up, by cell."""
    report = findings.report_on(target, store.load(target))
    errors = findings.errors_in(report)
    warnings = findings.open_warnings(target, report)
    if errors or warnings:
        words = f"“{target}”未能送审：{_counted(len(errors), len(warnings))}。"
        raise CheckFailed(words, _by_cell(errors, warnings))
    return report


def _counted(errors: int, warnings: int) -> str:
    parts = []
    if errors:
        parts.append(f"有 {errors} 处错误要修改")
    if warnings:
        parts.append(f"有 {warnings} 处警告，请修改或者说明理由")
    return "；".join(parts)


def _by_cell(errors: list[Finding], warnings: list[Finding]) -> dict[str, str]:
    """All that is said of a cell, errors first."""
    said: dict[str, list[str]] = {}
    for finding in errors:
        said.setdefault(finding.path, []).append(finding.message)
    for finding in warnings:
        said.setdefault(finding.path, []).append(finding.message + ASKED)
    return {path: "；".join(dict.fromkeys(texts)) for path, texts in said.items()}
