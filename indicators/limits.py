"""What the columns hold: as much from a file as from the page.

SQLite would take more while PostgreSQL breaks off.
"""

from collections.abc import Iterator, Sequence

from sheets import fields
from sheets.sheet import UNITS, Indicator, Overall, Sheet

TITLE_LENGTH = 200
LABEL_LENGTH = 40
# A form of more inputs would not be taken back from the page.
MOST_ROWS = 500
PERIOD_LENGTH = 60
TEXT_LENGTH = 20_000  # of any cell: more would hold up each page that shows it
# By the first part of the field path.
LENGTHS = {"name": 200, "code": 60, "goals_placeholder": 20, "plan": 20}

Problem = tuple[str, str]  # field path, Chinese message


def too_long(text: str, most: int) -> str:
    return f"有 {len(text)} 个字，最多 {most} 个，请缩短"


def misfits(document: Sheet | Overall) -> dict[str, str]:
    """Field path → why it cannot be stored; empty if all can. Of a document with too
    many rows nothing else is said."""
    if found := _too_many_rows(document):
        return found
    problems = dict(_long_texts(document))
    if isinstance(document, Overall):
        rows = _rows(document.indicators, "overall.indicators")
        return problems | dict([*_titles(document), *rows])
    problems |= dict([*_facts(document), *_rows(document.indicators, "indicators")])
    if document.medium is not None:
        unit = document.medium.budget.unit
        if unit not in (None, *UNITS):
            problems["medium.budget.unit"] = f"“{unit}”不是万元或元"
        if len(period := document.medium.period) > PERIOD_LENGTH:
            problems["medium.period"] = too_long(period, PERIOD_LENGTH)
        problems |= dict(_rows(document.medium.indicators, "medium.indicators"))
    return problems


def too_big(document: Sheet | Overall) -> dict[str, str]:
    """Field path → why the document is too big even to be shown; empty if it is not.
    Ask before anything that takes long for each row or each letter."""
    return _too_many_rows(document) or dict(_long_texts(document))


def _too_many_rows(document: Sheet | Overall) -> dict[str, str]:
    parts = {"indicators": document.indicators}
    if isinstance(document, Overall):
        parts = {"overall.indicators": document.indicators}
    elif document.medium is not None:
        parts["medium.indicators"] = document.medium.indicators
    return {
        part: f"有 {len(rows)} 行，最多 {MOST_ROWS} 行"
        for part, rows in parts.items()
        if len(rows) > MOST_ROWS
    }


def _long_texts(document: Sheet | Overall) -> Iterator[Problem]:
    for path, text in fields.texts(document).items():
        # The projects of a goal are many names, and no text.
        if len(text) > TEXT_LENGTH and not path.endswith(".projects"):
            yield path, too_long(text, TEXT_LENGTH)


def _titles(overall: Overall) -> Iterator[Problem]:
    for section, items in fields.overall_items(overall).items():
        for index, item in enumerate(items):
            cell, title = next(iter(item.items()))
            if len(title) > TITLE_LENGTH:
                path = f"overall.{section}.{index}.{cell}"
                yield path, too_long(title, TITLE_LENGTH)


def _facts(sheet: Sheet) -> Iterator[Problem]:
    if not sheet.name:
        yield "name", "为空，请填写"
    if sheet.budget.unit not in (None, *UNITS):
        yield "budget.unit", f"“{sheet.budget.unit}”不是万元或元"
    for path, text in fields.facts(sheet).items():
        most = LENGTHS.get(path.split(".")[0])
        if most is not None and len(text) > most:
            yield path, too_long(text, most)
    months = [step.month for step in sheet.plan]
    for month in months:
        if months.count(month) > 1:
            yield f"plan.{month}", "同一个月份有几列"


def _rows(rows: Sequence[Indicator], part: str) -> Iterator[Problem]:
    for index, row in enumerate(rows):
        for cell in ("tier1", "tier2"):
            label = getattr(row, cell)
            if not 0 < len(label) <= LABEL_LENGTH:
                yield f"{part}.{index}.{cell}", f"应有1到{LABEL_LENGTH}个字"
        if row.is_blank and any(text is not None for text in row.texts):
            yield f"{part}.{index}.tier3", "填写了别的单元格，就要有三级指标"
