"""What reviewers leave behind: opinions and frozen versions."""

from django.conf import settings
from django.db import models

from audit.write_once import WriteOnceModel, WriteOnceQuerySet
from projects.models import Status, Target
from sheets import interchange
from sheets.sheet import Book

from . import flow


class Opinion(WriteOnceModel):
    """One decision on the way of a target, with what was said."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="opinions", verbose_name="绩效目标"
    )
    action = models.CharField("操作", max_length=20, choices=flow.action_choices)
    status = models.CharField("操作后状态", max_length=20, choices=Status)
    text = models.TextField("意见", blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.target} {self.get_action_display()}"


class Snapshot(WriteOnceModel):
    """An approved version: the canonical JSON of the book of one target.

    ``sha256`` is over ``content`` as it stands here, so a change made behind our
    back shows the next time the version is read.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="snapshots", verbose_name="绩效目标"
    )
    number = models.PositiveSmallIntegerField("版次")
    content = models.TextField("内容")
    sha256 = models.CharField("校验码", max_length=64)
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

    def book(self) -> Book:
        """The frozen book; ``ValueError`` if its text no longer fits its sha256."""
        # Over the text itself: a later program may write the same book differently.
        if interchange.sha256(self.content) != self.sha256:
            raise ValueError(f"snapshot {self.pk} was changed after its approval")
        return interchange.loads(self.content)
