"""Approved tables into the library, for what was approved before there was one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from audit.services import record
from departments.models import Department
from library.services import learn
from projects.models import BudgetYear, Kind, Status, Target


class Command(BaseCommand):
    help = (
        "Take the indicators of approved tables into the library; again adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int)
        parser.add_argument("--department", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        approved = Target.objects.filter(kind=Kind.PROJECT, status=Status.APPROVED)
        year, code = options["year"], options["department"]
        if year is not None:
            if not BudgetYear.objects.filter(year=year).exists():
                raise CommandError(f"没有预算年度 {year}，请核对 --year")
            approved = approved.for_year(year)
        if code is not None:
            if not Department.objects.filter(code=code).exists():
                raise CommandError(f"没有编码为 {code} 的部门，请核对 --department")
            approved = approved.filter(department__code=code)
        count = 0
        for target in approved.with_names().order_by("pk").iterator():
            count += self._one(target)
        self.stdout.write(f"已收入 {count} 个指标")

    def _one(self, target: Target) -> int:
        with transaction.atomic():
            names = learn(target=target, actor=None)
            if names:
                record(
                    actor=None,
                    action="learn",
                    subject=target.subject,
                    subject_name=str(target),
                    detail={"indicators": names},
                )
        return len(names)
