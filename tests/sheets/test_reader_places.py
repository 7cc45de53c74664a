"""From which cell of the file each field came."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from sheets import fields, readers
from sheets.edition import unstamped
from sheets.layouts import layouts, overall_layouts
from sheets.layouts.sample import sample_book
from sheets.readers.apart import read_apart
from sheets.readers.base import OVERALL
from sheets.writers import writers

from .forms import PUBLISHED
from .forms import xlsx as made

EACH_LAYOUT = pytest.mark.parametrize("layout", list(layouts), ids=lambda x: x.id)


def squeezed(text: object) -> str:
    return "" if text is None else "".join(str(text).split())


def cell_at(data: bytes, place: str) -> str:
    tab, _, ref = place.rpartition("!")
    return squeezed(load_workbook(BytesIO(data))[tab][ref].value)


def misplaced(data: bytes, document, places) -> dict[str, str]:
    """Fields whose text does not stand where the reader says."""
    wrong = {}
    for path, text in fields.texts(document).items():
        if not text or path.endswith("budget.unit"):
            continue
        place = places.get(path) or places.get(f"{path}.sign", "")
        there = cell_at(data, place) if place else ""
        # A sign, a number and a unit may stand in three cells.
        if not there or (squeezed(text) not in there and there not in squeezed(text)):
            wrong[path] = f"{text} {place} {there}"
    return wrong


@EACH_LAYOUT
def test_every_field_knows_its_cell(layout):
    data = writers.get("xlsx").write(unstamped(sample_book(layout)), layout)
    reading = readers.read("a.xlsx", data)
    [sheet] = reading.book.projects
    assert misplaced(data, sheet, reading.places[1]) == {}
    assert len(reading.places[1]) > 20


@pytest.mark.parametrize("name", ["mof-2015-department"])
def test_a_departments_form_knows_its_cells_too(name):
    book = sample_book(None, overall_layouts.get(name))
    layout = next(iter(layouts)).of_book(book)
    data = writers.get("xlsx").write(unstamped(book), layout)
    reading = readers.read("a.xlsx", data)
    places = reading.places[OVERALL]
    assert misplaced(data, reading.book.overall, places) == {}


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.xlsx")), ids=lambda p: p.name)
def test_published_tables_know_their_cells(path):
    data = path.read_bytes()
    reading = readers.read(path.name, data)
    for number, sheet in enumerate(reading.book.projects, 1):
        assert misplaced(data, sheet, reading.places[number]) == {}


def test_an_empty_cell_has_its_place():
    rows = (
        ("项目名称", "村级经费⟨4⟩"),
        ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", "户数", "", "文件"),
    )
    data = made(rows)
    reading = readers.read("a.xlsx", data)
    places = reading.places[1]
    assert places["indicators.0.value"] == "Sheet!D3"
    assert places["indicators"] == "Sheet!A2"
    assert read_apart("a.xlsx", data).places == reading.places


def test_a_list_of_projects_names_the_cells_of_each():
    rows = (
        ("项目名称", "预算数（万元）", "一级指标", "二级指标", "三级指标", "指标值"),
        ("甲项目⟨1×2⟩", "10⟨1×2⟩", "产出指标", "数量指标", "户数", "1户"),
        ("产出指标", "数量指标", "人数", "2人"),
        ("乙项目", "20", "产出指标", "数量指标", "次数", "3次"),
    )
    reading = readers.read("a.xlsx", made(rows))
    assert reading.places[1]["name"] == "Sheet!A2"
    assert reading.places[1]["indicators.1.value"] == "Sheet!F3"
    assert reading.places[2]["budget.total"] == "Sheet!B4"
    assert reading.places[2]["indicators.0.tier3"] == "Sheet!E4"
