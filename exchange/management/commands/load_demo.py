"""The demo: an office with a user of each role and a review in four steps, the office's
own published document, and a table of a unit below it that is ready for 送审."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from projects.models import Target

FIXTURES = (
    "schemes",
    "library",
    "phrases",
    "year_2021",
    "demo_office",
    "demo_users",
    "demo_review",
)
SEEDS = settings.BASE_DIR / "fixtures" / "seed"
SEED = SEEDS / "subdistrict-2021.txt"
BELOW = SEEDS / "community-2021.json"


class Command(BaseCommand):
    help = "Load the demo data into an empty database. Needs DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        # The demo users have a published password: never by accident.
        if not settings.DEMO:
            raise CommandError("只在演示模式（DEMO=1）下装入演示数据")
        if Target.objects.exists():
            self.stdout.write("已有绩效目标，不再装入演示数据")
            return
        call_command("loaddata", *FIXTURES, verbosity=0)
        for path, code in ((SEED, "001"), (BELOW, "001001")):
            call_command(
                "import_targets",
                str(path),
                year=2021,
                department=code,
                stderr=self.stdout,
            )
        call_command("count_findings", stdout=self.stdout)
