"""What the checks found of each target, kept for whoever looks at thousands."""

from django.db import models

from projects.models import Target


class Counted(models.Model):
    """The findings of a target as they were at its ``version``.

    A copy of what :mod:`reviews.findings` answers, for statistics and files alone:
    whatever concerns a single target is looked at anew. Written by
    :mod:`reviews.counting`, which also knows which rows are no longer true.
    """

    target = models.OneToOneField(
        Target, models.CASCADE, related_name="counted", verbose_name="绩效目标"
    )
    version = models.PositiveIntegerField("修改次数")
    # {rule: findings} and {severity: findings}; the page reads these alone.
    by_rule = models.JSONField("按规则", default=dict)
    by_severity = models.JSONField("按程度", default=dict)
    # One dictionary a finding; the file reads them: see reviews.counting.
    findings = models.JSONField("疑点", default=list)
    at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = "疑点统计"
        verbose_name_plural = "疑点统计"

    def __str__(self) -> str:
        return f"{self.target} 疑点"
