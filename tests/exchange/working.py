"""Work for jobs of the tests, named by ``ExportJob.WORK``."""

from typing import Any

from django_q.exceptions import TimeoutException

from exchange.jobs import Run
from exchange.models import ExportJob, JobState
from perftargets.errors import CheckFailed

STEPS = 3


def count(job: Any, run: Run) -> dict[str, Any]:
    for step in range(STEPS):
        run.progress(step + 1, STEPS)
    return {"size": 7}


def ask_to_cancel(job: Any, run: Run) -> dict[str, Any]:
    """As if its user did so while it runs."""
    run.progress(1, STEPS)
    ExportJob.objects.filter(pk=job.pk).update(cancel_asked=True)
    return count(job, run)


def cancel_at_the_end(job: Any, run: Run) -> dict[str, Any]:
    result = count(job, run)
    ExportJob.objects.filter(pk=job.pk).update(cancel_asked=True)
    return result


def lose(job: Any, run: Run) -> dict[str, Any]:
    """As if this process had stood still for so long that another has it by now."""
    run.progress(1, STEPS)
    ExportJob.objects.filter(pk=job.pk).update(token="another's")
    return count(job, run)


def lose_at_the_end(job: Any, run: Run) -> dict[str, Any]:
    result = count(job, run)
    ExportJob.objects.filter(pk=job.pk).update(token="another's")
    return result


def vanish(job: Any, run: Run) -> dict[str, Any]:
    ExportJob.objects.filter(pk=job.pk).delete()
    return count(job, run)


def refuse(job: Any, run: Run) -> dict[str, Any]:
    run.progress(1, STEPS)
    raise CheckFailed("没有可以导出的绩效目标。")


def break_down(job: Any, run: Run) -> dict[str, Any]:
    run.progress(2, STEPS)
    raise ZeroDivisionError("secret detail")


def take_too_long(job: Any, run: Run) -> dict[str, Any]:
    raise TimeoutException("Task exceeded maximum timeout value (1 seconds)")


def be_silent(job: Any, run: Run) -> dict[str, Any]:
    """Nothing to note for longer than a heartbeat."""
    before = ExportJob.objects.get(pk=job.pk)
    assert before.state == JobState.RUNNING
    for _ in range(200):
        now = ExportJob.objects.get(pk=job.pk)
        if now.heartbeat > before.heartbeat:
            return {"size": 1}
        run.job.pause()
    raise AssertionError("its heart does not beat")
