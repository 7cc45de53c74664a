"""Frozen versions: what was submitted, and what of it was approved."""

from django.conf import settings
from django.db import models

from audit.write_once import WriteOnceModel, WriteOnceQuerySet
from projects.models import BudgetYear, Occasion, Target
from sheets import interchange
from sheets.sheet import Book, Overall, Sheet


class Version(WriteOnceModel):
    """What was submitted: the canonical JSON of the book of one target.

    ``sha256`` is over ``content`` as it stands here, so a change made behind our
    back shows the next time the version is read.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="versions", verbose_name="绩效目标"
    )
    number = models.PositiveSmallIntegerField("送审稿次")
    occasion = models.CharField(
        "编报类型", max_length=20, choices=Occasion, default=Occasion.ROUND
    )
    content = models.TextField("内容")
    sha256 = models.CharField("校验码", max_length=64)
    # What the desk shows of each without reading it: cells changed since the version
    # before (None for the first), and findings by severity.
    changes = models.PositiveIntegerField("较上次修改", null=True)
    findings = models.JSONField("疑点数", default=dict)
    # The warnings that were answered and not mended, as they stood: see
    # :func:`reviews.findings.evidence`.
    answers = models.JSONField("对警告的说明", default=list)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="送审人",
    )
    at = models.DateTimeField("送审时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "送审稿"
        verbose_name_plural = "送审稿"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "number"],
                name="versions_of_a_target_are_numbered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} 第{self.number}次送审稿"

    def book(self) -> Book:
        """The frozen book; ``ValueError`` if its text no longer fits its sha256."""
        # Over the text itself: a later program may write the same book differently.
        if interchange.sha256(self.content) != self.sha256:
            raise ValueError(f"version {self.pk} was changed after its submission")
        return interchange.loads(self.content)

    def document(self) -> Sheet | Overall:
        """The one table, or the overall target, that it holds."""
        book = self.book()
        return book.projects[0] if book.overall is None else book.overall


class Batch(WriteOnceModel):
    """批复: what was approved in one act, with the number and the date of the paper."""

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="batches", verbose_name="预算年度"
    )
    number = models.CharField("批复文号", max_length=60)
    date = models.DateField("批复日期")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="批复人",
    )
    at = models.DateTimeField("办理时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "批复"
        verbose_name_plural = "批复"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="batch_number_is_used_once_a_year",
                violation_error_message="本年度已有这个批复文号",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"batch:{self.pk}"


class Approval(WriteOnceModel):
    """A version came into force. The latest one of a target is the one in force."""

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="approval", verbose_name="送审稿"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="approvals", verbose_name="绩效目标"
    )
    number = models.PositiveSmallIntegerField("版次")
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        related_name="approvals",
        verbose_name="批复",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="批复人",
    )
    at = models.DateTimeField("批复时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "批复版本"
        verbose_name_plural = "批复版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "number"],
                name="approved_versions_of_a_target_are_numbered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} 第{self.number}版"
