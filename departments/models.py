"""The department tree, the users and who belongs where in which role."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

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


class Role(models.TextChoices):
    FILLER = "filler", "填报人"
    FIRST_REVIEWER = "first_reviewer", "初审"
    FINANCE_REVIEWER = "finance_reviewer", "财政审核"
    MANAGER = "manager", "管理员"


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
