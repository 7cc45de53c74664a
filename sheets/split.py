"""A 指标值 for forms that print it in three cells: 指标性质, 指标值, 度量单位.

What was typed is cut and never changed: the three put together again are the text, to
the last character. A value that does not consist of these three in this order stands
whole in the middle.
"""

import re
from dataclasses import dataclass

from . import value

# A sign, or the words for one; a number as typed; what follows it.
_PARTS = re.compile(
    r"(?P<sign>[^\d\s+\-－.．]{0,8}\s*)"
    r"(?P<amount>[\d０-９][\d０-９,，.．]*)"
    r"(?P<unit>\s*\D*)",
)
QUALITATIVE = "定性"


@dataclass(frozen=True)
class Split:
    """``sign`` of a text without a number is the form's word 定性, which nobody typed;
    ``is_whole`` says that the text stands in ``amount`` alone."""

    sign: str
    amount: str
    unit: str
    is_whole: bool


def split(text: str) -> Split:
    """The three cells of a value."""
    meant = value.parse(text)
    found = _PARTS.fullmatch(text)
    if meant.kind == "number" and found and _is_sign(found["sign"]):
        # 95%以上 has its sign behind, 每年1次 a part of its unit in front.
        alone = value.parse(f"5{found['unit']}")
        if alone.operator == "=" and alone.unit == meant.unit:
            return Split(found["sign"], found["amount"], found["unit"], is_whole=False)
    # With a figure in it, it may as well be a quantity that nobody could read.
    is_said = bool(text.strip()) and not any(map(str.isdigit, text))
    return Split(QUALITATIVE if is_said else "", text, "", is_whole=True)


def _is_sign(text: str) -> bool:
    """Whether it is a sign, or words that stand for one; 共计 is none."""
    equal = not text.strip(" =＝")
    return equal or value.parse(f"{text}5个").operator not in (None, "=")


def join(sign: str, amount: str, unit: str) -> str:
    """The inverse of :func:`split`: the text as it was typed."""
    return f"{'' if sign == QUALITATIVE else sign}{amount}{unit}"
