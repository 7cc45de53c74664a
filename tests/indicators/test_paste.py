"""A block from Excel or Word goes into the table and overwrites nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.paste import paste, read_block
from sheets.fields import ROW_CELLS
from sheets.sheet import Indicator, Sheet

COUNT, QUALITY = ("产出指标", "数量指标"), ("产出指标", "质量指标")
TABLE = Sheet(
    indicators=(
        Indicator(*COUNT, "人数", "享受人数", "=79人", "文件"),
        Indicator(*QUALITY),
    )
)


def shown(sheet: Sheet) -> list[tuple]:
    return [(row.tier2, *row.texts) for row in sheet.indicators]


def test_it_fills_from_the_cell_and_adds_rows_below():
    result = paste(TABLE, 0, "value", "≥80人\n≥20户")
    assert shown(result) == [
        ("数量指标", "人数", "享受人数", "≥80人", "文件"),
        ("数量指标", "", "", "≥20户", ""),
        ("质量指标", None, None, None, None),
    ]


def test_it_uses_empty_rows_of_the_same_label_first():
    two_blank = Sheet(indicators=(Indicator(*QUALITY), Indicator(*QUALITY)))
    result = paste(two_blank, 0, "tier3", "甲\t甲的描述\n乙\t乙的描述")
    assert [row.tier3 for row in result.indicators] == ["甲", "乙"]


def test_it_puts_rows_under_their_own_labels():
    block = "产出指标\t质量指标\t合格率\t\t≥95%\t标准\n\t\t优良率\n\t数量指标\t次数"
    result = paste(TABLE, 0, "basis", block)
    assert [(row.tier2, row.tier3) for row in result.indicators] == [
        ("数量指标", "人数"),
        ("数量指标", "次数"),
        ("质量指标", "合格率"),
        ("质量指标", "优良率"),
    ]


def test_it_reads_quoted_cells_with_line_ends():
    assert read_block('甲\t"一\n二 ""三"""\r\n\r\n乙\t\r\n') == [
        ["甲", '一\n二 "三"'],
        ["乙", ""],
    ]


@pytest.mark.parametrize(("index", "cell"), [(2, "value"), (-1, "value"), (0, "tier1")])
def test_it_refuses_a_cell_that_is_not_there(index, cell):
    with pytest.raises(ValueError, match="no cell"):
        paste(TABLE, index, cell, "甲")


@given(st.text(max_size=300), st.sampled_from(ROW_CELLS))
def test_it_never_loses_a_row_that_is_there(text, cell):
    result = paste(TABLE, 1, cell, text)
    assert TABLE.indicators[0] in result.indicators
    assert {(row.tier1, row.tier2) for row in result.indicators} == {COUNT, QUALITY}
