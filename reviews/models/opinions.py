"""What was said at each decision."""

from django.conf import settings
from django.db import models

from audit.write_once import WriteOnceModel, WriteOnceQuerySet
from projects.models import Status, Target

from .. import flow
from .versions import Version


class Opinion(WriteOnceModel):
    """One decision on the way of a target, with what was said."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="opinions", verbose_name="绩效目标"
    )
    # None until the target has been submitted once.
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        related_name="opinions",
        verbose_name="送审稿",
    )
    action = models.CharField("操作", max_length=20, choices=flow.action_choices)
    status = models.CharField("操作后状态", max_length=20, choices=Status)
    step_name = models.CharField("审核环节", max_length=40, blank=True)
    text = models.TextField("意见", blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="操作人",
    )
    # Whose post it was, when a deputy decided.
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="委托人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.target} {self.get_action_display()}"
