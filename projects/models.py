"""Budget years and their schemes, projects, and the targets that are reviewed."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from departments.models import Department
from sheets import layouts, money
from sheets.sheet import UNITS, WAN_YUAN

from .fields import AmountField
from .querysets import TargetQuerySet


def validate_months(text: str) -> None:
    """Months in rising order with commas, as "3,6,10,12"."""
    months = [int(part) for part in text.split(",")] if _MONTHS.match(text) else []
    if not months or months != sorted(set(months)) or not 1 <= months[0] <= 12:
        raise ValidationError("请按从小到大填写月份，用英文逗号隔开，如 3,6,10,12")
    if months[-1] > 12:
        raise ValidationError("月份不能大于12")


_MONTHS = re.compile(r"^\d{1,2}(,\d{1,2})*$")


class NaturalKeyManager(models.Manager):
    """Fixtures name rows by what a person would call them, so ids may differ."""

    def get_by_natural_key(self, *key: object) -> models.Model:
        names = self.model.NATURAL_KEY
        return self.get(**dict(zip(names, key, strict=True)))


class IndicatorScheme(models.Model):
    """指标体系: the tier-1 and tier-2 labels of a region's form in some years."""

    NATURAL_KEY = ("code",)

    code = models.SlugField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100, unique=True)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "指标体系"
        verbose_name_plural = "指标体系"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def rows(self) -> list[tuple[str, str]]:
        """(tier 1, tier 2) in the order of the form."""
        return list(
            self.tiers.filter(parent__isnull=False)
            .order_by("parent__position", "position")
            .values_list("parent__label", "label")
        )


class Tier(models.Model):
    """A label of a scheme: tier 1 without a parent, tier 2 below its tier 1."""

    NATURAL_KEY = ("scheme__code", "parent__label", "label")

    scheme = models.ForeignKey(
        IndicatorScheme, models.CASCADE, related_name="tiers", verbose_name="指标体系"
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="所属一级指标",
    )
    label = models.CharField("名称", max_length=40)
    position = models.PositiveSmallIntegerField("顺序")

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "指标层级"
        verbose_name_plural = "指标层级"
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "parent", "label"],
                name="tier_label_is_unique_below_its_parent",
                violation_error_message="同一级下已有这个名称",
            ),
            # NULLs are never equal in SQL: tier 1 needs a rule of its own.
            models.UniqueConstraint(
                fields=["scheme", "label"],
                condition=Q(parent__isnull=True),
                name="tier_1_label_is_unique_in_its_scheme",
                violation_error_message="一级指标里已有这个名称",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str, str | None, str]:
        parent = self.parent.label if self.parent else None
        return (self.scheme.code, parent, self.label)

    natural_key.dependencies = ["projects.indicatorscheme"]  # type: ignore[attr-defined]


class BudgetYear(models.Model):
    """预算年度 with its form, its indicator scheme and its checkpoints."""

    NATURAL_KEY = ("year",)

    year = models.PositiveSmallIntegerField("预算年度", unique=True)
    layout = models.CharField(
        "表式",
        max_length=40,
        choices=layouts.layout_choices,
        default=layouts.DEFAULT,
    )
    scheme = models.ForeignKey(IndicatorScheme, models.PROTECT, verbose_name="指标体系")
    checkpoints = models.CharField(
        "支出计划节点（月份）",
        max_length=40,
        default="3,6,10,12",
        validators=[validate_months],
        help_text="资金支出计划按这些月份的月底填写累计百分比",
    )
    opens_on = models.DateField("填报开始", null=True, blank=True)
    closes_on = models.DateField("填报截止", null=True, blank=True)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "预算年度"
        verbose_name_plural = "预算年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="budget_year_is_between_2000_and_2100",
                violation_error_message="预算年度应在2000到2100之间",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=models.F("closes_on")),
                name="filling_window_opens_before_it_closes",
                violation_error_message="填报截止不能早于填报开始",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"

    def natural_key(self) -> tuple[int]:
        return (self.year,)

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(int(month) for month in self.checkpoints.split(","))


class Project(models.Model):
    """项目 with the facts of its sheet: amounts, use, and the placeholder line.

    Texts are ``None`` where the form has no such cell and ``""`` where it is empty.
    """

    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="projects", verbose_name="预算年度"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="projects", verbose_name="部门"
    )
    name = models.CharField("项目名称", max_length=200)
    code = models.CharField(
        "项目编码", max_length=60, null=True, blank=True, default=""
    )
    position = models.PositiveIntegerField("顺序", default=0)
    continued_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name="上年项目",
    )
    unit = models.CharField(
        "金额单位",
        max_length=10,
        choices=[(unit, unit) for unit in UNITS],
        null=True,
        blank=True,
        default=WAN_YUAN,
    )
    total = AmountField("预算数", null=True, blank=True)
    fiscal = AmountField("财政资金", null=True, blank=True)
    other = AmountField("其他资金", null=True, blank=True)
    usage = models.TextField("资金用途", null=True, blank=True, default="")
    goals_placeholder = models.CharField("省略行", max_length=20, null=True, blank=True)

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        ordering = ["year", "department", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "department", "name"],
                name="project_name_is_unique_in_its_department_and_year",
                violation_error_message="本部门本年度已有同名项目",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="project_has_a_name",
                violation_error_message="项目名称不能为空",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field}__isnull": True})
                    | ~Q(**{f"{field}__startswith": "-"}),
                    name=f"project_{field}_is_not_negative",
                    violation_error_message="金额不能是负数",
                )
                for field in ("total", "fiscal", "other")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def total_text(self) -> str:
        """预算数 as it was entered, without the unit."""
        return money.show(self.total)


class FundingPlanStep(models.Model):
    """资金支出计划: cumulative share at the end of a month, as written ("25%")."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="plan", verbose_name="项目"
    )
    month = models.PositiveSmallIntegerField("月份")
    percent = models.CharField("累计支出（%）", max_length=20, null=True, blank=True)

    class Meta:
        verbose_name = "资金支出计划"
        verbose_name_plural = "资金支出计划"
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"],
                name="project_has_one_plan_step_a_month",
                violation_error_message="这个月份已有一行",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="plan_month_is_between_1_and_12",
                violation_error_message="月份应在1到12之间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month}月底 {self.percent or ''}"


class Kind(models.TextChoices):
    PROJECT = "project", "项目绩效目标"
    DEPARTMENT = "department", "部门整体绩效目标"


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    FIRST_REVIEW = "first_review", "待初审"
    FINANCE_REVIEW = "finance_review", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批复"


# While a target has one of these, its filler may change the content.
EDITABLE = (Status.DRAFT, Status.RETURNED)


class Target(models.Model):
    """绩效目标表 or 部门整体绩效目标 on its way from draft to approval.

    ``version`` counts every change; who saves or decides must name the one that was
    on the screen. ``status`` is written by ``reviews.services.transition`` only.
    """

    kind = models.CharField("类型", max_length=20, choices=Kind)
    year = models.ForeignKey(
        BudgetYear, models.PROTECT, related_name="targets", verbose_name="预算年度"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="targets", verbose_name="部门"
    )
    project = models.OneToOneField(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="target",
        verbose_name="项目",
    )
    status = models.CharField(
        "状态", max_length=20, choices=Status, default=Status.DRAFT
    )
    status_since = models.DateTimeField("进入状态时间", auto_now_add=True)
    version = models.PositiveIntegerField("修改次数", default=1)
    updated_at = models.DateTimeField("最后修改", auto_now=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送审人",
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "绩效目标"
        verbose_name_plural = "绩效目标"
        ordering = ["year", "department", "kind", "project__position", "pk"]
        indexes = [models.Index(fields=["department", "year", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.PROJECT, project__isnull=False)
                | Q(kind=Kind.DEPARTMENT, project__isnull=True),
                name="project_target_has_a_project_and_a_department_target_none",
            ),
            models.UniqueConstraint(
                fields=["year", "department"],
                condition=Q(kind=Kind.DEPARTMENT),
                name="department_has_one_overall_target_a_year",
                violation_error_message="本部门本年度已有整体绩效目标",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="target_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        if self.project is not None:
            return self.project.name
        return f"{self.year}{self.department}整体绩效目标"

    @property
    def is_project(self) -> bool:
        return self.kind == Kind.PROJECT

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"target:{self.pk}"


class Goal(models.Model):
    """目标1…n of a project; the one text 总体绩效目标 of a department."""

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="goals", verbose_name="绩效目标表"
    )
    position = models.PositiveSmallIntegerField("顺序")
    text = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = "绩效目标"
        verbose_name_plural = "绩效目标"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "position"],
                name="goals_of_a_target_stand_in_different_places",
                violation_error_message="两个目标不能有相同的顺序号",
            ),
        ]

    def __str__(self) -> str:
        return f"目标{self.position + 1}"


class SubGoal(models.Model):
    """分项绩效目标; ``indicators`` one a line."""

    target = models.ForeignKey(
        Target,
        models.CASCADE,
        related_name="sub_goals",
        verbose_name="部门整体绩效目标",
    )
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("标题", max_length=200)
    goal = models.TextField("绩效目标", blank=True)
    indicators = models.TextField("绩效指标", blank=True, help_text="每行一个指标")

    class Meta:
        verbose_name = "分项绩效目标"
        verbose_name_plural = "分项绩效目标"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """工作保障措施."""

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="measures", verbose_name="部门整体绩效目标"
    )
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = "工作保障措施"
        verbose_name_plural = "工作保障措施"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title
