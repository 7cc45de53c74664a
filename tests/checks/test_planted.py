"""Faults planted into tables like those that offices publish are found, and nothing
else is called an error because of them.

The tables are ``planted/*.json``: four without a fault, and six published ones whose
own faults are known and left alone.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from reviews.checks.base import Case, Finding, Severity, run
from sheets import interchange
from sheets.sheet import Book

from .planted import PLANTS

TABLES = sorted((Path(__file__).parent / "planted").glob("*.json"))
CLEAN = ("roads", "school", "aid", "water")
# A fault that is another one as well: rule → errors that come with it. A number
# changed in an indicator is no longer that of the goal; a row that is gone takes its
# weight along; "————" is no code and a placeholder.
WITH = {
    "C01": {"C02", "C12"},
    "C14": {"C62"},
    "C15": {"C62"},
    "C24": {"C25"},
    "C25": {"C24"},
    "C45": {"C54"},
    "C46": {"C54"},
    "C54": {"C31"},
    "C56": {"C31"},
    "C63": {"C31"},
    "C72": {"C31"},
    "C76": {"C62"},
    "C79": {"C31"},
    "C80": {"C68"},
    "C81": {"C31"},
}


@cache
def book(path: Path) -> Book:
    return interchange.loads(path.read_bytes())


def findings(one: Book) -> tuple[Finding, ...]:
    return run(Case(one)).findings


@cache
def before(path: Path) -> frozenset[tuple[str, str]]:
    found = findings(replace(book(path), projects=book(path).projects[:1]))
    return frozenset((f.check, f.path) for f in found)


@pytest.mark.parametrize("name", CLEAN)
def test_a_good_table_is_left_alone(name):
    (path,) = [path for path in TABLES if path.stem == name]
    assert [f for f in findings(book(path)) if f.severity != Severity.HINT] == []


@pytest.mark.parametrize(
    ("check", "sow"),
    [(c, s) for c, _, s in PLANTS],
    ids=[f"{c} {n}" for c, n, _ in PLANTS],
)
def test_a_planted_fault_is_found_and_nothing_else(check, sow):
    planted = 0
    for path in TABLES:
        year, sheet = book(path).year, book(path).projects[0]
        for changed, cell in sow(sheet, year):
            found = findings(replace(book(path), projects=(changed,)))
            seen = {f.path for f in found if f.check == check}
            assert cell in seen, (path.stem, changed)
            errors = {f.check for f in found if f.severity == Severity.ERROR}
            new = errors - {c for c, _ in before(path)} - {check}
            assert new <= WITH.get(check, set()), (path.stem, cell, new, changed)
            planted += 1
    assert planted
