"""Files into the database, or only a report of what would come in."""

import json
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from departments.models import Department
from exchange.files import save_reading, write_file
from exchange.sources import Source, is_many, sources
from perftargets.errors import BadFile, NotAllowed
from projects.models import BudgetYear
from sheets.interchange import book_to_json
from sheets.readers import Message, Reading
from sheets.sheet import Book


class Command(BaseCommand):
    help = (
        "Import performance targets as drafts, from Word, Excel, web pages, text, JSON "
        "or our own PDF (本系统导出的PDF). FILE may be a folder or a zip; each file is "
        "taken whole or not, and one that is not holds up no other."
    )
    goes_on = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, help="default: the year in the file")
        parser.add_argument("--department", metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="no database")
        parser.add_argument("--report", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["files"]
        self.goes_on = len(paths) > 1 or any(map(is_many, paths))
        results = []
        for source in chain.from_iterable(map(sources, paths)):
            result = self._one(source, options)
            for message in (*result["errors"], *result["warnings"]):
                where = f"{message['file']} {message['where']}"
                self.stderr.write(f"{where}：{message['message']}")
            results.append(result)
        if options["report"]:
            self._report(results, options["report"])
        failed = sum(1 for result in results if result["errors"])
        if failed:
            count = sum(len(result["errors"]) for result in results)
            which = f"{failed} 个文件中" if self.goes_on else ""
            raise CommandError(f"{which}有 {count} 处错误，见上；有错误的文件没有导入")

    def _report(self, results: list[dict[str, Any]], path: Path) -> None:
        """That of one file; of several the last one's book, all messages, and each
        file by itself."""
        report = {
            "book": results[-1]["book"],
            "errors": [m for result in results for m in result["errors"]],
            "warnings": [m for result in results for m in result["warnings"]],
        }
        if self.goes_on:
            report["files"] = results
        text = json.dumps(report, ensure_ascii=False, indent=1)
        try:
            write_file(path, f"{text}\n".encode())
        except BadFile as error:
            raise CommandError(error.message) from error

    def _one(self, source: Source, options: dict[str, Any]) -> dict[str, Any]:
        """What came of a file, as it stands in the report."""
        reading, wrong, count = Reading(Book()), (), 0
        try:
            reading = source.read()
            wrong, count = self._save(reading, options)
        except (BadFile, NotAllowed) as error:
            wrong = (Message("", error.message),)
        except CommandError as error:
            if not self.goes_on:
                raise
            wrong = (Message("", str(error)),)
        if not wrong and not options["dry_run"]:
            self.stdout.write(f"{source.name}：已导入 {count} 份草稿")
        return {
            "file": source.name,
            "imported": count,
            "book": book_to_json(reading.book),
            "errors": [{"file": source.name, **asdict(m)} for m in wrong],
            "warnings": [{"file": source.name, **asdict(m)} for m in reading.warnings],
        }

    def _save(
        self, reading: Reading, options: dict[str, Any]
    ) -> tuple[tuple[Message, ...], int]:
        """What is wrong, else how many drafts it became."""
        if options["dry_run"]:
            return reading.errors, 0
        targets, wrong = save_reading(
            reading=reading,
            year=self._year(options["year"] or reading.book.year),
            department=self._department(options["department"]),
            actor=None,
        )
        return wrong, len(targets)

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
