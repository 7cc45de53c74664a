"""An indicator of the library, under a tier-2 label of a scheme."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from departments.models import Department
from projects.models import Tier

from .pinyin import initials
from .querysets import LibraryManager

NAME_LENGTH = 100


class State(models.TextChoices):
    PENDING = "pending", "待确认"
    CONFIRMED = "confirmed", "已确认"
    RETURNED = "returned", "已退回"
    RETIRED = "retired", "已停用"


class Direction(models.TextChoices):
    """指标性质: the sign that usually stands before the value, or what kind it is."""

    AT_LEAST = "≥", "≥（不少于）"
    AT_MOST = "≤", "≤（不超过）"
    EQUAL = "=", "=（等于）"
    MORE = ">", ">（多于）"
    LESS = "<", "<（少于）"
    DATE = "date", "时限"
    WORDS = "words", "定性"


class ProjectType(models.TextChoices):
    """Kinds of projects that want indicators of their own. From common usage, quoted
    from recollection: no regulation prescribes this list."""

    BUILDING = "building", "工程建设"
    PURCHASE = "purchase", "设备购置"
    IT = "it", "信息化建设"
    SUBSIDY = "subsidy", "补助补贴"
    STAFF = "staff", "人员经费"
    EVENT = "event", "培训、会议和宣传"
    SERVICE = "service", "购买服务"
    RUNNING = "running", "运转和维护"


class InitialsField(models.CharField):
    """The first letters of the pinyin of ``name``, written whenever the row is. A
    fixture is loaded raw, past this: it brings them along."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = initials(model_instance.name)[: self.max_length]  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, text)
        return text


class LibraryEntry(models.Model):
    """三级指标 for use again. Without a department it is shared by all (共用指标).

    ``proposed_by`` is empty for what was taken from an approved table, or entered in
    the back office. Only ``library.services`` and the back office write ``state``.
    """

    NATURAL_KEY = (
        "tier__scheme__code",
        "tier__parent__label",
        "tier__label",
        "name",
        "department__code",
    )

    tier = models.ForeignKey(
        Tier,
        models.PROTECT,
        related_name="library",
        limit_choices_to={"parent__isnull": False},
        verbose_name="二级指标",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="library",
        verbose_name="部门",
        help_text="不选就是各部门共用的指标",
    )
    name = models.CharField("三级指标", max_length=NAME_LENGTH)
    initials = InitialsField("拼音首字母", max_length=NAME_LENGTH, editable=False)
    description = models.TextField("绩效指标描述", max_length=2000, blank=True)
    direction = models.CharField(
        "指标性质", max_length=10, choices=Direction, blank=True
    )
    unit = models.CharField("计量单位", max_length=40, blank=True)
    basis = models.TextField("常用的指标值确定依据", max_length=2000, blank=True)
    project_type = models.CharField(
        "适用项目",
        max_length=20,
        choices=ProjectType,
        blank=True,
        help_text="不选就是各类项目通用",
    )
    state = models.CharField(
        "状态", max_length=20, choices=State, default=State.PENDING
    )
    opinion = models.TextField("意见", blank=True)
    version = models.PositiveIntegerField("修改次数", default=1, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="提出人",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="确认人",
    )
    decided_at = models.DateTimeField("确认时间", null=True, editable=False)

    objects = LibraryManager()

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "绩效指标库"
        ordering = ["tier__scheme", "tier__parent__position", "tier__position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "name", "department"],
                name="department_has_an_indicator_once_under_a_label",
                violation_error_message="本部门在这个二级指标下已有同名的指标",
            ),
            # NULLs are never equal in SQL: shared ones need a rule of their own.
            models.UniqueConstraint(
                fields=["tier", "name"],
                condition=Q(department__isnull=True),
                name="shared_indicator_stands_once_under_a_label",
                violation_error_message="这个二级指标下已有同名的共用指标",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="library_indicator_has_a_name",
                violation_error_message="三级指标不能为空",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="library_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.tier_id and self.tier.parent_id is None:
            raise ValidationError({"tier": "请选二级指标"})

    def natural_key(self) -> tuple[Any, ...]:
        code = self.department.code if self.department else None
        return (*self.tier.natural_key(), self.name, code)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "projects.tier",
        "departments.department",
    ]

    @property
    def subject(self) -> str:
        """Its name in the audit trail."""
        return f"library:{self.pk}"

    @property
    def key(self) -> tuple[str, str, str]:
        """(tier 1, tier 2, name), as the row of a table says it."""
        assert self.tier.parent is not None  # noqa: S101 - held by clean() and forms
        return self.tier.parent.label, self.tier.label, self.name

    @property
    def scope(self) -> str:
        return str(self.department) if self.department else "共用"

    @property
    def fits(self) -> str:
        return self.get_project_type_display() if self.project_type else "各类项目"

    @property
    def hint(self) -> str:
        """What kind of value is usual, for who writes one."""
        if self.direction == Direction.DATE:
            return "建议：写明完成的年月"
        if self.direction == Direction.WORDS:
            return "建议：定性，分级分档描述"
        if self.direction or self.unit:
            return f"建议：{self.direction} …{self.unit}".replace("： ", "：")
        return ""
