"""Why a target is on its way: the year's round, or a change of what was approved.

财预〔2015〕88号, art. 29: an approved target is in principle not changed; a change goes
the way of a budget adjustment.
"""

from django.conf import settings
from django.db import models

from audit.write_once import WriteOnceModel, WriteOnceQuerySet

from .target import Occasion, Target


class Reason(models.TextChoices):
    BUDGET = "budget", "预算调整"
    POLICY = "policy", "政策变化"
    PLAN = "plan", "工作计划变更"
    MISTAKE = "mistake", "填报差错"
    OTHER = "other", "其他"


class Adjustment(WriteOnceModel):
    """A request to change an approved target, or to add a project in mid-year."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="adjustments", verbose_name="绩效目标"
    )
    occasion = models.CharField("类型", max_length=20, choices=Occasion)
    reason = models.CharField("原因", max_length=20, choices=Reason)
    text = models.TextField("说明")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="申请人",
    )
    at = models.DateTimeField("申请时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "调整申请"
        verbose_name_plural = "调整申请"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.target} {self.get_occasion_display()}"
