"""What holds for every check that is registered."""

import re
from dataclasses import replace

import pytest

from reviews.checks.base import Case, checks, run
from reviews.checks.catalogue import markdown
from sheets.sheet import Book, Budget, Sheet

from .examples import EXAMPLES, GOOD, TREES, case


def test_every_check_has_an_example_and_a_near_miss():
    assert sorted(EXAMPLES) == sorted(check.id for check in checks)
    assert len(EXAMPLES) >= 81


@pytest.mark.parametrize("check", sorted(EXAMPLES))
def test_the_example_trips_and_the_near_miss_passes(check):
    trips, passes = EXAMPLES[check]
    found = [f for f in run(trips).findings if f.check == check]
    assert found
    report = run(passes)
    assert [f for f in report.findings if f.check == check] == []
    # It looked: missing data is never passed. The cover is not in any book.
    assert check not in report.not_checkable or check == "C21"


@pytest.mark.parametrize("sheet", [GOOD, TREES])
def test_the_good_tables_are_good(sheet):
    found = run(case(sheet)).findings
    assert [f for f in found if f.severity != "hint"] == []


BARE = {"description": None, "basis": None, "weight": None}
# What a form may not have → the checks that then cannot look.
LACKING = [
    (replace(GOOD, plan=()), "C08 C09 C10 C27 C28"),
    (replace(GOOD, code=None), "C01 C02"),
    (replace(GOOD, usage=None), "C07 C36 C37"),
    (replace(GOOD, budget=Budget(None)), "C04 C05 C43 C44 C60 C67 C68 C77 C80"),
    (replace(GOOD, goals=()), "C31 C32 C33 C36 C74 C82"),
    (
        replace(GOOD, indicators=tuple(replace(r, **BARE) for r in GOOD.indicators)),
        "C49 C57 C58 C62",
    ),
    (
        replace(
            GOOD, indicators=tuple(replace(r, value=None) for r in GOOD.indicators)
        ),
        "C47 C50 C51 C52 C54 C59 C63",
    ),
    (
        replace(
            GOOD,
            indicators=tuple(replace(r, tier1="", tier2="") for r in GOOD.indicators),
        ),
        "C14 C15 C23 C26 C45 C46 C47 C60 C75 C76 C82",
    ),
    (
        replace(GOOD, indicators=()),
        "C13 C15 C45 C46 C48 C50 C51 C54 C56 C58 C59 C61 C63 C70 C71 C72 C78 C81",
    ),
]


@pytest.mark.parametrize(("sheet", "ids"), LACKING)
def test_what_the_form_lacks_is_neither_passed_nor_a_fault(sheet, ids):
    report = run(case(sheet))
    assert set(ids.split()) <= set(report.not_checkable)
    tripped = {f.check for f in report.findings if f.severity != "hint"}
    assert not tripped & set(ids.split()) - {"C13", "C14"}


def test_without_a_year_no_year_is_wrong():
    book = replace(case(GOOD).book, year=None)
    assert {"C24", "C25", "C73"} <= set(run(Case(book)).not_checkable)


def test_every_reason_is_said_in_chinese_and_every_check_says_what_it_needs():
    bare = Sheet(name="", code=None, usage=None, budget=Budget(None))
    reasons = run(Case(Book(projects=(bare,)))).not_checkable
    assert len(reasons) > 50
    texts = [*reasons.values(), *(c.needs for c in checks), *(c.source for c in checks)]
    assert all(re.search("[\u4e00-\u9fff]", text) for text in texts)


def test_the_table_for_the_manual_has_a_row_for_each_check():
    lines = markdown().splitlines()
    assert len(lines) == len(checks) + 2
    assert lines[0].startswith("| 编号 | 检查 |")
    assert {line.count("|") for line in lines} == {7}
    assert "| C05 | 资金构成不平 | 完整性 | 错误 |" in markdown()
