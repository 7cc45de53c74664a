"""Whether the unit of a 指标值 fits what the name measures."""

import re
from decimal import Decimal

from .rows import Kind, Row, is_count, is_rate
from .settings import Settings
from .text import any_of, squeeze, value_of

_COUNTED = frozenset("个人次户名位例件起台套只头场座间所家亩米吨")
_LONG_COUNTED = ("平方", "公里", "人次", "公顷")
_MONEY = re.compile("[元万亿百千]")
_COST_NAME = re.compile("(?<![免收缴交])费(?:用)?$|成本$|金额$|造价$|单价$|总投资$")
_NOTE = re.compile(r"[（(]([^（）()]{1,8})[）)]$")
# 例/10万人 is a rate as well.
_PER_MANY = re.compile(r"/[\d百千万]")
_PUNCTUAL = re.compile("(?:及时|准时|按时|按期)(?:性|率|度)?$")
_SCALE_ONLY = re.compile("[十百千万亿]+")
# A name that ends so → how its unit begins, after 万 and the like.
_FITS = {
    "人数": "人名位户",
    "户数": "户家",
    "人次": "人次",
    "面积": "亩平公㎡米mMk顷",
    "里程": "公千米kKmM里延",
    "长度": "公千米kKmMc厘毫里延",
    "台数": "台辆套部",
    "次数": "次场期轮回班",
    "场次": "场次期",
}


def misfit(row: Row, settings: Settings) -> str:
    """What is surely wrong with the unit, "" if nothing is."""
    name, value, unit = row.name, row.value, row.value.unit
    most = value.upper or value.number or Decimal(0)
    if row.is_percent:
        if name.endswith(settings.bounded_rates) and most > 100 and "‰" not in unit:
            return f"超过100%，而“{name}”不会超过100%"
        if is_count(name, settings):
            return f"的单位是“{unit}”，而“{name}”是数量，不是比率"
        return ""
    if not unit:
        return ""
    counted = unit[0] in _COUNTED or unit.startswith(_LONG_COUNTED)
    if counted and (value.number or 0) < 0:
        return "是负数"
    is_money = unit.endswith("元") or "元/" in unit
    if is_rate(name, settings) and (counted or is_money) and not _PER_MANY.search(unit):
        return f"的单位是“{unit}”，而“{name}”是比率，应以%计"
    if _PUNCTUAL.search(name) and (unit.startswith(("人", "个")) or is_money):
        return f"的单位是“{unit}”，与“{name}”不相符"
    if name.endswith(("人数", "户数", "人次")) and is_money:
        return f"的单位是“{unit}”，而“{name}”不是金额"
    if _COST_NAME.search(name) and (counted or not _MONEY.search(unit)):
        return f"的单位是“{unit}”，而“{name}”应以元或万元计"
    return ""


def odd_unit(row: Row, settings: Settings) -> str:
    """What is probably wrong: a share over 100 % of a rate that knows no limit by its
    name, 保障人数 in 个, a cost in 万 without 元."""
    value, unit = row.value, row.value.unit
    if value.kind not in ("number", "range"):
        return ""
    faults = any_of(settings.faults).search(row.name)
    if row.kind is Kind.QUANTITY and value.number == 0 and not (value.upper or faults):
        return "是零，没有要完成的数量" if value.operator in ("=", "≥") else ""
    if not unit:
        return ""
    if row.is_percent:
        most = value.upper or value.number or Decimal(0)
        grows = any_of((*settings.growth, *settings.unbounded_rates)).search(row.name)
        rate = is_rate(row.name, settings) or row.kind is Kind.SATISFACTION
        over = most > 100 and "‰" not in unit and rate
        return "超过100%" if over and not grows else ""
    if row.kind is Kind.COST and _SCALE_ONLY.fullmatch(unit):
        return "没有写“元”"
    for end, begin in _FITS.items():
        rest = unit.lstrip("十百千万亿")
        if row.name.endswith(end) and rest and "/" not in rest and rest[0] not in begin:
            return f"的单位是“{unit}”，与“{row.name}”不相符"
    return ""


def unit_of_count(name: str, settings: Settings) -> str:
    return next(
        (u for end, u in settings.count_units.items() if name.endswith(end)), ""
    )


def unit_in_name(row: Row) -> bool:
    """培训人数（人） and 满意度（≥**%） say the unit."""
    name = squeeze(row.cells.tier3 or "")
    note = _NOTE.search(name)
    said = re.sub(r"[\W_\d]", "", note[1]) if note else ""
    return name.endswith(("%", "%)")) or bool(
        said and value_of("1" + said).unit == said
    )
