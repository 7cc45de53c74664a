"""Export jobs: what is in them, who may have the file, and when it goes."""

from typing import BinaryIO

from django.db.models import Exists, OuterRef

from audit.services import record
from departments import access
from departments.models import Department
from perftargets.errors import Missing, NotAllowed
from projects.models import Target
from projects.querysets import TargetQuerySet
from reviews.models import Approval

from . import export_files
from .models import ExportJob

GONE = "文件已过期清理。请在导出任务中重新导出。"
CHANGED = "服务器上的文件已损坏，不能下载。请重新导出，并告诉系统管理员。"
NO_RIGHT = "您的岗位有了变化，不能再导出其中的绩效目标，文件已删除。"


def targets_of(job: ExportJob) -> TargetQuerySet:
    """What the job wants, as far as its user may export it at this moment, department
    by department in the order of their books."""
    found = Target.objects.allowed(job.user, access.EXPORT).filter(year=job.year_id)
    if job.department is not None and job.with_below:
        found = found.filter(department__path__startswith=job.department.path)
    elif job.department is not None:
        found = found.filter(department=job.department)
    if job.ticked:
        found = found.filter(pk__in=job.ticked)
    if job.approved_only:
        found = found.filter(Exists(Approval.objects.filter(target=OuterRef("pk"))))
    return found.with_names().order_by("department__path", "project__position", "pk")


def file_name(job: ExportJob) -> str:
    """As it is saved by who downloads it."""
    extension = job.file.rpartition(".")[2]
    return f"{export_files.plain(str(job))}.{extension}"


def file_for(job: ExportJob) -> BinaryIO:
    """The finished file, for its owner to take away; the record says so.

    ``NotAllowed`` if the owner may no longer export all that is in it: then it is
    deleted. ``Missing`` if it has expired, or is not what was written.
    """
    if not job.file:
        raise Missing(GONE)
    reachable = access.allowed_at(job.user, access.EXPORT, "")
    if Department.objects.filter(pk__in=job.holds).exclude(reachable).exists():
        drop_file(job)
        raise NotAllowed(NO_RIGHT)
    try:
        file, digest = export_files.read(job.file)
    except FileNotFoundError:
        raise Missing(GONE) from None
    if digest != job.sha256:
        file.close()
        raise Missing(CHANGED)
    record(
        actor=job.user,
        action="export",
        subject=job.subject,
        subject_name=str(job),
        detail={"format": job.format, "rows": job.total, "sha256": digest},
    )
    return file


def drop_file(job: ExportJob) -> None:
    """The job's row stays and says what there was."""
    ExportJob.objects.filter(pk=job.pk).update(file="")
    export_files.delete(job.file)
