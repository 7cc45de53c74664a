"""Many files at once: from the archive to drafts, and back."""

from dataclasses import replace

import pytest

from departments.models import Membership
from exchange import (
    imports,
    jobs,
    pack_reading,
    pack_taking,
)
from exchange.models import (
    ImportBatch,
    ImportedTarget,
    ImportJob,
    JobState,
    TakingJob,
)
from indicators.services import save_target
from notices.models import Notice
from projects.models import Target

from .importing import stored
from .packing import (
    FORMATS,
    file_of,
    kept,
    names,
    outcomes,
    packed,
    press,
    read,
    run,
    said,
    upload,
)
from .test_import_pages import text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def every_note_counts(monkeypatch):
    monkeypatch.setattr(jobs, "NOTE_EVERY", 0.0)


@pytest.fixture
def client(as_user):
    return as_user("tianbao")


@pytest.fixture
def files(target) -> dict[str, bytes]:
    """Four new projects in four formats, and one that is stored as it is."""
    sheet = stored()
    made = {
        f"{n}.{f}": file_of(replace(sheet, name=f"新项目{n}"), f)
        for n, f in enumerate(FORMATS, 1)
    }
    return made | {"旧.xlsx": file_of(sheet)}


def test_an_archive_is_read_and_taken_and_taken_back(client, files, settings):
    refused = {"图.png": b"\x89PNG\r\n", "内.zip": packed({"a.txt": b"x"})}
    job = read(client, files | refused)
    assert (job.state, job.done, job.total) == (JobState.DONE, 7, 7)
    assert outcomes(job) == ["clean"] * 4 + ["unchanged"] + ["refused"] * 2
    assert "这是图片" in said(job, 6) and "这是压缩包" in said(job, 7)
    assert kept(settings) == [], "what was read is not needed any more"
    assert names() == set(), "nothing is stored before somebody has looked"
    assert "读取“2021年.zip”已完成" in Notice.objects.latest("pk").text
    page = text(client.get(f"/imports/jobs/{job.pk}/"))
    assert "可以导入 4 个，有问题 0 个，读不出来 2 个，没有变化 1 个" in page
    assert page.count("读到 1 份") == 4
    only = text(client.get(f"/imports/jobs/{job.pk}/?troubled"))
    assert "图.png" in only and "1.xlsx" not in only
    taking = press(client, job, "take")
    assert (taking.state, taking.done, taking.total) == (JobState.DONE, 4, 4)
    assert names() == {f"新项目{n}" for n in range(1, 5)}
    page = text(client.get(f"/imports/jobs/{job.pk}/"))
    assert "已导入 4 个" in page and "全部导入（" not in page
    press(client, job, "undo")
    assert names() == set()
    assert text(client.get(f"/imports/jobs/{job.pk}/")).count("已撤销") == 4


def test_the_archive_stands_on_the_page_and_its_files_do_not(client, files):
    job = read(client, files)
    page = text(client.get("/imports/"))
    assert "2021年.zip" in page and "1.xlsx" not in page
    batch = job.files.get(number=1).batch
    shown = client.get(batch.get_absolute_url()).content.decode()
    assert f'href="/imports/jobs/{job.pk}/"' in shown


def test_the_same_archive_again_doubles_nothing(client, files):
    first = read(client, files)
    batches = ImportBatch.objects.count()
    second = read(client, files)
    assert ImportBatch.objects.count() == batches
    assert outcomes(second) == outcomes(first)
    assert pack_reading.WAITS in said(second)
    press(client, second, "take")
    third = read(client, files)
    assert outcomes(third) == ["unchanged"] * 5
    assert "导入，没有变化" in said(third)
    assert ImportBatch.objects.count() == batches, "they lead to what was imported"
    refused = client.post(f"/imports/jobs/{third.pk}/take/")
    assert refused.status_code == 422
    assert pack_taking.NOTHING["take"] in text(refused)
    undo = client.post(f"/imports/jobs/{third.pk}/undo/")
    assert undo.status_code == 422, "what another archive has brought is not its own"


def test_an_old_file_is_not_laid_over_newer_work_at_once(client, files, people):
    press(client, read(client, files), "take")
    target = Target.objects.with_names().get(project__name="新项目1")
    newer = replace(stored("新项目1"), usage="后来改的")
    save_target(target=target, actor=people["admin"], version=1, document=newer)
    again = read(client, files)
    assert outcomes(again)[0] == "unsure"
    assert "此后系统中的内容有改动，请核对" in said(again)


def test_a_target_that_moved_meanwhile_is_looked_at(client, target, people):
    changed = file_of(replace(stored(), usage="文件里写的"))
    job = read(client, {"a.xlsx": changed})
    assert outcomes(job) == ["clean"]
    ours = replace(stored(), usage="同事改的")
    save_target(target=target, actor=people["admin"], version=1, document=ours)
    press(client, job, "take")
    assert stored() == ours
    assert outcomes(job) == ["unsure"] and pack_taking.MOVED in said(job)


def test_rights_are_asked_for_again_when_it_runs(client, files, people, office):
    job = read(client, files)
    client.post(f"/imports/jobs/{job.pk}/take/")
    Membership.objects.filter(user=people["tianbao"]).delete()
    run(TakingJob.objects.first())
    assert names() == set()
    assert imports.NO_RIGHT in said(job)
    assert client.get(f"/imports/jobs/{job.pk}/").status_code == 404


def test_two_files_about_one_project(client, target):
    """The second is no longer what it was compared with once the first is taken."""
    sheet = replace(stored(), name="新项目")
    job = read(
        client,
        {
            "a.json": file_of(sheet, "json"),
            "b.json": file_of(replace(sheet, usage="另一种"), "json"),
        },
    )
    press(client, job, "take")
    assert outcomes(job) == ["clean", "unsure"]
    assert stored("新项目").usage == sheet.usage


def test_the_same_file_twice_in_one_archive_counts_once(client, target):
    data = file_of(replace(stored(), name="新项目"))
    job = read(client, {"a.xlsx": data, "甲/a.xlsx": data})
    assert outcomes(job) == ["clean", "unchanged"]
    assert said(job, 2).strip() == "和压缩包里的“a.xlsx”是同一个文件，不另外导入。"
    assert press(client, job, "take").total == 1
    assert outcomes(job) == ["clean", "unchanged"]
    page = text(client.get(f"/imports/jobs/{job.pk}/"))
    assert "已导入 1 个" in page and "没有变化 1 个" in page
    assert "没有导入" not in page
    press(client, job, "undo")
    assert names() == set()
    assert "没有撤销" not in text(client.get(f"/imports/jobs/{job.pk}/"))


def test_a_message_that_comes_twice(client, files):
    job = read(client, files)
    batches = ImportBatch.objects.count()
    run(job)
    taking = press(client, job, "take")
    run(taking)
    assert ImportBatch.objects.count() == batches
    assert ImportedTarget.objects.count() == 4


def test_only_one_thing_at_a_time(client, files):
    upload(client, packed(files))
    job = ImportJob.objects.get()
    answer = client.post(f"/imports/jobs/{job.pk}/take/")
    assert answer.status_code == 409 and pack_taking.BUSY in text(answer)
    run(job)
    assert client.post(f"/imports/jobs/{job.pk}/take/").status_code == 302
    assert client.post(f"/imports/jobs/{job.pk}/take/").status_code == 409


def test_a_file_that_was_changed_since_is_not_taken_back(client, files, people):
    job = read(client, files)
    press(client, job, "take")
    target = Target.objects.with_names().get(project__name="新项目2")
    document = replace(stored("新项目2"), usage="接着填")
    save_target(target=target, actor=people["admin"], version=1, document=document)
    press(client, job, "undo")
    assert names() == {"新项目2"}
    assert "没有撤销：“新项目2”在导入以后有改动" in said(job, 2)


def test_a_year_that_is_over_is_filled_up(as_user, target, people, office):
    """补录 asks for a reason, once for all files."""
    year = target.year
    year.year, year.closes_on = 2021, "2021-03-01"
    year.save()
    file = file_of(replace(stored(), name="新往年"), "json")
    admin = as_user("admin")
    job = read(admin, {"a.json": file})
    assert outcomes(job) == ["clean"]
    assert "补录原因" in text(admin.get(f"/imports/jobs/{job.pk}/"))
    press(admin, job, "take")
    assert "补录的原因" in said(job) and names() == set()
    job = read(admin, {"b.json": file_of(replace(stored(), name="新往年二"), "json")})
    words = {"confirmed": "on", "reason": "系统启用前的数据"}
    admin.post(f"/imports/jobs/{job.pk}/take/", words)
    run(TakingJob.objects.first())
    made = Target.objects.with_names().get(project__name="新往年二")
    assert made.status == "archived"
    assert made.backfills.get().reason == "系统启用前的数据"
