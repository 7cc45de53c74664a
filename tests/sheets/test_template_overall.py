"""The department's overall target as a form to hand out."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from perftargets.errors import BadFile
from sheets import readers
from sheets.diff import diff_overall
from sheets.layouts import layout_of, overall_layouts
from sheets.layouts.sample import sample_overall
from sheets.overlay import laid_over_overall
from sheets.sheet import Book, Department, Indicator, Measure, Overall, SubGoal
from sheets.writers.template import ITEMS, OverallPage, write_template

from .forms import saved
from .rounds import as_stored
from .strategies import texts
from .test_template import TIERS

EACH_FORM = pytest.mark.parametrize("form", list(overall_layouts), ids=lambda x: x.id)
LONG = "保障粮食安全，" * 400


def template(overall: Overall, form: str = "hebei-text") -> bytes:
    book = Book(2021, "hebei-2021", Department("1", "某部门"), overall, (), form)
    return write_template([OverallPage(book)], layout_of(book), TIERS, "2021年某部门")


def back(data: bytes) -> readers.Reading:
    return readers.read("a.xlsx", data)


def written(data: bytes, texts: dict[str, str]) -> bytes:
    book = load_workbook(BytesIO(data))
    for ref, text in texts.items():
        cell = book.worksheets[1][ref]
        assert not cell.protection.locked, ref
        cell.value, cell.data_type = text, "s"
    return saved(book)


@EACH_FORM
def test_untouched_it_changes_nothing(form):
    old = replace(sample_overall(), goal=LONG)
    reading = back(template(old, form.id))
    assert (reading.errors, reading.warnings) == ((), ())
    assert reading.book.year == 2021
    assert reading.book.department.name == "某部门"
    found = reading.book.overall
    assert diff_overall(old, laid_over_overall(old, found)) == []
    for part in form.parts:
        assert len(getattr(found, part)) >= len(getattr(old, part)) > 0
    assert reading.places[0]["overall.goal"]


@EACH_FORM
def test_that_nobody_filled_in_it_is_nothing(form):
    rows = tuple(Indicator(*labels) for labels in TIERS)
    blank = Overall(indicators=rows if "indicators" in form.parts else ())
    with pytest.raises(BadFile, match="没有找到"):
        back(template(blank, form.id))


def test_new_items_are_numbered_and_an_office_s_numbers_stay():
    old = Overall(
        "甲", (SubGoal("（一）村级组织", "运转"),), (Measure("（二）监督", "查"),)
    )
    data = template(old)
    # The second 分项绩效目标 stays empty, the third is written.
    texts = {"C11": "防汛", "C12": "安全度汛", "C13": "编织袋≥5000条\n演练≥2次"}
    found = back(written(data, texts))
    assert found.errors == ()
    assert found.book.overall.sub_goals == (
        old.sub_goals[0],
        SubGoal("（二）防汛", "安全度汛", ("编织袋≥5000条", "演练≥2次")),
    )
    assert found.book.overall.measures == old.measures
    assert found.places[0]["overall.sub_goals.1.goal"].endswith("!C12")


def test_an_item_without_a_title_is_told_with_its_text():
    found = back(written(template(Overall("甲")), {"C6": "安全度汛"}))
    [error] = found.errors
    assert error.where.endswith("!C5")
    assert "没有写标题" in error.message
    assert "安全度汛" in error.message


def test_what_stands_beside_the_form_is_told():
    book = load_workbook(BytesIO(template(Overall("甲"))))
    book.worksheets[1]["E9"] = "备注一句"
    [error] = back(saved(book)).errors
    assert error.where.endswith("!E9")


def test_there_is_room_for_more():
    book = load_workbook(BytesIO(template(Overall())))
    labels = [cell.value for cell in book.worksheets[1]["A"] if cell.value]
    assert labels[-1] == f"工作保障措施{ITEMS}"
    assert f"分项绩效目标{ITEMS}" in labels


@settings(max_examples=15)
@given(texts, texts)
def test_any_text_comes_back(goal, title):
    old = Overall(as_stored(goal), (SubGoal(f"（一）{as_stored(title)}"),))
    found = back(template(old)).book.overall
    assert diff_overall(old, laid_over_overall(old, found)) == []
