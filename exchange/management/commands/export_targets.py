"""The book of a department's year, or one table, as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.services import record
from exchange.files import write_file
from perftargets.errors import BadFile
from projects.models import Target
from reviews.editions import edition_of_all
from sheets.layouts import layout_ids, layout_of
from sheets.writers import writers


class Command(BaseCommand):
    help = "Export performance targets; approved ones come from their frozen version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--department", metavar="CODE")
        parser.add_argument("--project", type=int, metavar="PK", help="one table only")
        parser.add_argument("--format", required=True, choices=[w.id for w in writers])
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--layout", choices=layout_ids())

    def handle(self, *args: Any, **options: Any) -> None:
        targets = Target.objects.for_year(options["year"]).with_names()
        if options["department"]:
            targets = targets.filter(department__code=options["department"])
        if options["project"]:
            targets = targets.filter(project=options["project"])
        found = list(targets.order_by("project__position", "pk"))
        if not found:
            raise CommandError("没有符合条件的绩效目标")
        if len({target.department_id for target in found}) > 1:
            raise CommandError("这一年度有多个部门：请用 --department 选一个")
        edition = edition_of_all(found, is_book=not options["project"])
        layout = layout_of(edition.book, options["layout"])
        data = writers.get(options["format"]).write(edition, layout)
        try:
            write_file(options["output"], data)
        except BadFile as error:
            raise CommandError(error.message) from error
        self._record(found, options)
        self.stdout.write(f"已导出 {len(found)} 份到 {options['output']}")

    def _record(self, targets: list[Target], options: dict[str, Any]) -> None:
        first = targets[0]
        year, department = first.year.year, first.department
        is_book = not options["project"]
        record(
            actor=None,
            action="export",
            subject=f"book:{year}:{department.code}" if is_book else first.subject,
            subject_name=f"{year}年{department}绩效文本" if is_book else str(first),
            detail={"format": options["format"], "file": options["output"].name},
        )
