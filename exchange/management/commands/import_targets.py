"""Files into the database, or only a report of what would come in."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from departments.models import Department
from exchange.files import read_file, save_reading, write_file
from perftargets.errors import BadFile, NotAllowed
from projects.models import BudgetYear
from sheets.interchange import book_to_json
from sheets.readers import Message, Reading
from sheets.sheet import Book


class Command(BaseCommand):
    help = "Import performance targets as drafts; each file is taken whole or not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--year", type=int, help="default: the year in the file")
        parser.add_argument("--department", metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="no database")
        parser.add_argument("--report", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        errors: list[dict[str, str]] = []
        warnings: list[dict[str, str]] = []
        book = Book()
        for path in options["files"]:
            reading, wrong = self._one(path, options)
            book = reading.book
            errors += [{"file": path.name, **asdict(m)} for m in wrong]
            warnings += [{"file": path.name, **asdict(m)} for m in reading.warnings]
        for message in (*errors, *warnings):
            self.stderr.write(
                f"{message['file']} {message['where']}：{message['message']}"
            )
        if options["report"]:
            report = {
                "book": book_to_json(book),
                "errors": errors,
                "warnings": warnings,
            }
            text = json.dumps(report, ensure_ascii=False, indent=1)
            try:
                write_file(options["report"], f"{text}\n".encode())
            except BadFile as error:
                raise CommandError(error.message) from error
        if errors:
            raise CommandError(f"有 {len(errors)} 处错误，见上；有错误的文件没有导入")

    def _one(
        self, path: Path, options: dict[str, Any]
    ) -> tuple[Reading, tuple[Message, ...]]:
        try:
            reading = read_file(path)
        except BadFile as error:
            return Reading(Book()), (Message("", error.message),)
        if options["dry_run"]:
            return reading, reading.errors
        try:
            targets, wrong = save_reading(
                reading=reading,
                year=self._year(options["year"] or reading.book.year),
                department=self._department(options["department"]),
                actor=None,
            )
        except NotAllowed as error:
            return reading, (Message("", error.message),)
        if not wrong:
            self.stdout.write(f"{path.name}：已导入 {len(targets)} 份草稿")
        return reading, wrong

    def _year(self, year: int | None) -> BudgetYear:
        found = BudgetYear.objects.filter(year=year).first()
        if found is None:
            raise CommandError(f"没有预算年度 {year}：请用 --year，或先在后台建立")
        return found

    def _department(self, code: str | None) -> Department:
        found = Department.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有部门 {code}：请用 --department 给出部门编码")
        return found
