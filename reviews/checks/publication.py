"""What must be looked at before publication: C64–C66."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from sheets.sheet import Overall, Sheet

from . import sources
from .base import Case, Check, Dimension, Seen, Severity, register
from .cells import Cell
from .cells import of as cells_of
from .text import any_of, joined, quoted, squeeze

Texts = tuple[list[Cell], str]  # the cells, and all of them as one text


def _texts(document: Sheet | Overall, case: Case) -> Texts:
    """Gathered once for the checks below."""
    known = case.shared.setdefault("texts", {})
    if id(document) not in known:
        cells = cells_of(document, case)
        # The document is kept: an id is only unique among living objects.
        known[id(document)] = document, (cells, joined(text for _, text in cells))
    texts: Texts = known[id(document)][1]
    return texts


class TextCheck(Check):
    """Looks at every text that people wrote, in the tables and the overall target."""

    dimension = Dimension.PUBLIC

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        return self.texts(*_texts(sheet, case), case)

    def overall(self, overall: Overall, case: Case) -> Iterator[Seen]:
        return self.texts(*_texts(overall, case), case)

    def texts(self, cells: list[Cell], whole: str, case: Case) -> Iterator[Seen]:
        return iter(())


@register
class Sensitive(TextCheck):
    """Words to be looked at before disclosure (``Settings.sensitive_words``): control
    of petitioners, secrets, police methods. One finding for a cell."""

    id = "C64"
    name = "公开敏感表述"
    severity = Severity.WARNING
    source = sources.OURS
    needs = "任何文字"

    def texts(self, cells: list[Cell], whole: str, case: Case) -> Iterator[Seen]:
        words = any_of(case.settings.sensitive_words)
        if not words.search(whole):
            return
        for path, text in cells:
            seen = dict.fromkeys(words.findall(text))
            if seen:
                yield (
                    path,
                    text,
                    f"“{'”“'.join(seen)}”不宜直接公开。请公开前核定，可改用中性表述"
                    "（如“信访事项办理”“社会治安综合治理”），或按规定不予公开",
                )


# --- C65 --------------------------------------------------------------------------
# No part of a longer number, of a decimal or of a code with letters.
_START = r"(?<![0-9A-Za-z*_/])(?<![0-9][.-])(?<![A-Za-z]-)"
_END = r"(?![0-9A-Za-z_/*]|[.-][0-9])"
# What follows an amount or a count, and what stands before a code.
_AMOUNT = re.compile(r"[余多]?[元万亿千百%‰个人户名次件米吨亩]|平方|公里")
_CODE = re.compile(r"(?:编码|代码|编号|文号|单号|合同号|批号|号)[:：为是]?$")
_ID_WORD = re.compile("(?:身份证|证件)号?码?[:：为是]? ?$")
_NUMBER_OF = re.compile(r"(?:卡|[账帐]|手机|电话)号?码?[:：为是]?$")
_PHONE_WORD = re.compile(
    r"(?:电话|热线|传真|座机|手机|联系方式|tel)[号码]*[:：为是]? ?$", re.IGNORECASE
)


def _alone(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{pattern}){_END}")


_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_PATTERNS = {
    "身份证号": _alone(r"[1-9]\d{16}[0-9Xx]|[1-9]\d{14}"),
    "银行卡号": _alone(
        r"(?:62|60|4\d|5[1-5])\d{2}(?P<gap>[ -]?)\d{4}(?P=gap)\d{4}(?P=gap)\d{4}"
        r"(?:(?P=gap)\d{1,3})?|9558\d{15}"
    ),
    "银行账号": _alone(r"\d{12,22}"),
    "手机号码": _alone(r"(?:\+?86[ -]?)?1[3-9]\d(?P<gap>[ -]?)\d{4}(?P=gap)\d{4}"),
    "固定电话": _alone(
        rf"(?:\({_AREA}\) ?|{_AREA} ?- ?|{_AREA} )[2-9]\d{{6,7}}(?:-\d{{1,5}})?"
    ),
    "电话号码": _alone(rf"(?:{_AREA})?[2-9]\d{{6,7}}"),
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46"
    " 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)


def has_birthday(text: str) -> bool:
    """18 characters with a province and a day of birth."""
    if len(text) != 18 or text[:2] not in _PROVINCES:
        return False
    try:
        born = datetime.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def is_id_number(text: str) -> bool:
    """The same, and the right check digit."""
    if not has_birthday(text):
        return False
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17].upper()


def passes_luhn(digits: str) -> bool:
    """The check digit of bank cards."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number // 10 + number % 10
    return total % 10 == 0


def _masked(number: str) -> str:
    """A finding must not spread what it warns of."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


@register
class PersonalData(TextCheck):
    """Mobile and landline numbers, ID numbers (with a day of birth) and bank cards
    (known first digits); neither amounts nor codes. A warning where neither the check
    digit nor a word before the number confirms it. The number is masked in the finding.
    项目编码 is not looked at.
    """

    id = "C65"
    name = "个人信息"
    severity = Severity.ERROR
    source = sources.PRIVACY
    needs = "任何文字"

    def texts(self, cells: list[Cell], whole: str, case: Case) -> Iterator[Seen]:
        if not _MANY_DIGITS.search(whole.translate(_HALF)):
            return
        for path, text in cells:
            for what, number, sure in personal(text):
                shown = _masked(number)
                message = (
                    f"{'含有' if sure else '像是'}{what}“{shown}”，公开会泄露个人信息。"
                    "请从文本中删去"
                )
                if sure:
                    yield path, shown, message
                else:
                    yield path, shown, message, Severity.WARNING


_MANY_DIGITS = re.compile(r"[0-9](?:[ ()-]{0,2}[0-9]){6}")


def personal(text: str) -> Iterator[tuple[str, str, bool]]:
    """(what it is, the number, whether that is sure) for each in the text."""
    line = " ".join(text.translate(_HALF).split())
    if not _MANY_DIGITS.search(line):
        return
    for what, pattern in _PATTERNS.items():
        hits = [hit for hit in pattern.finditer(line) if _is_real(what, hit)]
        yield from ((what, hit[0], _is_sure(what, hit)) for hit in hits)
        for hit in hits:  # It is no second thing as well.
            line = f"{line[: hit.start()]}{'*' * len(hit[0])}{line[hit.end() :]}"


def _is_real(what: str, hit: re.Match[str]) -> bool:
    start, end = hit.span()
    before = hit.string[max(0, start - 12) : start]
    behind = hit.string[end : end + 6].lstrip()
    if _AMOUNT.match(behind) or before.endswith(("¥", "￥")):
        return False
    if what == "电话号码":
        return bool(_PHONE_WORD.search(before))
    if what == "银行账号":
        return bool(_NUMBER_OF.search(before))
    if what == "身份证号":
        named = _ID_WORD.search(before)
        return bool(named) or (has_birthday(hit[0]) and not _CODE.search(before))
    return not _CODE.search(before) or bool(_NUMBER_OF.search(before))


def _is_sure(what: str, hit: re.Match[str]) -> bool:
    """The check digit is right, or a word before it says what the number is."""
    before = hit.string[max(0, hit.start() - 12) : hit.start()]
    if what == "身份证号":
        return is_id_number(hit[0]) or bool(_ID_WORD.search(before))
    if what == "银行卡号":
        digits = re.sub(r"\D", "", hit[0])
        return passes_luhn(digits) or bool(_NUMBER_OF.search(before))
    return True


_HALF = str.maketrans("０１２３４５６７８９Ｘｘ（）－—–：＋　", "0123456789Xx()---:+ ")


# --- C66 --------------------------------------------------------------------------
# 我办 and 我局 are two offices; 我办理, 我所在 and 自我 are none.
_SELF = re.compile(
    "(?<!自)我(?:局|办(?!理|公|事|学)|委(?!托|派|员)|院|校|站|所(?![在以有])|馆|厅|处(?!理))"
)


@register
class Leftover(TextCheck):
    """Duties of the finance bureau or of a level above (``Settings.foreign_words``) in
    the text of a department that is not 财政; and 我局 in a text that says 我办
    elsewhere. A hint: only words are compared."""

    id = "C66"
    name = "模板痕迹"
    severity = Severity.HINT
    source = sources.OURS
    needs = "任何文字"

    def texts(self, cells: list[Cell], whole: str, case: Case) -> Iterator[Seen]:
        words = any_of(case.settings.foreign_words)
        of_finance = "财政" in (case.book.department.name or "")
        if not of_finance and words.search(squeeze(whole)):
            for path, text in cells:
                word = words.search(squeeze(text))
                if word:
                    yield (
                        path,
                        text,
                        f"“{word[0]}”像是财政部门或上级单位的职责，可能是从模板或别的"
                        "单位照抄的。请核对，改成本单位的工作",
                    )
        if len(set(_SELF.findall(whole))) > 1:
            yield from _other_selves(cells)


def _other_selves(cells: list[Cell]) -> Iterator[Seen]:
    selves = [(path, text, me) for path, text in cells for me in _SELF.findall(text)]
    counts = Counter(me for _, _, me in selves).most_common()
    if counts[0][1] == counts[1][1]:
        return
    usual = counts[0][0]
    for path, text, me in dict.fromkeys(selves):
        if me != usual:
            yield (
                path,
                text,
                f"这里自称{quoted(me)}，别处自称“{usual}”，可能是从别的单位照抄的。"
                "请核对并统一",
            )
