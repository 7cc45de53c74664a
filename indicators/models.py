"""The indicator rows of a target, and what its writers need while they write."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.fields import AmountField
from projects.models import OF_TARGET, NaturalKeyModel, Target


class Indicator(NaturalKeyModel):
    """One row of the three-tier tree, as in :class:`sheets.sheet.Indicator`.

    The labels are text and not keys: a file from elsewhere keeps its own words.
    ``tier3`` is ``None`` for a tier-2 label without an indicator; other texts are
    ``None`` where the form has no such cell, ``""`` where it is empty.
    ``value_*`` is what the grammar understood of ``value``, for questions in SQL.
    """

    NATURAL_KEY = (*OF_TARGET, "position")

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="indicators", verbose_name="绩效目标表"
    )
    position = models.PositiveSmallIntegerField("顺序")
    tier1 = models.CharField("一级指标", max_length=40)
    tier2 = models.CharField("二级指标", max_length=40)
    tier3 = models.TextField("三级指标", null=True, blank=True)
    description = models.TextField("绩效指标描述", null=True, blank=True)
    value = models.TextField("指标值", null=True, blank=True)
    basis = models.TextField("指标值确定依据", null=True, blank=True)
    weight = AmountField("权重", null=True, blank=True)
    # Further columns of some forms, as a list of [label, text].
    extra = models.JSONField("其他列", default=list, editable=False)

    value_kind = models.CharField(max_length=10, blank=True, editable=False)
    value_operator = models.CharField(max_length=1, blank=True, editable=False)
    value_number = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, editable=False
    )
    value_upper = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, editable=False
    )
    value_unit = models.CharField(max_length=40, blank=True, editable=False)
    value_date = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "绩效指标"
        verbose_name_plural = "绩效指标"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "position"],
                name="indicators_of_a_target_stand_in_different_places",
                violation_error_message="两个指标不能有相同的顺序号",
            ),
            models.CheckConstraint(
                condition=~Q(tier1="") & ~Q(tier2=""),
                name="indicator_stands_under_two_labels",
                violation_error_message="一级指标和二级指标不能为空",
            ),
            models.CheckConstraint(
                condition=Q(tier3__isnull=False)
                | Q(description__isnull=True, value__isnull=True, basis__isnull=True),
                name="row_without_an_indicator_has_no_text",
                violation_error_message="填写了描述、指标值或依据，就要有三级指标",
            ),
        ]

    def __str__(self) -> str:
        return self.tier3 or self.tier2


class Draft(models.Model):
    """What a person has typed and not yet saved, kept for them by itself.

    ``data`` is the form as it stands on the screen, by field path, wrong cells
    included; ``version`` is that of the target it began from. It is nobody else's
    business until it is saved, and goes when it is.
    """

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="drafts", verbose_name="绩效目标表"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户"
    )
    version = models.PositiveIntegerField("修改次数")
    data = models.JSONField("内容")
    saved_at = models.DateTimeField("自动保存时间", auto_now=True)

    class Meta:
        verbose_name = "自动保存的内容"
        verbose_name_plural = "自动保存的内容"
        constraints = [
            models.UniqueConstraint(
                fields=["target", "user"],
                name="person_has_one_draft_of_a_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.user}"


class EarlierDocument(models.Model):
    """What a target said at ``version``, as book JSON; see :mod:`indicators.earlier`.

    For merging only, and only the last few: what was submitted or decided is kept
    for good elsewhere.
    """

    target = models.ForeignKey(
        Target,
        models.CASCADE,
        related_name="earlier_documents",
        verbose_name="绩效目标表",
    )
    version = models.PositiveIntegerField("修改次数")
    document = models.JSONField("内容")

    class Meta:
        verbose_name = "保存前的内容"
        verbose_name_plural = "保存前的内容"
        ordering = ["target", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "version"],
                name="target_has_one_earlier_document_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} 第{self.version}次"


class Carried(models.Model):
    """The years that 结转 moved in a new draft, until its filler has confirmed them.

    ``cells`` are :class:`sheets.carry.Shift` as they were at that moment; rows may
    have moved since, see :mod:`indicators.confirm`.
    """

    target = models.OneToOneField(
        Target, models.CASCADE, related_name="carried", verbose_name="绩效目标表"
    )
    cells = models.JSONField("改过年份的单元格")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="核对人",
    )
    confirmed_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        verbose_name = "结转时改过的年份"
        verbose_name_plural = "结转时改过的年份"

    def __str__(self) -> str:
        return f"{self.target} {len(self.cells)} 处"
