"""The table of checks for the manual, out of the registry."""

from .base import Check, checks

HEADER = ("编号", "检查", "维度", "级别", "需要", "依据")


def markdown() -> str:
    """One row for each check in the order of the codes; ends with a line break."""
    rows = [HEADER, ("---",) * len(HEADER)]
    rows += [_row(check) for check in sorted(checks, key=lambda check: check.id)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(check: Check) -> tuple[str, ...]:
    texts = (
        check.id,
        check.name,
        check.dimension.label,
        check.severity.label,
        check.needs,
        check.source,
    )
    return tuple(text.replace("|", "\\|") for text in texts)
