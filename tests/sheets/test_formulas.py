"""Cells whose formula has come to nothing are told, and are no text."""

from io import BytesIO

import pytest
import xlwt

from sheets import readers

from . import forms

A_FORM = [
    ["项目名称", "甲⟨3⟩"],
    ["预算数（万元）", "20⟨3⟩"],
    ["绩效目标", "修路。⟨3⟩"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "长度", "7公里"],
]


def places_of_errors(reading: readers.Reading) -> list[str]:
    return [m.where for m in reading.errors if "公式出错" in m.message]


@pytest.mark.parametrize("kind", forms.KINDS)
@pytest.mark.parametrize(
    ("row", "cells", "path"),
    [
        (0, ["项目名称", "#NAME?⟨3⟩"], "name"),
        (1, ["预算数（万元）", "#DIV/0!⟨3⟩"], "budget.total"),
        (2, ["绩效目标", "#N/A⟨3⟩"], "goals.0"),
        (4, ["产出指标", "数量指标", "#VALUE!", ""], "indicators.0.tier3"),
        (4, ["产出指标", "#REF!", "长度", "7公里"], "indicators.0.tier2"),
    ],
)
def test_an_error_in_a_cell_is_no_text_in_any_format(kind, row, cells, path):
    """Copied into Word or saved as a page, the error is the text of the cell."""
    rows = [cells if number == row else line for number, line in enumerate(A_FORM)]
    reading = readers.read(f"a.{kind}", forms.MAKERS[kind](rows))
    assert places_of_errors(reading) == [reading.places[1][path]]
    assert "#" not in repr(reading.book)


def test_a_list_keeps_a_project_apart_whose_name_is_an_error():
    rows = [
        ["项目名称", "预算数", "一级指标", "三级指标", "指标值"],
        ["甲", "20", "产出指标", "长度", "7公里"],
        ["#REF!", "#N/A", "产出指标", "面积", "9亩"],
        ["乙", "30", "产出指标", "个数", "3个"],
    ]
    reading = readers.read("a.xlsx", forms.xlsx(rows))
    sheets = reading.book.projects
    assert [(s.name, len(s.indicators)) for s in sheets] == [
        ("甲", 1),
        ("", 1),
        ("乙", 1),
    ]
    paths = ("name", "budget.total")
    assert places_of_errors(reading) == [reading.places[2][path] for path in paths]


def test_an_error_beside_the_content_is_told_and_no_error():
    """In a column that is no part of a target."""
    rows = [
        ["项目名称", "甲⟨2⟩"],
        ["预算数（万元）", "20⟨2⟩"],
        ["三级指标", "指标值", "实际完成值"],
        ["长度", "7公里", "#REF!"],
    ]
    reading = readers.read("a.xlsx", forms.xlsx(rows))
    assert reading.errors == ()
    assert any("#REF!" in m.message for m in reading.warnings)


def test_an_old_workbook_does_not_lose_its_errors():
    """What reads it hands on an empty cell."""
    book = xlwt.Workbook()
    book.add_sheet("封面").write(0, 0, "二〇二一年")
    sheet = book.add_sheet("表一")
    for row, cells in enumerate(
        [["项目名称", "甲"], ["预算数（万元）", 20], ["三级指标", "指标值"], ["长度"]]
    ):
        for col, value in enumerate(cells):
            sheet.write(row, col, value)
    sheet.row(3).set_cell_error(1, "#DIV/0!")
    out = BytesIO()
    book.save(out)
    reading = readers.read("a.xls", out.getvalue())
    assert places_of_errors(reading) == ["表一!B4"]
    assert reading.places[1]["indicators.0.value"] == "表一!B4"
