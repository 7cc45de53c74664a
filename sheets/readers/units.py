"""Amounts of one table in one unit, whatever units its cells say."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from .. import money
from ..sheet import UNITS, WAN_YUAN
from .ledger import Ledger

Name = TypeVar("Name")
# What stands behind an amount in short.
SHORT = {"万": "万元", "亿": "亿元"}
CONVERTED = "单位是{unit}，已换算成{into}，请核对"
ODD = "金额写的是{unit}，表的单位是{into}，已换算，请核对"


def unit_of(text: str) -> str:
    return SHORT.get(text, text)


def in_one_unit(
    amounts: Mapping[Name, Decimal | None],
    own: Mapping[Name, str],
    unit: str,
    ledger: Ledger,
    places: Mapping[Name, str],
) -> tuple[str, dict[Name, Decimal | None], list[str]]:
    """The unit that a table can have, the amounts in it, and what is to be told.
    ``unit`` is that of the amounts without their ``own``. What has too many figures
    then is an error at its place."""
    into = unit if unit in UNITS else WAN_YUAN
    found: dict[Name, Decimal | None] = {}
    told = {}
    for name, amount in amounts.items():
        its = own.get(name, unit)
        found[name] = amount
        if amount is None or its == into:
            continue
        said = CONVERTED if its == unit else ODD
        told[said.format(unit=its, into=into)] = True
        try:
            found[name] = money.converted(amount, its, into)
        except ValueError as error:
            ledger.error(places[name], str(error))
            found[name] = None
    return into, found, list(told)
