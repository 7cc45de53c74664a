"""Keeping, removing and handing out files: the row, the disk and the record agree."""

import hashlib
import stat
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from attachments import services, storage
from attachments.models import Attachment
from audit.models import Entry
from perftargets.errors import BadFile, CheckFailed, Missing, NotAllowed
from projects.models import BudgetYear, Status, Target
from reviews import flow
from tests.reviews.steps import FIRST, SECOND, put, step

from . import samples


def files(disk) -> list[str]:
    return sorted(path.name for path in disk.iterdir()) if disk.exists() else []


def test_a_file_is_kept_as_it_came(add, disk, target, filler):
    content = samples.pdf()
    kept = add("实施方案.PDF", content)
    assert (kept.name, kept.kind, kept.size) == ("实施方案.pdf", "pdf", len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.uploaded_by, kept.submitted, kept.removed_at) == (filler, False, None)
    assert files(disk) == [kept.stored]
    assert (disk / kept.stored).read_bytes() == content
    entry = Entry.objects.of(target.subject).first()
    assert (entry.action, entry.actor) == ("attach", filler)
    assert entry.detail == {"file": "实施方案.pdf", "sha256": kept.sha256}
    assert Target.objects.get(pk=target.pk).version == target.version


def test_the_disk_knows_nothing_of_the_name(add, disk):
    kept = add("../../../tmp/a.pdf", samples.pdf())
    assert files(disk) == [kept.stored]
    assert set(kept.stored) <= set("0123456789abcdef")
    assert len(kept.stored) == 32
    assert kept.name == "_.._.._tmp_a.pdf"


def test_nobody_else_on_the_machine_reads_it(add, disk):
    kept = add("a.pdf", samples.pdf())
    assert stat.S_IMODE(disk.stat().st_mode) == 0o700
    assert stat.S_IMODE((disk / kept.stored).stat().st_mode) == 0o600


def test_what_is_too_large_is_refused(add, disk, settings):
    settings.ATTACHMENT_BYTES = 1024 * 1024
    with pytest.raises(BadFile, match="超过 1 MB。请压缩或拆成几个文件"):
        add("a.pdf", b"%PDF-" + b" " * 1024 * 1024)
    assert files(disk) == []


def test_there_are_not_too_many(add, settings, disk):
    settings.ATTACHMENT_COUNT = 2
    kept = [add(f"{i}.png", samples.png(i)) for i in range(2)]
    with pytest.raises(CheckFailed, match="已有 2 个依据材料"):
        add("3.png", samples.png(3))
    assert files(disk) == sorted(row.stored for row in kept)


def test_a_removed_file_makes_room(add, settings, filler):
    settings.ATTACHMENT_COUNT = 1
    services.remove(attachment=add("1.png", samples.png(1)), actor=filler)
    assert add("2.png", samples.png(2)).name == "2.png"


def test_the_same_file_is_kept_once(add, disk, overall_target):
    add("方案.pdf", samples.pdf())
    with pytest.raises(CheckFailed, match="与已上传的“方案.pdf”内容完全相同"):
        add("方案（副本）.pdf", samples.pdf())
    assert len(files(disk)) == 1
    assert add("方案.pdf", samples.pdf(), to=overall_target).pk
    assert len(files(disk)) == 2


def test_two_different_files_of_one_name(add):
    add("a.png", samples.png(1))
    assert add("a.png", samples.png(2)).name == "a.png"


@pytest.mark.parametrize("status", [FIRST, SECOND, Status.APPROVED])
def test_nothing_changes_while_it_is_not_editable(
    add, attachment, target, status, filler, disk
):
    put(target, status)
    with pytest.raises(NotAllowed, match="不能增减依据材料"):
        add("b.png", samples.png())
    with pytest.raises(NotAllowed, match="不能增减依据材料"):
        services.remove(attachment=attachment, actor=filler)
    assert files(disk) == [attachment.stored]


def test_nothing_changes_outside_the_window(add, attachment, filler, disk):
    yesterday = timezone.localdate() - timedelta(days=1)
    BudgetYear.objects.update(closes_on=yesterday)
    with pytest.raises(NotAllowed, match=f"已于 {yesterday} 截止"):
        add("b.png", samples.png())
    fresh = Attachment.objects.get()
    with pytest.raises(NotAllowed, match="截止"):
        services.remove(attachment=fresh, actor=filler)
    assert files(disk) == [attachment.stored]


def test_a_returned_target_takes_files(add, target):
    put(target, Status.RETURNED)
    assert add("b.png", samples.png()).pk


def test_what_was_never_submitted_goes_for_good(
    attachment, filler, disk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as later:
        assert services.remove(attachment=attachment, actor=filler)
    assert files(disk) == [attachment.stored]  # not before the row is surely gone
    for callback in later:
        callback()
    assert files(disk) == []
    assert not Attachment.objects.exists()
    entry = Entry.objects.first()
    assert (entry.action, entry.detail["file"]) == ("detach", "实施方案.pdf")


def test_a_removal_that_is_rolled_back_keeps_the_file(
    attachment, filler, disk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.remove(attachment=attachment, actor=filler)
        transaction.set_rollback(True)
    assert Attachment.objects.get() == attachment
    assert files(disk) == [attachment.stored]


def test_what_was_submitted_leaves_the_list_only(
    add, attachment, sound, people, disk, django_capture_on_commit_callbacks
):
    submitted = step(sound, flow.SUBMIT, people["tianbao"])
    returned = step(submitted, flow.RETURN, people["chushen"])
    later = add("补充.png", samples.png())
    with django_capture_on_commit_callbacks(execute=True):
        for row in (attachment, later):
            assert services.remove(attachment=row, actor=people["tianbao"])
    kept = returned.attachments.get()
    assert (kept.pk, kept.submitted) == (attachment.pk, True)
    assert kept.removed_by == people["tianbao"]
    assert kept.removed_at is not None
    assert files(disk) == [attachment.stored]
    assert not returned.attachments.current().exists()
    # The same file may come back; the old row stays as it was.
    assert add("实施方案.pdf", (disk / kept.stored).read_bytes()).pk != kept.pk


def test_what_was_removed_before_is_not_submitted_again(add, target, people, sound):
    first = add("a.png", samples.png(1))
    step(sound, flow.SUBMIT, people["tianbao"])
    drawn = step(Target.objects.get(pk=target.pk), flow.WITHDRAW, people["tianbao"])
    services.remove(attachment=first, actor=people["tianbao"])
    second = add("b.png", samples.png(2))
    step(drawn, flow.SUBMIT, people["tianbao"])
    second.refresh_from_db()
    assert second.submitted
    assert list(target.attachments.current()) == [second]


def test_a_second_removal_is_no_error(attachment, filler):
    assert services.remove(attachment=attachment, actor=filler)
    assert not services.remove(attachment=attachment, actor=filler)
    assert Entry.objects.filter(action="detach").count() == 1


def test_an_upload_that_fails_leaves_nothing(add, disk, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("the record fails")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        add("a.pdf", samples.pdf())
    assert files(disk) == []
    assert not Attachment.objects.exists()


def test_a_full_disk_leaves_nothing(disk):
    class Half:
        def chunks(self):
            yield b"%PDF-"
            raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        storage.write(Half())
    assert files(disk) == []


def test_handing_out_is_recorded(attachment, people, disk):
    with services.hand_out(attachment=attachment, actor=people["chushen"]) as file:
        assert file.read() == (disk / attachment.stored).read_bytes()
    entry = Entry.objects.first()
    assert (entry.action, entry.actor) == ("download", people["chushen"])


def test_a_lost_or_changed_file_is_told(attachment, filler, disk):
    (disk / attachment.stored).write_bytes(b"%PDF-1.4 another")
    with pytest.raises(Missing, match="“实施方案.pdf”在服务器上的内容与上传时不同"):
        services.hand_out(attachment=attachment, actor=filler)
    (disk / attachment.stored).unlink()
    with pytest.raises(Missing, match="“实施方案.pdf”在服务器上找不到了"):
        services.hand_out(attachment=attachment, actor=filler)
    assert not Entry.objects.filter(action="download").exists()


def test_the_database_keeps_the_rules_too(attachment, target, filler):
    again = {"target": target, "name": "a", "kind": "pdf", "size": 1, "stored": "1"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(**again, sha256=attachment.sha256, uploaded_by=filler)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(removed_at=timezone.now(), removed_by=filler)
    with pytest.raises(ProtectedError):
        target.delete()
