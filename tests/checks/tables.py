"""Small tables for the checks of indicators, and what one check finds in them."""

from decimal import Decimal

from reviews.checks.base import Case, Finding, checks, run
from reviews.checks.settings import OFF, Settings
from sheets.sheet import Book, Budget, Indicator, Overall, Sheet

TIERS = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("产出指标", "成本指标"),
    "社会成本": ("成本指标", "社会成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "持续": ("效果指标", "可持续性影响"),
    "满意": ("满意度指标", "服务对象满意度指标"),
    "决策": ("项目决策(10分)", "项目立项"),
    "": ("", ""),
}


def indicator(line: str) -> Indicator:
    """``数量 | 人数 | =79人 | 描述 | 依据``; what is left out is not on the form."""
    tier, name, *rest = (part.strip() for part in line.split("|"))
    value, description, basis = [*rest, None, None, None][:3]
    return Indicator(*TIERS[tier], name, description, value, basis)


def table(*lines: str, amount: str = "50", unit: str | None = "万元") -> Sheet:
    return Sheet(
        name="村道维修",
        budget=Budget(unit, Decimal(amount)),
        indicators=tuple(map(indicator, lines)),
    )


def found(
    check: str,
    *sheets: Sheet,
    overall: Overall | None = None,
    settings: Settings | None = None,
) -> list[Finding]:
    book = Book(2021, overall=overall, projects=sheets)
    return list(look(check, book, settings).findings)


def look(check: str, book: Book, settings: Settings | None = None):
    """What one check says, the others switched off."""
    off = {other.id: OFF for other in checks if other.id != check}
    return run(Case(book, settings=settings or Settings(severities=off)))


def paths(check: str, *sheets: Sheet, **more) -> list[str]:
    """``0 indicators.3.value`` for each finding of one check."""
    return [f"{f.project} {f.path}" for f in found(check, *sheets, **more)]


def missing(check: str, *sheets: Sheet) -> str:
    """Why the check could not look, "" if it could."""
    return look(check, Book(2021, projects=sheets)).not_checkable.get(check, "")
