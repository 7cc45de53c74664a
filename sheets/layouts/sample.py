"""A filled table and a filled department form: what a form looks like before anybody
chooses it, and whether it shows every cell.

Invented; the figures are those of no office.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from .. import fields
from ..grid import Cell
from ..sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Medium,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
    Task,
)
from .base import Layout, Line, OverallLayout

YEAR = 2021
ROWS = (
    ("产出指标", "数量指标", "享受补贴人数", "全年发放补贴的村干部人数", "=79人"),
    ("产出指标", "数量指标", "发放次数", "全年发放补贴的次数", "≥12次"),
    ("产出指标", "质量指标", "发放准确率", "按标准发放的人数占比", "=100%"),
    (
        "产出指标",
        "时效指标",
        "发放完成时间",
        "全年补贴发放完毕的时间",
        "2021年12月底前",
    ),
    ("产出指标", "成本指标", "人均月补贴", "每人每月的补贴标准", "≤1600元/人·月"),
    ("效益指标", "经济效益指标", "村集体收入增长率", "与上年相比的增长", "≥3%"),
    ("效益指标", "社会效益指标", "村级组织运转", "村级组织运转的情况", "正常运转"),
    ("效益指标", "生态效益指标", None, None, None),
    ("效益指标", "可持续影响指标", "干部队伍稳定率", "任期内留任的比例", "≥95%"),
    ("满意度指标", "服务对象满意度指标", "村干部满意度", "问卷调查的满意率", "≥90%"),
)
WEIGHTS = ("10", "10", "10", "10", "10", "10", "10", None, "10", "10")


def _rows(layout: Layout | None = None) -> tuple[Indicator, ...]:
    columns = layout.columns if layout else ()
    extra = tuple(
        (column.cell.removeprefix(fields.EXTRA), column.example)
        for column in columns
        if column.cell.startswith(fields.EXTRA)
    )
    return tuple(
        Indicator(
            *row,
            basis=row[2] and "历史标准",
            weight=weight and Decimal(weight),  # type: ignore[arg-type]
            extra=extra if row[2] else (),
        )
        for row, weight in zip(ROWS, WEIGHTS, strict=True)
    )


def sample_sheet(layout: Layout) -> Sheet:
    """Every cell of a table filled, with the further facts and columns of the form."""
    rows = _rows(layout)
    goals = ("按时足额发放村干部补贴。", "保障村级组织正常运转。")
    medium = Medium(
        period="2021年—2023年",
        budget=Budget("万元", Decimal("480"), Decimal("450"), Decimal("30")),
        goals=("三年内村干部补贴按时足额发放。", "村干部队伍保持稳定。", goals[1]),
        indicators=(replace(rows[0], value="≥237人次"), *rows[1:]),
    )
    return Sheet(
        name="村干部补贴",
        code="13012121P001",
        budget=Budget("万元", Decimal("161"), Decimal("151"), Decimal("10")),
        usage="资金主要用于村干部的基础职务补贴和保险。",
        plan=tuple(
            PlanStep(*step)
            for step in ((3, "25%"), (6, "50%"), (10, "80%"), (12, "100%"))
        ),
        goals=goals,
        goals_placeholder=None,
        indicators=rows,
        facts=tuple(layout.facts.items()),
        medium=medium,
    )


def sample_overall() -> Overall:
    """Every cell of an overall target filled."""
    rows = _rows()
    return Overall(
        goal="保障全县农业技术推广工作，粮食总产稳定在上年水平。",
        sub_goals=(
            SubGoal(
                "（一）村级组织", "村级组织正常运转。", ("补贴准时率=100%",), ("甲",)
            ),
        ),
        measures=(Measure("（一）加强预算执行", "按月核对支出进度。"),),
        tasks=(
            Task(
                "村级组织保障", "发放补贴", Decimal("161"), Decimal("161"), Decimal("0")
            ),
            Task(
                "农技推广", "推广良种", Decimal("69.3"), Decimal("60"), Decimal("9.3")
            ),
        ),
        indicators=rows,
    )


def sample_book(layout: Layout | None, overall: OverallLayout | None = None) -> Book:
    """The sample under a form's name: its table, or the department's overall target."""
    book = Book(year=YEAR, department=Department("201001", "某某县农业农村局"))
    if overall is not None:
        return replace(book, overall=sample_overall(), overall_layout=overall.id)
    if layout is None:
        raise ValueError("no form")
    return replace(book, layout=layout.id, projects=(sample_sheet(layout),))


def missing(form: Layout | OverallLayout) -> Iterator[str]:
    """Kinds of cells that the form neither shows nor says to leave out."""
    if isinstance(form, Layout):
        sheet = sample_sheet(form)
        odd = replace(sheet, facts=(*sheet.facts, ("别处的栏目", "仍要写出来")))
        parts: tuple[Cell | Line, ...] = form.draw(odd).cells
        texts = fields.texts(odd)
    else:
        book = sample_book(None, form)
        grid = form.grid(book)
        parts = (*(grid.cells if grid else ()), *form.lines(book))
        texts = fields.texts(sample_overall())
    shown = {fields.kind(part.field) for part in parts if part.field}
    kinds = dict.fromkeys(fields.kind(path) for path in texts)
    yield from (k for k in kinds if k not in shown and not _is_said(k, form.leaves_out))


def _is_said(kind: str, reasons: Mapping[str, str]) -> bool:
    # The unit stands in a label, and "and so on" in a line of its own.
    is_own = kind.endswith(("budget.unit", "goals_placeholder"))
    return is_own or fields.is_left_out(kind, reasons)
