"""补录: why a table is here that nobody wrote or reviewed in this system."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .natural import NaturalKeyModel
from .target import OF_TARGET, Target


class Backfill(NaturalKeyModel):
    """One time that a target's content was brought in, by whom and on what paper.

    Of a target the latest counts. A file from another installation keeps the name of
    the person and not the account (``actor`` is empty then).
    """

    NATURAL_KEY = (*OF_TARGET, "number")

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="backfills", verbose_name="绩效目标"
    )
    number = models.PositiveSmallIntegerField("补录次数")
    reason = models.CharField("补录原因", max_length=200)
    # The paper by which it was approved then, as the office says: checked by nobody.
    document = models.CharField("批复文号", max_length=60, blank=True)
    document_date = models.DateField("批复日期", null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="补录人",
    )
    actor_name = models.CharField("补录人姓名", max_length=150)
    at = models.DateTimeField("补录时间", auto_now_add=True)
    # What stood there until then, as book JSON; ``None`` for the first.
    replaced = models.JSONField("更正前的内容", null=True, editable=False)

    class Meta:
        verbose_name = "补录"
        verbose_name_plural = "补录"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "number"], name="backfills_of_a_target_are_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="backfill_gives_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} 第{self.number}次补录"
