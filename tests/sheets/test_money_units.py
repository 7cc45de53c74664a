"""Money in whatever unit a form counts it: read into 万元 or 元, exactly, and told."""

from decimal import Decimal

import pytest

from sheets import money

from .forms import read, told
from .test_form_readers import ORDERS, SPLIT, only

GOAL = ["年度目标", "养护村道。 ⟨4⟩"]
ROWS = [ORDERS["usual"], [*SPLIT, "里程", "≥5公里", "10"]]
NAME = ["项目名称", "村道养护 ⟨4⟩"]


def form(above: str, label: str, amount: str):
    return [[f"{above} ⟨5⟩"], NAME, [label, f"{amount} ⟨4⟩"], GOAL, *ROWS]


@pytest.mark.parametrize(
    ("unit", "amount", "wanted"),
    [
        ("亿元", "0.35", "3500"),
        ("千元", "150", "15"),
        ("百元", "1234.5", "12.345"),
        ("百万元", "1.5", "150"),
        ("千万元", "0.2", "200"),
    ],
)
@pytest.mark.parametrize("where", ["above", "label", "behind"])
def test_other_units_are_converted_and_told_once(where, unit, amount, wanted):
    texts = {
        "above": (f"单位：{unit}", "预算数", amount),
        "label": ("2021年", f"预算数（{unit}）", amount),
        "behind": ("2021年", "预算数", f"{amount}{unit}"),
    }
    reading = read(form(*texts[where]))
    budget = only(reading).budget
    assert (budget.unit, f"{budget.total:f}") == ("万元", wanted)
    assert told(reading).count(f"单位是{unit}，已换算成万元，请核对") == 1
    assert "没有写明金额单位" not in told(reading)
    assert reading.errors == ()


@pytest.mark.parametrize(
    "said", ["万元人民币", "人民币万元", "RMB万元", "万元RMB", "人民币：万元", "万元"]
)
def test_the_currency_beside_the_unit(said):
    reading = read(form(f"金额单位：{said}", "预算数", "12.50"))
    budget = only(reading).budget
    assert (budget.unit, f"{budget.total:f}") == ("万元", "12.50")
    assert "单位" not in told(reading)


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
def test_a_unit_in_the_cell_beside_its_amount(kind):
    line = ["预算数", "35000", "元", "其中：财政资金", "3.5", "万元"]
    rows = [["项目名称", "村道养护 ⟨5⟩"], line, ["年度目标", "养护村道。 ⟨5⟩"]]
    rows += [[*ROWS[0], "备注"], [*ROWS[1], ""]]
    reading = read(rows, kind)
    budget = only(reading).budget
    assert (budget.unit, budget.total, budget.fiscal) == ("元", 35000, 35000)
    assert "金额写的是万元，表的单位是元，已换算，请核对" in told(reading)
    assert "没有写明金额单位" not in told(reading)
    assert reading.errors == ()


def test_what_has_too_many_figures_then_is_an_error():
    reading = read(form("单位：亿元", "预算数", "123456789"))
    assert only(reading).budget.total is None
    [error] = reading.errors
    assert "“123456789亿元”换算成万元后位数太多" in error.message


def test_columns_of_a_list():
    head = ["项目名称", "预算数（千元）", "绩效目标", "三级指标", "指标值"]
    lines = [[n, "150", "养护村道。", "里程", "≥5公里"] for n in ("村道", "渠道")]
    reading = read([head, *lines])
    budgets = [sheet.budget for sheet in reading.book.projects]
    assert [(b.unit, b.total) for b in budgets] == [("万元", 15)] * 2
    assert told(reading).count("单位是千元，已换算成万元，请核对") == 1


def test_no_figure_is_lost_or_made():
    for unit in money.UNITS:
        there = money.converted(Decimal("12.34"), unit, "万元")
        assert money.converted(there, "万元", unit) == Decimal("12.34")
