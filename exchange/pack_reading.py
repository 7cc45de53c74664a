"""An archive of files is received, and read file by file in the background."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, BinaryIO
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from departments import access
from departments.models import Department
from notices.services import KEPT_FOR
from perftargets.errors import BadFile, NotAllowed
from projects.models import BudgetYear
from sheets.readers import Reading
from sheets.readers.apart import Series
from sheets.readers.turns import Busy, turn

from . import imports, jobs, pack_store, packs, preview
from .jobs import Cancelled, Run
from .models import ImportBatch, ImportJob, PackedFile, Read, State
from .preview import LOCKED, UNCHANGED, Line
from .whose import Offices, Placed, elsewhere

# An archive that no job knows may just be being received.
STRAY = timedelta(hours=1)
ERRORS = "没有读进来的 {count} 处，如{first}"
WARNINGS = "请核对的 {count} 处，如{first}"
ANSWER = ("outcome", "placed", "messages", "marks", "batch")
WAITS = "同样的文件已在等待核对，没有另存一份。"
TWIN = "和压缩包里的“{first}”是同一个文件，不另外导入。"
TAKEN = "同样的文件已于 {at} 导入，没有变化。"
TAKEN_AND_CHANGED = "同样的文件已于 {at} 导入，此后系统中的内容有改动，请核对。"


def receive(
    *, user: Any, department: Department, year: BudgetYear, name: str, file: BinaryIO
) -> ImportJob:
    """Keeps an archive and puts its reading on its way.

    ``BadFile`` if it may not be unpacked, ``NotAllowed`` without the right,
    ``CheckFailed`` if the user has too many jobs. The same archive that is still being
    read is the same job.
    """
    if not access.may(user, access.IMPORT, department):
        raise NotAllowed(imports.NO_RIGHT)
    with packs.opened(file) as archive:
        found = packs.entries(archive)
    at = {"year": year, "department": department, "sha256": pack_store.sha256_of(file)}
    known = ImportJob.objects.of(user).open().filter(**at, cancel_asked=False).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    job = ImportJob(user=user, file_name=name, total=len(found), **at)
    job.file = pack_store.keep(file)
    try:
        with transaction.atomic():
            jobs.submit(job=job)
            PackedFile.objects.bulk_create(
                PackedFile(
                    job=job,
                    number=number,
                    place=entry.place,
                    folders=entry.folders,
                    name=entry.name,
                    path=entry.path,
                )
                for number, entry in enumerate(found, 1)
            )
    except BaseException:
        pack_store.delete(job.file)
        raise
    return job


def cancel(*, job: ImportJob, actor: Any) -> None:
    """What was read stays."""
    jobs.cancel(job=job, actor=actor)
    job.refresh_from_db()
    if not job.is_open:
        drop(job)


def drop(job: ImportJob) -> None:
    """Nobody reads the archive any more."""
    ImportJob.objects.filter(pk=job.pk).update(file="")
    pack_store.delete(job.file)


def sweep() -> int:
    """Takes away archives that nobody reads any more, and rows that nobody will look
    for; how many archives that were."""
    now = timezone.now()
    every = ImportJob.objects.all()
    over = list(every.exclude(file="").exclude(pk__in=every.open().values("pk")))
    for job in over:
        drop(job)
    every.filter(finished_at__lt=now - KEPT_FOR).delete()
    needed = set(every.exclude(file="").values_list("file", flat=True))
    return len(over) + pack_store.sweep(needed, (now - STRAY).timestamp())


def read(job: ImportJob, run: Run) -> dict[str, Any]:
    """Each file that was not read yet. What a run has read is kept at once, so a later
    one goes on from there."""
    if not access.may(job.user, access.IMPORT, job.department):
        raise NotAllowed(imports.NO_RIGHT)
    left = list(job.files.filter(outcome=Read.WAITING))
    total = job.files.count()
    try:
        if left:
            with (
                pack_store.open_kept(job.file) as file,
                packs.opened(file) as archive,
                Series() as series,
            ):
                desk = _Desk(job, archive, partial(_in_turn, series, run))
                for done, packed in enumerate(left, total - len(left)):
                    run.progress(done, total)
                    desk.read(packed)
        run.progress(total, total)
    except Cancelled:
        drop(job)
        raise
    # A run that is killed just here leaves nothing to be read.
    drop(job)
    return {}


def _in_turn(series: Series, run: Run, name: str, data: bytes) -> Reading:
    """Beside those who wait at a page for their own file."""
    while True:
        try:
            with turn(settings.VAR_DIR):
                return series.read(name, data)
        except Busy:
            run.progress(run.done, run.total)


class _Desk:
    """Where the files of one job are read."""

    def __init__(
        self, job: ImportJob, archive: ZipFile, reader: Callable[[str, bytes], Reading]
    ) -> None:
        self.job, self.archive, self.reader = job, archive, reader
        self.offices = Offices.of(job.user)

    def read(self, packed: PackedFile) -> None:
        try:
            data = packs.read_entry(self.archive, packed.place)
            reading = self.reader(packed.name, data)
            batch = imports.as_read(packed.name, data, reading)
        except BadFile as error:
            packed.outcome, packed.messages = Read.REFUSED, [error.message]
            packed.save(update_fields=["outcome", "messages"])
            return
        placed = self.offices.place(self.job.department, packed.folders, reading.book)
        batch.user, batch.year = self.job.user, self.job.year
        batch.department = placed.department
        with transaction.atomic():
            rows = PackedFile.objects.select_for_update().filter(pk=packed.pk)
            # Else a run that was thought dead has read it too.
            if rows.filter(outcome=Read.WAITING).exists():
                keep = partial(imports.keep, batch, reading, data)
                self._compare(packed, batch, placed, keep)
                packed.save(update_fields=[*ANSWER])

    def _compare(
        self,
        packed: PackedFile,
        batch: ImportBatch,
        placed: Placed,
        keep: Callable[[], ImportBatch],
    ) -> None:
        """With what is stored now, and with what was imported before."""
        found = preview.lines(batch)
        packed.marks = {line.number: line.mark for line in found}
        packed.placed = placed.said
        told = _doubts(batch, found)
        here = {name: getattr(batch, name) for name in imports.PLACE if name != "state"}
        earlier = ImportBatch.objects.filter(**here)
        taken = earlier.filter(state=State.DONE).first()
        is_same = all(line.kind == UNCHANGED for line in found)
        if taken is not None and not is_same:
            told.append(_at(TAKEN_AND_CHANGED, taken))
        is_sure = placed.is_sure and not told
        packed.outcome = (
            Read.UNSURE if not is_sure else Read.UNCHANGED if is_same else Read.CLEAN
        )
        if taken is not None and is_same:
            packed.outcome, packed.batch = Read.UNCHANGED, taken
            told.append(_at(TAKEN, taken))
        elif twin := self.job.files.filter(batch__in=earlier).first():
            packed.outcome, packed.batch = Read.UNCHANGED, twin.batch
            told = [TWIN.format(first=twin)]
        else:
            if earlier.filter(state=State.WAITING).exists():
                told.append(WAITS)
            packed.batch = keep()
        rest = [f"“{line}”：{text}。" for line in found for text in line.told]
        packed.messages = [*told, *rest]


def _at(said: str, batch: ImportBatch) -> str:
    return said.format(at=f"{timezone.localtime(batch.taken_at):%Y-%m-%d %H:%M}")


def _doubts(batch: ImportBatch, found: Sequence[Line]) -> list[str]:
    """Whatever a person has to look at before it may be taken."""
    told = elsewhere(batch)
    for said, messages in ((ERRORS, batch.errors), (WARNINGS, batch.warnings)):
        if messages:
            first = "：".join(part for part in messages[0] if part)
            # What is quoted from the file may end with its own full stop.
            doubt = said.format(count=len(messages), first=first.rstrip("。"))
            told.append(f"{doubt}。")
    for line in found:
        told += [f"“{line}”：{text}" for text in (*line.problems, *line.unsure)]
        if line.kind == LOCKED:
            told.append(f"“{line}”不能导入：{line.locked}")
    return told
