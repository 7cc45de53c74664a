"""Looks after jobs that nobody works on, and whether there is anybody to do it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from . import jobs
from .models.jobs import GONE, SOON, Job, JobState, Worker, forsaken

# The message of a job that has waited for longer may be lost.
LOST = timedelta(minutes=1)


def look(*, at_start: bool = False) -> int:
    """Puts on the queue again what nobody works on; how many jobs that were.

    ``at_start``: a worker that begins knows of no message that was on its way to it.
    Several workers may look at once.
    """
    _forget_workers()
    return sum(_look_at(model.objects.all(), at_start) for model in jobs.kinds())


def look_at(job: Job) -> None:
    """The same for one job, when somebody looks at its page."""
    if _look_at(type(job).objects.filter(pk=job.pk)):
        job.refresh_from_db()


def _look_at(rows: Any, at_start: bool = False) -> int:
    now = timezone.now()
    left = rows.filter(forsaken(now)).select_related("user")
    left.filter(cancel_asked=True).update(
        state=JobState.CANCELLED, token="", finished_at=now
    )
    for job in left.filter(tries__gte=jobs.MOST_TRIES):
        jobs.Run(job, job.token, job.done, job.total).give_up()
    count = sum(_again(job, state=JobState.WAITING, token="") for job in left)
    waiting = rows.filter(state=JobState.WAITING)
    if not at_start:
        waiting = waiting.filter(queued_at__lt=now - LOST)
        # Whoever is at work may have the message already.
        waiting = waiting.none() if _is_busy() else waiting
    return count + sum(map(_again, waiting))


def _again(job: Job, **values: Any) -> bool:
    """Unless another has just done so."""
    as_found = {"state": job.state, "token": job.token, "queued_at": job.queued_at}
    rows = type(job).objects.filter(pk=job.pk, **as_found)
    if not rows.update(queued_at=timezone.now(), **values):
        return False
    jobs.enqueue(job)
    return True


def _is_busy() -> bool:
    now = timezone.now()
    return any(
        model.objects.filter(state=JobState.RUNNING).exclude(forsaken(now)).exists()
        for model in jobs.kinds()
    )


def is_unattended(job: Job) -> bool:
    """It waits, and there is no worker to come for it."""
    now = timezone.now()
    if job.state != JobState.WAITING or job.queued_at > now - SOON:
        return False
    return not Worker.objects.filter(seen_at__gt=now - GONE).exists() and not _is_busy()


def state_of(job: Job) -> dict[str, Any]:
    """For its page (``jobs/_progress.html``); who looks also sets going again what
    nobody works on."""
    look_at(job)
    job.done = job.count()
    left = job.time_left()
    return {
        "job": job,
        "left": "" if left is None else _said(left),
        "is_unattended": is_unattended(job),
    }


def _said(left: timedelta) -> str:
    """Rounded as one would say it: 40 秒, 3 分钟, 2 小时."""
    seconds = left.total_seconds()
    if seconds < 90:
        return f"{max(10, round(seconds, -1)):.0f} 秒"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} 分钟"
    return f"{seconds / 3600:.0f} 小时"


def show(name: str) -> None:
    """A worker of this name is there."""
    Worker.objects.update_or_create(name=name, defaults={"seen_at": timezone.now()})


def leave(name: str) -> None:
    Worker.objects.filter(name=name).delete()


def _forget_workers() -> None:
    """Of those that were killed."""
    before = timezone.now() - timedelta(days=1)
    Worker.objects.filter(seen_at__lt=before).delete()
