"""Tables taken over from last year: C30."""

import re
from collections.abc import Iterator

from sheets.sheet import Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .cells import is_filled
from .dates import years_in
from .text import alike, grams, joined, letters, quoted, squeeze
from .years import prose

_ANY_YEAR = re.compile(r"20\d\d年?度?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@register
class CopiedFromLastYear(Check):
    """Last year's table of the same name, or else code, has the same numbers (years
    aside) and at least 95 % of the same pairs of characters. Needs three indicators."""

    id = "C30"
    name = "疑似复制上年"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.OURS
    needs = "上年的绩效文本"

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        if case.last is None or not case.last.projects:
            raise NotCheckable("没有上年的绩效文本可以比较")
        old = case.last.projects
        by_code = {_code(sheet): sheet for sheet in old if _code(sheet)}
        by_name = {_name(sheet): sheet for sheet in old if _name(sheet)}
        for index, sheet in enumerate(case.book.projects):
            before = by_name.get(_name(sheet)) or by_code.get(_code(sheet))
            if before and self._is_copy(before, sheet, case):
                yield index, ("", sheet.name, self._message(before, sheet, case))

    def _is_copy(self, old: Sheet, new: Sheet, case: Case) -> bool:
        if sum(is_filled(row) for row in new.indicators) < 3:
            return False
        before, after = _content(old, case), _content(new, case)
        if _NUMBER.findall(before) != _NUMBER.findall(after):
            return False
        share = 100 * alike(grams(before), grams(after))
        return before == after or share >= case.settings.copied_share

    def _message(self, old: Sheet, new: Sheet, case: Case) -> str:
        before, after = (
            joined(text for _, text in prose(sheet, case)) for sheet in (old, new)
        )
        what = (
            "完全相同，连年份也没有改"
            if before == after
            else "几乎相同，只改了年份等个别字"
        )
        if not (years_in(before) or years_in(after)) and before == after:
            what = "完全相同"
        return (
            f"目标、指标和指标值与上年的{quoted(old.name)}{what}。请按"
            f"{case.year or '本'}年的预算和任务重新核定；如任务确实不变，请说明理由"
        )


def _code(sheet: Sheet) -> str:
    return letters(sheet.code or "")


def _name(sheet: Sheet) -> str:
    return letters(_ANY_YEAR.sub("", squeeze(sheet.name)))


def _content(sheet: Sheet, case: Case) -> str:
    """All cells of prose as one text, without years."""
    return _ANY_YEAR.sub("年", squeeze(joined(text for _, text in prose(sheet, case))))
