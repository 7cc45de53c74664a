"""Sign, number and unit of the 指标值: C54, C55, C59 and C63."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from sheets.sheet import Overall, Sheet

from . import sources
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register
from .cells import of as cells_of
from .rows import Kind, Row, is_rate, of_kind, rows_of, valued
from .settings import Settings
from .slips import are_points
from .text import any_of, clauses, letters, quoted, squeeze
from .units import misfit, odd_unit, unit_in_name, unit_of_count

# --- C54: form of the value -------------------------------------------------------
# What is surely a slip; other texts with figures may be good prose.
_SLIPS = (
    (re.compile(r"[<>=≥≤]+[%‰\W]*"), "只有符号，没有数值"),
    (re.compile(r"[<>≥≤][^\d零一二三四五六七八九十百]+"), "符号后面没有数值"),
    (re.compile(r".*(?:%%|‰‰).*"), "百分号写了两次"),
    (re.compile(r".*(?:[>≥]\W*[<≤]|[<≤]\W*[>≥])\W*\d.*"), "符号互相矛盾"),
    (re.compile(r"(?:[>≥]|不低于|不少于|至少)[^<>≥≤]*以[下内]"), "符号互相矛盾"),
    (re.compile(r"(?:[<≤]|不超过|不高于|至多)[^<>≥≤]*以上"), "符号互相矛盾"),
    (
        re.compile(r"\W*(?:[二A-Z]\.?\d|\d*[OoIl]\d|\d+[OoIl](?![a-z]))[\d.]*\D{0,4}"),
        "",
    ),
    (
        re.compile(r"\W*(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?[底末]?(?:前|之前|止)?"),
        "日期不存在",
    ),
)
_SLIP = "数值里有不是数字的字符"
# A grade, a standard or a size begins so as well.
_NAMES = re.compile(r"[A-Z]\d+(?:级|类|标准|纸)?")
_MISREAD = re.compile(r"[二三]([0-9][0-9.]*(?:%|百分[比点]).{0,2})")


@register
class Malformed(Check):
    """指标值 that is no sign + number + unit although it tries to be one: a sign alone,
    signs that contradict each other, a letter among figures, a number without unit, a
    share over 100 %, a unit that does not fit the name (合格率 in 个, 人数 in %).

    Prose with figures is left alone, and so are zero and names without unit (指数).
    """

    id = "C54"
    name = "符号、单位或格式错误"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.SAVED
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = valued(rows_of(sheet, case))
        for row in () if are_points(rows) else rows:
            if row.value.kind == "text":
                wrong = _slip(row.text)
            elif row.value.kind == "date":
                continue
            elif not row.value.unit and row.value.number:
                yield from _no_unit(row, case.settings)
                continue
            else:
                wrong = misfit(row, case.settings)
            if wrong:
                yield self._seen(row, wrong)
            elif odd := odd_unit(row, case.settings):
                yield (*self._seen(row, odd), Severity.WARNING)

    def _seen(self, row: Row, wrong: str) -> Seen:
        path, cell = row.path("value"), row.cells.value or ""
        message = (
            f"指标值 {quoted(row.text)} {wrong}。请按“符号＋数值＋单位”填写，如"
            "“≥95%”“=79人”"
        )
        # 二100百分比 was read from a scan.
        sign = _MISREAD.fullmatch(row.text)
        if sign and row.value.kind == "text":
            return path, cell, message, Mend(path, f"={sign[1]}")
        return path, cell, message


def _slip(text: str) -> str:
    if len(text) > 16 or _NAMES.fullmatch(text):
        return ""
    for pattern, wrong in _SLIPS:
        if pattern.fullmatch(text):
            return wrong or _SLIP
    return ""


def _no_unit(row: Row, settings: Settings) -> Iterator[Seen]:
    name, value = row.name, row.value
    rate = is_rate(name, settings)
    number = value.number or Decimal(0)
    # 0.95 is a share as it is; 0 is nothing, whatever the unit.
    if number == 0 or (rate and number <= 1) or unit_in_name(row):
        return
    if name.endswith(settings.unitless):
        return
    unit = "%" if rate else unit_of_count(name, settings)
    text, path = row.cells.value or "", row.path("value")
    # 20 as a rate of something good may be anything, even the points.
    is_sure = unit and value.kind == "number" and (not rate or 50 <= number <= 100)
    advice = (
        f"写成“{row.text}{unit}”"
        if is_sure
        else "在数值后面写单位（如个、人、万元、%）"
    )
    message = f"指标值 {quoted(row.text)} 没有计量单位，请{advice}"
    if is_sure and text[-1:].isdigit():
        yield path, text, message, Mend(path, text + unit)
    else:
        yield path, text, message


# --- C55 --------------------------------------------------------------------------
_REACHES = re.compile(r"(.{2,}?)(?:达到|达|实现)[≥>]?(?:不低于)?\d[\d.]*%")


@register
class PercentOfThing(Check):
    """“X达到100%”, or a percentage as value of X, where X names no share (率, 比例,
    度, 性 …). A hint: whether a word is a share is told by its ending only.

    数量指标 and 成本指标 with percentages are the matter of C45 and C47.
    """

    id = "C55"
    name = "百分比用于非比率"
    dimension = Dimension.RELEVANT
    severity = Severity.HINT
    source = sources.MEASURED
    needs = "绩效目标、指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        texts = [(f"goals.{i}", goal) for i, goal in enumerate(sheet.goals)]
        texts.append(("usage", sheet.usage or ""))
        yield from _reached(texts, case.settings)
        rows = rows_of(sheet, case)
        is_list = not any(row.kind for row in rows)
        for row in rows:
            others = (Kind.QUANTITY, Kind.COST, Kind.OTHER_COST, Kind.SATISFACTION)
            known = row.kind not in others if row.kind else is_list
            if row.is_percent and known:
                if not _share(row, case.settings):
                    yield self._seen(row)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        yield from _reached(cells_of(overall, case), case.settings)

    def _seen(self, row: Row) -> Seen:
        return (
            row.path("value"),
            row.cells.value or "",
            f"{quoted(row.name)} 不是比率，用 {quoted(row.text)} 说不清是什么占什么的"
            "百分比。请把名称改为“××率”并在描述里写明分子和分母，或改填数量",
        )


def _share(row: Row, settings: Settings) -> bool:
    said = row.name + squeeze(row.cells.description or "")
    if any_of(settings.rates).search(said) or row.name.endswith(settings.rate_like):
        return True
    small = (row.value.number or Decimal(0)) < 100
    return "覆盖" in said or (small and bool(any_of(settings.growth).search(said)))


def _reached(texts: list[tuple[str, str]], settings: Settings) -> Iterator[Seen]:
    shares = any_of((*settings.rates, *settings.rate_like, *settings.growth))
    for path, text in texts:
        if "%" not in text and "％" not in text:
            continue
        for clause in clauses(text):
            found = _REACHES.match(clause)
            if found and not shares.search(found[1]):
                yield (
                    path,
                    found[0],
                    f"{quoted(found[0])}：“{found[1]}”不是比率，不能达到百分之几。"
                    "请写成“××率达到……”，或写数量",
                )


# --- C59 --------------------------------------------------------------------------
@register
class SafeValues(Check):
    """Most numbers of a table are 100 % (``Settings.safe_share``), or nearly all of
    four shares and more are the same; or the same 质量指标 = 100 % is in most projects.
    A hint: 100 % may be what the rules demand."""

    id = "C59"
    name = "100%保险值"
    dimension = Dimension.SUITABLE
    severity = Severity.HINT
    source = sources.SUITABLE
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = valued(rows_of(sheet, case))
        numbers = [r for r in rows if r.value.kind == "number"]
        shares = [r.value.number for r in numbers if r.is_percent and not _asked(r)]
        number, count = next(iter(Counter(shares).most_common(1)), (None, 0))
        is_sure = number == 100 and 100 * count > case.settings.safe_share * len(
            numbers
        )
        is_copied = count >= 4 and 5 * count >= 4 * len(shares)
        if count >= 2 and (is_sure or is_copied):
            yield (
                "indicators",
                f"{count}个{number}%",
                f"{len(numbers)}个数值中有{count}个都是{number}%，看不出是按各指标的"
                "实际情况确定的。请对照往年完成情况和标准，逐个核定",
            )

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        found: dict[str, dict[int, Row]] = {}
        for project, sheet in enumerate(case.book.projects):
            for row in _quality(sheet, case):
                if row.is_percent and row.value.number == 100:
                    found.setdefault(letters(row.name), {})[project] = row
        total = len(case.book.projects)
        for rows in found.values():
            if len(rows) < case.settings.compared_projects:
                continue
            if 100 * len(rows) < case.settings.most * total:
                continue
            for project, row in rows.items():
                yield project, self._copied(row, len(rows), total)

    def _copied(self, row: Row, count: int, total: int) -> Seen:
        return (
            row.path("value"),
            row.cells.value or "",
            f"{total}个项目中有{count}个的质量指标 {quoted(row.name)} 都是100%，"
            "像是照抄。请按本项目的质量要求另定指标和数值",
        )


def _asked(row: Row) -> bool:
    return "满意" in row.name or row.kind == Kind.SATISFACTION


def _quality(sheet: Sheet, case: Case) -> tuple[Row, ...]:
    try:
        return of_kind(sheet, case, Kind.QUALITY)
    except NotCheckable:
        return ()


# --- C63 --------------------------------------------------------------------------
_FAULT_COUNT = (
    r"(?:举报|发生|案件|事件|总)?(?:率|数|数量|次数|件数|起数|人数|量|金额|时间)?$"
)
_SPENT = re.compile("(?:成本|费用|造价|单价)(?:总?额|标准)?$")
_SPENT_AS_COST = re.compile("(?:总投资|支出|经费)(?:总?额|标准)?$")
_SERVED = re.compile(
    "(?:受益|惠及|服务|覆盖|就读|在校|培训|参训).{0,8}(?:人数|户数|人次)$"
)


@register
class WrongDirection(Check):
    """Cost, complaints, accidents, vacancy (by the end of the name) with ≥ or >, or
    合格率, 满意度, 受益人数 and the like with ≤ or <.

    What is paid out to people (补助标准) may have a floor; 办结率 of complaints too.
    """

    id = "C63"
    name = "反向指标符号"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.MEASURED
    needs = "指标值"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        for row in valued(rows_of(sheet, case)):
            sign = row.value.operator
            if row.value.kind != "number" or sign in ("=", None):
                continue
            if sign in ("≥", ">") and _is_bad(row, case.settings):
                said, right = "越多越好", "≤"
            elif sign in ("≤", "<") and _is_good(row, case.settings):
                said, right = "越少越好", "≥"
            else:
                continue
            yield (
                row.path("value"),
                row.cells.value or "",
                f"{quoted(row.name)} 的指标值 {quoted(row.text)} 表示{said}，方向反了，"
                f"请核对，一般应为“{right}”",
            )


def _is_bad(row: Row, settings: Settings) -> bool:
    name = row.name
    spared = any_of((*settings.growth, *settings.payments)).search(name)
    if not row.is_percent and not spared and row.kind != Kind.QUANTITY:
        as_cost = row.kind == Kind.COST and _SPENT_AS_COST.search(name)
        if as_cost or _SPENT.search(name):
            return True
    faults = any_of(settings.faults).pattern
    return bool(re.search(f"(?:{faults}){_FAULT_COUNT}", name))


def _is_good(row: Row, settings: Settings) -> bool:
    if _SERVED.search(row.name):
        return row.is_amount
    # 不满意率 and 不合格率 are no good.
    good = f"(?<![不未])(?:{any_of(settings.bounded_rates).pattern})$"
    if row.kind == Kind.SATISFACTION and not any_of(settings.faults).search(row.name):
        good = "^(?!.*[不未])"
    return row.is_percent and bool(re.search(good, row.name))
