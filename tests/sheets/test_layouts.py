"""Every registered form, on any document: it tiles its rectangle, loses no cell, and
says each in the place of its field."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from sheets import fields, interchange, money
from sheets.grid import Grid
from sheets.layouts import (
    Column,
    layout_ids,
    layout_of,
    layouts,
    not_shown,
    overall_layouts,
)
from sheets.layouts.mof_2015_project import lines_of
from sheets.layouts.sample import missing, sample_book
from sheets.sheet import (
    Book,
    Department,
    Indicator,
    Medium,
    Overall,
    PlanStep,
    Sheet,
    Task,
)
from sheets.split import join

from .samples import FORMULAS, HOSTILE, LONG
from .strategies import overalls, sheets

LAYOUTS = list(layouts)
OVERALLS = list(overall_layouts)
BY_ID = {"ids": lambda form: form.id}
EACH = pytest.mark.parametrize("layout", LAYOUTS, **BY_ID)
EACH_OVERALL = pytest.mark.parametrize("form", OVERALLS, **BY_ID)
ROW = Indicator("产出指标", "数量指标", "人数", "描述", "=79人", "依据")


def many(count: int) -> Sheet:
    rows = tuple(replace(ROW, tier3=f"第{i}个指标") for i in range(count))
    return Sheet(name="甲", indicators=rows, medium=Medium(indicators=rows[:7]))


SAMPLES = {
    "empty": Sheet(),
    "60 indicators": many(60),
    "40 goals": Sheet(name="甲", goals=tuple(f"第{i}个目标" for i in range(40))),
    "2000 characters": Sheet(
        name="甲", goals=(LONG,), indicators=(replace(ROW, basis=LONG, value=LONG),)
    ),
    "ugly text": Sheet(
        name=HOSTILE,
        facts=(("实施单位", HOSTILE), ("从未见过的栏目", "=1+1")),
        goals=FORMULAS,
        goals_placeholder="......",
        indicators=tuple(replace(ROW, tier3=HOSTILE, value=text) for text in FORMULAS),
        medium=Medium(HOSTILE, goals=FORMULAS, indicators=(ROW,)),
    ),
}


def check_tiles(grid: Grid) -> None:
    slots = [
        (cell.row + r, cell.col + c)
        for cell in grid.cells
        for r in range(cell.rowspan)
        for c in range(cell.colspan)
    ]
    assert len(slots) == len(set(slots)) == grid.height * len(grid.widths)
    assert sum(grid.widths) == pytest.approx(1)
    assert 0 <= grid.head < grid.height
    assert all(cell.col + cell.colspan <= len(grid.widths) for cell in grid.cells)


def check_fields(grid: Grid, document: Sheet | Overall) -> None:
    """Each cell says what the document says in its field, once."""
    cells = [c for c in grid.cells if c.field]
    shown = {c.field: c.typed for c in cells}
    assert len(shown) == len(cells), "a field is shown twice"
    texts = fields.texts(document)
    for path, text in shown.items():
        stem, _, part = path.rpartition(".")
        if part in ("sign", "unit"):
            value = f"{stem.removesuffix('.value')}.value"
            parts = [shown[f"{value}.sign"], shown[value], shown[f"{value}.unit"]]
            assert join(*parts) == texts[value]
        elif f"{path}.sign" not in shown:
            # A cell that the form has and the document has not is empty.
            assert text == texts.get(path, "")


def check_sheet(layout, sheet: Sheet) -> None:
    grid = layout.grid(sheet)
    check_tiles(grid)
    check_fields(grid, sheet)
    shown = {c.field for c in grid.cells}
    for path, text in fields.texts(sheet).items():
        # What is not shown, the form has said to leave out; or it is a column of
        # another form.
        if path not in shown and text:
            assert _left_out(layout, path), path
    if sheet.goals_placeholder:
        assert sheet.goals_placeholder in {c.text for c in grid.cells}


def _left_out(layout, path: str) -> bool:
    is_own = path.endswith(("budget.unit", "goals_placeholder"))
    return "extra" in path or is_own or fields.is_left_out(path, layout.leaves_out)


def test_the_forms_are_there():
    ids = [layout.id for layout in LAYOUTS]
    assert set(ids) >= {
        *("hebei-2021", "mof-2015-project", "mof-annual", "value-split", "flat"),
        "hubei",
    }
    assert {form.id for form in OVERALLS} >= {"hebei-text", "mof-2015-department"}
    assert len(set(layout_ids())) == len(layout_ids())


@EACH
@settings(max_examples=40)
@given(sheet=sheets)
def test_any_table_has_its_cells_in_their_places(layout, sheet):
    check_sheet(layout, sheet)


@EACH
@pytest.mark.parametrize("name", SAMPLES)
def test_a_table_that_does_not_fit_its_form(layout, name):
    check_sheet(layout, SAMPLES[name])


@EACH
def test_the_seed_in_every_form(layout, seed_book):
    for sheet in seed_book.projects:
        check_sheet(layout, sheet)


@EACH_OVERALL
@settings(max_examples=40)
@given(overall=overalls)
def test_any_overall_target_has_its_cells_in_their_places(form, overall):
    book = Book(2021, department=Department("001", "甲局"), overall=overall)
    lines, grid = form.lines(book), form.grid(book)
    texts = fields.texts(overall)
    assert [
        line.field for line in lines if line.field and line.field not in texts
    ] == []
    if grid is not None:
        check_tiles(grid)
        check_fields(grid, overall)


@pytest.mark.parametrize("form", [*LAYOUTS, *OVERALLS], **BY_ID)
def test_a_form_shows_every_cell_or_says_why_not(form):
    assert list(missing(form)) == []
    assert all(form.leaves_out.values())


def test_a_form_that_forgets_a_cell_is_found_at_start_up():
    forgetful = type("Forgetful", (type(layouts.get("flat")),), {"leaves_out": {}})()
    assert set(missing(forgetful)) >= {"usage", "plan", "indicators.basis"}
    assert "name" not in set(missing(forgetful))


@EACH
def test_the_sample_goes_through_json(layout):
    book = sample_book(layout)
    again = interchange.loads(interchange.dumps(book))
    assert again == book
    assert layout_of(again).grid(again.projects[0]) == layout_of(book).grid(
        book.projects[0]
    )


def at(grid: Grid, row: int) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row == row]


def spans(grid: Grid, text: str) -> list[tuple[int, int]]:
    return [(c.colspan, c.rowspan) for c in grid.cells if c.text == text]


# --- Hebei ------------------------------------------------------------------------


def test_the_grid_of_the_seed(seed_book):
    grid = layouts.get("hebei-2021").grid(seed_book.projects[2])
    place = {(c.row, c.col): c for c in grid.cells}
    by_text = {c.text: c for c in grid.cells}
    assert len(grid.widths) == 12
    assert [by_text[t].rowspan for t in ("产出指标", "效果指标", "满意度指标")] == [
        4,
        4,
        1,
    ]
    assert {c.field: c.text for c in grid.cells}["plan.12"] == "100%"
    assert place[(0, 0)].text == "项目编码"
    assert at(grid, grid.head)[:3] == ["一级指标", "二级指标", "三级指标"]
    empty = [c.field for c in grid.cells if c.field and "indicators.4." in c.field]
    assert len(empty) == 4
    assert "......" in by_text
    assert grid.title == "村级组织经费项目绩效目标表"
    assert grid.note == "金额单位：万元"


@pytest.mark.parametrize("months", [(12,), (6, 12), (3, 6, 9, 12), tuple(range(1, 13))])
def test_any_checkpoints_fit(seed_book, months):
    plan = tuple(PlanStep(month, "1%") for month in months)
    sheet = replace(seed_book.projects[0], plan=plan)
    shown = [
        c for c in layouts.get("hebei-2021").grid(sheet).cells if c.role == "label"
    ]
    assert [c.text for c in shown if "月底" in c.text] == [f"{m}月底" for m in months]
    assert all(c.colspan >= 1 for c in shown)


def test_a_name_that_ends_in_project_does_not_say_it_twice(seed_book):
    sheet = replace(seed_book.projects[0], name="道路维修项目")
    assert layouts.get("hebei-2021").grid(sheet).title == "道路维修项目绩效目标表"
    assert layouts.get("hebei-2021").grid(sheet, 3).title.startswith("3. 道路")


# --- The ministry's ---------------------------------------------------------------


def two_sides() -> Grid:
    book = sample_book(layouts.get("mof-2015-project"))
    return layout_of(book).grid(book.projects[0])


def test_the_two_sides_cell_by_cell():
    grid = two_sides()
    assert (grid.title, grid.note) == ("项目支出绩效目标申报表", "（2021年度）")
    assert at(grid, 0) == ["项目名称", "村干部补贴"]
    assert at(grid, 1)[::2] == ["主管部门及代码", "实施单位"]
    assert at(grid, 2)[::2] == ["项目属性", "项目期"]
    assert at(grid, 3) == [
        *("项目资金（万元）", "中期资金总额：", "480", "年度资金总额：", "161"),
    ]
    assert at(grid, 4) == ["其中：财政拨款", "450", "其中：财政拨款", "151"]
    assert at(grid, 5) == ["其他资金", "30", "其他资金", "10"]
    assert at(grid, 6) == ["总体目标", "中期目标（2021年—2023年）", "年度目标"]
    assert [len(at(grid, row)) for row in (7, 8, 9)] == [2, 2, 2]
    assert at(grid, 9) == ["目标3：保障村级组织正常运转。", ""]
    assert at(grid, grid.head) == [
        *("绩效指标", "一级指标"),
        *("二级指标", "三级指标", "指标值") * 2,
    ]
    assert spans(grid, "绩效指标") == [(1, grid.height - grid.head)]
    assert spans(grid, "总体目标") == [(1, 4)]
    assert spans(grid, "产出指标") == [(1, 5)]
    assert spans(grid, "数量指标") == [(1, 2), (1, 2)]


def test_the_shorter_side_is_filled_up():
    other = Indicator("效益指标", "经济效益指标", "收入", value="≥5%")
    left, right = (ROW, other), (ROW, replace(ROW, tier3="次数"), replace(ROW))
    lines = lines_of(left, right)
    assert [(line.left, line.right) for line in lines] == [
        *((0, 0), (None, 1), (None, 2)),
        (1, None),
    ]
    assert [(line.tier1_height, line.tier2_height) for line in lines] == [
        *((3, 3), (0, 0), (0, 0)),
        (1, 1),
    ]


def test_a_table_without_a_medium_side_has_room_for_one():
    grid = layouts.get("mof-2015-project").grid(Sheet(name="甲", indicators=(ROW,)))
    shown = {c.field: c.text for c in grid.cells if c.field}
    assert shown["medium.budget.total"] == shown["medium.period"][5:-1] == ""
    assert "medium.goals.0" in shown


def test_the_annual_form_adds_its_points_up():
    book = sample_book(layouts.get("mof-annual"))
    grid = layout_of(book).grid(book.projects[0])
    assert at(grid, grid.height - 1) == ["合计", "90"]
    assert at(grid, grid.head)[-1] == "分值"
    assert "合计" not in {c.text for c in layouts.get("mof-annual").grid(many(3)).cells}


@pytest.mark.parametrize("tier1", ["成本指标", "产出指标"])
def test_both_schemes_of_tiers_fit(tier1):
    row = Indicator(tier1, "经济成本指标", "成本", value="≤5万元", weight=Decimal(20))
    grid = layouts.get("mof-annual").grid(Sheet(name="甲", indicators=(row,)))
    assert spans(grid, tier1) == [(1, 1)]


def test_the_department_form_cell_by_cell():
    form = overall_layouts.get("mof-2015-department")
    book = sample_book(None, form)
    grid = form.grid(book)
    assert grid.title == "部门（单位）整体支出绩效目标申报表"
    assert at(grid, 0) == ["部门（单位）名称", "某某县农业农村局"]
    assert at(grid, 1) == ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）"]
    assert at(grid, 2) == ["总额", "财政拨款", "其他资金"]
    assert at(grid, 3) == ["村级组织保障", "发放补贴", "161", "161", "0"]
    assert at(grid, 5) == ["金额合计", "230.3", "221", "9.3"]
    assert at(grid, 6)[0] == "年度总体目标"
    assert spans(grid, "年度主要任务") == [(1, 5)]
    assert spans(grid, "年度绩效指标") == [(1, 11)]
    assert at(grid, grid.head) == [
        *("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"),
    ]


def test_a_department_form_without_amounts_has_an_empty_sum():
    form = overall_layouts.get("mof-2015-department")
    grid = form.grid(Book(overall=Overall(tasks=(Task("甲"),))))
    assert at(grid, 4) == ["金额合计", "", "", ""]


# --- Other places -----------------------------------------------------------------


def test_a_value_in_three_cells():
    book = sample_book(layouts.get("value-split"))
    grid = layout_of(book).grid(book.projects[0])
    shown = {c.field: c.text for c in grid.cells if c.field}
    path = "indicators.1.value"
    cells = [shown[p] for p in (f"{path}.sign", path, f"{path}.unit")]
    assert cells == ["≥", "12", "次"]
    assert shown["indicators.6.value"] == "正常运转"
    assert shown["indicators.6.value.sign"] == "定性"
    assert shown["indicators.1.extra.指标方向性"] == "正向指标"


def test_a_flat_form_has_no_tiers():
    grid = layouts.get("flat").grid(Sheet(name="甲", indicators=(ROW,)))
    assert at(grid, grid.head) == ["指标", "指标权重", "计量单位", "指标性质", "指标值"]
    assert at(grid, grid.head + 1) == ["人数", "", "人", "=", "79"]
    assert "产出指标" not in {c.text for c in grid.cells}


def test_hubei_has_two_earlier_years():
    book = sample_book(layouts.get("hubei"))
    grid = layout_of(book).grid(book.projects[0])
    assert at(grid, grid.head)[2:] == [
        *("三级指标", "绩效标准", "前年指标值", "上年指标值", "当年预期实现值"),
    ]
    assert at(grid, grid.height - 1)[0] == "主管部门审核意见"


# --- What an office prints ----------------------------------------------------------


def test_an_office_prints_its_own_words():
    labels = (("项目名称", "项目（专项）名称"), ("没有的", "无"))
    book = replace(sample_book(layouts.get("flat")), labels=(*labels, ("指标", "名")))
    sheet = replace(book.projects[0], goals=("指标",))
    grid = layout_of(replace(book, layout="hebei-2021")).grid(sheet)
    assert spans(grid, "项目（专项）名称") and not spans(grid, "项目名称")
    # What was typed is no word of the form.
    assert {c.field: c.text for c in grid.cells}["goals.0"] == "指标"
    assert layouts.get("hebei-2021").labels == ()


def test_the_form_of_the_overall_target():
    book = Book(2021, "hebei-2021", overall=Overall("目标"))
    assert layout_of(book).overall_grid(book) is None
    other = replace(book, overall_layout="mof-2015-department")
    assert layout_of(other).overall_grid(other) is not None
    assert layout_of(book, "mof-2015-department").overall_grid(book) is not None
    assert layout_of(book, "flat").id == "flat"
    # The ministry's table brings its own.
    ministry = replace(book, layout="mof-annual")
    assert layout_of(ministry).overall_grid(ministry) is not None
    assert layout_of(ministry).overall_grid(Book(2021, "mof-annual")) is None


def test_what_a_form_has_no_place_for_is_told():
    sheet = replace(many(1), usage="买材料", plan=(PlanStep(3, "25%"),))
    grid = layouts.get("flat").grid(sheet)
    told = dict(not_shown(sheet, grid))
    assert told["资金用途"] == "买材料"
    assert told["资金支出计划 3月底"] == "25%"
    assert told["数量指标 第1行 指标值确定依据"] == "依据"
    assert "项目名称" not in told
    assert money.show(None) not in told.values()


def test_a_column_names_its_cell():
    assert Column("权重", "weight").path == "weight"
    assert Column("性质", "value", shows="sign").path == "value.sign"
    assert Column("值", "value", shows="amount").path == "value"
