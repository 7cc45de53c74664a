"""The targets that are written, reviewed and approved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from departments.models import Department

from ..fields import AmountField
from ..querysets import TargetQuerySet
from .natural import NaturalKeyManager, NaturalKeyModel
from .project import Project
from .years import BudgetYear


class Kind(models.TextChoices):
    PROJECT = "project", "项目绩效目标"
    DEPARTMENT = "department", "部门整体绩效目标"


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEW = "review", "审核中"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批复"
    # Brought in from before this system, or from another: nobody reviewed it here.
    ARCHIVED = "archived", "已补录"


# While a target has one of these, its filler may change the content.
EDITABLE = (Status.DRAFT, Status.RETURNED)


class Occasion(models.TextChoices):
    """Why it is on its way: in the year's round, or outside of it."""

    ROUND = "round", "年初编报"
    ADDED = "added", "年中追加"
    ADJUSTMENT = "adjustment", "调整"
    BACKFILL = "backfill", "补录"


class Target(NaturalKeyModel):
    """绩效目标表 or 部门整体绩效目标 on its way from draft to approval.

    ``version`` counts every change; who saves or decides must name the one that was
    on the screen. ``status`` is written by ``reviews/services.py`` only.
    """

    NATURAL_KEY = ("year__year", "department__code", "kind", "project__name")

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
    # The review step that it waits at, as the office calls it; "" anywhere else.
    step_name = models.CharField("审核环节", max_length=40, blank=True)
    occasion = models.CharField(
        "编报类型", max_length=20, choices=Occasion, default=Occasion.ROUND
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
    # Whoever had a hand in the content: none of them may pass it.
    filled_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="填报人"
    )

    objects = NaturalKeyManager.from_queryset(TargetQuerySet)()

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
            models.CheckConstraint(
                condition=~Q(status=Status.ARCHIVED) | Q(occasion=Occasion.BACKFILL),
                name="what_was_written_here_is_not_archived",
                violation_error_message="只有补录的绩效目标可以是“已补录”",
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
    def standing(self) -> str:
        """Its status as the page says it: 待初审, 调整待审核, 已批复."""
        if self.status == Status.REVIEW:
            words = f"待{self.step_name}"
        else:
            words = self.get_status_display()
        if self.occasion == Occasion.ADJUSTMENT and self.status != Status.APPROVED:
            return f"调整{words}"
        return words

    @property
    def is_outside_round(self) -> bool:
        """Not bound to the year's filling window."""
        return self.occasion != Occasion.ROUND

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"target:{self.pk}"


# How a row that belongs to a target names it.
OF_TARGET = tuple(f"target__{name}" for name in Target.NATURAL_KEY)


class Goal(NaturalKeyModel):
    """目标1…n of a project; the one text 总体绩效目标 of a department."""

    NATURAL_KEY = (*OF_TARGET, "position")

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


class SubGoal(NaturalKeyModel):
    """分项绩效目标; ``indicators`` and ``projects`` (names) one a line."""

    NATURAL_KEY = (*OF_TARGET, "position")

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
    projects = models.TextField(
        "对应项目", blank=True, help_text="每行一个本年度项目的名称"
    )

    class Meta:
        verbose_name = "分项绩效目标"
        verbose_name_plural = "分项绩效目标"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Task(NaturalKeyModel):
    """年度主要任务, of forms that list them with their money."""

    NATURAL_KEY = (*OF_TARGET, "position")

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="tasks", verbose_name="部门整体绩效目标"
    )
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("任务名称", max_length=200, blank=True)
    content = models.TextField("主要内容", blank=True)
    total = AmountField("总额", null=True, blank=True)
    fiscal = AmountField("财政拨款", null=True, blank=True)
    other = AmountField("其他资金", null=True, blank=True)

    class Meta:
        verbose_name = "年度主要任务"
        verbose_name_plural = "年度主要任务"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Measure(NaturalKeyModel):
    """工作保障措施."""

    NATURAL_KEY = (*OF_TARGET, "position")

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
