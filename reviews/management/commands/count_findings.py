"""The findings of the automatic checks, counted anew where something changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.models import BudgetYear, Target
from reviews import counting
from reviews.models import Counted


class Command(BaseCommand):
    help = (
        "Check the targets that were changed since they were last counted, for the "
        "statistics page. To be run at night, and after the settings were changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="default: all years")
        parser.add_argument(
            "--all", action="store_true", help="also what has not changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        targets = Target.objects.all()
        if options["year"]:
            if not BudgetYear.objects.filter(year=options["year"]).exists():
                raise CommandError(f"没有预算年度 {options['year']}")
            targets = targets.for_year(options["year"])
        if options["all"]:
            Counted.objects.filter(target__in=targets.values("pk")).delete()
        count = counting.refresh(targets)
        self.stdout.write(f"已检查 {count} 份绩效目标")
