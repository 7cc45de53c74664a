"""Quality of the indicator, its texts: C45–C52 and C58."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sheets.sheet import Overall, Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .rows import (
    Kind,
    Row,
    has_figure,
    is_count,
    is_measurable,
    is_rate,
    of_kind,
    rows_of,
    valued,
)
from .settings import Settings
from .text import any_of, letters, quoted, squeeze


# --- In the right tier ------------------------------------------------------------
@register
class QuantityIsRate(Check):
    """数量指标 whose name ends in a share (率, 比例) or whose value is a percentage.

    频率 and the like are no shares (``Settings.not_rates``).
    """

    id = "C45"
    name = "数量指标不是数量"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "数量指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for row in of_kind(sheet, case, Kind.QUANTITY):
            counted = row.is_amount and row.value.unit
            if is_rate(row.name, case.settings) and not counted:
                path, found = row.name_path, row.cells.tier3 or row.name
            elif row.is_percent:
                path, found = row.path("value"), row.cells.value or ""
            else:
                continue
            yield (
                path,
                found,
                f"数量指标填了比率 {quoted(found)}。数量指标应是完成的数量，"
                "请写个数、人数、面积等（如“=15个”）；比率移到质量指标或时效指标",
            )


@register
class QualityIsProgress(Check):
    """质量指标 named for progress or punctuality (完成率, 发放率, 及时率), or counting.

    What counts faults or merits (投诉次数, 优良天数) does speak of quality.
    """

    id = "C46"
    name = "质量指标写成进度或数量"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "质量指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        words = case.settings
        good = any_of(words.faults + words.merits)
        for row in of_kind(sheet, case, Kind.QUALITY):
            if any_of(words.progress_words).search(row.name):
                what = "进度"
            elif is_count(row.name, words) and not good.search(row.name):
                what = "数量"
            else:
                continue
            yield (
                row.name_path,
                row.name,
                f"质量指标 {quoted(row.name)} 说的是{what}，不是质量。请改为"
                "达到什么标准（如“验收合格率”“发放准确率”），"
                f"{what}移到{'时效' if what == '进度' else '数量'}指标",
            )


@register
class CostWithoutAmount(Check):
    """成本指标 whose value has no amount, unit cost or limit.

    A share is a limit only for 成本节约率 and the like (``Settings.cost_rates``);
    社会成本 and 生态环境成本 need no money.
    """

    id = "C47"
    name = "成本指标无金额"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "成本指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for row in valued(of_kind(sheet, case, Kind.COST)):
            if not _has_limit(row, case.settings):
                yield (
                    row.path("value"),
                    row.cells.value or "",
                    f"成本指标的指标值 {quoted(row.text)} 没有金额。请写总成本、单位"
                    "成本或支出标准的数额，如“≤161万元”“=1000元/人·月”",
                )


_MONEY = re.compile(r"\d[十百千万亿]{0,4}余?[元万亿]|¥\d")


def _has_limit(row: Row, settings: Settings) -> bool:
    if row.is_percent:
        return row.name.endswith(settings.cost_rates)
    return row.value.kind in ("number", "range") or bool(_MONEY.search(row.text))


# --- Name and description ---------------------------------------------------------
@register
class NameIsQuestion(Check):
    """三级指标 that asks: 是否, 与否, 有无, a question mark."""

    id = "C48"
    name = "指标名为问句"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.MEASURED
    needs = "指标名称"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        asks = any_of(case.settings.question_words)
        for row in rows_of(sheet, case):
            name = row.cells.tier3 or ""
            word = asks.search(squeeze(name))
            if word:
                yield (
                    row.path("tier3"),
                    name,
                    f"指标名称 {quoted(name)} 是问句（“{word[0]}”），无法衡量。"
                    "请改为可以衡量的名称，如“××按时发放率”“××支付标准”",
                )


@lru_cache(4096)
def core(text: str, fillers: tuple[str, ...]) -> str:
    """What is left of a text without punctuation and words that add nothing."""
    return any_of(fillers).sub("", letters(text))


@register
class DescriptionIsName(Check):
    """绩效指标描述 that equals the name, but for 的, 反映, 情况 and punctuation."""

    id = "C49"
    name = "描述重复名称"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "绩效指标描述"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        fillers = case.settings.fillers
        rows = rows_of(sheet, case)
        if not any(row.cells.description for row in rows):
            raise NotCheckable("没有填写绩效指标描述")
        for row in rows:
            name, said = row.cells.tier3 or "", row.cells.description or ""
            same = core(name, fillers) == core(said, fillers)
            if name and said and same:
                yield (
                    row.path("description"),
                    said,
                    f"描述 {quoted(said)} 只是重复指标名称，没有说明含义。"
                    "请写明统计什么、怎样计算、包括哪些范围",
                )


# --- What the value says ----------------------------------------------------------
@register
class ValueIsDescription(Check):
    """指标值 that repeats the name or the description, and has nothing to measure."""

    id = "C50"
    name = "指标值重复描述"
    dimension = Dimension.RELEVANT
    severity = Severity.ERROR
    source = sources.MEASURED
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        fillers = (*case.settings.fillers, *case.settings.question_words)
        for row in valued(rows_of(sheet, case)):
            others = (row.cells.tier3 or "", row.cells.description or "")
            said = core(row.text, fillers)
            if not said or said not in (core(other, fillers) for other in others):
                continue
            if not is_measurable(row, case.settings):
                yield (
                    row.path("value"),
                    row.cells.value or "",
                    f"指标值 {quoted(row.text)} 只是重复指标名称或描述，年底无法判断"
                    "是否完成。请写符号、数值和单位，如“≥95%”“=79人”“≤161万元”",
                )


@register
class NotQuantified(Check):
    """指标值 without number, date or graded scale (优良中差); for 时效 a frequency
    will do. Empty values are the matter of C13; rows under 项目决策, 项目管理 and the
    like are none, where others have a known kind."""

    id = "C51"
    name = "指标未量化"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.MEASURED
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = valued(rows_of(sheet, case))
        is_list = not any(row.kind for row in rows)
        for row in rows:
            if (row.kind or is_list) and not is_measurable(row, case.settings):
                yield (
                    row.path("value"),
                    row.cells.value or "",
                    f"指标值 {quoted(row.text)} 没有数值、日期或等级，无法考核。"
                    + (_SAY_WHEN if row.kind == Kind.TIME else _SAY_HOW_MUCH),
                )


_SAY_WHEN = "请写日期或时限，如“12月10日前”“24小时内”，或写“≥95%”这样的及时率"
_SAY_HOW_MUCH = "请写数值，如“≥95%”；不能量化的分级描述（优、良、中、差各是什么情况）"


@register
class VagueValue(Check):
    """指标值, or 绩效指标 of a 分项绩效目标, built of 推动, 提升, 及时, 有效 and so on,
    without number, date or graded scale."""

    id = "C52"
    name = "笼统定性词"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.MEASURED
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        vague = any_of(case.settings.vague_words)
        for row in valued(rows_of(sheet, case)):
            word = vague.search(row.text)
            if word and not is_measurable(row, case.settings):
                yield self._seen(row.path("value"), row.cells.value or "", word[0])

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        if not any(goal.indicators for goal in overall.sub_goals):
            raise NotCheckable("分项绩效目标没有绩效指标")
        vague = any_of(case.settings.vague_words)
        for index, goal in enumerate(overall.sub_goals):
            for text in goal.indicators:
                word = vague.search(text)
                # The name of a rate lacks its value, which is another fault.
                named = is_rate(squeeze(text), case.settings)
                if word and not named and not has_figure(text):
                    path = f"overall.sub_goals.{index}.indicators"
                    yield self._seen(path, text, word[0])

    def _seen(self, path: str, text: str, word: str) -> Seen:
        return (
            path,
            text,
            f"{quoted(text)} 用“{word}”这样的词，没有说到什么程度。"
            "请写出数值、比上年变化多少，或分级描述",
        )


# --- The basis --------------------------------------------------------------------
@register
class VagueBasis(Check):
    """指标值确定依据 made of nothing but 工作经验, 上级政策, 有关规定: no document by
    name or number, no standard, no figures of earlier years."""

    id = "C58"
    name = "依据笼统"
    dimension = Dimension.SUITABLE
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "指标值确定依据"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = rows_of(sheet, case)
        if not any(row.cells.basis for row in rows):
            raise NotCheckable("没有填写指标值确定依据")
        settings = case.settings
        for row in rows:
            basis = letters(row.cells.basis or "")
            if not basis or basis in settings.known_bases:
                continue
            if not any_of(settings.vague_bases).sub("", basis):
                yield (
                    row.path("basis"),
                    row.cells.basis or "",
                    f"依据 {quoted(row.cells.basis or '')} 太笼统，无法核对。请写文件"
                    "名称和文号、支出标准、合同，或往年的实际数据",
                )
