"""Projects and their funding plans."""

from django.db import models
from django.db.models import Q

from departments.models import Department
from sheets import money
from sheets.sheet import UNITS, WAN_YUAN

from ..fields import AmountField
from .natural import NaturalKeyModel
from .years import BudgetYear


class Project(NaturalKeyModel):
    """项目 with the facts of its sheet: amounts, use, and the placeholder line.

    Texts are ``None`` where the form has no such cell and ``""`` where it is empty.
    """

    NATURAL_KEY = ("year__year", "department__code", "name")

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
    # What only some forms have: a list of [label, text], and the 中期 side as book
    # JSON. Only ever shown and printed as a whole: nobody asks for it in SQL.
    facts = models.JSONField("表头其他栏目", default=list, editable=False)
    medium = models.JSONField("中期目标", null=True, editable=False)

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


class FundingPlanStep(NaturalKeyModel):
    """资金支出计划: cumulative share at the end of a month, as written ("25%")."""

    NATURAL_KEY = (*(f"project__{name}" for name in Project.NATURAL_KEY), "month")

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
