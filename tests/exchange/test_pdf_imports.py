"""A PDF that was exported is imported again, as a clerk does it."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.models import ImportBatch
from indicators import store
from indicators.services import save_target
from sheets import interchange
from tests.conftest import SEED
from tests.exchange.importing import take
from tests.exchange.test_commands import run
from tests.exchange.test_import_pages import text


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
