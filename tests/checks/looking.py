"""Small tables, and what one check alone says about them."""

from pathlib import Path

from reviews.checks.base import Case, Finding, checks, run
from reviews.checks.settings import OFF, Settings
from sheets import interchange
from sheets.sheet import Book, Indicator, Overall, PlanStep, Sheet

DATA = Path(__file__).parent.parent / "sheets" / "data" / "seed-transcription.json"


def seed() -> Book:
    return interchange.loads(DATA.read_text("utf-8"))


def only(*ids: str) -> Settings:
    """Settings in which the checks of other topics are off."""
    return Settings(severities={c.id: OFF for c in checks if c.id not in ids})


def seen(
    check: str,
    *projects: Sheet,
    year: int | None = 2021,
    overall: Overall | None = None,
    **case,
) -> tuple[Finding, ...]:
    """Its findings; it must have been able to look."""
    book = Book(year, projects=projects, overall=overall)
    report = run(Case(book, settings=only(check), **case))
    assert check not in report.not_checkable, report.not_checkable
    return report.findings


def why_not(
    check: str,
    *projects: Sheet,
    year: int | None = 2021,
    overall: Overall | None = None,
) -> str:
    """Why it could not look."""
    book = Book(year, projects=projects, overall=overall)
    return run(Case(book, settings=only(check))).not_checkable[check]


def plan(*shares: str | None) -> tuple[PlanStep, ...]:
    return tuple(PlanStep(m, s) for m, s in zip((3, 6, 10, 12), shares, strict=True))


TIERS = {
    "数量": "产出指标",
    "质量": "产出指标",
    "时效": "产出指标",
    "成本": "产出指标",
    "社会效益": "效益指标",
    "服务对象满意度": "满意度指标",
}


def row(tier2: str, name: str, value: str, description: str = "") -> Indicator:
    return Indicator(TIERS[tier2], f"{tier2}指标", name, description, value, "")
