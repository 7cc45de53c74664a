"""A book goes through JSON unchanged, and bad JSON is named."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from perftargets.errors import BadFile
from sheets import interchange
from sheets.sheet import Book

from .strategies import books


@given(books)
def test_there_and_back(book):
    assert interchange.loads(interchange.dumps(book)) == book


def test_amounts_keep_their_zeros(seed_book):
    sheet = seed_book.projects[1]
    budget = replace(sheet.budget, total=Decimal("69.30"))
    book = replace(seed_book, projects=(replace(sheet, budget=budget),))
    assert '"total":"69.30"' in interchange.dumps(book)


def test_the_digest_sees_every_change(seed_book):
    text = interchange.dumps(seed_book)
    changed = text.replace("=79人", "=97人", 1)
    assert interchange.sha256(text) == interchange.sha256(text)
    assert interchange.sha256(text) != interchange.sha256(changed)


def project(**changes) -> str:
    book = interchange.book_to_json(Book(projects=()))
    sheet = {"name": "甲", "code": None, "budget": {}, "plan": [], "goals": []}
    book["projects"] = [sheet | changes]
    return json.dumps(book)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "不是有效的 JSON"),
        ("[]", "book 应是一个对象"),
        ("{}", "schema"),
        (project(name=None), r"projects\[0\].name"),
        (project(goals="一"), r"projects\[0\].goals"),
        (project(goals=[1]), r"projects\[0\].goals"),
        (project(budget={"total": 161}), r"budget.total 应是文字"),
        (project(budget={"total": "约五十"}), r"budget.total：“约五十”不是金额"),
        (project(plan=[{"month": 13}]), r"plan\[0\].month"),
        (project(indicators=[3]), r"indicators\[0\] 应是一个对象"),
        ("[" * 100_000, "不是有效的 JSON"),
    ],
)
def test_bad_json_is_named(text, where):
    with pytest.raises(BadFile, match=where):
        interchange.loads(text)


def test_a_missing_part_is_none():
    book = interchange.loads(project())
    assert book.overall is None
    assert book.projects[0].usage is None
    assert book.projects[0].budget.total is None


def test_control_characters_do_not_come_in():
    book = interchange.loads(project(name="甲\x00乙", goals=["\x07丙"]))
    assert (book.projects[0].name, book.projects[0].goals) == ("甲乙", ("丙",))
