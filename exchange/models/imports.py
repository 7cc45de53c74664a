"""Files that somebody has imported, and what came of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from departments.models import Department
from projects.models import BudgetYear, Target


class State(models.TextChoices):
    WAITING = "waiting", "待核对"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"


class Outcome(models.TextChoices):
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    UNCHANGED = "unchanged", "没有变化"


class ImportBatch(models.Model):
    """One file as it was read: nothing of it is stored in a target until its user has
    looked at it and taken it.

    ``book`` is what was read, as book JSON; ``errors`` and ``warnings`` are lists of
    ``[where, message]``; ``places`` are those of :class:`sheets.readers.Reading`. An
    Excel file is kept until it is taken or left: see :mod:`exchange.kept`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用户"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门"
    )
    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="+", verbose_name="预算年度"
    )
    file_name = models.CharField("文件名", max_length=150)
    sha256 = models.CharField("校验码", max_length=64)
    book = models.JSONField("读到的内容")
    errors = models.JSONField("没有读进来的", default=list)
    warnings = models.JSONField("拿不准的", default=list)
    places = models.JSONField("各格的位置", default=dict)
    tables = models.PositiveIntegerField("份数")
    state = models.CharField(
        "状态", max_length=10, choices=State, default=State.WAITING
    )
    read_at = models.DateTimeField("上传时间", auto_now_add=True)
    taken_at = models.DateTimeField("导入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "导入的文件"
        verbose_name_plural = "导入的文件"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="import_state_is_known"
            ),
            # Uploading the same file again goes on with what is waiting.
            models.UniqueConstraint(
                fields=["user", "department", "year", "sha256"],
                condition=Q(state=State.WAITING),
                name="file_waits_once_to_be_imported",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"import:{self.pk}"


class ImportedTarget(models.Model):
    """What one document of a file became.

    ``number`` is its place in the file, 0 for the overall target. ``version`` is that
    of the target after the import, or, where a later import was taken back, after
    that; ``before`` what a changed one said until then, as book JSON. ``target`` is
    empty after the import was undone, or the draft removed.
    """

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="items", verbose_name="导入的文件"
    )
    number = models.PositiveIntegerField("文件中的第几份")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    name = models.CharField("名称", max_length=300)
    target = models.ForeignKey(
        Target,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="绩效目标",
    )
    version = models.PositiveIntegerField("修改次数")
    before = models.JSONField("导入前的内容", null=True)

    class Meta:
        verbose_name = "导入的绩效目标"
        verbose_name_plural = "导入的绩效目标"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="document_is_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="import_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_outcome_display()}"
