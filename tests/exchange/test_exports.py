"""Export jobs: from the page of a book to the file, and what may come between."""

from datetime import timedelta
from io import BytesIO, StringIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import Entry
from departments.models import Department, Membership, Role
from departments.services import save_department
from exchange import export_files, exporting, exports, jobs
from exchange.models import ExportJob, JobState
from indicators import store
from indicators.services import create_project_target
from notices.models import Mail, Notice
from projects.models import Project, Status, Target
from reviews import flow
from tests.reviews.steps import SECOND, put, step

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/books/2021/001/"
PAGE = {"scope": "own", "shape": "book", "format": "html"}


@pytest.fixture(autouse=True)
def every_note_counts(monkeypatch):
    monkeypatch.setattr(jobs, "NOTE_EVERY", 0.0)


@pytest.fixture
def community(office, target, people) -> Department:
    """A unit below the office, with one table."""
    unit = save_department(
        department=Department(code="001009", name="某社区", parent=office)
    )
    create_project_target(
        year=target.year,
        department=unit,
        actor=people["admin"],
        sheet=store.load_sheet(target),
    )
    return unit


def filled(**posted) -> dict:
    """The form of the page as it opens, with everything ticked, and changed so."""
    keys = Target.objects.filter(department__code="001").values_list("pk", flat=True)
    return PAGE | {"target": list(keys)} | posted


def asked(client, **posted) -> ExportJob:
    answer = client.post(URL, filled(**posted))
    job = ExportJob.objects.latest("pk")
    assert answer.url == f"/exports/{job.pk}/"
    return job


def run(job: ExportJob) -> ExportJob:
    jobs.run("exchange.ExportJob", job.pk)
    return ExportJob.objects.get(pk=job.pk)


def content(client, job: ExportJob) -> bytes:
    answer = client.get(f"/exports/{job.pk}/file/")
    assert answer.status_code == 200, answer.content.decode()
    return answer.getvalue()


def archive(client, job: ExportJob) -> dict[str, bytes]:
    with ZipFile(BytesIO(content(client, job))) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def stored() -> list[str]:
    return sorted(path.name for path in export_files._root().iterdir())


def test_what_is_small_is_downloaded_at_once(as_user, target):
    client = as_user("tianbao")
    answer = client.post(URL, PAGE | {"target": [target.pk]})
    assert answer.url == f"{URL}html/?target={target.pk}"
    assert client.get(answer.url)["Content-Disposition"].startswith("attachment")
    assert not ExportJob.objects.exists()


def test_nothing_ticked_is_not_everything(as_user, community):
    """The whole book came, from a page on which nothing was chosen."""
    for shape in ("book", "zip"):
        answer = as_user("chushen").post(URL, PAGE | {"shape": shape})
        assert answer.status_code == 422
        assert "至少选一份" in answer.content.decode()
    assert not ExportJob.objects.exists()
    # All below it is asked for without a tick.
    assert asked(as_user("chushen"), scope="below", target=[]).total == 6


def test_what_is_large_is_made_in_the_background(as_user, target, monkeypatch):
    monkeypatch.setattr("exchange.views.MOST_AT_ONCE", 4)
    client = as_user("tianbao")
    job = asked(client)
    assert (job.total, job.ticked, job.state) == (5, [], "waiting")
    direct = client.get(f"{URL}pdf/", follow=True)
    assert "超过" in direct.content.decode() and direct.redirect_chain
    job = run(job)
    text = content(client, job).decode()
    assert "目录" in text and "村级组织经费" in text
    assert job.sha256 == export_files.sha256_of(job.file)
    assert Notice.objects.get().link == f"/exports/{job.pk}/"
    answer = client.get(f"/exports/{job.pk}/file/")
    answer.getvalue()
    name = unquote(answer["Content-Disposition"])
    assert name.startswith("attachment") and f"{job}.html" in name


def test_the_record_tells_the_whole_way(as_user, target):
    client = as_user("tianbao")
    job = run(asked(client, shape="zip", target=[target.pk]))
    content(client, job)
    second = asked(client, shape="zip")
    assert client.post(f"/exports/{second.pk}/cancel/").status_code == 302
    told = [
        Entry.objects.filter(subject=j.subject).order_by("pk") for j in (job, second)
    ]
    assert [e.action for e in told[0]] == ["job_ask", "job_done", "export"]
    assert [e.action for e in told[1]] == ["job_ask", "job_cancel"]
    assert told[0][2].detail["sha256"] == job.sha256


def test_it_is_told_by_mail_too(as_user, people, target, settings):
    settings.MAIL_ENABLED = True
    people["tianbao"].email = "tianbao@mubiao.example"
    people["tianbao"].save()
    run(asked(as_user("tianbao"), shape="zip"))
    assert "已完成" in Mail.objects.get().subject


def test_a_file_for_each_in_a_folder_for_each_department(as_user, community):
    client = as_user("chushen")
    files = archive(client, run(asked(client, scope="below", shape="zip")))
    assert len(files) == 6
    assert "001 某街道办事处/部门整体绩效目标.html" in files
    assert "村级组织经费" in files["001009 某社区/村级组织经费.html"].decode()


def test_hostile_names_stay_in_their_folder(as_user, target):
    Project.objects.filter(pk=target.project.pk).update(name="../../etc/passwd\r\n")
    client = as_user("tianbao")
    files = archive(client, run(asked(client, shape="zip", target=[target.pk])))
    assert list(files) == ["001 某街道办事处/_.._etc_passwd.html"]


def test_several_departments_in_one_book(as_user, community):
    client = as_user("chushen")
    text = content(client, run(asked(client, scope="below"))).decode()
    assert text.count('<section class="cover') == 1
    assert text.count('<section class="contents') == 1
    assert text.index("某街道办事处　第一部分") < text.index("某社区　绩效目标表")


def test_a_whole_year_is_all_that_one_may_export(as_user, people, community, elsewhere):
    assert "scope" not in offered(as_user("tianbao"))
    assert offered(as_user("chushen")) == "scope own below"
    Membership.objects.create(
        user=people["chushen"], department=elsewhere, role=Role.AUDITOR
    )
    made = Target.objects.latest("pk")
    create_project_target(
        year=made.year, department=elsewhere, actor=None, sheet=store.load_sheet(made)
    )
    client = as_user("chushen")
    assert offered(client) == "scope own below year"
    files = archive(client, run(asked(client, scope="year", shape="zip")))
    assert {name.split(" ")[0] for name in files} == {"001", "001009", "002"}


def offered(client) -> str:
    page = client.get(URL).content.decode()
    found = [v for v in ("own", "below", "year") if f'value="{v}"' in page]
    return " ".join(["scope", *found]) if len(found) > 1 else " ".join(found)


def test_nobody_reaches_further_than_their_post(as_user, community, elsewhere):
    """Whatever is sent: the filler has the office alone."""
    client = as_user("tianbao")
    for scope in ("below", "year", "all"):
        answer = client.post(URL, PAGE | {"scope": scope, "shape": "zip"})
        assert answer.status_code == 422
    foreign = Target.objects.get(department=community)
    refused = client.post(URL, filled(shape="zip", target=[foreign.pk]))
    assert refused.status_code == 422
    assert client.get(f"{URL}html/?target={foreign.pk}").status_code == 404
    job = asked(client, shape="zip")
    assert job.ticked == [] and job.total == 5
    assert client.post("/books/2021/002/", PAGE).status_code == 404
    ExportJob.objects.filter(pk=job.pk).update(department=None)
    assert {n.split(" ")[0] for n in archive(client, run(job))} == {"001"}


def test_only_what_was_approved(as_user, people, target):
    client = as_user("chushen")
    refused = client.post(URL, filled(approved_only="on"))
    assert refused.status_code == 422 and exports.NOTHING in refused.content.decode()
    put(target, SECOND)
    step(Target.objects.get(pk=target.pk), flow.PASS, people["caizheng"])
    assert Target.objects.get(pk=target.pk).status == Status.APPROVED
    job = asked(client, approved_only="on")
    assert (job.total, str(job)) == (1, "2021年某街道办事处绩效文本（已批复）")
    assert "第1版" in content(client, run(job)).decode()


def test_rights_that_were_lost_before_it_ran(as_user, people):
    job = asked(as_user("chushen"), shape="zip")
    people["chushen"].memberships.all().delete()
    job = run(job)
    assert (job.state, job.error) == ("failed", exporting.NOTHING)
    assert stored() == []


def test_rights_that_were_lost_afterwards(as_user, people, community):
    """Also if they are lost at one of the departments only: the file goes."""
    client = as_user("chushen")
    job = run(asked(client, scope="below", shape="zip"))
    Membership.objects.filter(user=people["chushen"]).delete()
    Membership.objects.create(
        user=people["chushen"], department=community, role=Role.REVIEWER
    )
    answer = client.get(f"/exports/{job.pk}/file/")
    assert answer.status_code == 403 and exports.NO_RIGHT in answer.content.decode()
    assert stored() == [] and ExportJob.objects.get(pk=job.pk).file == ""
    assert client.get(f"/exports/{job.pk}/file/").status_code == 404


def test_nobody_has_another_s_file(as_user):
    job = run(asked(as_user("tianbao"), shape="zip"))
    for name in ("chushen", "admin", "nobody"):
        for path in ("", "file/"):
            url = f"/exports/{job.pk}/{path}"
            assert as_user(name).get(url).status_code == 404


def test_a_file_expires(as_user):
    client = as_user("tianbao")
    job = run(asked(client, shape="zip"))
    call_command("sweep_exports", stdout=StringIO())
    assert stored() == [job.file]
    past = timezone.now() - timedelta(seconds=1)
    ExportJob.objects.filter(pk=job.pk).update(expires_at=past)
    assert client.get(f"/exports/{job.pk}/file/").status_code == 404
    assert exports.sweep() == 1 and stored() == []
    page = client.get(f"/exports/{job.pk}/").content.decode()
    assert "文件已清理" in page and "重新导出" in page
    answer = client.post(f"/exports/{job.pk}/again/")
    again = ExportJob.objects.latest("pk")
    assert answer.url == f"/exports/{again.pk}/" and again.pk != job.pk
    assert len(archive(client, run(again))) == 5


def test_what_nobody_knows_is_swept_and_what_is_needed_stays(as_user):
    job = asked(as_user("tianbao"), shape="zip")
    over = run(asked(as_user("tianbao"), shape="zip"))
    for pk in (job.pk, over.pk):
        (export_files.work_dir(pk) / "ready").write_text("x")
    for name in ("7-killed.pdf.part", "odd.work"):
        export_files.path_of(name).write_text("x")
    assert exports.sweep() == 2  # the folder of what is over, and the odd one
    assert stored() == sorted([f"{job.pk}.work", over.file, "7-killed.pdf.part"])
    ExportJob.objects.filter(pk=over.pk).update(
        finished_at=timezone.now() - timedelta(days=200)
    )
    assert exports.sweep() == 1
    assert not ExportJob.objects.filter(pk=over.pk).exists()


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(as_user):
    client = as_user("tianbao")
    job = run(asked(client, shape="zip"))
    export_files.path_of(job.file).write_bytes(b"other")
    answer = client.get(f"/exports/{job.pk}/file/")
    assert answer.status_code == 404 and exports.CHANGED in answer.content.decode()


@pytest.fixture
def interrupted(monkeypatch):
    """``interrupted(2)``: the program is stopped after so many files."""

    def after(count: int) -> None:
        written: list[int] = []
        whole = exporting._ready

        def ready(folder, target, writer):
            written.append(target.pk)
            return whole(folder, target, writer)

        monkeypatch.setattr(exporting, "_ready", ready)
        monkeypatch.setattr(jobs, "_leaving", [lambda: len(written) >= count])

    return after


def test_an_archive_goes_on_where_it_was(as_user, target, interrupted, monkeypatch):
    client = as_user("tianbao")
    undisturbed = run(asked(client, shape="zip"))
    with monkeypatch.context():
        interrupted(3)
        job = run(asked(client, shape="zip"))
    assert job.state == JobState.WAITING
    folder = export_files.work_dir(job.pk)
    ready = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(ready) == 3
    monkeypatch.setattr(jobs, "_leaving", [])
    written = []
    write = export_files.whole
    monkeypatch.setattr(
        export_files, "whole", lambda path: written.append(path.name) or write(path)
    )
    job = run(job)
    assert len(written) == 2 + 1, "the two that were missing, and the archive"
    assert archive(client, job) == archive(client, undisturbed)
    assert stored() == sorted([job.file, undisturbed.file]), "nothing is left behind"


def test_what_was_changed_meanwhile_is_written_anew(as_user, target, interrupted):
    client = as_user("tianbao")
    interrupted(5)
    job = run(asked(client, shape="zip"))
    assert job.state == JobState.WAITING
    jobs.leave_when(lambda: False)
    Project.objects.filter(pk=target.project.pk).update(usage="后来改的用途")
    files = archive(client, run(job))
    assert "后来改的用途" in files["001 某街道办事处/村级组织经费.html"].decode()


def test_too_many_jobs_are_refused_on_the_page(as_user):
    client = as_user("tianbao")
    for _ in range(jobs.MOST_OPEN):
        asked(client, shape="zip")
    answer = client.post(URL, filled(shape="zip"))
    assert answer.status_code == 422 and jobs.TOO_MANY in answer.content.decode()


def test_the_page_tells_how_far_it_is_and_that_nobody_works(as_user):
    client = as_user("tianbao")
    job = asked(client, shape="zip")
    assert "正在排队" in client.get(f"/exports/{job.pk}/").content.decode()
    late = timezone.now() - timedelta(seconds=30)
    ExportJob.objects.filter(pk=job.pk).update(queued_at=late)
    part = client.get(f"/exports/{job.pk}/?state").content.decode()
    assert "后台服务没有运行" in part
    claimed = jobs.claim(ExportJob, job.pk)
    assert claimed is not None
    ExportJob.objects.filter(pk=job.pk).update(
        started_at=timezone.now() - timedelta(minutes=2)
    )
    claimed.progress(2, 5)
    part = client.get(f"/exports/{job.pk}/?state").content.decode()
    assert "2 / 5 份（40%）" in part and "大约还要 3 分钟" in part
    assert "<html" not in part
    listed = client.get("/exports/").content.decode()
    assert "进行中" in listed and str(job) in listed
