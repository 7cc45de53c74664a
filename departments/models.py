"""The department tree, the users and who belongs where in which role."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

code_validator = RegexValidator(
    r"^[0-9A-Za-z]+$", "部门编码只能用数字和字母，如 001 或 001002"
)


class User(AbstractUser):
    """A person. Chinese names are not split in two."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50, blank=True)

    objects = UserManager()

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class DepartmentManager(models.Manager["Department"]):
    def get_by_natural_key(self, code: str) -> "Department":
        return self.get(code=code)

    def within(self, roots: Iterable["Department"]) -> models.QuerySet["Department"]:
        """The roots and everything below them."""
        below = models.Q(pk__in=[])
        for root in roots:
            below |= models.Q(path__startswith=root.path)
        return self.filter(below)


class Department(models.Model):
    """A unit that has a budget, at its place in the tree.

    ``path`` is the codes from the root, "001/001002/": a subtree is one prefix.
    It is written by :func:`departments.services.save_department` only.
    """

    code = models.CharField(
        "编码", max_length=20, unique=True, validators=[code_validator]
    )
    name = models.CharField("名称", max_length=100)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级部门",
    )
    path = models.CharField("路径", max_length=500, unique=True, editable=False)

    objects = DepartmentManager()

    class Meta:
        verbose_name = "部门"
        verbose_name_plural = "部门"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="department_name_is_unique_below_its_parent",
                violation_error_message="同一上级部门下已有这个名称的部门",
            ),
            # NULLs are never equal in SQL: the roots need a rule of their own.
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent__isnull=True),
                name="department_name_is_unique_among_the_roots",
                violation_error_message="已有这个名称的部门",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="department_is_not_its_own_parent",
                violation_error_message="部门不能做自己的上级",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        # SQLite compares the beginning of a path without regard to case, so "a1" and
        # "A1" would see each other's targets.
        alike = Department.objects.filter(code__iexact=self.code).exclude(pk=self.pk)
        if alike.exists():
            raise ValidationError({"code": "已有这个编码的部门（不分大小写）"})

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def lineage(self) -> list[str]:
        """The paths of the units from the root down to itself."""
        codes = self.path.strip("/").split("/")
        return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]


class Role(models.TextChoices):
    FILLER = "filler", "填报人"
    HEAD = "head", "部门负责人"
    REVIEWER = "reviewer", "审核人"
    FINANCE = "finance", "财政业务"
    PERFORMANCE = "performance", "绩效管理"
    MANAGER = "manager", "管理员"
    AUDITOR = "auditor", "只读（审计）"


# The roles that a review step may ask for.
REVIEW_ROLES = (Role.HEAD, Role.REVIEWER, Role.FINANCE, Role.PERFORMANCE)


class Level(models.TextChoices):
    """Where, seen from a target's department, the role of a step must be held."""

    OWN = "own", "本单位"
    ABOVE = "above", "上级单位"
    TREE = "tree", "本单位或上级单位"
    TOP = "top", "最上级单位"


class MembershipManager(models.Manager["Membership"]):
    def get_by_natural_key(self, user: str, code: str, role: str) -> "Membership":
        return self.get(user__username=user, department__code=code, role=role)


class Membership(models.Model):
    """A person's role at a department; how far down it reaches is the role's affair."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name="用户"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="memberships", verbose_name="部门"
    )
    role = models.CharField("角色", max_length=20, choices=Role)

    objects = MembershipManager()

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"],
                name="person_has_a_role_at_a_department_once",
                violation_error_message="这个人在该部门已有这个角色",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_role_display()}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.user.username, self.department.code, self.role)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "departments.user",
        "departments.department",
    ]


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, day: date | None = None) -> "DelegationQuerySet":
        """Those that hold on the day; nobody acts for somebody who has left."""
        day = day or timezone.localdate()
        return self.filter(
            starts_on__lte=day,
            ends_on__gte=day,
            ended_at__isnull=True,
            principal__is_active=True,
        )


class Delegation(models.Model):
    """代办: the deputy acts in the posts of the principal for a period."""

    principal = models.ForeignKey(
        User, models.PROTECT, related_name="given", verbose_name="委托人"
    )
    deputy = models.ForeignKey(
        User, models.PROTECT, related_name="taken", verbose_name="代办人"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=200)
    created_at = models.DateTimeField("委托时间", auto_now_add=True)
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "代办委托"
        verbose_name_plural = "代办委托"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")),
                name="nobody_is_their_own_deputy",
                violation_error_message="不能委托给本人",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="delegation_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}代{self.principal}（{self.starts_on}至{self.ends_on}）"
