"""Filling windows of departments that were given more time."""

from django.conf import settings
from django.db import models

from audit.write_once import WriteOnceModel, WriteOnceQuerySet
from departments.models import Department

from .years import BudgetYear


class Extension(WriteOnceModel):
    """延期: a department, and those below it, may fill in until ``closes_on``.

    Written once: a new date is a new row, and of a department the latest row counts.
    ``projects.windows`` knows what of it, of the year and of the units above holds.
    """

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="extensions", verbose_name="预算年度"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="extensions", verbose_name="部门"
    )
    closes_on = models.DateField("延至")
    reason = models.CharField("事由", max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="批准人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "填报延期"
        verbose_name_plural = "填报延期"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.year}{self.department}延至{self.closes_on}"
