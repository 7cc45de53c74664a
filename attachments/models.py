"""依据材料 of a target; the file itself is in :mod:`attachments.storage`."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import Target

from . import kinds
from .names import LENGTH


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def current(self) -> "AttachmentQuerySet":
        """What the list shows; the others were submitted once and removed later."""
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """One file that a target rests on: a plan, a notice, a photograph.

    ``submitted``: it was there at a submission, so it is evidence. Removing it takes
    it off the list and no more; any other goes for good, row and file.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="attachments", verbose_name="绩效目标"
    )
    name = models.CharField("文件名", max_length=LENGTH)
    kind = models.CharField("类型", max_length=10, choices=kinds.choices)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("校验码", max_length=64)
    stored = models.CharField("存放名", max_length=32, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    submitted = models.BooleanField("已随表送审", default=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="移除人",
    )
    removed_at = models.DateTimeField("移除时间", null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "依据材料"
        verbose_name_plural = "依据材料"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "sha256"],
                condition=Q(removed_at=None),
                name="target_has_the_same_file_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(submitted=True, removed_at__isnull=False, removed_by__isnull=False),
                name="only_what_was_submitted_is_kept_after_its_removal",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def content_type(self) -> str:
        return kinds.KINDS[self.kind].content_type
