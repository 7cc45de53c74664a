"""The grammar of 指标值: what an indicator value, as typed by people, means.

``parse("不低于95%")`` keeps the text and says ``≥``, 95, ``%``. The rules, in short:

* 以上, 以下 and 以内 include the number itself (民法典, article 1259).
* 万 and 亿 stay in the unit and the number is not scaled: 375万平方米 is 375.
* A note in brackets, or behind a comma without a value of its own, changes nothing.
* A deadline in front of a quantity is a note as well: 11月底完成100% is 100 %.
* A rise or a fall is its size: 下降10% is 10 %, 增长5%以上 is at least 5 %.
* 9月前 ends before September begins; 9月底前 and 9月5日前 include that day.
* Several quantities, a number by the way, and qualitative words are ``text``.
* Nothing is guessed: what does not fit the grammar is ``text``, never an error.
"""

import calendar
import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from .years import in_figures

# Longer texts are prose, not values. The cap also bounds the work of every regex.
MAX_LENGTH = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """The meaning of one 指标值; ``kind`` says which of the other fields are set.

    ``number``: ``operator``, ``number`` and ``unit`` as typed ("" if there is none).
    ``range``: from ``number`` to ``upper`` in ``unit``; ``operator`` is ``None``.
    ``date``: ``operator`` and ``date``, the last day of the period named (the first for
    ``<`` and ``≥``) or ``None`` if the year is not said; from one date to another,
    ``start`` is the first day. ``text``: qualitative, or not understood.
    """

    text: str
    kind: Literal["number", "range", "date", "text"] = "text"
    operator: str | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    date: datetime.date | None = None
    start: datetime.date | None = None

    @property
    def is_quantified(self) -> bool:
        """True for a number, a range or a date (定量), False for text (定性)."""
        return self.kind != "text"


def parse(text: str) -> Value:
    """Return what ``text`` means; any string will do, and it is kept verbatim."""
    line = _canonical(in_figures(text))
    found = _read_date(line) or _read_range(line) or _read_number(line)
    return dataclasses.replace(found, text=text) if found else Value(text)


# --- Words ------------------------------------------------------------------------
def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for one of ``words``, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _signs(table: str) -> dict[str, str]:
    """Read lines of a sign and its words into {word: sign}."""
    rows = map(str.split, table.strip().splitlines())
    return {word: sign for sign, *words in rows for word in words}


# Words, and pairs of typed signs, before a number. 不得, 不能 and 不应 are read as 不.
_WORDS = _signs("""
≥ >= => ≥= 不少于 不低于 不小于 不短于 至少 最少 大于等于 大于或等于 高于等于 高于或等于
≤ <= =< ≤= 不超过 不超出 不超 不高于 不多于 不大于 不长于 未超过 至多 最多 最晚 最迟
≤ 小于等于 小于或等于 低于等于 低于或等于 不晚于 不迟于 截止到 截至到 截止 截至 控制在
> 大于 超过 高于 多于 超出
< 小于 低于 少于 短于
= == 等于 ≈
""")
# These are signs only right before the digits: not in 最低生活保障 or 不满意率.
_TOUCHING = _signs("≥ 最低\n≤ 最高\n> 超 逾\n< 不足 不到 不满")
_BOUNDS = _signs("""
≥ 以上 及以上 或以上
≤ 以下 及以下 或以下 以内 之内 范围内 内
= 左右 之间
""")
_SIGN_OF = _WORDS | _TOUCHING
_BEFORE = re.compile(f"{_any_of(_WORDS)}|(?:{_any_of(_TOUCHING)})(?=[0-9])")
# 内 also begins nouns: 3项内容 is no limit.
_BEHIND = re.compile(f"(?:{_any_of(_BOUNDS)})(?<!内(?=[容部外科地业]))")
_HAN = "[\u3007\u4e00-\u9fff]"
_MEASURES = (
    "%‰℃°㎡㎥㎞㎏㎝㎜倍成分度元角年季旬周天日时秒人名位员户家口对生岁个项件例起宗桩条款则"
    "种类级档批组队班期届轮次场回趟遍频节堂讲站点台套辆艘架航车部只支把盏杆根块片面张床枚颗"
    "粒株棵盆头匹羽尾窝间栋幢座处所眼孔扇樘段层村镇乡县区市省校线篇份本册卷幅页字封首集版稿"
    "斤克吨升方亩顷米里瓦兆伏帕瓶盒袋包箱桶罐剂针"
)
_LONG_MEASURES = """
百分比 比例 分值 分钟 学年 月份 人年 人月 人天 工日 台班 台时 台套 件套 点位 床位 标段
千克 毫克 微克 公斤 毫升 立方 立方米 平方 平方米 平方公里 平方千米 平米 公顷 延米 延长米
千米 公里 厘米 毫米 千瓦 千瓦时 兆瓦 千伏 分贝
"""
_AFTER_GE = "年度|学期|季度|月|星期|工作日|自然日|小时|课时|学时|百分点"
# A grade (5A) is no unit, other Latin letters are: m2, GB, kWh.
_LATIN = "(?!A(?![A-Za-z]))[A-Za-zμ°]{1,5}(?:(?<=[mM])[23]|[²³])?"
_WORD = (
    f"(?:(?:(?!百分)[十百千万亿]){{0,3}}(?:(?:个?(?:{_AFTER_GE})"
    f"|{_any_of(_LONG_MEASURES.split())}|[{_MEASURES}])[次数]?|{_LATIN})|[百千万亿]{{1,3}})"
)
# 元/人·月, 元/人、天, 元/人*月, 元/(人·月), 元/标准间, 台(套)
_OVER = rf"[/*·、.×每]{_WORD}|/\({_WORD}[·*]{_WORD}\)|/(?!{_WORD}){_HAN}{{1,4}}"
_UNIT = rf"{_WORD}(?:\({_WORD}\)|{_OVER}){{0,3}}"
LEADING_UNIT = re.compile(rf"(\()?({_UNIT})(?(1)\))")
# A word that the lists lack is a unit if it is short; a longer one is a sentence.
_SHORT_WORD = re.compile(rf"(?:(?![前初后]){_HAN}){{0,4}}")
# What is counted, or comes of it: 20个(行政村), 100%(按时完成).
_REMARK = re.compile(rf"{_HAN}{{0,8}}")
# 余 and 多 may stand inside the unit: 10万余元.
_AND_MORE = re.compile(r"([十百千万亿]?)[余多]")


def _unit(text: str) -> tuple[str, str] | None:
    """Split ``text`` into a unit and a short remark; None for anything else."""
    found = LEADING_UNIT.match(text)
    if found and _REMARK.fullmatch(text, found.end()):
        return found[2], text[found.end() :]
    return (text, "") if _SHORT_WORD.fullmatch(text) else None


def _tail(text: str) -> tuple[str, str | None, str] | None:
    """Split what follows a number into unit, sign of the bound, and short remark."""
    more = _AND_MORE.match(text)
    text = more[1] + text[more.end() :] if more else text
    bound = _BEHIND.search(text)
    unit = _unit(text[: bound.start()] if bound else text)
    rest = text[bound.end() :] if bound else ""
    if unit is None or not _REMARK.fullmatch(rest):
        return None
    sign = _BOUNDS[bound[0]] if bound else ">" if more else None
    return unit[0], sign, unit[1] + rest


# --- One spelling -----------------------------------------------------------------
_ONE_SPELLING = str.maketrans(
    "≧⩾≮≦⩽≯〉〈—–―−‐‑─~〜∼【〔】〕•‧・∙⋅",
    "≥≥≥≤≤≤><----------(())·····",
    "\u200b\u200c\u200d\ufeff\u00ad“”\"‘’'¥",
)
# A blank between two digits stays: "10 20" is not 1020.
_BLANKS = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
# What stands in brackets is a note, unless it is a unit: 95(%), 10台(套).
_BRACKETS = re.compile(rf"\((?!(?:{_UNIT}|{_WORD}[·*]{_WORD})\))[^()]*\)")
_ITEM_LABEL = re.compile(r"^(?:(?:指标|目标)值?[0-9]*:|[0-9]{1,2}[.、)](?![0-9]))")
# Well-formed numerals to 100 only: 九五 and 一百二 are not read by halves.
_NUMERAL = "(?:一?百|D?十D?|D)".replace("D", "[一两二三四五六七八九]")
_PER_HUNDRED = re.compile(f"([百千])分之([0-9.]+|{_NUMERAL})%?")
_PER_MARK = {"百": "%", "千": "‰"}
_PER = (
    "每个?(?:半年|季度|学期|学年|平方米|公里|批次"
    "|[年季月旬周天日人户亩村次名生场期家所台辆头只件项])"
)
_LEAD_WORDS = (
    "(?:达到?|为|约|大约|近|将近|共计?|合计|总计|累计|预计|计划|完成|实现|保持|保证|确保"
    f"|开展|举办|组织|培训|新增|提前|全年|年度|平均|{_PER}|[<>=≥≤])*"
)
# 至少两次. Only these are counted in words: 一级, 三类, 三月 and 一季度 are names.
_IN_WORDS = re.compile(
    rf"({_LEAD_WORDS})({_NUMERAL})((?:次|场|场次|人|人次|名|个|个(?:{_AFTER_GE})|年|天|周"
    rf"|小时|台|套|件|项|份|批|期|户|家|所|篇)(?:/{_WORD})?(?:{_BEHIND.pattern})?)"
)


def _canonical(text: str) -> str:
    """Return ``text`` in one spelling, or "" when it is too long to be a value."""
    line = "".join(_fold(char) for char in text.strip()[: MAX_LENGTH + 1])
    if len(line) > MAX_LENGTH:
        return ""
    line = _BLANKS.sub("", line.translate(_ONE_SPELLING))
    line = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), line)
    line = (_BRACKETS.sub("", line) or line.strip("()")).rstrip("。.,;、!:")
    line = re.sub("不[得能应可]", "不", _ITEM_LABEL.sub("", line))
    line = _PER_HUNDRED.sub(lambda found: _digits(found[2]) + _PER_MARK[found[1]], line)
    line = _BEFORE.sub(lambda found: _SIGN_OF[found[0]], line)
    line = re.sub(r"=?([<>=≥≤])\1*", r"\1", line)
    words = _IN_WORDS.fullmatch(line)
    return f"{words[1]}{_digits(words[2])}{words[3]}" if words else line


def _fold(char: str) -> str:
    """Return the half-width form of a character; ㎡, m², ½, ① and ℃ stay units."""
    form = unicodedata.decomposition(char).partition(" ")[0]
    if char == "℃" or form in {"<square>", "<super>", "<fraction>", "<circle>"}:
        return char
    return unicodedata.normalize("NFKC", char)


def _digits(numeral: str) -> str:
    """Return a plain, or a well-formed Chinese, numeral in digits."""
    if numeral.isascii() or numeral.endswith("百"):
        return "100" if numeral.endswith("百") else numeral
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    digits = "〇一二三四五六七八九"
    return str(digits.index(tens or "〇一"[len(ten)]) * 10 + digits.index(ones or "〇"))


# --- Numbers ----------------------------------------------------------------------
# No part of a name (PM2.5, A4), of another number, of a year or of a 13-digit code.
_NUMBER = (
    r"(?<![0-9A-Za-z.一二三四五六七八九十])(?:(?<![^\W至到])[+-])?(?!(?:19|20)[0-9]{2}年)"
    r"[0-9]{1,12}(?:\.[0-9]{1,6})?(?![0-9]|\.[0-9])"
)
_NUMBERS = re.compile(_NUMBER)
# A comparison, or a part of the value, is no value of its own.
_NOTE = re.compile("较|比(?![例率重])|其中|上年|去年|同比|环比|(?:19|20)[0-9]{2}年")
_NAMES = tuple("率度数量额为达到")
# Plain words, then perhaps a sign, and a few words between it and the number.
_LEAD = re.compile(rf"[\w:、·.]*?([<>=≥≤]?)((?:{_HAN}|:){{0,6}})")


def _main_clause(line: str) -> str:
    """Return the one clause with a value, "" if there is none or more than one."""
    numbered = [part for part in re.split("[,;。!]", line) if _NUMBERS.search(part)]
    first, *others = numbered or [""]
    noted = not _NOTE.match(first) and all(_NOTE.match(part) for part in others)
    return first if noted or not others else ""


def _read_number(line: str) -> Value | None:
    """One quantity; a date beside it is put aside if that is what makes it one."""
    value = _quantity(_main_clause(line))
    return value or _quantity(_main_clause(_MENTIONED.sub("", _respelled(line))))


def _quantity(clause: str) -> Value | None:
    numbers = list(_NUMBERS.finditer(clause))
    if len(numbers) != 1:
        return None
    words = clause[: numbers[0].start()]
    lead, tail = _LEAD.fullmatch(words), _tail(clause[numbers[0].end() :])
    # 第3名 and 前3名 are ranks, and 按15次作业测算 is a basis.
    if not lead or not tail or re.search("第$|(?<!提)前$|按照?$", words):
        return None
    (sign, gap), (unit, bound, remark) = lead.groups(), tail
    operator = _agreed(sign, bound)
    # 超过平均水平5分 compares with something else than 5.
    if not operator or (sign in ("<", ">") and gap):
        return None
    # In a sentence without a bound, a number may be there by the way, as in 附件1.
    clear = sign or bound or re.fullmatch(_LEAD_WORDS, words)
    if not clear and (len(remark) > 3 or not (unit or words.endswith(_NAMES))):
        return None
    # 每人每月1000元 is 1000元/人·月, but 每年95% is a rate as it is.
    per = "·".join(re.sub("每个?", "", each) for each in re.findall(_PER, words))
    if per and unit and unit[0] not in "%‰" and "/" not in unit:
        unit = f"{unit}/{per}"
    return Value("", "number", operator, Decimal(numbers[0][0]), unit=unit)


def _agreed(sign: str, bound: str | None) -> str | None:
    """Return the operator of a sign before and a bound behind, None if they differ."""
    if not bound or bound == "=":
        return sign or "="
    if sign in ("", "="):
        return bound
    same = {sign, bound} <= {"≥", ">"} or {sign, bound} <= {"≤", "<"}
    return sign if same else None


_TO = "(?:-+|至|到)"
_FROM_TO = re.compile(  # 80%-90%
    rf"[^\W0-9]*?:?[=≤]?(?P<low>{_NUMBER})(?P<unit>[^0-9]{{0,8}}?)"
    rf"{_TO}(?P<high>{_NUMBER})(?P<tail>[^0-9]*)"
)
_FROM = rf"({_NUMBER}[^0-9<>≥≤]{{0,8}}?)"
_AND, _NAME = "(?:并?且|和|同时|[,、])?", "[^0-9<>≥≤]{1,8}"
_BETWEEN = re.compile(  # ≥90%且≤100%, 50≤X≤60
    rf"(?:[≥>]{_FROM}{_AND}[≤<]|[≤<]{_FROM}{_AND}[≥>]"
    rf"|{_FROM}[≤<]{_NAME}[≤<]|{_FROM}[≥>]{_NAME}[≥>])(?={_NUMBER})"
)


def _read_range(line: str) -> Value | None:
    """From one number to another in one unit; the lower comes first."""
    clause = _main_clause(_BETWEEN.sub(r"\1\2\3\4-", line, count=1))
    found = _FROM_TO.fullmatch(clause)
    tail = _tail(found["tail"]) if found else None
    if not found or not tail or tail[2] or tail[1] not in (None, "=", "≤"):
        return None
    unit = tail[0] or found["unit"]
    # 1万-2万元 has one unit; 8000元-1万元 and 3天-2次 have two.
    if not unit.startswith(found["unit"]) or not _unit(unit):
        return None
    low, high = sorted((Decimal(found["low"]), Decimal(found["high"])))
    return Value("", "range", None, low, high, unit)


# --- Dates ------------------------------------------------------------------------
_YEAR, _MONTH = "(?:19|20)[0-9]{2}", "(?:1[0-2]|0?[1-9])"
_ENDS = "(?=$|[月前底末内止之以完])"
# 2023.7, =2023.07 and 2023.07元 are numbers; 2023.07 by itself is a month.
_DOT = r"(?<![<>=≥≤][0-9]{4})\.(?![0-9]$)"
# One way to write a date, and what the other end of a period leaves out.
_SPELLINGS = {
    "([0-9]{2})(?=年(?:[0-9]{1,2}月|度?[底末]))": r"20\1",
    rf"({_YEAR})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}})日?(?![0-9.%])": r"\1年\3月\4日",
    rf"({_YEAR})[-./]({_MONTH})(?={_TO}(?:{_YEAR}[-./])?{_MONTH}{_ENDS})": r"\1年\2月",
    rf"(?<=[-至到])({_YEAR})[-./]({_MONTH}){_ENDS}月?": r"\1年\2月",
    rf"({_YEAR})(?:[-/]|{_DOT})({_MONTH}){_ENDS}月?": r"\1年\2月",
    rf"({_YEAR})年?({_TO})({_YEAR})(?:年度?|$)": r"\1年\2\3年",
    rf"({_YEAR}年{_MONTH}月{_TO}{_MONTH})$": r"\1月",
    rf"([0-9]{{1,2}})({_TO})([0-9]{{1,2}})([月日号])": r"\1\4\2\3\4",
    rf"({_MONTH}月)([0-9]{{1,2}}[日号]?{_TO})(?=[0-9]{{1,2}}[日号])": r"\1\2\1",
    rf"({_YEAR}年)([^年]*{_TO})(?=[0-9]{{1,2}}月)": r"\1\2\1",
    "(?<=月)([0-9]{1,2})(?=$|[前止])": r"\1日",
    rf"({_YEAR})年?全年": r"\1年",
    "(?<=年)(?:年|年?度)?[底末]|年[底末]": "12月底",
    "(?<![当本今次明])年度?内": "当年内",
    "(?:上半年|第?[二2]季度)[底末]?": "6月底",
    "(?:下半年|第?[四4]季度)[底末]?": "12月底",
    "第?[一1]季度[底末]?": "3月底",
    "第?[三3]季度[底末]?": "9月底",
    "(?<=月)上旬": "10日",
    "(?<=月)中旬": "20日",
    "(?<=月)下旬": "底",
}
_COMPILED = {re.compile(f"(?<![0-9.])(?:{old})"): to for old, to in _SPELLINGS.items()}
_DATE = (
    rf"(?:(?P<year>{_YEAR})年度?"
    "|(?P<some>[当本今次明]年度?|[当本次下]个?月|每[年月](?=[0-9底末])))?(?:全年)?"
    "(?:(?P<month>[0-9]{1,2})月份?)?(?:(?P<day>[0-9]{1,2})[日号](?:[0-9]{1,2}[时点])?)?"
    "(?P<end>(?<=[月份])[底末]|月[底末])?"
)
_MARKS = _signs("< 前 之前 以前\n≤ 内 以内 之内 止 为止 ≤\n≥ 起\n> 后 之后 以后")
_ANY_DATE, _MARK = re.sub(r"\?P<\w+>", "?:", _DATE), f"(?:{_any_of(_MARKS)})"
_DATED = re.compile(
    rf"(?P<lead>[^\W0-9]*?:?)(?P<sign>[<>=≥≤]?)[到在于]?(?P<first>{_ANY_DATE})"
    rf"(?:{_TO}(?P<last>(?=[0-9]+[年月日号]|次年){_ANY_DATE}))?(?P<mark>{_MARK}?)(?P<tail>\D*)"
)
_MENTIONED = re.compile(
    rf"(?={_YEAR}年|[0-9]+月){_ANY_DATE}(?:{_TO}{_ANY_DATE})?{_MARK}?"
)
_DATE_LEAD = re.compile("(?:[于在自从]|力争|预计|计划|确保|时间|完成|:)*")
_DONE = re.compile("$|完成|完工|竣工|建成|结束|交付|验收")


def _respelled(line: str) -> str:
    for pattern, spelling in _COMPILED.items():
        line = pattern.sub(spelling, line)
    return line


def _read_date(line: str) -> Value | None:
    """A day, or a period with its last day, or from one date to another."""
    found = _DATED.fullmatch(_respelled(line))
    first = re.fullmatch(_DATE, found["first"]) if found else None
    last = re.fullmatch(_DATE, found["last"]) if found and found["last"] else first
    if not found or not first or not last or not _says_date(found, first):
        return None
    try:
        (start, _), (begin, end) = _span(first), _span(last)
    except ValueError:  # 2021年2月30日
        return Value("")
    backwards = first["year"] and last["year"] and start > end
    if backwards or found["tail"].startswith("初"):
        return Value("")
    operator = _MARKS.get(found["mark"]) or found["sign"] or "="
    # 9月底前 includes that day; 9月前 is over when September begins.
    by_day = found["last"] or last["day"] or last["end"]
    if found["mark"] and operator == "<" and by_day:
        operator = "≤"
    day = None if not last["year"] else begin if operator in "<≥" else end
    start_said = found["last"] and first["year"]
    return Value("", "date", operator, date=day, start=start if start_said else None)


def _says_date(found: re.Match[str], first: re.Match[str]) -> bool:
    """Tell a date from 12 months (≤12月), and from 全年无事故 and 2021年水平."""
    lead, mark, tail = found["lead"], found["mark"], found["tail"]
    if first["month"]:
        exact = first["year"] or first["day"] or first["end"] or mark
        return bool(exact or not found["sign"]) and max(len(lead), len(tail)) <= 20
    if first["day"]:
        return bool(first["some"] or mark.endswith("前"))
    said = first[0] and (mark or _DONE.match(tail))
    return bool(said and _DATE_LEAD.fullmatch(lead))


def _span(at: re.Match[str]) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day; ValueError if there is no such day."""
    year = int(at["year"] or 2000)  # if it is not said: a leap year, for 2月29日
    first = datetime.date(year, int(at["month"] or 1), int(at["day"] or 1))
    if at["day"]:
        return first, first
    month = int(at["month"] or 12)
    return first, datetime.date(year, month, calendar.monthrange(year, month)[1])
