"""Which tables of a file are ticked before its user has looked."""

from dataclasses import replace

from exchange import preview
from indicators import store
from projects.models import Project
from sheets.sheet import Sheet
from tests.exchange.importing import changed, chosen, take


def test_of_two_tables_the_one_with_indicators_is_taken(batch_of, target):
    sheet = changed(store.load_sheet(target))
    first, second = preview.lines(batch_of(replace(sheet, indicators=()), sheet))
    assert (first.choice.is_taken, second.choice.is_taken) == (False, True)
    assert "与文件中第2份都是" in first.problems[0]


def test_a_table_without_a_head_of_indicators_is_not_taken_by_itself(batch_of):
    """So many cells of it are left that its user must look first."""
    places = {"1": {"name": "表1!B2"}, "2": {"name": "表2!B2", "indicators": "表2!A7"}}
    sheets = Sheet(name="没有表头"), Sheet(name="有表头"), Sheet(name="没有出处")
    batch = batch_of(*sheets, places=places)
    headless, headed, placeless = preview.lines(batch)
    assert not headless.choice.is_taken and "没有找到指标表头" in headless.unsure[0]
    assert headed.choice.is_taken and placeless.choice.is_taken
    take(batch, chosen(batch, is_taken=True))
    assert Project.objects.filter(name="没有表头").exists()
