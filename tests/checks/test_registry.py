"""What holds for every check that is registered."""

import pytest

from reviews.checks.base import checks, run

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
