"""绩效目标审核表: what a reviewer finds of a target, point by point, and its grade.

Source: 财预〔2015〕88号. The four grades and their consequences are in arts. 25-29; the
bands of points (90, 80, 60) are quoted from recollection and are to be compared with
the printed original. So they are settings of a year.
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from projects.models import BudgetYear, NaturalKeyModel
from sheets.layouts.review_form import shown

from .steps import Stage
from .versions import Version


class FormKind(models.TextChoices):
    """Which of the two versions of the form; 重点项目 are scored."""

    GENERAL = "general", "一般性项目"
    KEY = "key", "重点项目"


class Grade(models.TextChoices):
    """优 is passed; 良 is improved in consultation and passed; 中 is returned; 差 has
    no place in the budget."""

    EXCELLENT = "excellent", "优"
    GOOD = "good", "良"
    FAIR = "fair", "中"
    POOR = "poor", "差"

    @property
    def passes(self) -> bool:
        return self in (Grade.EXCELLENT, Grade.GOOD)


class GradeBands(NaturalKeyModel):
    """等级分数线: from how many points of a hundred a scored target is 优, 良 or 中."""

    NATURAL_KEY = ("year__year",)

    year = models.OneToOneField(
        BudgetYear, models.CASCADE, related_name="grade_bands", verbose_name="预算年度"
    )
    excellent = models.PositiveSmallIntegerField("优，不低于（分）", default=90)
    good = models.PositiveSmallIntegerField("良，不低于（分）", default=80)
    fair = models.PositiveSmallIntegerField("中，不低于（分）", default=60)

    class Meta:
        verbose_name = "等级分数线"
        verbose_name_plural = "等级分数线"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    excellent__lte=100,
                    excellent__gt=F("good"),
                    good__gt=F("fair"),
                    fair__gt=0,
                ),
                name="grade_bands_fall_from_100_to_0",
                violation_error_message="分数线应从优到中依次降低，在1到100之间",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}等级分数线"

    def grade(self, points: Decimal) -> Grade:
        if points >= self.excellent:
            return Grade.EXCELLENT
        if points >= self.good:
            return Grade.GOOD
        return Grade.FAIR if points >= self.fair else Grade.POOR


class ReviewForm(models.Model):
    """审核表 of one step: written while the target waits there, fixed when it leaves.

    ``version`` counts its changes; who saves names the one that was on the screen.
    """

    stage = models.OneToOneField(
        Stage, models.PROTECT, related_name="form", verbose_name="审核过程"
    )
    # What was looked at: the step may go on with another version, changed by consent.
    reviewed = models.ForeignKey(
        Version, models.PROTECT, related_name="forms", verbose_name="送审稿"
    )
    kind = models.CharField("类型", max_length=10, choices=FormKind)
    grade = models.CharField("综合评定等级", max_length=10, choices=Grade)
    overall = models.TextField("总体意见", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="审核人",
    )
    # Whose post it was, when a deputy filled it in.
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="委托人",
    )
    created_at = models.DateTimeField("填写时间", auto_now_add=True)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    version = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        verbose_name = "审核表"
        verbose_name_plural = "审核表"
        ordering = ["-reviewed__number", "-stage__position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__in=Grade.values), name="review_grade_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FormKind.values),
                name="review_form_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage.target} 审核表（{self.stage.name}）"

    @property
    def is_scored(self) -> bool:
        return self.kind == FormKind.KEY

    @property
    def passes(self) -> bool:
        return Grade(self.grade).passes

    @property
    def signed(self) -> str:
        """Who reviewed, and for whom."""
        return (
            f"{self.author}（代{self.principal}）"
            if self.principal
            else f"{self.author}"
        )

    @property
    def total(self) -> Decimal | None:
        """The sum of the points; ``None`` where none are given."""
        if not self.is_scored:
            return None
        return sum((item.score or Decimal(0) for item in self.items.all()), Decimal(0))

    @property
    def total_text(self) -> str:
        return shown(self.total)


class ReviewFormItem(models.Model):
    """One line of the form; ``key`` names it in :data:`reviews.review_form.ITEMS`."""

    form = models.ForeignKey(
        ReviewForm, models.CASCADE, related_name="items", verbose_name="审核表"
    )
    key = models.CharField("审核要点", max_length=20)
    opinion = models.TextField("审核意见", blank=True)
    score = models.DecimalField(
        "得分", max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = "审核要点"
        verbose_name_plural = "审核要点"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "key"], name="review_form_has_a_line_once"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="review_score_is_between_0_and_100",
            ),
        ]

    def __str__(self) -> str:
        return self.key
