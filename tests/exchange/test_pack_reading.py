"""Many files at once: how an archive is read."""

import os
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from departments.models import Department, Membership
from departments.services import save_department
from exchange import (
    imports,
    jobs,
    pack_reading,
    pack_store,
    packs,
    preview,
)
from exchange.models import (
    ImportBatch,
    ImportJob,
    JobState,
    Read,
    State,
)
from projects.models import Project
from sheets.readers import apart
from sheets.sheet import Book, Sheet
from sheets.sheet import Department as Named
from tests.conftest import SEED
from tests.sheets.forms import PUBLISHED

from .importing import NAME, stored
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


def test_a_quoted_sentence_ends_once(client, target):
    note = "注：其他资金是指单位自有资金。"
    page = file_of(replace(stored(), name="新甲"), "html").decode()
    page = page.replace("</table>", f"<tr><td>{note}</td></tr></table>", 1)
    job = read(client, {"a.html": page.encode()})
    assert note in said(job, 1)
    assert "。。" not in said(job, 1)


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


def killed(job) -> None:
    """As its row stands when a run was killed: its last note is old."""
    now = timezone.now()
    rows = type(job).objects.filter(pk=job.pk)
    rows.update(state=JobState.RUNNING, token="x", heartbeat=now, done=1)
    rows.update(started_at=now - timedelta(minutes=1))


def test_the_bar_and_the_counts_agree_after_a_kill(client, files, stopped):
    stopped(2)
    job = read(client, files)
    killed(job)
    page = text(client.get(f"/imports/jobs/{job.pk}/?state"))
    assert "2 / 5 个文件（40%）" in page
    assert "可以导入 2 个" in page and "还没有读 3 个" in page
    stopped(100)
    ImportJob.objects.update(state=JobState.WAITING, token="")
    run(job)
    taking = press(client, job, "take")
    first = job.files.filter(batch__state=State.DONE).first()
    ImportBatch.objects.filter(pk=first.batch_id).update(state=State.WAITING)
    killed(taking)
    page = text(client.get(f"/imports/jobs/{job.pk}/?state"))
    assert "3 / 4 个文件（75%）" in page
    assert "可以导入 1 个" in page and "已导入 3 个" in page


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
    data = packed(files)
    first = upload(client, data)
    assert upload(client, data).url == first.url
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


def test_names_of_files_are_text(client, target):
    job = read(client, {'"><script>alert(1)</script>.png': b"\x89PNG"})
    page = client.get(f"/imports/jobs/{job.pk}/").content.decode()
    assert "<script>alert" not in page


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
