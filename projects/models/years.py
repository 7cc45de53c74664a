"""Budget years, with the indicator schemes that they use."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from departments.models import Department
from sheets import layouts
from sheets.sheet import Pairs
from sheets.typed import plain

from .natural import NaturalKeyModel


def validate_months(text: str) -> None:
    """Months in rising order with commas, as "3,6,10,12"."""
    months = [int(part) for part in text.split(",")] if _MONTHS.match(text) else []
    if not months or months != sorted(set(months)) or not 1 <= months[0] <= 12:
        raise ValidationError("请按从小到大填写月份，用英文逗号隔开，如 3,6,10,12")
    if months[-1] > 12:
        raise ValidationError("月份不能大于12")


MOST_LABEL = 60  # characters: the head of a table stands on each of its pages
_MONTHS = re.compile(r"^\d{1,2}(,\d{1,2})*$")


def read_labels(text: str) -> Pairs:
    """(the form's word, the year's word) of lines such as "预算数=预算安排数";
    ``ValueError`` if a line is no such pair or a word is renamed twice."""
    pairs = []
    for line in filter(None, map(str.strip, plain(text).splitlines())):
        old, sign, new = (part.strip() for part in line.partition("="))
        if not (old and sign and new) or old in dict(pairs):
            raise ValueError(line)
        pairs.append((old, new))
    return tuple(pairs)


def validate_labels(text: str) -> None:
    """Lines of the form's word, "=", and the year's word."""
    try:
        pairs = read_labels(text)
    except ValueError as error:
        raise ValidationError(
            f"请每行写一个“原名称=新名称”，同一名称只改一次：{error}"
        ) from None
    for old, new in pairs:
        if len(new) > MOST_LABEL:
            raise ValidationError(
                f"“{old}”的新名称有 {len(new)} 个字，栏目里放不下，"
                f"请不超过 {MOST_LABEL} 个字"
            )


class IndicatorScheme(NaturalKeyModel):
    """指标体系: the tier-1 and tier-2 labels of a region's form in some years."""

    NATURAL_KEY = ("code",)

    code = models.SlugField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100, unique=True)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "指标体系"
        verbose_name_plural = "指标体系"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def rows(self) -> list[tuple[str, str]]:
        """(tier 1, tier 2) in the order of the form."""
        return list(
            self.tiers.filter(parent__isnull=False)
            .order_by("parent__position", "position")
            .values_list("parent__label", "label")
        )


class Tier(NaturalKeyModel):
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


class BudgetYear(NaturalKeyModel):
    """预算年度 with its form, its indicator scheme and its checkpoints."""

    NATURAL_KEY = ("year",)

    year = models.PositiveSmallIntegerField("预算年度", unique=True)
    layout = models.CharField(
        "表式",
        max_length=40,
        choices=layouts.layout_choices,
        default=layouts.DEFAULT,
    )
    overall_layout = models.CharField(
        "整体绩效目标表式",
        max_length=40,
        choices=layouts.overall_choices,
        blank=True,
        help_text="不选，就用与项目表配套的表式",
    )
    labels = models.TextField(
        "栏目改名",
        blank=True,
        validators=[validate_labels],
        help_text="每行一个：表式上的名称=本年度改用的名称，如 预算数=预算安排数",
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

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(int(month) for month in self.checkpoints.split(","))

    @property
    def label_pairs(self) -> Pairs:
        """(the form's word, this year's word)."""
        return read_labels(self.labels)


class DepartmentLayout(NaturalKeyModel):
    """Another form for a department and all below it, in one year."""

    NATURAL_KEY = ("year__year", "department__code")

    year = models.ForeignKey(
        BudgetYear,
        models.CASCADE,
        related_name="department_layouts",
        verbose_name="预算年度",
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        related_name="layouts",
        verbose_name="部门",
        help_text="连同它的下属单位",
    )
    layout = models.CharField("表式", max_length=40, choices=layouts.layout_choices)
    overall_layout = models.CharField(
        "整体绩效目标表式",
        max_length=40,
        choices=layouts.overall_choices,
        blank=True,
        help_text="不选，就用与项目表配套的表式",
    )

    class Meta:
        verbose_name = "部门表式"
        verbose_name_plural = "部门表式"
        ordering = ["year", "department__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "department"],
                name="department_has_one_layout_a_year",
                violation_error_message="这个部门本年度已选过表式",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.department} {self.layout}"
