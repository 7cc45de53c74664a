"""The same table comes in alike from any format, and again changes nothing; one that
is too large to be stored is told."""

from dataclasses import replace

import pytest

from exchange import imports, marks, preview
from exchange.files import save_reading
from exchange.models import Outcome
from projects.models import Project
from sheets.interchange import dumps
from sheets.readers import Reading
from sheets.sheet import Book, Indicator, Sheet
from tests.exchange.importing import only, stored, take

ROW = Indicator("产出指标", "数量指标", " 编织袋\t", value="≥5000条\n")
UNTIDY = Sheet(
    "换行的\n项目 ",
    usage="\n用途\x07 ",
    goals=("目标一\n 第二行 \n",),
    indicators=(ROW,),
)
TIDY = Sheet(
    "换行的项目",
    usage="用途",
    goals=("目标一\n 第二行",),
    indicators=(replace(ROW, tier3="编织袋", value="≥5000条"),),
)


@pytest.fixture
def receive(office, year, filler):
    def received():
        data = dumps(Book(year=2021, projects=(UNTIDY,))).encode()
        at = {"user": filler, "department": office, "year": year}
        return imports.receive(name="a.json", data=data, **at)

    return received


def test_blanks_and_line_ends_are_as_in_the_editor(receive):
    batch = receive()
    assert only(batch).choice.name == TIDY.name
    take(batch)
    assert stored(TIDY.name) == TIDY


def test_the_same_file_again_changes_nothing(receive):
    take(receive())
    again = receive()
    assert only(again).kind == Outcome.UNCHANGED


def test_from_the_command_it_comes_in_alike(office, year, filler):
    reading = Reading(Book(year=2021, projects=(UNTIDY,)))
    save_reading(reading=reading, year=year, department=office, actor=filler)
    assert Project.objects.filter(name=TIDY.name).exists()
    assert stored(TIDY.name) == TIDY


def test_a_table_with_too_many_rows_is_not_even_compared(batch_of, target, monkeypatch):
    """It can never be stored, and its differences would hold up everybody's page."""
    looked_at = []
    monkeypatch.setattr(
        preview, "changes_between", lambda *_: looked_at.append(1) or []
    )
    row = Indicator("产出指标", "数量指标", "数量", value="1")
    long = replace(stored(), indicators=(row,) * 501)
    batch = batch_of(long, replace(long, name="新项目"))
    for line in preview.lines(batch):
        assert line.problems == ["绩效指标有 501 行，最多 500 行"]
        assert not line.choice.is_taken
        assert line.kind != "unchanged"
    assert looked_at == []
    batch.errors = [["Sheet!B2", "不是金额"]]
    assert len(marks.marks(batch, preview.lines(batch))) == 3
