"""Forms to hand out: what comes back is what was written into them, and no more."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from perftargets.errors import BadFile
from sheets import readers
from sheets.diff import diff
from sheets.layouts import Layout, layouts
from sheets.layouts.sample import sample_book
from sheets.overlay import laid_over
from sheets.own import OURS, TEMPLATE
from sheets.sheet import Budget, Indicator, PlanStep, Sheet, blank_sheet
from sheets.writers.template import FREE, NOTES, ROOM, Page, write_template

from .forms import saved
from .rounds import EXAMPLES, TABLES, settled, told, told_by_form, without_room

EACH_LAYOUT = pytest.mark.parametrize("layout", list(layouts), ids=lambda x: x.id)
TIERS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
MONTHS = (3, 6, 10, 12)


def template(*pages: Page, layout: Layout) -> bytes:
    return write_template(pages, layout, TIERS, "2021年某部门")


def back(data: bytes) -> readers.Reading:
    return readers.read("a.xlsx", data)


def over(old: Sheet, layout: Layout) -> list:
    """What importing the untouched template would change."""
    reading = back(template(Page(old), layout=layout))
    [found] = reading.book.projects
    return diff(old, laid_over(old, found, reading.places[1]))


def blank(unit: str = "万元") -> Sheet:
    return blank_sheet(months=MONTHS, tiers=TIERS, unit=unit)


def tiered(layout: Layout) -> bool:
    return any(c.text == "一级指标" for c in layout.draw(Sheet()).cells)


def inputs(sheet) -> dict[str, str]:
    """Unlocked cells of a worksheet with their texts."""
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ == "Cell"
    }


@EACH_LAYOUT
def test_an_untouched_template_changes_nothing(layout):
    sheet = sample_book(layout).projects[0]
    if not tiered(layout):  # such a form prints no empty row
        rows = tuple(row for row in sheet.indicators if row.tier3)
        sheet = replace(sheet, indicators=rows)
    reading = back(template(Page(sheet), Page(blank(), is_new=True), layout=layout))
    assert reading.errors == ()
    assert [found.name for found in reading.book.projects] == [sheet.name]
    [found] = reading.book.projects
    if not tiered(layout):
        found = replace(
            found,
            indicators=tuple(
                replace(new, tier1=old.tier1, tier2=old.tier2)
                for old, new in zip(sheet.indicators, found.indicators, strict=True)
            ),
        )
    assert diff(sheet, laid_over(sheet, found, reading.places[1])) == []
    assert reading.book.layout == layout.id


@EACH_LAYOUT
def test_an_empty_form_of_the_year_comes_back_empty(layout):
    """What a project looks like that was just made."""
    sheet = replace(blank(), name="新建的项目")
    if tiered(layout):
        assert over(sheet, layout) == []


def filled_in(data: bytes, tab: int, texts: dict[str, str]) -> bytes:
    """The template with texts written into its input cells."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[tab]
    for ref, text in texts.items():
        assert not sheet[ref].protection.locked, ref
        sheet[ref].value, sheet[ref].data_type = text, "s"
    return saved(book)


@EACH_LAYOUT
def test_a_new_project_is_filled_in(layout):
    """Each input of the form gets a text; each comes back under its own path."""
    sheet = blank()
    data = template(Page(sheet, is_new=True), layout=layout)
    empty = load_workbook(BytesIO(data)).worksheets[1]
    # Told by the form itself: which cell is which.
    marked = replace(
        sheet,
        name="防汛物资",
        budget=Budget("万元", Decimal(80), Decimal(80), None),
        goals=("储备防汛物资。", ""),
        plan=tuple(PlanStep(m, f"{m * 8}%") for m in MONTHS),
        indicators=tuple(
            Indicator(t1, t2, f"{t2}之{i}", None, f"≥{i + 5}个", None)
            for i, (t1, t2) in enumerate(TIERS)
        ),
    )
    drawn = load_workbook(
        BytesIO(template(Page(marked, is_new=True), layout=layout))
    ).worksheets[1]
    there = {ref: text for ref, text in inputs(drawn).items() if text}
    assert set(there) <= set(inputs(empty))
    [found] = back(filled_in(data, 1, there)).book.projects
    assert found.name == "防汛物资"
    assert found.goals == ("储备防汛物资。",)
    rows = [(row.tier3, row.value) for row in found.indicators]
    assert rows == [(row.tier3, row.value) for row in marked.indicators]
    if tiered(layout):
        labels = [(row.tier1, row.tier2) for row in found.indicators]
        assert labels == list(TIERS)


def test_rows_are_written_into_the_room():
    layout = layouts.get("hebei-2021")
    old = replace(
        blank(),
        name="防汛物资",
        indicators=(
            Indicator("产出指标", "数量指标", "编织袋", "数量", "≥5000条", "方案"),
            Indicator("产出指标", "质量指标"),
        ),
    )
    data = template(Page(old), layout=layout)
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[1]
    name = next(c for row in sheet.iter_rows() for c in row if c.value == "编织袋")
    texts = {f"{name.column_letter}{name.row + 1}": "=79人"}
    free = sheet.max_row - FREE + 1
    texts |= {f"A{free}": "效益指标", f"C{free}": "社会效益指标"}
    texts |= {f"{name.column_letter}{free}": "险情处置及时率"}
    reading = back(filled_in(data, 1, texts))
    assert reading.errors == ()
    [found] = reading.book.projects
    assert [(r.tier1, r.tier2, r.tier3) for r in found.indicators] == [
        ("产出指标", "数量指标", "编织袋"),
        ("产出指标", "数量指标", "=79人"),
        ("产出指标", "质量指标", None),
        ("效益指标", "社会效益指标", "险情处置及时率"),
    ]
    assert reading.places[1]["indicators.3.tier3"].endswith(f"!E{free}")


@pytest.mark.parametrize("labels", [{}, {"C": "数量指标"}], ids=["none", "only 二级"])
def test_a_row_at_the_end_without_its_label_is_told(labels):
    """It must not pass for one of the last 二级指标 without a word."""
    data = template(Page(blank(), is_new=True), layout=layouts.get("hebei-2021"))
    free = load_workbook(BytesIO(data)).worksheets[1].max_row - FREE + 1
    texts = {"G3": "防汛物资", f"E{free}": "编织袋", f"I{free}": "≥5000条"}
    texts |= {f"{column}{free}": text for column, text in labels.items()}
    [message] = [
        m for m in back(filled_in(data, 1, texts)).warnings if "一级指标" in m.message
    ]
    assert message.where.endswith(f"!E{free}")


def test_a_row_that_was_emptied_is_gone():
    layout = layouts.get("hebei-2021")
    rows = tuple(
        Indicator("产出指标", "数量指标", f"第{i}个", "", "1个", "") for i in (1, 2)
    )
    old = replace(blank(), name="甲项目", indicators=rows)
    book = load_workbook(BytesIO(template(Page(old), layout=layout)))
    sheet = book.worksheets[1]
    for row in sheet.iter_rows():
        if any(cell.value == "第1个" for cell in row):
            for cell in row:
                if type(cell).__name__ == "Cell" and not cell.protection.locked:
                    cell.value = None
    [found] = back(saved(book)).book.projects
    over = laid_over(old, found)
    assert [row.tier3 for row in over.indicators] == ["第2个"]


@EACH_LAYOUT
def test_only_inputs_are_unlocked(layout):
    sheet = sample_book(layout).projects[0]
    book = load_workbook(BytesIO(template(Page(sheet), layout=layout)))
    for page in book.worksheets:
        assert page.protection.sheet
        assert page.protection.password is None
        assert not page.protection.formatColumns
        assert not page.protection.formatRows
    assert not inputs(book[NOTES])
    page = book.worksheets[1]
    open_texts = set(inputs(page).values())
    labels = {c.text for c in layout.draw(sheet).cells if c.role == "label"}
    period = {c.text for c in layout.draw(sheet).cells if c.field == "medium.period"}
    assert not (labels - period) & open_texts
    # The name decides which project it is, so it stays.
    assert sheet.name not in open_texts
    new = load_workbook(
        BytesIO(template(Page(replace(sheet), is_new=True), layout=layout))
    )
    assert sheet.name in inputs(new.worksheets[1]).values()


def test_what_may_be_chosen_is_offered():
    layout = layouts.get("value-split")
    book = load_workbook(BytesIO(template(Page(blank(), is_new=True), layout=layout)))
    page = book.worksheets[1]
    lists = {
        rule.formula1: rule
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }
    signs = next(f for f in lists if "≥" in f)
    units = next(f for f in lists if "万元" in f)
    assert lists[signs].showErrorMessage is False
    rooms = len(TIERS) * (1 + ROOM) + FREE
    for formula in (signs, units):
        assert sum(r.size["rows"] for r in lists[formula].sqref.ranges) == rooms
    ranges = [formula for formula in lists if NOTES in formula]
    assert len(ranges) == 2
    notes = book[NOTES]
    for formula, texts in zip(sorted(ranges), zip(*TIERS, strict=True), strict=True):
        area = formula.rpartition("!")[2].replace("$", "")
        found = [cell.value for (cell,) in notes[area]]
        assert found == list(dict.fromkeys(texts))
    prompts = {rule.prompt for rule in page.data_validations.dataValidation}
    assert any(prompt and "符号" in prompt or "指标" in prompt for prompt in prompts)


def test_the_notes_say_what_they_are():
    layout = layouts.get("hebei-2021")
    book = load_workbook(BytesIO(template(Page(blank(), is_new=True), layout=layout)))
    texts = {cell.value for (cell,) in book[NOTES]["A1:A20"]}
    assert {OURS, TEMPLATE} <= texts
    assert f"{NOTES}：2021年某部门" in texts


def test_a_template_that_nobody_filled_in_holds_nothing():
    layout = layouts.get("hebei-2021")
    with pytest.raises(BadFile, match="没有找到绩效目标表"):
        back(template(Page(blank(), is_new=True), layout=layout))


def test_a_form_without_its_name_is_an_error():
    layout = layouts.get("hebei-2021")
    sheet = replace(blank(), usage="购置防汛物资。")
    reading = back(template(Page(sheet, is_new=True), layout=layout))
    assert any("没有找到项目名称" in error.message for error in reading.errors)


def test_text_is_text(office):
    """Nothing of it is a formula, in LibreOffice neither."""
    layout = layouts.get("hebei-2021")
    rows = (Indicator("产出指标", "数量指标", "=1+1", "+1", "=79人", "@x"),)
    sheet = replace(blank(), name="=2+3", usage="-5%", indicators=rows)
    data = template(Page(sheet), layout=layout)
    page = load_workbook(BytesIO(data)).worksheets[1]
    assert not [c for row in page.iter_rows() for c in row if c.data_type == "f"]
    [again] = office("xlsx", {"a.xlsx": data}).values()
    [found] = back(again).book.projects
    assert diff(sheet, laid_over(sheet, found)) == []
    kept = load_workbook(BytesIO(again)).worksheets[1]
    assert kept.protection.sheet
    assert kept.data_validations.dataValidation


@EACH_LAYOUT
@settings(max_examples=EXAMPLES)
@given(sheet=TABLES)
def test_whatever_is_typed_comes_back(layout, sheet):
    reading = back(template(Page(sheet), layout=layout))
    [found] = reading.book.projects
    wanted = told_by_form(without_room(settled(sheet, layout), layout), layout)
    assert told(without_room(settled(found, layout), layout)) == wanted
    assert reading.errors == ()
