"""Files that nobody takes do not stay for ever."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from exchange import imports, kept, waiting
from exchange.models import ImportBatch
from perftargets.errors import Conflict
from sheets.sheet import Sheet
from tests.exchange.importing import take
from tests.sheets.forms import PUBLISHED

XLSX = PUBLISHED / "04-tongnan-wugui.xlsx"


@pytest.fixture
def batch(office, year, filler) -> ImportBatch:
    at = {"user": filler, "department": office, "year": year}
    return imports.receive(name=XLSX.name, data=XLSX.read_bytes(), **at)


def aged(batch: ImportBatch, days: int) -> ImportBatch:
    when = timezone.now() - timedelta(days=days)
    ImportBatch.objects.filter(pk=batch.pk).update(read_at=when)
    return batch


def swept() -> str:
    out = StringIO()
    call_command("sweep_imports", stdout=out)
    return out.getvalue()


def test_the_file_is_kept_while_it_waits(batch):
    assert kept.is_kept(batch)
    assert kept.data_of(batch) == XLSX.read_bytes()


def test_what_waited_too_long_is_deleted(
    batch, settings, django_capture_on_commit_callbacks
):
    settings.IMPORT_DAYS = 10
    aged(batch, 9)
    assert "已删除 0 个" in swept()
    assert kept.is_kept(batch)
    aged(batch, 11)
    with django_capture_on_commit_callbacks(execute=True):
        assert "已删除 1 个超过 10 天" in swept()
    assert not ImportBatch.objects.exists()
    assert not kept._path(batch).exists()


def test_what_was_taken_stays(batch_of):
    done = aged(take(batch_of(Sheet(name="新项目"))), 400)
    assert "已删除 0 个" in swept()
    assert ImportBatch.objects.filter(pk=done.pk).exists()


def test_uploading_it_again_counts_the_days_anew(batch, office, year, filler):
    aged(batch, 400)
    at = {"user": filler, "department": office, "year": year}
    again = imports.receive(name="b.xlsx", data=XLSX.read_bytes(), **at)
    assert again.pk == batch.pk
    assert "已删除 0 个" in swept()


def test_opening_the_list_sweeps_ones_own(as_user, batch, batch_of, people):
    aged(batch, 31)
    other = aged(batch_of(Sheet(name="别人的"), user=people["admin"]), 31)
    page = as_user("tianbao").get(reverse("imports")).content.decode()
    assert batch.file_name not in page
    assert "保留 30 天" in page
    assert list(ImportBatch.objects.all()) == [other]


def test_a_file_without_its_row_is_swept_too(batch):
    stray = kept._path(batch).with_name("999999.xlsx")
    stray.write_bytes(b"x")
    assert "另清理 1 个" in swept()
    assert not stray.exists()
    assert kept.is_kept(batch)


def test_it_is_left_on_the_page(as_user, batch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_user("tianbao").post(
            reverse("import-leave", args=[batch.pk]), follow=True
        )
    assert "没有导入。" in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert not kept._path(batch).exists()


def test_what_was_taken_cannot_be_left(as_user, batch_of):
    done = take(batch_of(Sheet(name="新项目")))
    with pytest.raises(Conflict, match="请撤销导入"):
        waiting.leave(batch=done)
    answer = as_user("tianbao").post(reverse("import-leave", args=[done.pk]))
    assert answer.status_code == 409
    assert ImportBatch.objects.filter(pk=done.pk).exists()


def test_what_was_left_in_another_window_cannot_be_taken(batch):
    waiting.leave(batch=ImportBatch.objects.get(pk=batch.pk))
    with pytest.raises(Conflict, match="请重新上传"):
        imports.take(batch=batch, actor=batch.user, choices={})
    waiting.leave(batch=batch)
