"""Many files that somebody has imported at once."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from departments.models import Department
from projects.models import BudgetYear

from .imports import ImportBatch, State
from .jobs import Job


class ImportJob(Job):
    """The reading of an archive of files. ``file`` is the name under which it is kept
    until all are read; then it is empty."""

    WORK = "exchange.pack_reading.read"
    NOUN = "读取"
    UNIT = "个文件"

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="+", verbose_name="预算年度"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门"
    )
    file_name = models.CharField("文件名", max_length=150)
    sha256 = models.CharField("校验码", max_length=64)
    file = models.CharField("保存的文件", max_length=100, blank=True)

    class Meta(Job.Meta):
        abstract = False
        verbose_name = "批量导入"
        verbose_name_plural = "批量导入"

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import-job", args=[self.pk])

    def count(self) -> int:
        return self.files.exclude(outcome=Read.WAITING).count()


class Read(models.TextChoices):
    """What came of a file when it was read. Only what is clean is taken with all."""

    WAITING = "waiting", "等待读取"
    CLEAN = "clean", "可以导入"
    UNCHANGED = "unchanged", "没有变化"
    UNSURE = "unsure", "有问题"
    REFUSED = "refused", "读不出来"


TROUBLED = (Read.UNSURE, Read.REFUSED)


class PackedFileQuerySet(models.QuerySet["PackedFile"]):
    def to_be_taken(self) -> "PackedFileQuerySet":
        """Those that nobody needs to look at, and that are not taken yet."""
        return self.filter(outcome=Read.CLEAN, batch__state=State.WAITING)


class PackedFile(models.Model):
    """One file of an archive. ``place`` is its own in the archive's directory;
    ``messages`` say what is to be known of it; ``marks`` with what each document in it
    was compared when it was read (:attr:`exchange.preview.Line.mark`)."""

    job = models.ForeignKey(
        ImportJob, models.CASCADE, related_name="files", verbose_name="批量导入"
    )
    number = models.PositiveIntegerField("第几个文件")
    place = models.PositiveIntegerField("在压缩包中的位置")
    folders = models.JSONField("文件夹", default=list)
    name = models.CharField("文件名", max_length=150)
    path = models.CharField("显示的名称", max_length=300)
    outcome = models.CharField(
        "结果", max_length=10, choices=Read, default=Read.WAITING
    )
    placed = models.TextField("归到哪个部门的说明", blank=True)
    messages = models.JSONField("说明", default=list)
    marks = models.JSONField("比较的对象", default=dict)
    batch = models.ForeignKey(
        ImportBatch,
        models.SET_NULL,
        null=True,
        related_name="packed",
        verbose_name="导入的文件",
    )

    objects = PackedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "压缩包中的文件"
        verbose_name_plural = "压缩包中的文件"
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "number"], name="file_is_packed_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Read.values), name="read_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class All(models.TextChoices):
    TAKE = "take", "全部导入"
    UNDO = "undo", "全部撤销"


class TakingJob(Job):
    """What is done with all files of an archive that nobody needs to look at.
    ``reason`` and what follows are said of tables of a year that is over."""

    WORK = "exchange.pack_taking.work"
    NOUN = "批量导入"
    UNIT = "个文件"

    pack = models.ForeignKey(
        ImportJob, models.CASCADE, related_name="takings", verbose_name="批量导入"
    )
    action = models.CharField("做什么", max_length=10, choices=All)
    reason = models.CharField("补录原因", max_length=200, blank=True)
    document = models.CharField("批复文号", max_length=60, blank=True)
    document_date = models.DateField("批复日期", null=True)

    class Meta(Job.Meta):
        abstract = False
        verbose_name = "批量导入的办理"
        verbose_name_plural = "批量导入的办理"
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=Q(action__in=All.values), name="takingjob_action_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}（{self.get_action_display()}）"

    def get_absolute_url(self) -> str:
        return self.pack.get_absolute_url()

    def count(self) -> int:
        if self.action != All.TAKE:  # what cannot be taken back stays as it was
            return self.done
        left = PackedFile.objects.filter(job=self.pack_id).to_be_taken().count()
        return max(self.total - left, 0)
