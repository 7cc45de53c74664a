"""Quantities in prose, and when a goal and an indicator count the same thing.

``quantities("确保村民满意度达95%以上")``: at least 95 %, of 村民满意度. Chinese has no
blanks between words, so "the same thing" is said only where the names contain each
other at the right end; a doubt is no match.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import zip_longest

from sheets.sheet import Sheet

from .base import Case
from .rows import Kind, Row, rows_of
from .settings import Settings
from .text import CHANGED, HAN, KEPT, any_of, clauses, joined, squeeze

# As written → as compared.
_SAME_UNIT = {
    **dict.fromkeys(("名", "位", "人数", "人员"), "人"),
    **dict.fromkeys(("户数", "家庭"), "户"),
    **dict.fromkeys(("千米", "km", "KM"), "公里"),
    **dict.fromkeys(("平米", "m2", "M2", "㎡", "平方"), "平方米"),
    **dict.fromkeys(("延米", "m", "M", "延长米"), "米"),
    **dict.fromkeys(("m3", "M3", "立方"), "立方米"),
    **dict.fromkeys(("百分比", "百分之", "%(百分比)"), "%"),
    **dict.fromkeys(("个数", "个/数"), "个"),
    **dict.fromkeys(("次数", "场次"), "次"),
    "公斤": "千克",
    **dict.fromkeys(("个百分点", "百分点"), "%"),
    "个工作日": "工作日",
    "个小时": "小时",
    "台套": "台",
}
_UNITS = (
    "% ‰ 百分点 个百分点 人次 户次 人 名 位 户 个 家 所 座 处 项 次 场 批 套 台 辆 件"
    " 份 册 只 条 根 株 棵 盏 间 栋 幢 口 眼 块 本 篇 头 村 镇 乡 标段 课时 学时 小时"
    " 分钟 期 届 场次 亩次 工作日 天 宗 起 例 幅 部 支 平方公里 平方千米 平方米 平米"
    " 立方米 公顷 亩 公里 千米 延米 厘米 毫米 米 吨 千克 公斤 元 m2 m3 km ㎡"
    " 个工作日 个小时 具 张 艘 架"
)
# They only cut the text: a date, an age, a term.
_DATES = "年 月 日 号 岁 周岁 个月 个季度 个学期 个学年 个星期"
TIMES = ("小时", "分钟", "工作日", "天")
_SCALE = {"万": 10_000, "亿": 100_000_000, "": 1}
_ANY_UNIT = any_of((*_UNITS.split(), *_DATES.split())).pattern
_QUANTITY = re.compile(
    r"(?<![\d.A-Za-z〔\[第前])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<scale>[万亿]?)[余多]?(?P<unit>{_ANY_UNIT})"
    r"(?![/每])(?P<bound>及?以上|及?以下|以内|之内)?(?:左右)?"
)
_DIGIT = re.compile(r"\d")
_BEFORE_THE_CHANGE = re.compile(
    r"[由从](?:(?:20\d\d|上|去|前)年度?[底末]?的?|原来?的?|目前的?)?"
    rf"\d[\d.,]*[^\d和及与、]{{1,4}}(?={CHANGED})"
)
_AND = re.compile("以及|[和及与]")
_NOT_ALONE = re.compile("每.{0,4}$|(?:人均|年满|附件|[-/])$")
_RANGE = re.compile(r"(?<=[\d%人次个])[-~—至到](?=\d)")
_AT_LEAST = re.compile("(?:≥|>=?|不[少低小]于|至少|最低|(?<!不)(?:超过|大于|高于))$")
_AT_MOST = re.compile(
    "(?:≤|<=?|不超过|不[高大多]于|控制在|至多|(?<!不)(?:低于|少于|小于))$"
)
# Between a name and its number, and before a name.
_TAIL = re.compile(
    "(?:达到?|为|约|共|计|均|都|要|应|大约|总[共计]|合计|累计|超过|保持在?|力争|控制在"
    f"|不[少低小超高大多][于过]?|[≥≤<>=:]|{CHANGED}|到|至少?|维持在?|在)+$"
)
_LEAD = re.compile(
    "^(?:确保|保障|保证|力争|争取|实现|完成|达到|使|做好|预计|计划|全年|年度|本年|当年"
    "|通过|对|为|以|按照?|全部|所有|年|开展|实施|组织)+"
)
_COUNTED = re.compile(
    "(?:的)?(?:数量|个数|人数|户数|次数|人次|户次|场次|件数|台数|份数|总数|面积|里程"
    "|长度|规模|数|量)$"
)
_RATE = re.compile(
    rf"(\w*?(?:满意度|满意率|知晓度|覆盖度|参与度|达标度|{HAN}率|比例|比重|占比))$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """``number`` is scaled (1.8万亩 is 18000) and ``unit`` in one spelling; ``upper``
    ends a range. ``before`` and ``after`` are the words around it in its clause, and
    ``lead`` those before it as they stand."""

    text: str
    number: Decimal
    unit: str
    operator: str = "="
    before: str = ""
    after: str = ""
    upper: Decimal | None = None
    lead: str = ""


@lru_cache(KEPT)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All single quantities in prose; dates, ranks, prices, ranges and what was before
    a change are none."""
    found: list[Quantity] = []
    if not _DIGIT.search(text):
        return ()
    for clause in clauses(re.sub(r"百分之(\d+(?:\.\d+)?)", r"\1%", text)):
        if _DIGIT.search(clause) and not _RANGE.search(clause):
            found += _of_clause(_BEFORE_THE_CHANGE.sub("", clause))
    return tuple(found)


def _of_clause(clause: str) -> Iterator[Quantity]:
    start = 0
    matches = list(_QUANTITY.finditer(clause))
    for match, following in zip_longest(matches, matches[1:]):
        end = following.start() if following else len(clause)
        lead, rest = clause[start : match.start()], clause[match.end() : end]
        # 1320人和困难群众80人: what follows 和 belongs to the next number.
        rest = _AND.split(rest)[0] if following else rest
        lead = _AND.split(lead)[-1] if start else lead
        start = match.end()
        if match["unit"] in _DATES.split() or _NOT_ALONE.search(lead):
            continue
        number = Decimal(match["number"].replace(",", "")) * _SCALE[match["scale"]]
        yield Quantity(
            lead[-12:] + match[0],
            number,
            _SAME_UNIT.get(match["unit"], match["unit"]),
            _operator(lead, match["bound"]),
            _LEAD.sub("", _TAIL.sub("", lead)),
            rest.lstrip("的"),
            lead=lead[-12:],
        )


def _operator(lead: str, bound: str | None) -> str:
    if _AT_LEAST.search(lead) or (bound or "").endswith("以上"):
        return "≥"
    return "≤" if _AT_MOST.search(lead) or bound else "="


@dataclass(frozen=True)
class Measured:
    """A row and what its 指标值 states; the rest is worked out when it is asked for."""

    row: Row
    done: Quantity | None

    @cached_property
    def text(self) -> str:
        """Name, description and value."""
        return squeeze(joined(self.row.cells.texts[:3]))

    @cached_property
    def numbers(self) -> set[tuple[Decimal, str]]:
        texts = filter(None, self.row.cells.texts[:3])
        return {(q.number, q.unit) for text in texts for q in quantities(text)}

    @cached_property
    def noun(self) -> str:
        """What is counted: 维修道路里程 counts 维修道路."""
        return _LEAD.sub("", _COUNTED.sub("", self.row.name))

    @cached_property
    def rate(self) -> str | None:
        return rate_in(self.row.name) or rate_in(self.row.cells.description or "")


def measured(sheet: Sheet, case: Case) -> tuple[Measured, ...]:
    """All rows, read once for all checks."""
    known = case.shared.setdefault("measured", {})
    # The sheet is kept beside it: an id is only unique among living objects.
    if id(sheet) not in known:
        rows = rows_of(sheet, case)
        read = tuple(Measured(row, stated(row, case.settings)) for row in rows)
        known[id(sheet)] = sheet, read
    found: tuple[Measured, ...] = known[id(sheet)][1]
    return found


def stated_in(sheet: Sheet, case: Case) -> tuple[tuple[Measured, Quantity], ...]:
    """The rows whose 指标值 says a quantity, and which."""
    known = case.shared.setdefault("stated", {})
    if id(sheet) not in known:
        said = tuple((m, m.done) for m in measured(sheet, case) if m.done)
        known[id(sheet)] = sheet, said
    found: tuple[tuple[Measured, Quantity], ...] = known[id(sheet)][1]
    return found


def stated(row: Row, settings: Settings) -> Quantity | None:
    """What the 指标值 of a row says, as a quantity; ``None`` if it says no number."""
    value = row.value
    if value.kind not in ("number", "range") or value.number is None:
        return None
    scale, unit = _unit(value.unit)
    if scale > 1 and not unit and row.kind is Kind.COST:
        unit = "元"
    number, upper = value.number * scale, value.upper
    if not unit:
        ends = [u for end, u in settings.count_units.items() if row.name.endswith(end)]
        unit = "%" if rate_in(row.name) else next(iter(ends), "")
    if unit in ("%", "比例") and number <= 1 and unit != value.unit:
        number *= 100
    operator = {">": "≥", "<": "≤"}.get(value.operator or "=", value.operator or "=")
    return Quantity(
        row.text,
        number,
        "%" if unit == "比例" else unit,
        operator,
        upper=upper * scale if upper is not None else None,
    )


def _unit(written: str) -> tuple[int, str]:
    """万亩 → 10000, 亩; 千米 and 百分比 are units of their own."""
    scale = _SCALE.get(written[:1], 1) if written else 1
    unit = written[1:] if scale > 1 else written
    return scale, _SAME_UNIT.get(unit, unit)


def agree(said: Quantity, done: Quantity) -> bool:
    """The numbers are the same, or the indicator keeps within the goal's bound."""
    if done.upper is not None:
        return done.number <= said.number <= done.upper
    if said.number == done.number:
        return True
    if said.operator == done.operator:
        return False
    inside = {"≥": done.number > said.number, "≤": done.number < said.number}
    return inside.get(said.operator, False)


@lru_cache(KEPT)
def rate_in(name: str) -> str | None:
    """The name of a rate that the text ends with: 村民满意度, 验收合格率."""
    found = _RATE.search(_TAIL.sub("", name[-40:]))
    if not found:
        return None
    # 合格率和满意度均达95%: the nearer one is compared.
    nearest = re.split("[和及与]", found[1])[-1]
    rate = nearest if len(nearest) > 2 else found[1]
    return _LEAD.sub("", rate).replace("满意率", "满意度")


def same_thing(said: Quantity, other: Measured) -> bool:
    """The goal and the row speak of one thing, in one unit."""
    if not other.done or other.done.unit not in (said.unit, ""):
        return False
    if said.unit in ("%", "‰"):
        return _same_rate(rate_in(said.before), other.rate)
    noun, after = other.noun, said.after
    if len(noun) < 2:
        return False
    if len(after) > 1 and (noun in after[: len(noun) + 2] or noun.startswith(after)):
        return True
    before = _COUNTED.sub("", said.before)
    if len(before) < 2:
        return False
    # 人员 and 项目 end too many names.
    inside = len(noun) > 2 and (before.endswith(noun) or before.startswith(noun))
    around = len(before) > 2 and noun.endswith(before)
    return inside or around or sorted(noun) == sorted(before)


def inside(short: str, long: str) -> bool:
    """购置灭火机 is in 购置风力灭火机: its characters are there in their order."""
    rest = iter(long)
    return len(short) > 3 and all(char in rest for char in short)


def _same_rate(ours: str | None, theirs: str | None) -> bool:
    if not ours or not theirs or ours[-3:] != theirs[-3:]:
        return False
    one, other = ours[:-3], theirs[:-3]
    return one in other or other in one
