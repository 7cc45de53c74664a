"""All files of an archive that nobody needs to look at are taken, or taken back."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from departments import access
from perftargets.errors import CheckFailed, Conflict, NotAllowed, PerfTargetsError
from projects import backfill
from projects.backfill import Words

from . import imports, jobs, preview
from .jobs import Run
from .models import All, ImportBatch, ImportJob, PackedFile, Read, State, TakingJob
from .preview import Choice

BUSY = "这个压缩包正在读取或办理，请等它完成，或先取消。"
NOTHING = {
    All.TAKE: "没有可以一起导入的文件：有问题的请逐个打开核对。",
    All.UNDO: "没有可以撤销的文件。",
}
MOVED = "读取以后系统中的内容有变化，没有导入，请打开核对。"
NOT_TAKEN, NOT_UNDONE = "没有导入：{reason}", "没有撤销：{reason}"


def open_files(pack: ImportJob, action: str) -> list[PackedFile]:
    """What there is to take, or to take back: the last first, for one may lie upon
    another."""
    files = pack.files.select_related("batch__year", "batch__department", "batch__user")
    if action == All.TAKE:
        return list(files.to_be_taken())
    done = files.filter(batch__state=State.DONE).exclude(outcome=Read.UNCHANGED)
    return list(done.order_by("-number"))


def ask(*, pack: ImportJob, action: str, words: Words | None = None) -> TakingJob:
    """``words`` are for those that belong to a year that is over.

    ``Conflict`` while the archive is at work, ``CheckFailed`` if there is nothing to
    do, or its user has too many jobs.
    """
    with transaction.atomic():
        # Two clicks at once are looked at one after the other.
        pack = ImportJob.objects.select_for_update(of=("self",)).get(pk=pack.pk)
        if pack.is_open or pack.takings.open().exists():
            raise Conflict(BUSY)
        count = len(open_files(pack, action))
        if not count:
            raise CheckFailed(NOTHING[All(action)])
        job = TakingJob(user=pack.user, pack=pack, action=action, total=count)
        if words is not None:
            job.reason, job.document = words.reason, words.document
            job.document_date = words.document_date
        jobs.submit(job=job)
    return job


def work(job: TakingJob, run: Run) -> dict[str, Any]:
    """Each file alone, all of it or nothing; the one that cannot be says why. What a
    run has done is not done again, for then the file waits no more."""
    do = _take if job.action == All.TAKE else _undo
    files = open_files(job.pack, job.action)
    before = max(job.total - len(files), 0)
    for done, packed in enumerate(files, before):
        run.progress(done, before + len(files))
        _told(do, packed, job)
    run.progress(before + len(files), before + len(files))
    return {}


def _told(do: Callable[..., None], packed: PackedFile, job: TakingJob) -> None:
    assert packed.batch is not None  # noqa: S101 -- chosen by its state
    try:
        if not access.may(job.user, access.IMPORT, packed.batch.department):
            raise NotAllowed(imports.NO_RIGHT)
        do(packed, packed.batch, job)
    except PerfTargetsError as error:
        said = NOT_TAKEN if job.action == All.TAKE else NOT_UNDONE
        packed.outcome = Read.UNSURE
        packed.messages = [said.format(reason=error.message)]
        packed.save(update_fields=["outcome", "messages"])


def _take(packed: PackedFile, batch: ImportBatch, job: TakingJob) -> None:
    """As it was when it was read: what has changed since, somebody must look at."""
    choices: dict[int, Choice] = {}
    for line in preview.lines(batch):
        if line.mark != packed.marks.get(str(line.number)):
            raise Conflict(MOVED)
        choices[line.number] = Choice(
            line.choice.is_taken, line.choice.into, line.choice.name, line.mark
        )
    words = _words(job, batch)
    imports.take(batch=batch, actor=job.user, choices=choices, words=words)


def _words(job: TakingJob, batch: ImportBatch) -> Words | None:
    """Only some of the departments may have been given more time."""
    if job.reason and backfill.is_possible(job.user, batch.year, batch.department):
        return Words(job.reason, job.document, job.document_date)
    return None


def _undo(packed: PackedFile, batch: ImportBatch, job: TakingJob) -> None:
    imports.undo(batch=batch, actor=job.user)
