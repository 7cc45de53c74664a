"""A block from Excel or Word goes into the table, overwrites nothing, and what of it
is not there afterwards is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.paste import Pasted, paste
from sheets.fields import LABELS, ROW_CELLS
from sheets.readers.clipboard import read_cells
from sheets.sheet import Indicator, Sheet

COUNT, QUALITY = ("产出指标", "数量指标"), ("产出指标", "质量指标")
SOCIAL, LASTING = ("效果指标", "社会效益指标"), ("效果指标", "可持续性影响")
CONTENT = ("满意度指标", "服务对象满意度指标")
FILLED = Indicator(*COUNT, "人数", "享受人数", "=79人", "文件")
TABLE = Sheet(indicators=(FILLED, Indicator(*QUALITY)))
FORM = Sheet(
    indicators=(FILLED, *(Indicator(*t) for t in (QUALITY, SOCIAL, LASTING, CONTENT)))
)
HEADER = "\t".join(LABELS[name] for name in ("tier1", "tier2", *ROW_CELLS))


def shown(result: Pasted) -> list[tuple]:
    return [(row.tier2, *row.texts) for row in result.document.indicators]


def names(result: Pasted) -> list[tuple[str, str | None]]:
    return [(row.tier2, row.tier3) for row in result.document.indicators if row.tier3]


def test_it_fills_the_row_of_the_cursor_and_adds_rows_below():
    result = paste(TABLE, 1, "value", "≥80%\n≥20户")
    assert shown(result) == [
        ("数量指标", "人数", "享受人数", "=79人", "文件"),
        ("质量指标", "", "", "≥80%", ""),
        ("质量指标", "", "", "≥20户", ""),
    ]
    assert (result.place, result.said) == ("indicators.1.value", "已粘贴 2 行。")


def test_what_is_there_is_not_overwritten():
    result = paste(TABLE, 0, "tier3", "甲\t甲的描述\n乙\t乙的描述")
    assert result.document.indicators[0] == FILLED
    assert names(result)[1:] == [("数量指标", "甲"), ("数量指标", "乙")]
    assert result.place == "indicators.1.tier3"
    assert "光标所在的行有内容，没有覆盖" in result.said
    assert result.moved == [0, 3]


def test_a_column_goes_down_the_rows_whose_cells_are_empty():
    rows = tuple(Indicator(*COUNT, name, "", "", "") for name in "甲乙")
    result = paste(Sheet(indicators=rows), 0, "value", "≥1个\n≥2个")
    assert shown(result) == [
        ("数量指标", "甲", "", "≥1个", ""),
        ("数量指标", "乙", "", "≥2个", ""),
    ]


def test_it_uses_empty_rows_of_the_same_label_first():
    two_blank = Sheet(indicators=(Indicator(*QUALITY), Indicator(*QUALITY)))
    result = paste(two_blank, 0, "tier3", "甲\t甲的描述\n乙\t乙的描述")
    assert [row.tier3 for row in result.document.indicators] == ["甲", "乙"]


def test_it_puts_rows_under_their_own_labels():
    block = "产出指标\t质量指标\t合格率\t\t≥95%\t标准\n\t\t优良率\n\t数量指标\t次数"
    result = paste(TABLE, 0, "basis", block)
    assert names(result) == [
        ("数量指标", "人数"),
        ("数量指标", "次数"),
        ("质量指标", "合格率"),
        ("质量指标", "优良率"),
    ]
    assert result.place == "indicators.2.tier3"
    assert result.said == "已粘贴 3 行。"


def test_a_header_says_what_the_columns_are_and_is_no_indicator():
    row = "产出指标\t质量指标\t合格率\t合格的占比\t≥95%\t标准"
    result = paste(FORM, 0, "basis", f"{HEADER}\n{row}")
    assert shown(result)[1] == ("质量指标", "合格率", "合格的占比", "≥95%", "标准")
    assert len(result.document.indicators) == len(FORM.indicators)
    assert result.said == "已粘贴 1 行；表头没有粘贴。"
    # In another order, with a column that the form has not, without labels.
    block = "三级指标\t权重\t指标值\n合格率\t10\t≥95%\n优良率\t\t≥80%"
    result = paste(FORM, 1, "value", block)
    assert shown(result)[1:3] == [
        ("质量指标", "合格率", "", "≥95%", ""),
        ("质量指标", "优良率", "", "≥80%", ""),
    ]
    assert "右边多出的 1 格没有地方，没有粘贴：“10”" in result.said


LIKENESSES = [
    ("效益指标", "社会效益", "社会效益指标"),
    ("", "社会效果指标", "社会效益指标"),
    ("效益指标", "可持续影响指标", "可持续性影响"),
    ("一、产出指标", "2.质量", "质量指标"),
    ("满意度指标", "", "服务对象满意度指标"),
    ("满意度", "社会公众或服务对象满意度", "服务对象满意度指标"),
]


@pytest.mark.parametrize(("tier1", "tier2", "label"), LIKENESSES)
def test_labels_of_another_scheme_are_understood(tier1, tier2, label):
    for head in ("", f"{HEADER}\n"):
        block = (
            f"{head}产出指标\t数量指标\t甲\t\t\t\n{tier1}\t{tier2}\t乙\t描述\t好\t依据"
        )
        result = paste(FORM, 0, "tier3", block)
        assert (label, "乙") in names(result)
        assert "没有“" not in result.said


def test_an_indicator_with_a_name_like_a_label_is_no_label():
    block = "社会效益\t说明\t好\t依据\n服务对象满意度\t说明\t≥90%\t依据"
    result = paste(FORM, 1, "tier3", block)
    assert names(result)[1:] == [
        ("质量指标", "社会效益"),
        ("质量指标", "服务对象满意度"),
    ]
    block = "数量\t甲\td\tv\tb\n质量\t服务对象满意度\td\tv\tb"
    result = paste(FORM, 1, "tier3", block)
    assert names(result)[1:] == [("数量指标", "甲"), ("质量指标", "服务对象满意度")]


def test_rows_with_an_unknown_label_stand_under_the_cursors_and_are_told():
    block = (
        "产出指标\t数量指标\t甲\n\t成本指标\t乙\n\t\t丙\n"
        "效益指标\t社会效益指标\t丁\n其他指标\t\t戊"
    )
    result = paste(FORM, 1, "tier3", block)
    assert names(result)[1:] == [
        ("数量指标", "甲"),
        ("质量指标", "乙"),
        ("质量指标", "丙"),
        ("质量指标", "戊"),
        ("社会效益指标", "丁"),
    ]
    assert "表中没有“成本指标”，其 2 行放在“质量指标”下面" in result.said
    assert "表中没有“其他指标”，其 1 行" in result.said


def test_labels_repeated_in_every_row_are_no_new_ones():
    block = "产出指标\t数量指标\t甲\n产出指标\t\t乙\n产出指标\t质量指标\t丙"
    assert names(paste(FORM, 2, "tier3", block))[1:] == [
        ("数量指标", "甲"),
        ("数量指标", "乙"),
        ("质量指标", "丙"),
    ]


def test_a_label_without_an_indicator_adds_no_row():
    result = paste(TABLE, 0, "tier3", "产出指标\t数量指标\t\n产出指标\t质量指标\t甲")
    assert names(result) == [("数量指标", "人数"), ("质量指标", "甲")]
    assert result.said == "已粘贴 1 行。"


def test_columns_without_a_cell_are_told():
    block = "\n".join(f"甲{i}\t描述\t=1个\t依据\t多{i}" for i in range(5))
    result = paste(TABLE, 1, "tier3", block)
    assert "右边多出的 5 格没有地方，没有粘贴：“多0”、“多1”、“多2”等" in result.said


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        (TABLE, "\t\n\t", "没有指标"),
        (TABLE, HEADER, "没有指标"),
        (Sheet(indicators=(FILLED,) * 299), "甲\t\n乙\t", "放不下"),
    ],
)
def test_it_says_why_nothing_was_pasted(table, text, said):
    result = paste(table, 0, "tier3", text)
    assert result.document is table
    assert said in result.said
    assert result.place == ""


def test_of_a_very_long_block_it_says_what_was_left():
    text = "\n".join(f"指标{i}\t描述" for i in range(301))
    result = paste(Sheet(indicators=(Indicator(*COUNT),)), 0, "tier3", text)
    assert len(result.document.indicators) == 300
    assert "只粘贴了前 300 行" in result.said


QUOTES = [
    ('甲\t"一\n二 ""三"""\r\n\r\n乙\t\r\n', [["甲", '一\n二 "三"'], ["乙", ""]]),
    ('"十四五"规划\t"四好"\n乙\t丙', [['"十四五"规划', '"四好"'], ["乙", "丙"]]),
    ('"没有结束\t乙\n丙\t丁', [['"没有结束', "乙"], ["丙", "丁"]]),
    ('"甲\t乙\n丙"\t丁', [['"甲', "乙"], ['丙"', "丁"]]),
    ('"甲"乙"\n"\t""', [['"甲"乙"'], ['"', '""']]),
    ("", []),
]


@pytest.mark.parametrize(("text", "cells"), QUOTES)
def test_quotes_are_excels_only_around_a_cell_with_line_ends(text, cells):
    assert read_cells(text) == cells


@pytest.mark.parametrize(("index", "cell"), [(2, "value"), (-1, "value"), (0, "tier1")])
def test_it_refuses_a_cell_that_is_not_there(index, cell):
    with pytest.raises(ValueError, match="no cell"):
        paste(TABLE, index, cell, "甲")


WORDS = st.sampled_from(
    ["甲", '"', "\t", "\n", "数量指标", "社会效益", *HEADER.split("\t")]
)
BLOCKS = st.text(max_size=300) | st.lists(WORDS, max_size=30).map("".join)


@given(BLOCKS, st.sampled_from(ROW_CELLS), st.integers(0, 4))
def test_it_never_loses_a_row_that_is_there(text, cell, index):
    result = paste(FORM, index, cell, text)
    after = result.document.indicators
    assert after[result.moved[0]] == FILLED
    for row, place in zip(FORM.indicators, result.moved, strict=True):
        assert (after[place].tier1, after[place].tier2) == (row.tier1, row.tier2)
    labels = [(row.tier1, row.tier2) for row in after]
    assert sorted(labels, key=labels.index) == labels, "labels stay together"
