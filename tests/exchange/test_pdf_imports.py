"""A PDF that was exported is imported again, as a clerk does it."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from departments.models import Department
from exchange.models import ImportBatch, ImportJob
from indicators import store
from indicators.services import save_target
from reviews.editions import edition_of
from sheets import interchange
from sheets.document import collected, document_of
from sheets.edition import unstamped
from sheets.layouts import layout_of
from tests.conftest import SEED
from tests.exchange import packing
from tests.exchange.importing import take
from tests.exchange.test_commands import run
from tests.exchange.test_import_pages import text
from tests.sheets.pdfs import carrier


@pytest.fixture
def client(as_user):
    return as_user("tianbao")


def upload(client, office, year, data: bytes) -> str:
    """What the page says of the file."""
    file = SimpleUploadedFile("2021年绩效目标.pdf", data)
    sent = {"year": year.pk, "department": office.pk, "file": file}
    return text(client.post(reverse("imports"), sent, follow=True))


def test_a_pdf_from_the_page_changes_nothing(client, office, year, target):
    data = client.get(f"/targets/{target.pk}/export/pdf/").content
    page = upload(client, office, year, data)
    assert "有改动 0 份，没有变化 1 份" in page
    assert "与系统中的完全一样，什么也不会改变" in page


def test_what_was_changed_since_comes_back_from_it(
    client, office, year, target, filler
):
    before = store.load_sheet(target)
    data = client.get(f"/targets/{target.pk}/export/pdf-a/").content
    ours = replace(before, usage="改了用途", goals=("改了目标",))
    save_target(target=target, actor=filler, version=target.version, document=ours)
    assert "有改动 1 份，没有变化 0 份" in upload(client, office, year, data)
    take(ImportBatch.objects.get())
    target.refresh_from_db()
    assert (store.load_sheet(target), target.status) == (before, "draft")


def test_the_page_offers_to_read_it(client):
    page = client.get(reverse("imports")).content.decode()
    assert "本系统导出的PDF" in page
    assert ".pdf" in page.partition('accept="')[2].partition('"')[0]


def test_a_pdf_of_others_says_what_to_do(client, office, year):
    page = upload(client, office, year, b"%PDF-1.4 of another program")
    assert "请用 WPS 或 Word 打开，另存为 Word 文件（docx）" in page


def test_commands_read_it(tmp_path, seed_book):
    pdf, json = tmp_path / "a.pdf", tmp_path / "b.json"
    run("convert_targets", SEED, to="pdf", output=pdf)
    run("convert_targets", pdf, to="json", output=json)
    assert interchange.loads(json.read_bytes()).projects == seed_book.projects


@pytest.fixture
def bound(office, target) -> bytes:
    """The books of two departments in one PDF; the second has a project of its own."""
    community = Department.objects.create(code="001002", name="某社区", parent=office)
    own = edition_of(target).book
    other = replace(
        own,
        department=replace(own.department, code=None, name=community.name),
        overall=None,
        projects=(replace(own.projects[0], name="社区活动"),),
    )
    both = collected(
        [document_of(unstamped(book), layout_of(book)) for book in (own, other)],
        office="某县",
        title="2021年部门预算绩效文本",
        day=None,
    )
    return carrier(*both.books)


def test_a_book_of_several_departments_is_read_department_by_department(
    as_user, office, bound
):
    client = as_user("admin")
    answer = packing.upload(client, bound, name="合订.pdf")
    job = packing.run(ImportJob.objects.get())
    assert answer.url == f"/imports/jobs/{job.pk}/"
    assert [file.path for file in job.files.order_by("number")] == [
        f"001 {office.name}.json",
        "002 某社区.json",
    ]
    assert packing.outcomes(job) == ["unchanged", "clean"]
    assert [batch.department.name for batch in ImportBatch.objects.order_by("pk")] == [
        office.name,
        "某社区",
    ]


def test_of_a_bound_book_nobody_imports_where_they_may_not(client, bound):
    """The community's tables are told to be another's, and wait for a look."""
    packing.upload(client, bound, name="合订.pdf")
    job = packing.run(ImportJob.objects.get())
    assert packing.outcomes(job)[1] == "unsure"
    assert "文件中写的部门是“某社区”，您选的是" in packing.said(job, 2)
    assert {b.department.code for b in ImportBatch.objects.all()} <= {"001"}
