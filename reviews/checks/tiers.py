"""The tree of indicators, its labels and its empty cells: C13–C15."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sheets import fields
from sheets.layouts import layout_of
from sheets.sheet import Indicator, Overall, Sheet

from . import cells, sources, text
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register

OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"
# (what the words of tier 1 and tier 2 say, the side of the tree), the first that fits.
_SIDES = (
    (r".*满意", SATISFACTION),
    (r"[^/]*(效益|效果)", BENEFIT),
    (r"[^/]*产出", OUTPUT),
    (r"[^/]*成本", COST),
    (r".*(效益|影响)", BENEFIT),
    (r".*(数量|质量|时效|成本)", OUTPUT),
)
# The same for a single label; 效益指标 may be called 效果指标 and is one kind.
_KINDS = (
    *("满意", "经济成本", "社会成本", "环境成本|生态成本", "经济", "社会", "生态|环境"),
    *("可持续", "数量", "质量", "时效", "成本", "效益|效果", "产出"),
)
_POINTS = re.compile(r"\([^()]*分\)")


def clean(label: str) -> str:
    """The label without line breaks and points: 产出指标(50分) → 产出指标."""
    return _POINTS.sub("", text.squeeze(label))


@lru_cache(1024)
def kind(label: str) -> str:
    """What a label means, whatever a region calls it; "" if it is unknown."""
    plain = clean(label)
    return next((words for words in _KINDS if re.search(words, plain)), "")


@lru_cache(1024)
def _side(tier1: str, tier2: str) -> str:
    labels = f"{clean(tier1)}/{clean(tier2)}"
    return next((side for words, side in _SIDES if re.match(words, labels)), "")


def side(row: Indicator) -> str:
    """产出, 效益, 满意度 or 成本 by what the labels mean; "" if they do not say."""
    return _side(row.tier1, row.tier2)


def is_answered(row: Indicator, case: Case) -> bool:
    """True for a row that says 不适用 instead of naming an indicator."""
    return text.letters(cells.name_of(row)) in case.settings.not_applicable


def _has_rows(case: Case) -> bool:
    """Whether the form of the overall target has a table of indicators."""
    return "indicators" in layout_of(case.book).overall_form.parts


# 资金支付完成率100%: the value stands in the name.
_AT_THE_END = re.compile(r"率([<>=≥≤]?(?:100|\d{1,2})%)$")


@register
class CellBlank(Check):
    """An indicator has a name but no description, value or basis, or the reverse; a
    column that the form does not have, or that most rows lack, does not count. Also an
    empty name of the project, and an empty goal, sub-goal or measure; no goal at all is
    a warning, for a form may show them elsewhere."""

    id = "C13"
    name = "必填单元格为空"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "绩效指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not sheet.name.strip():
            yield "name", sheet.name, "项目名称为空，请填写"
        yield from self._goals(sheet.goals)
        rows = [
            (index, row)
            for index, row in enumerate(sheet.indicators)
            if cells.is_filled(row) and not is_answered(row, case)
        ]
        if not rows:
            raise NotCheckable("表中没有绩效指标")
        for cell in ("tier3", "description", "basis", "value"):
            yield from self._column(cell, rows)

    def _column(self, cell: str, rows: list[tuple[int, Indicator]]) -> Iterator[Seen]:
        texts = [getattr(row, cell) for _, row in rows]
        # "" is a cell of the form that was left empty, None may be no cell at all.
        written = sum(cells.is_written(one) for one in texts)
        if not written and None in texts:
            if cell == "value":
                raise NotCheckable("表中没有指标值")
            return
        is_column = cell == "value" or 2 * written > len(texts)
        for (index, row), one in zip(rows, texts, strict=True):
            if cells.is_written(one) or (one is None and not is_column):
                continue
            path, name = f"indicators.{index}.{cell}", cells.name_of(row)
            message = (
                f"指标{text.quoted(name or row.value or '')}没有填写"
                f"{fields.LABELS[cell]}，请补上"
            )
            number = _AT_THE_END.search(name) if cell == "value" else None
            if number:
                message += f"；名称里的“{number[1]}”是不是指标值？"
                yield path, one or "", message, Mend(path, number[1])
            else:
                yield path, one or "", message

    def _goals(self, goals: tuple[str, ...]) -> Iterator[Seen]:
        if not goals:  # the form may show them elsewhere
            why = "表中没有绩效目标，请至少写一个目标"
            yield "goals.0", "", why, Severity.WARNING
        elif not any(map(cells.is_written, goals)):
            yield "goals.0", goals[0], "绩效目标为空，请至少写一个目标"
            return
        for index, goal in enumerate(goals):
            if not cells.is_written(goal):
                yield (
                    f"goals.{index}",
                    goal,
                    f"目标{index + 1}为空，请填写，或删除这一行",
                )

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        blank = "为空，请填写"
        if not overall.goal.strip():
            yield "overall.goal", "", f"总体绩效目标{blank}"
        for index, item in enumerate(overall.sub_goals):
            path, title = f"overall.sub_goals.{index}", text.quoted(item.title)
            if not item.goal.strip():
                yield f"{path}.goal", "", f"{title}的绩效目标{blank}"
            if not any(map(cells.is_written, item.indicators)):
                yield f"{path}.indicators", "", f"{title}的绩效指标{blank}"
        for index, measure in enumerate(overall.measures):
            if not measure.text.strip():
                path = f"overall.measures.{index}.text"
                yield path, "", f"{text.quoted(measure.title)}的内容{blank}"
        for index, row in enumerate(overall.indicators if _has_rows(case) else ()):
            if not cells.is_filled(row) or is_answered(row, case):
                continue
            for cell in ("tier3", "value"):
                if not cells.is_written(getattr(row, cell)):
                    path = f"overall.indicators.{index}.{cell}"
                    what = text.quoted(cells.name_of(row) or row.value or "")
                    label = fields.LABELS[cell]
                    yield path, "", f"指标{what}没有填写{label}，请补上"


@register
class TierMissing(Check):
    """产出, 效益 or 满意度 has no indicator, by the meaning of the labels; and 成本 in
    a table whose tier 1 has it, for a project that builds or buys. A satisfaction
    indicator counts wherever it stands; 满意度 and 成本 may be answered 不适用."""

    id = "C14"
    name = "一级指标缺项"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.TIERS
    needs = "一级、二级指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        wanted = [OUTPUT, BENEFIT, SATISFACTION]
        capital = text.any_of(case.settings.capital_words).search(sheet.name)
        if capital and any(side(row) == COST for row in sheet.indicators):
            wanted.append(COST)
        yield from self._of_rows(sheet.indicators, wanted, case)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        """年度绩效指标 of the ministry's form for departments; a text has them below
        each of its goals."""
        if _has_rows(case):
            wanted = [OUTPUT, BENEFIT, SATISFACTION]
            yield from self._of_rows(overall.indicators, wanted, case, "overall.")

    def _of_rows(
        self,
        rows: tuple[Indicator, ...],
        wanted: list[str],
        case: Case,
        above: str = "",
    ) -> Iterator[Seen]:
        table = f"{above}indicators"
        filled = [row for row in rows if cells.is_filled(row)]
        if not filled:
            path = f"{table}.0.tier3" if rows else table
            yield path, "", "还没有绩效指标，请填写产出、效益和满意度指标"
            return
        if not any(map(side, filled)):
            raise NotCheckable("表中没有一级指标和二级指标")
        for label in wanted:
            if any(self._serves(row, label, case) for row in filled):
                continue
            places = [i for i, row in enumerate(rows) if side(row) == label]
            path = f"{table}.{places[0]}.tier3" if places else table
            why = "；工程、购置类项目应有成本指标" if label == COST else ""
            yield path, "", f"没有填写{label}{why}，请至少填写一个"

    def _serves(self, row: Indicator, label: str, case: Case) -> bool:
        if is_answered(row, case):
            return side(row) == label and label in (SATISFACTION, COST)
        if label == SATISFACTION and "满意" in cells.name_of(row):
            return True
        return side(row) == label


@register
class TierRowEmpty(Check):
    """A printed tier-2 label has neither an indicator in any of its rows nor 不适用."""

    id = "C15"
    name = "二级指标空行"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.COMPLETE
    needs = "二级指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not any(row.tier2.strip() for row in sheet.indicators):
            raise NotCheckable("表中没有二级指标")
        seen = {
            (row.tier1, row.tier2) for row in sheet.indicators if cells.is_filled(row)
        }
        for index, row in enumerate(sheet.indicators):
            if row.tier2.strip() and (row.tier1, row.tier2) not in seen:
                seen.add((row.tier1, row.tier2))
                yield (
                    f"indicators.{index}.tier3",
                    "",
                    f"{text.quoted(clean(row.tier2))}下没有指标，请填写；"
                    "与项目确实无关的写“不适用”",
                )
