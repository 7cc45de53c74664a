"""Automatic review of a file or of a department's year."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from departments.models import Department
from exchange.files import read_file
from perftargets.errors import BadFile
from projects.models import BudgetYear
from reviews import findings
from reviews.checks import base
from sheets import fields
from sheets.sheet import Book, Overall


class Command(BaseCommand):
    help = "Findings of the automatic checks, for a file or for what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--year", type=int)
        parser.add_argument("--department")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        book = _book(options)
        report = base.run(base.Case(book=book))
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


def _book(options: dict[str, Any]) -> Book:
    if options["file"]:
        try:
            book = read_file(options["file"]).book
        except BadFile as error:
            raise CommandError(error.message) from error
        year = options["year"] or book.year
        return Book(**{**vars(book), "year": year})
    if not (options["year"] and options["department"]):
        raise CommandError("请给出一个文件，或者同时给出 --year 和 --department")
    try:
        year = BudgetYear.objects.get(year=options["year"])
        department = Department.objects.get(code=options["department"])
    except (BudgetYear.DoesNotExist, Department.DoesNotExist):
        raise CommandError("没有这个年度，或者没有这个编码的部门") from None
    return findings.book_of(year, department)


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
