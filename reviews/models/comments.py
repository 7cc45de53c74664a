"""Remarks on cells, and what was answered."""

from django.conf import settings
from django.db import models

from audit.write_once import WriteOnceModel, WriteOnceQuerySet
from projects.models import Target
from sheets.anchor import follow
from sheets.sheet import Overall, Sheet

from .versions import Version


class CommentState(models.TextChoices):
    OPEN = "open", "待处理"
    DONE = "done", "已处理"


class CommentQuerySet(models.QuerySet["Comment"]):
    def open(self) -> "CommentQuerySet":
        return self.filter(state=CommentState.OPEN)

    def proposed(self) -> "CommentQuerySet":
        """The open ones with a wording that the fillers may take."""
        return self.open().exclude(proposed="")

    def at_cells(self, document: Sheet | Overall) -> dict[str, list["Comment"]]:
        """The open ones by the cell of this document that each is about; those whose
        row is gone under ""."""
        found: dict[str, list[Comment]] = {}
        for remark in self.open().select_related("version", "author"):
            found.setdefault(remark.path_in(document) or "", []).append(remark)
        return found


class Comment(models.Model):
    """批注: what a reviewer wants done in one cell.

    ``path`` names the cell in the version that was looked at; ``label`` and
    ``quoted`` are what stood there. While one is open the target is not passed.
    ``proposed`` is a wording that the filler may consent to.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="comments", verbose_name="绩效目标"
    )
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="comments", verbose_name="送审稿"
    )
    path = models.CharField("位置", max_length=100)
    label = models.CharField("单元格", max_length=200)
    quoted = models.TextField("原文", blank=True)
    text = models.TextField("批注")
    proposed = models.TextField("建议改为", blank=True)
    step_name = models.CharField("审核环节", max_length=40)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="批注人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    state = models.CharField(
        "状态", max_length=10, choices=CommentState, default=CommentState.OPEN
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "批注"
        verbose_name_plural = "批注"
        ordering = ["pk"]
        indexes = [models.Index(fields=["target", "state"])]

    def __str__(self) -> str:
        return f"{self.target} {self.label}"

    @property
    def is_open(self) -> bool:
        return self.state == CommentState.OPEN

    def path_in(self, document: Sheet | Overall) -> str | None:
        """Where its cell stands in this document; ``None`` if the row is gone."""
        return follow(self.path, self.version.document(), document)


class Reply(WriteOnceModel):
    """What was answered to a remark."""

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="replies", verbose_name="批注"
    )
    text = models.TextField("答复")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="答复人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "批注答复"
        verbose_name_plural = "批注答复"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author}：{self.text[:30]}"
