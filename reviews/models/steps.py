"""The way through review: the steps of a year, and those that one submission takes.

Order of review: 财预〔2015〕88号, arts. 25-29 (the superior unit first, then finance);
how many steps an office has, and who takes them, is its own affair.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from departments.models import REVIEW_ROLES, Level
from projects.models import BudgetYear, NaturalKeyModel, Target

from .versions import Version

ROLE_CHOICES = [(role.value, role.label) for role in REVIEW_ROLES]


class StepFields(models.Model):
    """Which post decides here, and what is asked of it."""

    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("环节名称", max_length=40)
    role = models.CharField("审核角色", max_length=20, choices=ROLE_CHOICES)
    level = models.CharField(
        "所在层级", max_length=10, choices=Level, default=Level.TREE
    )
    needs_form = models.BooleanField("须填审核表", default=False)
    days = models.PositiveSmallIntegerField(
        "办理天数", default=5, help_text="工作日，不计周末"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ReviewStep(StepFields, NaturalKeyModel):
    """A step of a budget year, as the office sets it."""

    NATURAL_KEY = ("year__year", "position")

    year = models.ForeignKey(
        BudgetYear, models.CASCADE, related_name="steps", verbose_name="预算年度"
    )

    class Meta:
        verbose_name = "审核环节"
        verbose_name_plural = "审核环节"
        ordering = ["year", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "position"],
                name="review_steps_of_a_year_stand_in_order",
                violation_error_message="两个环节的顺序不能相同",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="review_step_has_a_name"
            ),
        ]


class StageQuerySet(models.QuerySet["Stage"]):
    def open(self) -> "StageQuerySet":
        """Where targets wait now."""
        return self.filter(entered_at__isnull=False, left_at__isnull=True)


class Stage(StepFields):
    """A step on the way of one submission, copied when it was submitted: a change of
    the year's steps does not touch what is already on its way."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="stages", verbose_name="绩效目标"
    )
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="stages", verbose_name="送审稿"
    )
    is_first = models.BooleanField("是首个环节", default=False)
    is_last = models.BooleanField("是最后环节", default=False)
    entered_at = models.DateTimeField("到达时间", null=True, blank=True)
    due_on = models.DateField("应办结日期", null=True, blank=True)
    left_at = models.DateTimeField("办结时间", null=True, blank=True)
    outcome = models.CharField("结果", max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "审核过程"
        verbose_name_plural = "审核过程"
        ordering = ["-version__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="stages_of_a_submission_stand_in_order",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(entered_at__isnull=False, left_at__isnull=True),
                name="target_waits_at_one_stage",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "level"],
                condition=Q(entered_at__isnull=False, left_at__isnull=True),
                name="stages_where_targets_wait",
            )
        ]
