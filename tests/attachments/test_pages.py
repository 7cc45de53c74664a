"""依据材料 as the four people see it."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from attachments import services
from attachments.models import Attachment
from audit.models import Entry
from projects.models import BudgetYear, Status, Target
from tests.reviews.steps import FIRST, SECOND, put

from . import samples


def upload(client: Client, target: Target, **files: bytes) -> str:
    """Upload files by their names; the page that follows."""
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return sent_to(client, target, sent).content.decode()


def sent_to(client: Client, target: Target, sent: list) -> HttpResponse:
    url = f"/targets/{target.pk}/attachments/"
    answer = client.post(url, {"files": sent}, follow=True)
    assert answer.redirect_chain == [(f"/targets/{target.pk}/#attachments", 302)]
    return answer


def test_good_files_are_kept_and_bad_ones_told(as_user, target):
    page = upload(
        as_user("tianbao"),
        target,
        **{
            "方案.pdf": samples.pdf(),
            "坏.pdf": b"MZ program",
            "测算.xlsx": samples.xlsx(),
            "半个.pdf": samples.pdf()[:500],
            "空.docx": b"",
        },
    )
    assert "已上传 2 个文件：“方案.pdf”、“测算.xlsx”。" in page
    assert "“坏.pdf”没有上传：内容不是 PDF、Word" in page
    assert "“半个.pdf”没有上传：不完整" in page
    assert "“空.docx”没有上传：是空文件" in page
    names = list(target.attachments.values_list("name", flat=True))
    assert names == ["方案.pdf", "测算.xlsx"]


def test_a_wrong_extension_is_corrected_and_told(as_user, target):
    page = upload(as_user("tianbao"), target, **{"合同.docx": samples.pdf()})
    assert "“合同.docx”的内容是 PDF，扩展名不对，已存为“合同.pdf”。" in page
    assert target.attachments.get().name == "合同.pdf"
    page = upload(as_user("tianbao"), target, **{"现场.JPEG": samples.jpg()})
    assert "扩展名不对" not in page


def test_without_a_file_it_says_so(as_user, target):
    assert "还没有选择文件" in upload(as_user("tianbao"), target)


def test_twenty_one_files(as_user, target, settings):
    settings.ATTACHMENT_COUNT = 2
    sent = {f"{i}.png": samples.png(i) for i in range(3)}
    page = upload(as_user("tianbao"), target, **sent)
    assert "已上传 2 个文件" in page
    assert "“2.png”没有上传：已有 2 个依据材料" in page


def test_what_is_too_large_is_cut_while_it_arrives_and_refused(
    as_user, target, settings, monkeypatch
):
    settings.ATTACHMENT_BYTES = 1024 * 1024
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    seen = []

    def look(*, target, actor, content):
        seen.append(content.size)
        return add(target=target, actor=actor, content=content)

    add = services.add
    monkeypatch.setattr(services, "add", look)
    large = b"%PDF-" + b" " * 5 * 1024 * 1024 + b"startxref %%EOF"
    page = upload(
        as_user("tianbao"), target, **{"大.pdf": large, "小.pdf": samples.pdf()}
    )
    assert "“大.pdf”没有上传：超过 1 MB。请压缩或拆成几个文件" in page
    assert "已上传 1 个文件：“小.pdf”" in page
    assert 1024 * 1024 < seen[0] <= 1200 * 1024
    assert seen[1] == len(samples.pdf())


def test_twenty_megabytes_come_through(as_user, target, settings):
    body = b"%PDF-1.4\n" + b" " * (settings.ATTACHMENT_BYTES - 40)
    whole = (body + b"startxref 0 %%EOF")[: settings.ATTACHMENT_BYTES]
    whole = whole.ljust(settings.ATTACHMENT_BYTES)
    assert "已上传 1 个文件" in upload(as_user("tianbao"), target, **{"大.pdf": whole})
    assert target.attachments.get().size == settings.ATTACHMENT_BYTES


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../../etc/方案.pdf", "方案.pdf"),
        ("C:\\我的文件\\方案.pdf", "方案.pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("长" * 240 + ".pdf", "长" * 146 + ".pdf"),
    ],
)
def test_odd_names(as_user, target, sent, shown):
    page = upload(as_user("tianbao"), target, **{sent: samples.pdf()})
    assert target.attachments.get().name == shown
    assert "<script>alert" not in page
    assert shown in page


def test_a_download_is_the_file_under_its_name(as_user, attachment, target, disk):
    url = f"/targets/{target.pk}/attachments/999999/"
    assert as_user("caizheng").get(url).status_code == 404
    url = f"/targets/{target.pk}/attachments/{attachment.pk}/"
    answer = as_user("caizheng").get(url)
    assert answer.getvalue() == (disk / attachment.stored).read_bytes()
    header = answer["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''")
    assert unquote(header).endswith("实施方案.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"] == "no-store"
    history = as_user("caizheng").get(f"/targets/{target.pk}/history/")
    assert "下载依据材料“实施方案.pdf”" in history.content.decode()


def test_a_lost_file_is_a_clear_404(as_user, attachment, target, disk):
    (disk / attachment.stored).unlink()
    url = f"/targets/{target.pk}/attachments/{attachment.pk}/"
    answer = as_user("chushen").get(url)
    assert answer.status_code == 404
    assert "“实施方案.pdf”在服务器上找不到了" in answer.content.decode()


def test_it_is_not_reached_through_another_target(
    as_user, attachment, overall_target, disk
):
    url = f"/targets/{overall_target.pk}/attachments/{attachment.pk}/"
    assert as_user("tianbao").get(url).status_code == 404
    page = as_user("tianbao").post(f"{url}remove/", follow=True).content.decode()
    assert "这个文件已经不在列表里了" in page
    assert Attachment.objects.current().count() == 1


def test_removing_from_the_page(
    as_user, attachment, target, disk, django_capture_on_commit_callbacks
):
    url = f"/targets/{target.pk}/attachments/{attachment.pk}/remove/"
    with django_capture_on_commit_callbacks(execute=True):
        page = as_user("tianbao").post(url, follow=True).content.decode()
    assert "已移除“实施方案.pdf”。" in page
    assert "还没有依据材料。" in page
    assert list(disk.iterdir()) == []
    page = as_user("tianbao").post(url, follow=True).content.decode()
    assert "这个文件已经不在列表里了" in page


def test_who_sees_which_buttons(as_user, attachment, target):
    page = {
        name: as_user(name).get(f"/targets/{target.pk}/").content.decode()
        for name in ("tianbao", "chushen", "caizheng", "admin")
    }
    for text in page.values():
        assert 'id="attachments"' in text
        assert f'href="/targets/{target.pk}/attachments/{attachment.pk}/"' in text
    assert [name for name in page if "确定移除" in page[name]] == ["tianbao"]
    assert [name for name in page if 'type="file"' in page[name]] == ["tianbao"]


@pytest.mark.parametrize("status", [FIRST, SECOND, Status.APPROVED])
def test_under_review_it_can_only_be_read(as_user, attachment, target, status):
    put(target, status)
    filler = as_user("tianbao")
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert "实施方案.pdf" in page
    assert 'type="file"' not in page
    assert "不能增减依据材料" in page
    url = f"/targets/{target.pk}/attachments/"
    file = SimpleUploadedFile("a.pdf", samples.pdf())
    assert filler.post(url, {"files": [file]}).status_code == 403
    assert filler.post(f"{url}{attachment.pk}/remove/").status_code == 403
    assert filler.get(f"{url}{attachment.pk}/").getvalue()
    assert target.attachments.current().get() == attachment


def test_after_the_deadline_it_can_only_be_read(as_user, attachment, target):
    BudgetYear.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    filler = as_user("tianbao")
    page = filler.get(f"/targets/{target.pk}/").content.decode()
    assert 'type="file"' not in page
    assert "截止，现在只能查看" in page
    url = f"/targets/{target.pk}/attachments/"
    assert filler.post(url).status_code == 403
    assert filler.post(f"{url}{attachment.pk}/remove/").status_code == 403


def test_removed_evidence_can_still_be_read(as_user, attachment, target, filler):
    Attachment.objects.update(
        submitted=True, removed_at=timezone.now(), removed_by=filler
    )
    put(target, FIRST)
    client = as_user("chushen")
    page = client.get(f"/targets/{target.pk}/").content.decode()
    assert "送审过、后来移除的 1 个" in page
    assert "由 填报人小田 移除" in page
    url = f"/targets/{target.pk}/attachments/{attachment.pk}/"
    assert client.get(url).getvalue()


def test_a_submission_in_between_is_told_for_each_file(as_user, target, monkeypatch):
    """The page was open; the first file still came in time."""

    def submitting(*, target, actor, content):
        kept = add(target=target, actor=actor, content=content)
        put(target, FIRST)
        return kept

    add = services.add
    monkeypatch.setattr(services, "add", submitting)
    sent = {"一.png": samples.png(1), "二.png": samples.png(2)}
    page = upload(as_user("tianbao"), target, **sent)
    assert "已上传 1 个文件：“一.png”" in page
    assert "“二.png”没有上传：“村级组织经费”现在是“待初审”" in page


def test_the_back_office_shows_and_changes_nothing(as_user, attachment):
    client = as_user("admin")
    stem = f"/admin/attachments/attachment/{attachment.pk}"
    page = client.get(f"{stem}/change/").content.decode()
    assert "实施方案.pdf" in page
    assert attachment.stored not in page
    assert client.post(f"{stem}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"{stem}/delete/", {"post": "yes"}).status_code == 403
    assert Attachment.objects.get().name == "实施方案.pdf"


def test_a_draft_with_files_is_not_deleted_in_the_back_office(
    as_user, attachment, target
):
    """The row would be gone and the file would stay; the filler removes it first."""
    url = f"/admin/projects/target/{target.pk}/delete/"
    answer = as_user("admin").post(url, {"post": "yes"})
    assert answer.status_code == 200
    assert "依据材料" in answer.content.decode()
    assert Target.objects.filter(pk=target.pk).exists()
    assert not Entry.objects.filter(action="delete").exists()
