"""Who does a job, and that nobody else does: the states of the lease."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import OrmQ

from audit.models import Entry
from exchange import jobs, watch
from exchange.models import ExportJob, JobState, Worker
from notices.models import Notice
from perftargets.errors import CheckFailed, Conflict
from tests.test_races import at_once

from . import working

pytestmark = pytest.mark.django_db(transaction=True)
LABEL = "exchange.ExportJob"
LONG_AGO = timedelta(seconds=60)


@pytest.fixture(autouse=True)
def every_note_counts(monkeypatch):
    monkeypatch.setattr(jobs, "NOTE_EVERY", 0.0)


@pytest.fixture
def made(year, office, people):
    """``made()``: a job that waits."""

    def make(user="tianbao", **values) -> ExportJob:
        at = {"year": year, "department": office, "shape": "book", "format": "pdf"}
        return ExportJob.objects.create(user=people[user], **at, **values)

    return make


@pytest.fixture
def work(monkeypatch):
    """``work("count")``: what jobs do in this test."""

    def choose(name: str) -> None:
        monkeypatch.setattr(ExportJob, "WORK", f"{working.__name__}.{name}")

    return choose


def run(job: ExportJob) -> ExportJob:
    jobs.run(LABEL, job.pk)
    return fetch(job)


def fetch(job: ExportJob) -> ExportJob:
    return ExportJob.objects.get(pk=job.pk)


def forsake(job: ExportJob, **values) -> ExportJob:
    """Its worker was killed a minute ago."""
    ExportJob.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        heartbeat=timezone.now() - LONG_AGO,
        **{"token": "killed", "done": 2, "total": 3, "tries": 1} | values,
    )
    return fetch(job)


def queued() -> int:
    return OrmQ.objects.count()


def actions() -> list[str]:
    found = Entry.objects.filter(subject__startswith="exportjob")
    return list(found.order_by("pk").values_list("action", flat=True))


def test_a_job_is_done_once_and_its_user_told(made, work):
    work("count")
    job = run(made())
    assert (job.state, job.size, job.done, job.total) == ("done", 7, 3, 3)
    assert (job.token, job.tries, job.percent) == ("", 1, 100)
    assert job.started_at <= job.finished_at
    notice = Notice.objects.get(user=job.user)
    assert notice.text == f"导出“{job}”（PDF）已完成。"
    assert notice.link == f"/exports/{job.pk}/"
    again = run(job)  # delivered a second time
    assert again.finished_at == job.finished_at
    assert Notice.objects.count() == 1
    assert actions() == ["job_done"]


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_stays_so(made, work, state):
    work("break_down")
    job = made(state=state)
    assert run(job).state == state
    with pytest.raises(Conflict):
        jobs.cancel(job=job, actor=job.user)


def test_control_looking_first_lets_both_have_it(made):
    job = made()

    def careless(meet) -> str:
        found = fetch(job)
        meet()
        assert found.state == JobState.WAITING
        ExportJob.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING, token="mine", heartbeat=timezone.now()
        )
        return "claimed"

    assert at_once(careless, careless) == ["claimed", "claimed"]


@pytest.mark.parametrize("is_forsaken", [False, True])
def test_of_two_claims_one_has_it(made, is_forsaken):
    job = forsake(made()) if is_forsaken else made()

    def claim(meet):
        meet()
        return jobs.claim(ExportJob, job.pk)

    claims = [found for found in at_once(claim, claim) if found is not None]
    assert [c.token for c in claims] == [fetch(job).token]
    assert fetch(job).tries == 1 + is_forsaken


def test_who_was_silent_for_too_long_has_lost_it(made):
    first = jobs.claim(ExportJob, made().pk)
    assert first is not None
    assert jobs.claim(ExportJob, first.job.pk) is None
    forsake(first.job, token=first.token)
    second = jobs.claim(ExportJob, first.job.pk)
    assert second is not None
    for attempt in (
        lambda: first.progress(1, 3),
        first.finish,
        lambda: first.fail("没有"),
        first.cancel,
        first.release,
    ):
        with pytest.raises(jobs.Superseded):
            attempt()
    assert not first.beat()
    assert Notice.objects.count() == queued() == 0
    assert fetch(first.job).token == second.token
    second.finish(size=1)
    assert fetch(first.job).size == 1


@pytest.mark.parametrize("name", ["lose", "lose_at_the_end"])
def test_a_run_that_lost_its_job_writes_nothing(made, work, name):
    work(name)
    job = run(made())
    assert (job.state, job.token, job.size) == ("running", "another's", 0)
    assert Notice.objects.count() == 0 and actions() == []


def test_a_job_that_was_deleted_ends_its_run(made, work):
    work("vanish")
    job = made()
    jobs.run(LABEL, job.pk)
    assert not ExportJob.objects.exists() and Notice.objects.count() == 0


@pytest.mark.parametrize("name", ["ask_to_cancel", "cancel_at_the_end"])
def test_cancelled_while_it_runs(made, work, name):
    work(name)
    job = run(made())
    assert (job.state, job.size, job.token) == ("cancelled", 0, "")
    assert Notice.objects.count() == 0


def test_cancelled_before_it_begins(made, work):
    work("break_down")
    job = made()
    jobs.cancel(job=job, actor=job.user)
    assert run(job).state == JobState.CANCELLED
    assert actions() == ["job_cancel"]
    with pytest.raises(Conflict):
        jobs.cancel(job=job, actor=job.user)


def test_cancelled_after_its_worker_was_killed(made):
    """There is nobody who could notice: it ends at once, or at the next look."""
    at_once_, later = forsake(made()), forsake(made(), cancel_asked=True)
    jobs.cancel(job=at_once_, actor=at_once_.user)
    assert fetch(at_once_).state == JobState.CANCELLED
    assert jobs.claim(ExportJob, later.pk) is None
    watch.look()
    assert fetch(later).state == JobState.CANCELLED
    assert queued() == 0


def test_a_running_job_is_cancelled_at_its_next_note(made):
    claimed = jobs.claim(ExportJob, made().pk)
    assert claimed is not None
    claimed.progress(1, 3)
    jobs.cancel(job=claimed.job, actor=claimed.job.user)
    assert fetch(claimed.job).state == JobState.RUNNING
    with pytest.raises(jobs.Cancelled):
        claimed.progress(2, 3)


def test_a_reason_is_told_in_its_own_words(made, work):
    work("refuse")
    job = run(made())
    assert (job.state, job.error) == ("failed", "没有可以导出的绩效目标。")
    assert job.error in Notice.objects.get(user=job.user).text
    assert actions() == ["job_failed"]


def test_a_fault_of_the_program_is_logged_and_not_shown(made, work, caplog):
    work("break_down")
    job = run(made())
    assert (job.state, job.error, job.done) == ("failed", jobs.BROKEN, 2)
    assert "secret detail" in caplog.text


def test_a_job_may_not_take_for_ever(made, work):
    work("take_too_long")
    assert "6 小时内没有完成" in run(made()).error


def test_the_program_is_stopped_and_the_job_goes_on_later(made, work, monkeypatch):
    work("count")
    monkeypatch.setattr(jobs, "_leaving", [lambda: True])
    job = run(made())
    assert (job.state, job.token, job.tries) == ("waiting", "", 0)
    assert queued() == 1
    monkeypatch.setattr(jobs, "_leaving", [lambda: False])
    assert run(job).state == JobState.DONE


def test_a_long_silence_is_no_death(made, work, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_EVERY", 0.05)
    monkeypatch.setattr(ExportJob, "pause", lambda job: time.sleep(0.05), raising=False)
    work("be_silent")
    assert run(made()).state == JobState.DONE


def test_threads_that_help_may_tell_how_far_they_are(made):
    """The connection that they need for it does not stay open."""
    claimed = jobs.claim(ExportJob, made().pk)
    assert claimed is not None
    found = []

    def help_with_it() -> None:
        claimed.progress(2, 3)
        found.append(connection.connection)

    helper = threading.Thread(target=help_with_it)
    helper.start()
    helper.join()
    assert found == [None]
    assert fetch(claimed.job).done == 2
    assert connection.connection is not None, "this thread's own does"


def test_a_killed_worker_is_noticed(made, work):
    work("count")
    job, other = forsake(made()), made()
    assert watch.look() == 1
    job = fetch(job)
    assert (job.state, job.done, job.tries) == ("waiting", 2, 1)
    assert watch.look() == 0, "it is on its way"
    assert queued() == 1
    assert run(job).tries == 2
    watch.look_at(forsake(other))
    assert queued() == 2


def test_a_job_that_kills_its_workers_is_given_up(made):
    job = forsake(made(), tries=jobs.MOST_TRIES)
    watch.look()
    assert (fetch(job).state, fetch(job).error) == ("failed", jobs.TOO_OFTEN)
    assert queued() == 0
    assert Notice.objects.get().user == job.user


def test_a_lost_message_is_sent_again(made):
    """At the start of a worker at once; else after a while, if nobody is at work."""
    job = made()
    assert watch.look() == 0
    assert watch.look(at_start=True) == 1
    late = timezone.now() - watch.LOST
    ExportJob.objects.filter(pk=job.pk).update(queued_at=late)
    busy = jobs.claim(ExportJob, made().pk)
    assert busy is not None
    assert watch.look() == 0
    busy.finish()
    assert watch.look() == 1
    assert queued() == 2


def test_two_who_look_at_once_send_one_message(made):
    forsake(made())

    def look(meet) -> int:
        meet()
        return watch.look()

    assert sum(at_once(look, look)) == queued() == 1


def test_the_page_knows_whether_anybody_works(made):
    job = made()
    assert not watch.is_unattended(job), "it has only just been asked for"
    job.queued_at -= timedelta(seconds=21)
    assert watch.is_unattended(job)
    watch.show("a worker")
    assert not watch.is_unattended(job)
    Worker.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert watch.is_unattended(job)
    busy = jobs.claim(ExportJob, made().pk)
    assert busy is not None
    assert not watch.is_unattended(job), "it has not shown itself, but it works"
    Worker.objects.update(seen_at=timezone.now() - timedelta(days=2))
    watch.look()
    assert not Worker.objects.exists()


def test_a_person_has_so_many_jobs_at_once(made, year, office):
    first = made()
    for _ in range(jobs.MOST_OPEN - 1):
        made()
    made("chushen")
    new = ExportJob(
        user=first.user, year=year, department=office, shape="book", format="pdf"
    )
    with pytest.raises(CheckFailed):
        jobs.submit(job=new)
    assert queued() == 0 and actions() == []
    jobs.cancel(job=first, actor=first.user)
    jobs.submit(job=new)
    assert queued() == get_broker().queue_size() == 1
    assert actions() == ["job_cancel", "job_ask"]


def test_a_queue_that_is_gone_does_not_hold_up_its_user(
    year, office, people, monkeypatch, caplog
):
    def gone(*args, **kwargs):
        raise OSError("no queue")

    monkeypatch.setattr(jobs, "async_task", gone)
    job = ExportJob(user=people["tianbao"], year=year, shape="book", format="pdf")
    jobs.submit(job=job)
    assert fetch(job).state == JobState.WAITING
    assert "no queue" in caplog.text


def test_how_long_it_will_take(made):
    now = timezone.now()
    job = made(done=25, total=100)
    job.state, job.started_at = JobState.RUNNING, now - timedelta(seconds=10)
    assert job.time_left(now) == timedelta(seconds=30)
    assert job.percent == 25
    job.done = 0
    assert job.time_left(now) is None
    assert ExportJob(total=3, done=3, state=JobState.RUNNING).percent == 99
