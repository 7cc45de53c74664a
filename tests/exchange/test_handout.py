"""填报模板: handed out, filled in by somebody without an account, and read again."""

from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Entry
from departments.models import Department
from departments.services import save_department
from exchange import handout, imports, preview
from exchange.models import ImportBatch
from indicators import store
from indicators.services import create_project_target, save_target
from perftargets.errors import CheckFailed
from projects.models import BudgetYear, Target
from sheets.layouts import layouts, overall_layouts
from sheets.layouts.sample import sample_book
from sheets.writers.template import NOTES
from tests.exchange.importing import NAME, only, stored, take
from tests.reviews.steps import FIRST, put
from tests.sheets.forms import saved


@pytest.fixture
def sent_back(office, year, filler):
    """``sent_back(data)``: the template as it is uploaded again."""

    def upload(data: bytes) -> ImportBatch:
        at = {"user": filler, "department": office, "year": year}
        return imports.receive(name="交回.xlsx", data=data, **at)

    return upload


@pytest.fixture
def template(office, year, filler):
    """``template(blanks=2)``: the department's, as bytes."""

    def made(**choices) -> bytes:
        at = {"year": year, "department": office, "actor": filler}
        return handout.template_of_department(**at, **choices).file.read()

    return made


def tabs(data: bytes) -> list[str]:
    return load_workbook(BytesIO(data)).sheetnames


def typed(data: bytes, tab: int, beside: dict[str, str]) -> bytes:
    """With texts in the first input behind each label."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[tab]
    for label, text in beside.items():
        found = next(c for r in sheet.iter_rows() for c in r if c.value == label)
        behind = (sheet.cell(found.row, col) for col in range(found.column + 1, 20))
        cell = next(c for c in behind if not c.protection.locked)
        cell.value, cell.data_type = text, "s"
    return saved(book)


def test_an_untouched_template_is_no_change(template, sent_back):
    data = template(blanks=2)
    assert tabs(data)[0] == NOTES
    assert [tab.partition(".")[2] for tab in tabs(data)[-2:]] == ["新项目", "新项目"]
    batch = sent_back(data)
    assert batch.errors == []
    found = preview.lines(batch)
    assert [change for line in found for change in line.changes] == []
    assert {line.kind for line in found} == {preview.UNCHANGED}
    assert len(found) == len(tabs(data)) - 3


@pytest.mark.parametrize("layout", list(layouts), ids=lambda x: x.id)
def test_in_every_form_of_a_year(layout, template, sent_back, office, year, filler):
    year.layout = layout.id
    year.save()
    Target.objects.all().delete()
    sheet = sample_book(layout).projects[0]
    at = {"year": year, "department": office, "actor": filler}
    create_project_target(sheet=sheet, **at)
    create_project_target(name="刚建的项目", **at)
    data = template()
    batch = sent_back(data)
    assert batch.errors == []
    lines = preview.lines(batch)
    has_tiers = any(c.text == "一级指标" for c in layout.draw(sheet).cells)
    if has_tiers:
        assert [c for line in lines for c in line.changes] == []
        assert len(lines) == 2
    else:  # an empty row without labels is not printed
        kinds = {c.field for line in lines for c in line.changes}
        assert not {k for k in kinds if not k.startswith("indicators")}


def test_what_was_filled_in_comes_to_the_right_project(
    template, sent_back, target, office
):
    data = template()
    tab = next(i for i, name in enumerate(tabs(data)) if NAME in name)
    batch = sent_back(typed(data, tab, {"项目编码": "13012121P009"}))
    lines = preview.lines(batch)
    changed = [line for line in lines if line.kind == preview.CHANGED]
    assert [line.target for line in changed] == [target]
    assert [change.label for change in changed[0].changes] == ["项目编码"]
    take(batch)
    assert stored().code == "13012121P009"


def test_a_new_project_is_filled_in(template, sent_back):
    data = template()
    new = len(tabs(data)) - 1
    batch = sent_back(typed(data, new, {"项目名称": "=防汛", "预算数": "80"}))
    [line] = [one for one in preview.lines(batch) if one.kind == preview.NEW]
    assert (line.document.name, str(line.document.budget.total)) == ("=防汛", "80")
    take(batch)
    assert str(stored("=防汛").budget.total) == "80"


def test_rights_decide_and_not_the_file(template, sent_back, target):
    """Handed out as a draft, come back when it is under review."""
    data = template()
    tab = next(i for i, name in enumerate(tabs(data)) if NAME in name)
    put(target, FIRST)
    batch = sent_back(typed(data, tab, {"项目编码": "1"}))
    line = next(one for one in preview.lines(batch) if one.target == target)
    assert line.kind == preview.LOCKED


def test_what_cannot_be_filled_in_is_not_in_it(template, target):
    before = tabs(template())
    put(target, FIRST)
    assert len(tabs(template())) == len(before) - 1


def test_last_years_projects_may_be_in_it(template, sent_back, office, year, filler):
    last = BudgetYear.objects.create(
        year=year.year - 1, scheme=year.scheme, layout=year.layout
    )
    sheet = replace(
        sample_book(layouts.get("hebei-2021")).projects[0], name="去年的项目"
    )
    create_project_target(sheet=sheet, year=last, department=office, actor=filler)
    assert not any("去年的项目" in tab for tab in tabs(template()))
    data = template(with_last_year=True, blanks=0)
    assert any("去年的项目" in tab for tab in tabs(data))
    lines = preview.lines(sent_back(data))
    [line] = [one for one in lines if one.kind == preview.NEW]
    assert line.document.name == "去年的项目"
    assert line.document.budget.total is None
    assert line.document.indicators[0].tier3 == sheet.indicators[0].tier3


def test_nothing_to_fill_in(office, year, filler):
    Target.objects.all().delete()
    at = {"year": year, "department": office, "actor": filler}
    with pytest.raises(CheckFailed, match="至少选一张空白表"):
        handout.template_of_department(**at, blanks=0)


def test_one_target_from_its_page(as_user, target, sent_back):
    client = as_user("tianbao")
    page = client.get(reverse("target", args=[target.pk])).content.decode()
    address = reverse("template", args=[target.pk])
    assert address in page
    answer = client.get(address)
    assert f"{NAME}填报模板.xlsx" in unquote(answer["Content-Disposition"])
    data = b"".join(answer.streaming_content)
    assert only(sent_back(data)).kind == preview.UNCHANGED
    entry = Entry.objects.filter(subject=target.subject).first()
    assert (entry.action, entry.detail["file"]) == ("export", "填报模板")


@pytest.mark.parametrize("form", list(overall_layouts), ids=lambda x: x.id)
def test_of_an_overall_target_untouched_it_is_no_change(
    as_user, overall_target, sent_back, year, form
):
    year.overall_layout = form.id
    year.save(update_fields=["overall_layout"])
    answer = as_user("tianbao").get(reverse("template", args=[overall_target.pk]))
    data = b"".join(answer.streaming_content)
    assert [tab.partition(".")[2] for tab in tabs(data)[1:]] == ["部门整体绩效目标"]
    batch = sent_back(data)
    assert (batch.errors, batch.warnings) == ([], [])
    assert (only(batch).kind, only(batch).changes) == (preview.UNCHANGED, [])


def test_an_overall_target_that_is_not_there_yet_is_handed_out_empty(
    template, sent_back, office, year
):
    Target.objects.filter(kind="department").delete()
    data = template(with_overall=True, blanks=0)
    assert tabs(data)[1] == "1.部门整体绩效目标"
    assert not any(line.is_overall for line in preview.lines(sent_back(data)))
    batch = sent_back(typed(data, 1, {"总体绩效目标": "管好村级组织。"}))
    take(batch)
    made = Target.objects.get(kind="department", year=year, department=office)
    assert store.load_overall(made).goal == "管好村级组织。"


def test_an_overall_target_in_review_is_left_out(template, overall_target):
    put(overall_target, FIRST)
    assert "部门整体绩效目标" not in "".join(tabs(template(with_overall=True)))


def test_the_page_gives_the_file_and_it_is_recorded(as_user, office, year):
    client = as_user("tianbao")
    address = reverse("import-template")
    assert address in client.get(reverse("imports")).content.decode()
    assert address in client.get(reverse("targets")).content.decode()
    sent = {"year": year.pk, "department": office.pk, "blanks": 2}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    names = tabs(b"".join(answer.streaming_content))
    entry = Entry.objects.first()
    assert (entry.action, entry.subject) == ("export", f"book:2021:{office.code}")
    assert entry.detail["rows"] == len(names) - 1


@pytest.mark.parametrize("blanks", ["-1", "21", "x", ""])
def test_a_wrong_number_is_refused(as_user, office, year, blanks):
    sent = {"year": year.pk, "department": office.pk, "blanks": blanks}
    answer = as_user("tianbao").post(reverse("import-template"), sent)
    assert answer.status_code == 422


def test_another_department_is_not_offered(as_user, office, year):
    other = save_department(department=Department(code="999", name="别的部门"))
    sent = {"year": year.pk, "department": other.pk, "blanks": 1}
    answer = as_user("tianbao").post(reverse("import-template"), sent)
    assert answer.status_code == 422


def test_text_of_a_user_is_no_formula(template, target, people):
    sheet = replace(store.load_sheet(target), usage='=HYPERLINK("x")')
    save_target(target=target, actor=people["admin"], version=1, document=sheet)
    book = load_workbook(BytesIO(template()))
    cells = [c for page in book.worksheets for row in page.iter_rows() for c in row]
    assert any(c.value == '=HYPERLINK("x")' for c in cells)
    assert not any(c.data_type == "f" for c in cells)
