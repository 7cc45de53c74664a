"""Amounts and percentages as people type them, kept as they were typed.

A ``Decimal`` remembers its trailing zeros, so 161 prints as 161, 69.30 as 69.30.
An empty cell is ``None`` and never zero.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

# Twelve digits before the point: a trillion yuan, in yuan, is within reach.
MAX_DIGITS = 12
MAX_PLACES = 6
SIGN = re.compile(r"^\s*[¥￥](?=\s*\d)")
# A comma stands before three figures: 1,6,1 is a slip and not 161.
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?%?")

# Of what forms count money in, each with its noughts; the longer words come first.
UNITS = {
    **{"百万元": 6, "千万元": 7, "亿元": 8, "万元": 4},
    **{"千元": 3, "百元": 2, "元": 0},
}


def _plain(text: str) -> str:
    """Half-width digits, no blanks, no thousands separators where they belong."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text.replace(",", "") if GROUPED.fullmatch(text) else text


def _number(text: str) -> Decimal:
    # Decimal() also takes "1e5", "NaN" and "1_000": none is an amount on a form.
    if not text or not set(text) <= set("0123456789."):
        raise ValueError(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not _fits(number):
        raise ValueError(text)
    return number


def _fits(number: Decimal) -> bool:
    _, digits, exponent = number.as_tuple()
    places = -int(exponent)
    return places <= MAX_PLACES and len(digits) - places <= MAX_DIGITS


def parse(text: str | None) -> Decimal | None:
    """An amount in the unit of its table: ``"￥1,610.50"`` → ``Decimal("1610.50")``.

    Blank → ``None``. ``ValueError`` with a Chinese message if it is no amount.
    """
    plain = _plain(SIGN.sub("", text or ""))
    if not plain:
        return None
    try:
        return _number(plain)
    except ValueError:
        raise ValueError(
            f"“{(text or '').strip()[:30]}”不是金额，请只填数字，如 161 或 69.3"
        ) from None


def converted(amount: Decimal, unit: str, into: str) -> Decimal:
    """The same money in another of :data:`UNITS`, exactly: 0.35 亿元 → 3500 万元.

    ``ValueError`` with a Chinese message if it has too many figures then.
    """
    exact = amount.scaleb(UNITS[unit] - UNITS[into]).normalize()
    found = Decimal(format(exact, "f"))
    if not _fits(found):
        raise ValueError(f"“{amount:f}{unit}”换算成{into}后位数太多，请改用{into}填写")
    return found


def show(amount: Decimal | None) -> str:
    """The amount as it was entered; ``""`` for an empty cell."""
    return "" if amount is None else format(amount, "f")


def percent(text: str | None) -> Decimal | None:
    """A cumulative share of the funding plan, 0 to 100: ``"100%"`` → 100.

    Blank → ``None``. ``ValueError`` with a Chinese message otherwise.
    """
    plain = _plain(text or "")
    if not plain:
        return None
    try:
        number = _number(plain.removesuffix("%"))
    except ValueError:
        number = Decimal(-1)
    if not 0 <= number <= 100:
        raise ValueError(
            f"“{(text or '').strip()[:30]}”不是0到100的百分数，请填如 25% 或 100%"
        )
    return number


def tidy_percent(text: str) -> str:
    """One way to write a share, so that a table does not mix them: "１００ ％" is 100%.
    A sign is neither added nor taken away: the form has it in its label already."""
    return _plain(text)
