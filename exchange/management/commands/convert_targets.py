"""File to file, without the database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.files import read_file, write_file
from perftargets.errors import BadFile
from sheets.edition import unstamped
from sheets.layouts import layout_ids, layout_of
from sheets.writers import writers


class Command(BaseCommand):
    help = "Read a file of performance targets and write it in another format."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--to", required=True, choices=[w.id for w in writers])
        parser.add_argument("--output", type=Path, help="default: standard output")
        parser.add_argument("--layout", choices=layout_ids())

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = read_file(options["file"])
        except BadFile as error:
            raise CommandError(error.message) from error
        for message in (*reading.errors, *reading.warnings):
            self.stderr.write(f"{message.where}：{message.message}")
        layout = layout_of(reading.book, options["layout"])
        # A file of a department's text and tables is a book, with cover and contents.
        edition = unstamped(reading.book, is_book=reading.book.overall is not None)
        data = writers.get(options["to"]).write(edition, layout)
        if options["output"]:
            try:
                write_file(options["output"], data)
            except BadFile as error:
                raise CommandError(error.message) from error
        else:
            sys.stdout.buffer.write(data)
        if reading.errors:
            raise CommandError(f"有 {len(reading.errors)} 处没有读出，见上")
