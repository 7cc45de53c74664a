"""Our own files say what was filled in, and still do when somebody has edited them."""

import re
from copy import copy, deepcopy
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import _Cell
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from sheets import readers
from sheets.edition import unstamped
from sheets.layouts import layouts
from sheets.layouts.sample import sample_book
from sheets.own import CONTENT
from sheets.readers import Reading
from sheets.sheet import Book, Indicator, Sheet
from sheets.writers import writers

from .forms import saved
from .rounds import told, told_by_form

HEBEI = layouts.get("hebei-2021")
# The second row, below the labels of the first.
ADDED = Indicator("产出指标", "数量指标", "合计", "一级指标", "指标值", "目标1：")


def book(**changed) -> Book:
    """The sample; its first indicator, goal and usage look like words of the form."""
    sample = sample_book(HEBEI)
    [sheet] = sample.projects
    rows = (replace(sheet.indicators[0], tier3="三级指标"), *sheet.indicators[1:])
    ours = {"indicators": rows, "goals": ("目标2：项目名称", "......"), "usage": "合计"}
    return replace(sample, projects=(replace(sheet, **ours | changed),))


def written(format_id: str, what: Book) -> bytes:
    return writers.get(format_id).write(unstamped(what), HEBEI.of_book(what))


def read(format_id: str, data: bytes) -> Reading:
    return readers.read(f"a.{format_id.partition('-')[0]}", data)


TYPED = (ADDED.tier3, ADDED.description, ADDED.value, ADDED.basis)
GONE = "发放完成时间"


def edited(sheet: Sheet) -> Sheet:
    """A row is inserted below the first, the first basis changed, one row removed."""
    first, *others = sheet.indicators
    left = [row for row in others if row.tier3 != GONE]
    added = replace(ADDED, weight=first.weight)
    return replace(sheet, indicators=(replace(first, basis="备注"), added, *left))


def edit_docx(data: bytes) -> bytes:
    """As Word does it: a new row is a copy of its neighbour, with other texts."""
    document = Document(BytesIO(data))
    table = document.tables[1]
    rows = {row._tr.xpath("string()"): row._tr for row in table.rows}
    first, second, *_ = (tr for text, tr in rows.items() if "指标值确定" not in text)
    [gone] = [tr for text, tr in rows.items() if GONE in text]
    new = deepcopy(second)
    first.addnext(new)
    gone.getparent().remove(gone)
    for cell, text in zip(new.tc_lst[-4:], TYPED, strict=True):
        _Cell(cell, table).paragraphs[0].runs[0].text = text
    _Cell(first.tc_lst[-1], table).paragraphs[0].runs[0].text = "备注"
    return saved(document)


def edit_html(data: bytes) -> bytes:
    page = data.decode()
    rows = re.findall(r"<tr>.*?</tr>", page)
    [first] = [row for row in rows if "=79人" in row]
    [second] = [row for row in rows if "发放次数" in row]
    [gone] = [row for row in rows if GONE in row]
    texts = iter(TYPED)
    new = re.sub(r">[^<>]+</td>", lambda _: f">{next(texts)}</td>", second)
    changed = first.replace("历史标准", "备注").replace('rowspan="2"', 'rowspan="3"')
    return page.replace(first, changed + new).replace(gone, "").encode()


def move_rows(sheet, row: int, by: int) -> None:
    """Excel's own way with merged areas when a row comes or goes; openpyxl has none."""
    areas = sorted(sheet.merged_cells.ranges, key=str)
    for area in areas:
        sheet.merged_cells.remove(area)
    (sheet.insert_rows if by > 0 else sheet.delete_rows)(row)
    for area in areas:
        if area.min_row >= row + (by < 0):
            area.shift(row_shift=by)
        elif area.max_row >= row and by > 0:
            area.expand(down=1)
        elif area.max_row >= row and area.max_row > area.min_row:
            area.shrink(bottom=1)
        elif area.max_row >= row:
            continue
        sheet.merged_cells.add(area)


def edit_xlsx(data: bytes) -> bytes:
    """As Excel does it: a new row has the formats of the one above, and no merges."""
    workbook = load_workbook(BytesIO(data))
    sheet = workbook.active
    rows = {cell.value: cell.row for cell in sheet["E"] if cell.value}
    first = rows["发放次数"] - 1
    move_rows(sheet, rows[GONE], -1)
    move_rows(sheet, first + 1, 1)
    for cell in sheet[first + 1]:
        if not isinstance(cell, MergedCell):
            cell._style = copy(sheet.cell(first, cell.column)._style)
    for column, text in zip("EGIK", TYPED, strict=True):
        sheet[f"{column}{first + 1}"].value = text
    sheet[f"K{first}"].value = "备注"
    return saved(workbook)


EDITS = {"docx": edit_docx, "html": edit_html, "xlsx": edit_xlsx}


@pytest.mark.parametrize("format_id", EDITS)
def test_an_edited_file_says_still_what_was_filled_in(format_id):
    [sheet] = book().projects
    reading = read(format_id, EDITS[format_id](written(format_id, book())))
    [found] = reading.book.projects
    assert told(found) == told_by_form(edited(sheet), HEBEI)
    assert reading.errors == ()


def all_docx(data: bytes) -> bytes:
    document = Document(BytesIO(data))
    for paragraph in document.element.body.iter(qn("w:pStyle")):
        paragraph.set(qn("w:val"), "SheetText")
    return saved(document)


def all_html(data: bytes) -> bytes:
    return data.replace(b'class="label"', b'class="text"')


def all_xlsx(data: bytes, style: str = CONTENT) -> bytes:
    workbook = load_workbook(BytesIO(data))
    for row in workbook.active.iter_rows():
        for cell in row:
            if not isinstance(cell, MergedCell):
                cell.style = style
    return saved(workbook)


ALL = {"docx": all_docx, "html": all_html, "xlsx": all_xlsx}


@pytest.mark.parametrize("format_id", ALL)
def test_marks_that_leave_no_label_are_none(format_id):
    """Somebody has given the whole table one look."""
    sample = sample_book(HEBEI)
    reading = read(format_id, ALL[format_id](written(format_id, sample)))
    [found] = reading.book.projects
    assert told(found) == told_by_form(sample.projects[0], HEBEI)
    assert reading.errors == ()


def test_several_tables_on_a_worksheet_without_marks(seed_book):
    """As somebody may copy them into a workbook of their own."""
    data = all_xlsx(written("xlsx-one", replace(seed_book, overall=None)), "Normal")
    reading = read("xlsx", data)
    assert reading.errors == ()
    assert reading.book.projects == seed_book.projects


def test_dots_below_the_goals_of_two_sides_are_no_goal():
    form = layouts.get("mof-2015-project")
    sample = sample_book(form)
    [sheet] = sample.projects
    what = replace(sample, projects=(replace(sheet, goals_placeholder="......"),))
    data = writers.get("docx").write(unstamped(what), form.of_book(what))
    [found] = read("docx", data).book.projects
    assert found.goals == sheet.goals
    assert found.goals_placeholder == "......"


@pytest.mark.parametrize("format_id", ["docx", "html", "xlsx"])
def test_goals_below_a_label_that_is_said_again_keep_their_side(format_id):
    """Word repeats the label of many goals, and not the sides above them."""
    layout = layouts.get("mof-2015-project")
    [sheet] = sample_book(layout).projects
    goals = ("甲", "乙", "丙", "丁\n\n戊", *"己庚辛壬")
    what = replace(sample_book(layout), projects=(replace(sheet, goals=goals),))
    data = writers.get(format_id).write(unstamped(what), layout.of_book(what))
    reading = read(format_id, data)
    assert reading.book.projects[0].goals == goals
    assert reading.errors == ()


@pytest.mark.parametrize("format_id", ["docx", "html", "xlsx", "xlsx-one"])
def test_a_typed_error_of_excel_is_a_text(format_id):
    [sheet] = book().projects
    first, *others = sheet.indicators
    rows = (replace(first, value="#REF!", basis="#N/A"), *others)
    changed = replace(sheet, goals=("#NAME?",), usage="#VALUE!", indicators=rows)
    reading = read(format_id, written(format_id, book(**_parts(changed))))
    assert reading.errors == ()
    assert told(reading.book.projects[0]) == told_by_form(changed, HEBEI)


def _parts(sheet: Sheet) -> dict:
    return {n: getattr(sheet, n) for n in ("goals", "usage", "indicators")}


def test_a_broken_formula_in_a_cell_of_ours_is_told():
    workbook = load_workbook(BytesIO(written("xlsx", book())))
    sheet = workbook.worksheets[-1]
    [cell] = [c for row in sheet.iter_rows() for c in row if c.value == "=79人"]
    cell.value, cell.data_type = "#REF!", "e"
    reading = read("xlsx", saved(workbook))
    [message] = reading.errors
    assert "公式出错（#REF!）" in message.message
