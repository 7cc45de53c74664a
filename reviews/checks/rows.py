"""An indicator row as the checks see it: what kind it is, and what its value means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sheets.sheet import Indicator, Sheet
from sheets.value import Value

from .base import Case, NotCheckable
from .settings import Settings
from .text import KEPT, any_of, bare, letters, squeeze, value_of
from .wording import leftover


class Kind(StrEnum):
    """What a tier-2 label means, whatever a region calls it."""

    QUANTITY = "数量指标"
    QUALITY = "质量指标"
    TIME = "时效指标"
    COST = "成本指标"
    OTHER_COST = "社会和生态环境成本指标"
    ECONOMIC = "经济效益指标"
    SOCIAL = "社会效益指标"
    ECOLOGICAL = "生态效益指标"
    LASTING = "可持续影响指标"
    BENEFIT = "效益指标"
    SATISFACTION = "满意度指标"


BENEFITS = {Kind.ECONOMIC, Kind.SOCIAL, Kind.ECOLOGICAL, Kind.LASTING, Kind.BENEFIT}
# The first word that is found decides: 社会公众满意度指标 is 满意度.
_WORDS = {
    "满意": Kind.SATISFACTION,
    "社会成本": Kind.OTHER_COST,
    "环境成本": Kind.OTHER_COST,
    "生态成本": Kind.OTHER_COST,
    "成本": Kind.COST,
    "数量": Kind.QUANTITY,
    "质量": Kind.QUALITY,
    "时效": Kind.TIME,
    "可持续": Kind.LASTING,
    "生态": Kind.ECOLOGICAL,
    "环境效益": Kind.ECOLOGICAL,
    "经济": Kind.ECONOMIC,
    "社会": Kind.SOCIAL,
    "效益": Kind.BENEFIT,
    "效果": Kind.BENEFIT,
}


@lru_cache(KEPT)
def kind_of(tier1: str, tier2: str) -> Kind | None:
    """``None`` for labels of another scheme, and where there are none."""
    for label in (squeeze(tier2), squeeze(tier1)):
        for word, kind in _WORDS.items():
            if word in label:
                return kind
    return None


# 满意度95%以上, 满意度% and 满意度≥**% are all called 满意度.
_TAIL = re.compile(r"(?:[0-9][0-9.]{0,9}[%‰](?:以上|以下|以内)?|[\W_])+$")
_SIGN = re.compile("[<>=≥≤≧≦*]")
PERCENT = ("%", "‰", "百分", "比例", "个百分")


@lru_cache(KEPT)
def _name(text: str) -> str:
    return _TAIL.sub("", _SIGN.split(bare(text))[0]) or squeeze(text)


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator that is filled in; without a name, its description stands for it.

    ``text`` is the 指标值 in one spelling, "" if it is empty or not on the form.
    """

    index: int
    cells: Indicator
    kind: Kind | None
    name: str
    text: str
    value: Value
    is_percent: bool
    is_placeholder: bool

    @classmethod
    def of(cls, index: int, cells: Indicator, settings: Settings) -> "Row":
        value, text = value_of(cells.value or ""), squeeze(cells.value or "")
        return cls(
            index,
            cells,
            kind_of(cells.tier1, cells.tier2),
            _name(cells.tier3 or cells.description or ""),
            text,
            value,
            value.kind in ("number", "range") and value.unit.startswith(PERCENT),
            bool(leftover("value", text, settings)),
        )

    @property
    def is_amount(self) -> bool:
        """A number or a range, but no percentage."""
        return self.value.kind in ("number", "range") and not self.is_percent

    def path(self, cell: str) -> str:
        return f"indicators.{self.index}.{cell}"

    @property
    def name_path(self) -> str:
        return self.path("tier3" if self.cells.tier3 else "description")


def rows_of(sheet: Sheet, case: Case) -> tuple[Row, ...]:
    """All rows that say something; ``NotCheckable`` if there are none."""
    known = case.shared.setdefault("rows", {})
    # The sheet is kept beside its rows: an id is only unique among living objects.
    if id(sheet) not in known:
        known[id(sheet)] = sheet, tuple(_filled(sheet, case.settings))
    rows: tuple[Row, ...] = known[id(sheet)][1]
    if not rows:
        raise NotCheckable("没有填写绩效指标")
    return rows


def _filled(sheet: Sheet, settings: Settings) -> Iterator[Row]:
    none = settings.not_applicable
    for index, cells in enumerate(sheet.indicators):
        said = [letters(text) for text in cells.texts if text and text.strip()]
        if said and not any(text in none for text in said):
            yield Row.of(index, cells, settings)


def of_kind(sheet: Sheet, case: Case, *kinds: Kind) -> tuple[Row, ...]:
    """The rows of these kinds; ``NotCheckable`` if the table has none of them."""
    rows = tuple(row for row in rows_of(sheet, case) if row.kind in kinds)
    if not rows:
        raise NotCheckable(f"没有{'、'.join(kinds)}")
    return rows


def valued(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with a 指标值, and no placeholder; ``NotCheckable`` without any."""
    rows = tuple(
        row for row in rows if row.text.strip("-—－/、 ") and not row.is_placeholder
    )
    if not rows:
        raise NotCheckable("指标值都没有填写")
    return rows


# --- What the words of a row say --------------------------------------------------
def is_rate(name: str, settings: Settings) -> bool:
    """合格率 is a share, 频率 is none."""
    return name.endswith(settings.rates) and not name.endswith(settings.not_rates)


def is_count(name: str, settings: Settings) -> bool:
    return name.endswith(tuple(settings.count_units))


# Of documents and years; and of what is a grade.
_REFERENCE = re.compile(
    r"[〔(\[【](?:19|20)\d\d[〕)\]】]第?\d{1,6}号|(?<!\d)\d{1,6}号文?|(?:19|20)\d\d年"
)
_FIGURE = re.compile(
    r"\d|百分之|零(?![星散售距])|[一二两三四五六七八九十百](?!次性)[次个人项场批套台成]"
)
_SCALE = re.compile(
    r"优.{0,6}良|良.{0,6}[中差]|高.{0,3}中.{0,3}低|好.{0,3}(?:中|一般).{0,3}差"
    r"|达成.{0,8}部分达成|[一二三四五甲乙丙特A-DⅠ-Ⅴ]+[级等类]|I{1,3}类"
)
_GRADES = re.compile("(?:优秀?|良|中|合格|达标)(?:及?以上)?|良好及?以上")


def has_figure(text: str) -> bool:
    """A number that is not part of a document's number or of a year."""
    return bool(_FIGURE.search(_REFERENCE.sub("", squeeze(text))))


def is_measurable(row: Row, settings: Settings) -> bool:
    """A number, a date or grades; for 时效 also a frequency; 无 for what is bad."""
    text = row.text
    if row.value.is_quantified or has_figure(text):
        return True
    if row.kind == Kind.TIME and any_of(settings.time_words).search(text):
        return True
    if text in ("无", "没有"):
        return bool(any_of(settings.faults).search(row.name))
    return bool(_SCALE.search(text) or _GRADES.fullmatch(text))
