"""The work of an export job: from the rows to one file."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from perftargets.errors import CheckFailed
from projects.models import Target
from reviews.editions import edition_of_all
from sheets.layouts import layout_of
from sheets.writers import writers

from . import export_files, exports
from .jobs import Run
from .models import ExportJob

NOTHING = "没有您可以导出的绩效目标：可能已经删除，或者您的岗位有了变化。"


def write(job: ExportJob, run: Run) -> dict[str, Any]:
    """What the job wants of what its user may export now."""
    targets = list(exports.targets_of(job))
    if not targets:
        raise CheckFailed(NOTHING)
    writer = writers.get(job.format)
    run.progress(0, len(targets))
    # With the token in its name it is this run's alone.
    name = f"{job.pk}-{run.token}.{writer.extension}"
    path = export_files.path_of(name)
    with export_files.whole(path) as file:
        file.write(_book(job, targets))
    run.progress(len(targets), len(targets))
    return {
        "holds": sorted({target.department_id for target in targets}),
        "file": name,
        "size": path.stat().st_size,
        "sha256": export_files.sha256_of(name),
        "expires_at": timezone.now() + timedelta(days=settings.EXPORT_DAYS),
    }


def _book(job: ExportJob, targets: Sequence[Target]) -> bytes:
    edition = edition_of_all(targets, is_book=not job.ticked)
    return writers.get(job.format).write(edition, layout_of(edition.book))
