"""Exports that are made in the background."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from departments.models import Department
from projects.models import BudgetYear
from sheets.writers import writers

from .jobs import Job


class Shape(models.TextChoices):
    BOOK = "book", "一个文件"
    ZIP = "zip", "压缩包（每份一个文件）"


def format_choices() -> list[tuple[str, str]]:
    """Passed as a callable, so a new format needs no migration."""
    return writers.choices()


class ExportJob(Job):
    """Targets of a year that become one file.

    Without a ``department`` all that the user may export. ``ticked`` are the keys of
    the targets that were chosen one by one, empty for all. The file, named ``file`` in
    ``EXPORTS_DIR``, is there until ``expires_at``; then ``file`` is empty again.
    """

    WORK = "exchange.exporting.write"
    NOUN = "导出"

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="+", verbose_name="预算年度"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="部门",
    )
    with_below = models.BooleanField("含下级部门", default=False)
    approved_only = models.BooleanField("只要已批复的", default=False)
    ticked = models.JSONField("选中的", default=list, blank=True)
    shape = models.CharField("形式", max_length=10, choices=Shape)
    format = models.CharField("文件格式", max_length=20, choices=format_choices)
    # The keys of the departments whose targets are in the file.
    holds = models.JSONField("所含部门", default=list, blank=True)
    file = models.CharField("文件", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("大小", default=0)
    sha256 = models.CharField("校验码", max_length=64, blank=True)
    expires_at = models.DateTimeField("保留至", null=True)

    class Meta(Job.Meta):
        abstract = False
        verbose_name = "导出任务"
        verbose_name_plural = "导出任务"
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=Q(shape__in=Shape.values), name="exportjob_shape_is_known"
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(expires_at__isnull=False),
                name="exported_file_expires",
            ),
        ]

    def __str__(self) -> str:
        whose = f"{self.department or ''}{'及下级部门' if self.with_below else ''}"
        chosen = f"（选{len(self.ticked)}份）" if self.ticked else ""
        only = "（已批复）" if self.approved_only else ""
        return f"{self.year}{whose}绩效文本{only}{chosen}"

    @property
    def said(self) -> str:
        """The same book is asked for in several formats: which this is."""
        shape = "，压缩包" if self.shape == Shape.ZIP else ""
        return f"{super().said}（{self.get_format_display()}{shape}）"

    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def get_absolute_url(self) -> str:
        return reverse("export-job", args=[self.pk])
