"""What the office set for the automatic checks of a year, and how their warnings were
answered."""

from typing import Any

from django.conf import settings
from django.db import models

from projects.models import BudgetYear, NaturalKeyModel, Target

from ..checks.editable import DEFAULTS


class CheckSettings(NaturalKeyModel):
    """自动审核设置 of a year: what differs from the defaults of the program, as
    :meth:`reviews.checks.settings.Settings.from_data` reads it.

    A year without a row takes that of the latest year before that has one.
    """

    NATURAL_KEY = ("year__year",)

    year = models.OneToOneField(
        BudgetYear,
        models.CASCADE,
        related_name="check_settings",
        verbose_name="预算年度",
    )
    data = models.JSONField("与默认不同的设置", default=dict, blank=True)
    version = models.PositiveIntegerField("修改次数", default=1)
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = "自动审核设置"
        verbose_name_plural = "自动审核设置"

    def __str__(self) -> str:
        return f"{self.year}自动审核设置"

    def known(self) -> dict[str, Any]:
        """What this program knows of; an older one may have had other settings."""
        return {key: value for key, value in self.data.items() if key in DEFAULTS}


class FindingAnswer(models.Model):
    """说明: why a filler leaves a warning as it is.

    ``digest`` is over the rule, the cell and what stands in it
    (:func:`reviews.findings.digest`), so the answer moves with its row and lapses when
    the cell is changed. ``cell`` and ``message`` are what was answered, in words.
    """

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="finding_answers", verbose_name="绩效目标"
    )
    check_id = models.CharField("规则", max_length=10)
    digest = models.CharField("校验码", max_length=64)
    cell = models.CharField("单元格", max_length=200)
    message = models.TextField("自动审核的警告")
    reason = models.TextField("理由")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="说明人",
    )
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = "警告的说明"
        verbose_name_plural = "警告的说明"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "digest"], name="a_warning_is_answered_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="an_answer_gives_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} {self.cell}：{self.reason}"
