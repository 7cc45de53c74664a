"""The demo: an office, four users, and the office's own published document."""

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
)
SEED = settings.BASE_DIR / "fixtures" / "seed" / "subdistrict-2021.txt"


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
        call_command(
            "import_targets", str(SEED), year=2021, department="001", stderr=self.stdout
        )
