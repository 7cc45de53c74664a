"""Approved tables into the library, for what was approved before there was one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from audit.services import record
from library.services import learn
from projects.models import Kind, Status, Target


class Command(BaseCommand):
    help = (
        "Take the indicators of approved tables into the library; again adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int)
        parser.add_argument("--department", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        approved = Target.objects.filter(kind=Kind.PROJECT, status=Status.APPROVED)
        if options["year"]:
            approved = approved.for_year(options["year"])
        if options["department"]:
            approved = approved.filter(department__code=options["department"])
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
