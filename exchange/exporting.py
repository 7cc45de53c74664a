"""The work of an export job: from the rows to one file."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone

from perftargets.errors import CheckFailed
from projects.models import Target
from reviews.editions import book_and_stamp, edition_from, edition_of
from sheets.document import Document, collected, document_of
from sheets.edition import Edition
from sheets.layouts import layout_of
from sheets.writers import DocumentWriter, writers

from . import export_files, exports
from .archive_names import names_of
from .jobs import Run
from .models import ExportJob, Shape

NOTHING = "没有您可以导出的绩效目标：可能已经删除，或者您的岗位有了变化。"


def write(job: ExportJob, run: Run) -> dict[str, Any]:
    """What the job wants of what its user may export now."""
    targets = list(exports.targets_of(job))
    if not targets:
        raise CheckFailed(NOTHING)
    run.progress(0, len(targets))
    writer = cast(DocumentWriter, writers.get(job.format))
    make, extension = (
        (_archive, "zip") if job.shape == Shape.ZIP else (_book, writer.extension)
    )
    # With the token in its name it is this run's alone.
    name = f"{job.pk}-{run.token}.{extension}"
    with export_files.whole(export_files.path_of(name)) as file:
        make(job, run, targets, writer, file)
    run.progress(len(targets), len(targets))
    export_files.drop_work(job.pk)
    return {
        "holds": sorted({target.department_id for target in targets}),
        "file": name,
        "size": export_files.path_of(name).stat().st_size,
        "sha256": export_files.sha256_of(name),
        "expires_at": timezone.now() + timedelta(days=settings.EXPORT_DAYS),
    }


def _book(
    job: ExportJob,
    run: Run,
    targets: Sequence[Target],
    writer: DocumentWriter,
    file: BinaryIO,
) -> None:
    """One file. A later run finds the pages of a PDF where the first has kept them."""

    def tell(done: int, of: int) -> None:
        run.progress(done * len(targets) // of, len(targets))

    document = _document(job, list(_editions(job, run, targets)))
    file.write(writer.write_document(document, tell))


def _editions(job: ExportJob, run: Run, targets: Sequence[Target]) -> Iterator[Edition]:
    """Department by department."""
    for _, group in groupby(targets, key=lambda target: target.department_id):
        parts, first = [], None
        for target in group:
            first = first or target
            parts.append(book_and_stamp(target))
            run.progress(0, len(targets))
        if first is not None:
            yield edition_from(first, parts, is_book=not job.ticked)


def _document(job: ExportJob, editions: Sequence[Edition]) -> Document:
    books = [document_of(edition, layout_of(edition.book)) for edition in editions]
    if len(books) == 1:
        return books[0]
    return collected(
        books,
        office=str(job.department or exports.common_root(job) or ""),
        title=f"{job.year.year}年部门预算绩效文本",
        day=_day(editions),
    )


def _day(editions: Sequence[Edition]) -> date | None:
    return max((edition.day for edition in editions if edition.day), default=None)


def _archive(
    job: ExportJob,
    run: Run,
    targets: Sequence[Target],
    writer: DocumentWriter,
    file: BinaryIO,
) -> None:
    """A file for each target, written one by one: memory does not grow with them, and
    a later run finds those that are ready."""
    folder, ready = export_files.work_dir(job.pk), []
    for number, target in enumerate(targets, 1):
        ready.append(_ready(folder, target, writer))
        run.progress(number, len(targets))
    names = names_of(targets, writer.extension)
    is_text = writer.content_type.startswith("text/")
    at = timezone.localtime(job.created_at).timetuple()[:6]
    with ZipFile(file, "w", ZIP_DEFLATED if is_text else ZIP_STORED) as archive:
        for name, path in zip(names, ready, strict=True):
            run.progress(len(targets), len(targets))
            info = ZipInfo(name, at)
            info.compress_type = archive.compression
            with archive.open(info, "w") as packed, path.open("rb") as source:
                shutil.copyfileobj(source, packed)


def _ready(folder: Path, target: Target, writer: DocumentWriter) -> Path:
    """The target's file. Its name says what it is the file of: a target that was
    changed in between is written anew."""
    edition = edition_of(target)
    layout = layout_of(edition.book)
    said = f"{target.pk} {writer.id} {layout.id} {vars(layout)} {edition}"
    path = folder / sha256(said.encode()).hexdigest()
    if not path.exists():
        with export_files.whole(path) as file:
            file.write(writer.write(edition, layout))
    return path
