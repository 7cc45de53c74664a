"""Many files at once: from the archive to drafts, and back."""

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from departments.models import Department, Membership
from departments.services import save_department
from exchange import (
    imports,
    jobs,
    pack_reading,
    pack_store,
    pack_taking,
    packs,
    preview,
)
from exchange.models import (
    ImportBatch,
    ImportedTarget,
    ImportJob,
    JobState,
    Read,
    State,
    TakingJob,
)
from indicators.services import save_target
from notices.models import Notice
from projects.models import Project, Target
from sheets.readers import apart
from sheets.sheet import Book, Sheet
from sheets.sheet import Department as Named
from tests.conftest import SEED
from tests.sheets.forms import PUBLISHED

from .importing import NAME, stored
from .packing import FORMATS, file_of, packed
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


def upload(client, data: bytes, name="2021年.zip", department="001"):
    sent = {
        "year": Target.objects.latest("pk").year_id,
        "department": Department.objects.get(code=department).pk,
        "file": SimpleUploadedFile(name, data),
    }
    return client.post(reverse("imports"), sent)


def read(client, files: dict[str, bytes], **values) -> ImportJob:
    answer = upload(client, packed(files), **values)
    job = ImportJob.objects.first()
    assert answer.status_code == 302 and answer.url == f"/imports/jobs/{job.pk}/"
    return run(job)


def run(job):
    jobs.run(job._meta.label, job.pk)
    return type(job).objects.get(pk=job.pk)


def outcomes(job: ImportJob) -> list[str]:
    return list(job.files.values_list("outcome", flat=True))


def said(job: ImportJob, number: int = 1) -> str:
    packed = job.files.get(number=number)
    return " ".join([packed.placed, *packed.messages])


def press(client, job: ImportJob, button: str) -> TakingJob:
    answer = client.post(f"/imports/jobs/{job.pk}/{button}/")
    assert answer.status_code == 302, text(answer)
    return run(TakingJob.objects.first())


def names() -> set[str]:
    return set(
        Project.objects.filter(name__startswith="新").values_list("name", flat=True)
    )


def kept(settings) -> list[Path]:
    return list(Path(settings.PACKS_DIR).glob("*"))


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


def test_what_needs_a_look_stays(client, files, target):
    """A cell that was not read, a label nobody knows, another year."""
    sheet = stored()
    wrong = SEED.read_text("utf-8").replace("\t50\n", "\t约50\n", 1)
    other = file_of(replace(sheet, name="新乙"), "json", Book(year=2019))
    job = read(
        client,
        {
            "a.txt": wrong.encode(),
            "b.docx": (PUBLISHED / "01-tangxi-cunji.docx").read_bytes(),
            "c.json": other,
            "d.json": file_of(replace(sheet, name="新丙"), "json"),
        },
    )
    assert outcomes(job) == ["unsure"] * 3 + ["clean"]
    assert "没有读进来的 1 处，如第4张表" in said(job, 1)
    assert "请核对的" in said(job, 2)
    assert "文件中写的是2019年" in said(job, 3)
    press(client, job, "take")
    assert "新丙" in names() and "新乙" not in names()
    assert job.files.get(number=3).batch.state == State.WAITING


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


def test_rights_are_asked_for_before_it_is_read(client, files, people):
    upload(client, packed(files))
    Membership.objects.filter(user=people["tianbao"]).delete()
    job = run(ImportJob.objects.get())
    assert (job.state, job.error) == (JobState.FAILED, imports.NO_RIGHT)
    assert not ImportBatch.objects.exists()


@pytest.fixture
def community(office) -> Department:
    """Below the office; whoever manages the office may import there."""
    return save_department(
        department=Department(code="001009", name="某社区", parent=office)
    )


def test_files_go_where_they_say_they_belong(as_user, target, community):
    sheet = stored()

    def told(name: str, department: Named) -> bytes:
        book = Book(year=2021, department=department)
        return file_of(replace(sheet, name=name), "json", book)

    job = read(
        as_user("admin"),
        {
            "a.json": told("新一", Named(None, "某社区")),
            "b.json": told("新二", Named("001009", None)),
            "2021/001009 某社区/c.json": told("新三", Named(None, None)),
            "某社区/d.json": told("新四", Named(None, "某街道办事处")),
            "e.json": told("新五", Named(None, "别的单位")),
            "f.json": told("新六", Named(None, None)),
        },
    )
    assert outcomes(job) == ["clean"] * 3 + ["unsure"] * 2 + ["clean"]
    places = [f.batch.department.code for f in job.files.all()]
    assert places == ["001009"] * 3 + ["001"] * 3
    assert "文件中写的部门是“某社区”，已归到这个部门" in said(job, 1)
    assert "按文件夹的名称归到“某社区”" in said(job, 3)
    assert "文件夹的名称是“某社区”，已归到前者，请核对" in said(job, 4)
    assert "文件中写的部门是“别的单位”" in said(job, 5)
    assert said(job, 6).strip() == ""
    page = as_user("admin").get(job.files.get(number=1).batch.get_absolute_url())
    assert "已归到这个部门" in text(page)
    press(as_user("admin"), job, "take")
    assert Project.objects.get(name="新三").department == community


def test_nobody_imports_where_they_may_not(client, target, community):
    """The folder names a department, but not one of this user's."""
    file = file_of(replace(stored(), name="新一"), "json")
    job = read(client, {"某社区/a.json": file})
    assert outcomes(job) == ["unsure"]
    assert "您不能导入的部门，暂归到“某街道办事处”" in said(job)
    assert job.files.get().batch.department.code == "001"


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


@pytest.fixture
def stopped(monkeypatch):
    """``stopped(2)``: the program is stopped after so many files were read."""
    told: list[str] = []
    whole = apart.Series.read

    def noted(self, name, data):
        told.append(name)
        return whole(self, name, data)

    monkeypatch.setattr(apart.Series, "read", noted)

    def after(count: int) -> list[str]:
        most = len(told) + count
        monkeypatch.setattr(jobs, "_leaving", [lambda: len(told) >= most])
        return told

    return after


def test_a_reading_goes_on_where_it_was(client, files, stopped, settings):
    told = stopped(2)
    job = read(client, files)
    assert job.state == JobState.WAITING and len(told) == 2
    assert outcomes(job) == ["clean"] * 2 + ["waiting"] * 3
    assert "还没有读 3 个" in text(client.get(f"/imports/jobs/{job.pk}/"))
    assert len(kept(settings)) == 1
    stopped(100)
    job = run(job)
    assert sorted(told) == sorted(files), "none is read twice"
    assert outcomes(job) == ["clean"] * 4 + ["unchanged"]
    assert (job.state, kept(settings)) == (JobState.DONE, [])


def test_a_message_that_comes_twice(client, files):
    job = read(client, files)
    batches = ImportBatch.objects.count()
    run(job)
    taking = press(client, job, "take")
    run(taking)
    assert ImportBatch.objects.count() == batches
    assert ImportedTarget.objects.count() == 4


def test_what_was_read_stays_when_it_is_cancelled(client, files, stopped, settings):
    stopped(2)
    job = read(client, files)
    client.post(f"/imports/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert (job.state, job.file, kept(settings)) == (JobState.CANCELLED, "", [])
    stopped(100)
    press(client, job, "take")
    assert names() == {"新项目1", "新项目2"}


def test_it_is_cancelled_while_it_runs(client, files, monkeypatch, settings):
    upload(client, packed(files))
    job = ImportJob.objects.get()
    whole = apart.Series.read

    def asked(self, name, data):
        ImportJob.objects.update(cancel_asked=True)
        return whole(self, name, data)

    monkeypatch.setattr(apart.Series, "read", asked)
    job = run(job)
    assert outcomes(job) == ["clean"] + ["waiting"] * 4
    assert (job.state, kept(settings)) == (JobState.CANCELLED, [])


def test_a_run_that_was_thought_dead_changes_nothing(client, files):
    """It reads on for a while; the other has read the same and it was taken."""
    upload(client, packed(files))
    job = ImportJob.objects.get()
    late = job.files.get(number=1)
    press(client, run(job), "take")
    with (
        packs.opened(BytesIO(packed(files))) as archive,
        apart.Series() as series,
    ):
        pack_reading._Desk(job, archive, series.read).read(late)
    assert not ImportBatch.objects.filter(
        file_name="1.xlsx", state=State.WAITING
    ).exists()
    assert job.files.get(number=1).outcome == Read.CLEAN


def test_the_same_archive_while_it_is_read_is_the_same_job(client, files):
    first = upload(client, packed(files))
    assert upload(client, packed(files)).url == first.url
    assert ImportJob.objects.count() == 1


def test_an_archive_that_is_gone_is_told(client, files, settings):
    upload(client, packed(files))
    for path in kept(settings):
        path.unlink()
    job = run(ImportJob.objects.get())
    assert (job.state, job.error) == (JobState.FAILED, pack_store.GONE)


def test_what_nobody_reads_is_swept(client, files, settings):
    upload(client, packed(files))
    assert pack_reading.sweep() == 0 and len(kept(settings)) == 1
    ImportJob.objects.update(state=JobState.FAILED)
    stray = Path(settings.PACKS_DIR) / "stray.zip"
    stray.touch()
    os.utime(stray, (0, 0))
    assert pack_reading.sweep() == 2 and kept(settings) == []
    assert ImportJob.objects.get().file == ""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.zip", b"PK\x03\x04torn", "压缩包不完整或已损坏"),
        ("a.zip", packed({}), "压缩包里没有文件"),
        ("a.zip", b"Rar!\x1a\x07", "请解压后导入里面的文件"),
    ],
)
def test_an_archive_that_cannot_be_taken(client, target, name, data, words, settings):
    answer = upload(client, data, name)
    assert answer.status_code == 422 and words in text(answer)
    assert not ImportJob.objects.exists() and kept(settings) == []


def test_an_archive_may_be_larger_than_a_file(client, target, settings):
    settings.ATTACHMENT_BYTES, settings.PACK_BYTES = 1024**2, 2 * 1024**2
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    body = bytes(range(256)) * 6 * 1024  # 1.5 MB
    assert upload(client, body, "a.docx").status_code == 422
    answer = upload(client, packed({"a.txt": b"x"}) + b"", "a.zip")
    assert answer.status_code == 302
    answer = upload(client, b"PK\x03\x04" + body * 2, "a.zip")
    assert answer.status_code == 422 and "文件超过 2 MB。请分成几个" in text(answer)


def test_too_many_jobs_are_refused_and_nothing_is_kept(client, files, settings):
    for number in range(jobs.MOST_OPEN):
        upload(client, packed({"a.txt": str(number).encode()}))
    answer = upload(client, packed(files))
    assert answer.status_code == 422 and jobs.TOO_MANY in text(answer)
    assert len(kept(settings)) == jobs.MOST_OPEN


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


def test_names_of_files_are_text(client, target):
    job = read(client, {'"><script>alert(1)</script>.png': b"\x89PNG"})
    page = client.get(f"/imports/jobs/{job.pk}/").content.decode()
    assert "<script>alert" not in page


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


def test_the_queries_of_a_page_and_of_a_file_do_not_grow(
    client, target, django_assert_max_num_queries
):
    few = read(client, {f"{n}.txt": b"x" for n in range(2)})
    many = read(client, {f"{n}.txt": b"x" for n in range(40)})
    with django_assert_max_num_queries(40) as counted:
        client.get(f"/imports/jobs/{few.pk}/")
    with django_assert_max_num_queries(len(counted)):
        client.get(f"/imports/jobs/{many.pk}/")


def test_a_preview_reads_only_what_the_file_is_about(batch_of, target, monkeypatch):
    loaded = []
    load = preview.store.load_all
    monkeypatch.setattr(
        preview.store, "load_all", lambda rows: loaded.append(len(rows)) or load(rows)
    )
    preview.lines(batch_of(Sheet(name=NAME), Sheet(name="新项目")))
    assert loaded == [1]
