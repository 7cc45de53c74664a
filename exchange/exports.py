"""Export jobs: what is in them, who may have the file, and when it goes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, BinaryIO

from django.db.models import Exists, OuterRef
from django.utils import timezone

from attachments.names import clean
from audit.services import record
from departments import access
from departments.models import Department
from notices.services import KEPT_FOR
from perftargets.errors import CheckFailed, Missing, NotAllowed
from projects.models import Target
from projects.querysets import TargetQuerySet
from reviews.models import Approval

from . import export_files, jobs
from .models import ExportJob

# So many tables of one department are made while one waits, in one file.
MOST_AT_ONCE = 30
# What no job knows may just be being written.
STRAY = timedelta(days=1)
NOTHING = "按这些条件没有可以导出的绩效目标。请换一个范围，或去掉“只要已批复的”。"
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


def common_root(job: ExportJob) -> Department | None:
    """The department above all that the job's user may export, if there is one."""
    reachable = Department.objects.filter(
        access.allowed_at(job.user, access.EXPORT, "")
    )
    top = reachable.order_by("path").first()
    if top is None or reachable.exclude(path__startswith=top.path).exists():
        return None
    return top


def ask(*, job: ExportJob) -> ExportJob:
    """Puts a new job on its way; ``CheckFailed`` if there is nothing in it, or its
    user has too many."""
    job.total = targets_of(job).count()
    if not job.total:
        raise CheckFailed(NOTHING)
    jobs.submit(job=job)
    return job


def ask_again(*, job: ExportJob) -> ExportJob:
    """The same once more, as it is now."""
    names = "user year department with_below approved_only ticked shape format".split()
    return ask(job=ExportJob(**{name: getattr(job, name) for name in names}))


def file_name(job: ExportJob) -> str:
    """As it is saved by who downloads it."""
    extension = job.file.rpartition(".")[2]
    return f"{clean(str(job))[:120]}.{extension}"


def file_for(job: ExportJob) -> BinaryIO:
    """The finished file, for its owner to take away; the record says so.

    ``NotAllowed`` if the owner may no longer export all that is in it: then it is
    deleted. ``Missing`` if it has expired, or is not what was written.
    """
    if not job.file or job.has_expired():
        raise Missing(GONE)
    if not _may_have(job):
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


def _may_have(job: ExportJob) -> bool:
    reachable = access.allowed_at(job.user, access.EXPORT, "")
    held = Department.objects.filter(pk__in=job.holds)
    return not held.exclude(reachable).exists()


def drop_file(job: ExportJob) -> None:
    """The job's row stays and says what there was."""
    ExportJob.objects.filter(pk=job.pk).update(file="")
    export_files.delete(job.file)


def sweep() -> int:
    """Takes away what has expired, and rows that nobody will look for; how many files
    that were."""
    now = timezone.now()
    expired = ExportJob.objects.exclude(file="").filter(expires_at__lte=now)
    old = ExportJob.objects.filter(finished_at__lt=now - KEPT_FOR)
    count = _drop(list(expired)) + _drop(list(old.exclude(file="")))
    old.delete()
    every = ExportJob.objects.all()
    known = set(every.exclude(file="").values_list("file", flat=True))
    is_open = set(every.open().values_list("pk", flat=True))
    return count + export_files.sweep(known, is_open, (now - STRAY).timestamp())


def _drop(found: Sequence[ExportJob]) -> int:
    for job in found:
        drop_file(job)
    return len(found)


def scopes_for(user: Any, year: int, department: Department) -> list[tuple[str, str]]:
    """How far an export from a department's page may reach: only what would hold more
    than the last."""
    may = Target.objects.for_year(year).allowed(user, access.EXPORT)
    below = may.filter(department__path__startswith=department.path)
    found = [("own", f"{department}（下面选中的）")]
    count = [_departments_in(rows) for rows in (below, may)]
    if count[0] > 1:
        found.append(("below", f"{department}及下级部门（{count[0]} 个部门）"))
    if count[1] > max(count[0], 1):
        found.append(("year", f"全部您可以导出的（{count[1]} 个部门）"))
    return found


def _departments_in(rows: TargetQuerySet) -> int:
    return rows.order_by().values("department").distinct().count()
