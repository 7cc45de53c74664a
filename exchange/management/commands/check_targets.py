"""Automatic review of a file or of a department's year."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from departments.models import Department
from exchange.files import read_file
from perftargets.errors import BadFile
from projects.models import BudgetYear
from reviews import findings
from reviews.checks import base
from reviews.checks.settings import Settings
from sheets import fields
from sheets.sheet import Book, Overall


class Command(BaseCommand):
    help = "Findings of the automatic checks, for a file or for what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--year", type=int)
        parser.add_argument("--department")
        parser.add_argument("--last", type=Path, help="last year's file, beside a file")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        case = self._case(options)
        book, report = case.book, base.run(case)
        rows = [_row(finding, book) for finding in report.findings]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(
                f"{row['severity']} {row['code']} {row['project'] or '部门'} "
                f"{row['cell']}：{row['message']}"
            )
        for check, why in report.not_checkable.items():
            self.stdout.write(f"不能检查 {check}：{why}")
        self.stdout.write(f"共 {len(rows)} 处疑点")

    def _case(self, options: dict[str, Any]) -> base.Case:
        if not options["file"]:
            return _stored(options)
        book = self._read(options["file"])
        year = options["year"] or book.year
        return base.Case(
            replace(book, year=year),
            self._read(options["last"]) if options["last"] else None,
            settings=_settings(year),
        )

    def _read(self, file: Path) -> Book:
        """What was not read whole stands beside the findings, not in them."""
        try:
            reading = read_file(file)
        except BadFile as error:
            raise CommandError(error.message) from error
        for message in (*reading.errors, *reading.warnings):
            self.stderr.write(f"{message.where}：{message.message}")
        return reading.book


def _stored(options: dict[str, Any]) -> base.Case:
    if options["last"]:
        raise CommandError("--last 只和文件一起用；系统里的上年绩效目标会自动比较")
    if not (options["year"] and options["department"]):
        raise CommandError("请给出一个文件，或者同时给出 --year 和 --department")
    try:
        year = BudgetYear.objects.get(year=options["year"])
        department = Department.objects.get(code=options["department"])
    except (BudgetYear.DoesNotExist, Department.DoesNotExist):
        raise CommandError("没有这个年度，或者没有这个编码的部门") from None
    book = findings.book_of(year, department)
    names = [sheet.name for sheet in book.projects]
    return findings.case_of(year, department, book, names)


def _settings(year: int | None) -> Settings:
    """The year's, if there is a database: a file can be looked at without one."""
    try:
        return findings.settings_for(year) if year else Settings()
    except DatabaseError:
        return Settings()


def _row(finding: base.Finding, book: Book) -> dict[str, Any]:
    sheet = None if finding.project is None else book.projects[finding.project]
    document = sheet or book.overall or Overall()
    data = asdict(finding)
    return {
        "code": finding.check,
        "name": base.checks.get(finding.check).name,
        "dimension": finding.dimension.label,
        "severity": finding.severity.value,
        "project": sheet.name if sheet else None,
        "field": finding.path,
        "cell": fields.label_in(document, finding.path) if finding.path else "整张表",
        "found": finding.found,
        "message": finding.message,
        "mend": data["mend"],
    }
