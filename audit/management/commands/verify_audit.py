"""Whether the record is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.chain import verify


class Command(BaseCommand):
    help = "Walk along the hash chain of the record; fails at whatever was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--contains",
            metavar="HASH",
            default="",
            help="a last hash of an earlier time, which must still be in the chain",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify(contains=options["contains"].strip().lower())
        self.stdout.write(f"封存完好的记录 {report.count} 条")
        self.stdout.write(f"最后的校验码 {report.head}")
        if report.unsealed:
            self.stdout.write(f"还没有封存的 {report.unsealed} 条")
        if report.faults:
            raise CommandError("\n".join(report.faults))
