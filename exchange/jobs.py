"""Runs the work that is too long for a request.

The queue (django-q2) only says that there is a job; who does it is decided in the job's
row. A run claims it by one conditional update and has it while the row holds its token
and is refreshed. So a message that comes twice, or not at all, does no harm: a job is
never done by two, and one whose worker was killed goes on with the next.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.exceptions import TimeoutException
from django_q.tasks import async_task

from audit.services import record
from departments.models import User
from notices.services import notify
from perftargets.errors import CheckFailed, Conflict, PerfTargetsError

from .models.jobs import Job, JobState, free

log = logging.getLogger(__name__)

# Seconds between two notes of how far a run is, and between two signs of life.
NOTE_EVERY, BEAT_EVERY = 1.0, 10.0
# So often a job may take its worker down with it.
MOST_TRIES = 5
MOST_OPEN = 5  # jobs of one person that wait or run
ERROR_LENGTH = 500
TOO_MANY = f"您已有 {MOST_OPEN} 个后台任务在排队或进行中。请等它们完成，或先取消几个。"
OVER = "这个任务已经结束，请刷新页面。"
BROKEN = "程序出错，已记入日志，请联系系统管理员。"
TOO_OFTEN = f"运行 {MOST_TRIES} 次都意外中断，请联系系统管理员。"
TOO_LONG = "{hours} 小时内没有完成，已停止。请缩小范围，分几次办理。"


class Ended(Exception):
    """Tells a run that it is over: to be let through, after putting away what was
    only begun."""


class Superseded(Ended):
    """The job is another's by now, or gone: nothing may be written any more."""


class Cancelled(Ended):
    """Its user does not want it any more."""


class Interrupted(Ended):
    """The program is being stopped; the job goes on later."""


_leaving: list[Callable[[], bool]] = []


def leave_when(leaving: Callable[[], bool]) -> None:
    """Runs end at their next note when this says so."""
    _leaving[:] = [leaving]


@dataclass
class Run:
    """One claim on a job, and all that its work may say about it."""

    job: Any
    token: str
    done: int = 0
    total: int = 0
    noted_at: float = float("-inf")
    thread: threading.Thread = field(default_factory=threading.current_thread)

    @property
    def rows(self) -> QuerySet[Any]:
        """The job's row, as long as it is this run's."""
        held = {"pk": self.job.pk, "state": JobState.RUNNING, "token": self.token}
        return type(self.job).objects.filter(**held)

    def progress(self, done: int, total: int) -> None:
        """To be called often, by whichever thread; raises :class:`Ended` when the run
        is over."""
        self.done, self.total = done, total
        if any(leaving() for leaving in _leaving):
            raise Interrupted
        now = time.monotonic()
        if now - self.noted_at >= NOTE_EVERY:
            self.noted_at = now
            try:
                self._note(done=done, total=total)
            finally:
                if threading.current_thread() is not self.thread:
                    connections.close_all()  # that of the thread, which lives shortly

    def _note(self, **values: Any) -> None:
        wanted = self.rows.filter(cancel_asked=False)
        if not wanted.update(heartbeat=timezone.now(), **values):
            raise Cancelled if self.rows.exists() else Superseded

    def beat(self) -> bool:
        """A sign of life, while there is nothing to note; whether it still counts."""
        return bool(self.rows.update(heartbeat=timezone.now()))

    def finish(self, **values: Any) -> None:
        """``values``: what the kind of job keeps of its result."""
        with transaction.atomic():
            self._note()
            self._end(JobState.DONE, **values)
            _tell(self.job, "job_done", f"{self.job.said}已完成。")

    def fail(self, reason: str) -> None:
        with transaction.atomic():
            self._end(JobState.FAILED, error=reason[:ERROR_LENGTH])
            _tell_failure(self.job, reason)

    def give_up(self) -> None:
        """Its worker was killed again and again, perhaps by this very job."""
        with suppress(Superseded):
            self.fail(TOO_OFTEN)

    def cancel(self) -> None:
        self._end(JobState.CANCELLED)

    def release(self) -> None:
        """For the next run; this one does not count."""
        with transaction.atomic():
            now = timezone.now()
            self._write(
                state=JobState.WAITING, queued_at=now, tries=F("tries") - 1, token=""
            )
            enqueue(self.job)

    def _end(self, state: JobState, **values: Any) -> None:
        self._write(state=state, token="", finished_at=timezone.now(), **values)

    def _write(self, **values: Any) -> None:
        if not self.rows.update(done=self.done, total=self.total, **values):
            raise Superseded


def _tell(job: Job, action: str, text: str, **detail: Any) -> None:
    notify(users=[job.user], kind="job", text=text, link=job.get_absolute_url())
    record(
        actor=job.user,
        action=action,
        subject=job.subject,
        subject_name=str(job),
        detail=detail,
    )


def _tell_failure(job: Job, reason: str) -> None:
    text = f"{job.said}没有完成：{reason}"
    _tell(job, "job_failed", text, error=reason)


def kinds() -> list[type[Job]]:
    """Every kind of job there is."""
    return [model for model in apps.get_models() if issubclass(model, Job)]


def _open_jobs_of(user: Any) -> int:
    return sum(model.objects.of(user).open().count() for model in kinds())


def submit(*, job: Job) -> Job:
    """Saves a new job and puts it on the queue; ``CheckFailed`` if its user has too
    many already."""
    with transaction.atomic():
        # Two clicks at once are counted one after the other.
        User.objects.select_for_update().get(pk=job.user.pk)
        if _open_jobs_of(job.user) >= MOST_OPEN:
            raise CheckFailed(TOO_MANY)
        job.save()
        record(
            actor=job.user,
            action="job_ask",
            subject=job.subject,
            subject_name=str(job),
        )
        enqueue(job)
    return job


def enqueue(job: Job) -> None:
    """A queue that cannot be reached now is no trouble of whoever asks: the next look
    (:mod:`exchange.watch`) tries again."""

    def send() -> None:
        async_task("exchange.jobs.run", job._meta.label, job.pk)

    transaction.on_commit(send, robust=True)


def cancel(*, job: Job, actor: Any) -> None:
    """At once where nobody works on it, else at its next note; ``Conflict`` if it is
    over."""
    now = timezone.now()
    rows = type(job).objects.filter(pk=job.pk, cancel_asked=False)
    ended = {"state": JobState.CANCELLED, "token": "", "finished_at": now}
    with transaction.atomic():
        idle = rows.filter(free(now)).update(cancel_asked=True, **ended)
        if not idle and not rows.open().update(cancel_asked=True):
            raise Conflict(OVER)
        record(
            actor=actor,
            action="job_cancel",
            subject=job.subject,
            subject_name=str(job),
        )


def claim(model: type[Job], pk: int) -> Run | None:
    """The job for this run alone; ``None`` if another has it, or it is over."""
    now, token = timezone.now(), uuid4().hex
    rows = model.objects.filter(free(now), pk=pk, cancel_asked=False)
    taken = rows.update(
        state=JobState.RUNNING,
        token=token,
        heartbeat=now,
        started_at=Coalesce("started_at", now),
        tries=F("tries") + 1,
    )
    if not taken:
        return None
    return Run(model.objects.select_related("user").get(pk=pk), token)


def run(label: str, pk: int) -> None:
    """What the queue delivers, perhaps more than once."""
    claimed = claim(apps.get_model(label), pk)
    if claimed is None:
        return
    with _beating(claimed):
        try:
            _work(claimed)
        except Superseded:
            log.warning("%s is another run's by now", claimed.job.subject)


def _work(run: Run) -> None:
    try:
        run.finish(**import_string(run.job.WORK)(run.job, run))
    except Cancelled:
        run.cancel()
    except Interrupted:
        run.release()
    except PerfTargetsError as error:
        run.fail(error.message)
    except TimeoutException:
        run.fail(TOO_LONG.format(hours=settings.Q_CLUSTER["timeout"] // 3600))
    except Superseded:
        raise
    except Exception:
        log.exception("%s has failed", run.job.subject)
        run.fail(BROKEN)


@contextmanager
def _beating(run: Run) -> Iterator[None]:
    """Keeps the job while the work has nothing to note for long, as when a large file
    is written in one piece."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_EVERY):
            try:
                if not run.beat():
                    break
            except DatabaseError:  # perhaps only for now; the lease lasts three beats
                log.exception("%s could not show that it lives", run.job.subject)
        connections.close_all()

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()
