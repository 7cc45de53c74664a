"""What a target needs before 送审: no error, and every warning mended or answered.

Which rule is an error and which a warning is the office's to say
(:mod:`reviews.check_settings`); hints hold up nobody.
"""

from indicators import store
from perftargets.errors import CheckFailed
from projects.models import Target

from . import findings
from .checks.base import Finding


class Held(CheckFailed):
    """``problems`` are the errors, or the warnings once there is none; ``warnings``
    says how many want a reason."""

    def __init__(self, message: str, problems: dict[str, str], warnings: int) -> None:
        super().__init__(message, problems)
        self.warnings = warnings


def check(target: Target) -> findings.TargetReport:
    """What was found of the target as it is saved; ``Held`` if it may not go."""
    report = findings.report_on(target, store.load(target))
    errors = findings.errors_in(report)
    warnings = findings.open_warnings(target, report)
    if errors or warnings:
        words = f"“{target}”未能送审：{_counted(len(errors), len(warnings))}。"
        raise Held(words, _by_cell(errors or warnings), len(warnings))
    return report


def _counted(errors: int, warnings: int) -> str:
    parts = []
    if errors:
        parts.append(f"有 {errors} 处错误，请修改")
    if warnings:
        parts.append(f"有 {warnings} 处警告，请修改，或者说明理由")
    return "；".join(parts)


def _by_cell(found: list[Finding]) -> dict[str, str]:
    """All that is said of a cell."""
    said: dict[str, list[str]] = {}
    for finding in found:
        said.setdefault(finding.path, []).append(finding.message)
    return {path: "；".join(dict.fromkeys(texts)) for path, texts in said.items()}
