"""The manual's table of checks, printed or written into the manual."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.checks.catalogue import markdown

BEGIN = "<!-- 由 manage.py list_checks --write 生成，请勿手工修改 -->\n"
END = "<!-- 检查表结束 -->\n"


class Command(BaseCommand):
    help = "The table of automatic checks; --write puts it into the manual."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument(
            "--manual", type=Path, default=settings.BASE_DIR / "docs" / "manual.md"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(markdown(), ending="")
            return
        manual: Path = options["manual"]
        before, old, after = parts_of(manual.read_text("utf-8"))
        manual.write_text(before + markdown() + after, "utf-8")
        same = old == markdown()
        self.stdout.write("手册里的检查表没有变化" if same else "已更新手册里的检查表")


def parts_of(manual: str) -> tuple[str, str, str]:
    """Up to the table, the table, and from its end; ``CommandError`` without marks."""
    begin, end = manual.find(BEGIN), manual.find(END)
    if not 0 <= begin < end:
        raise CommandError("手册里没有检查表的起止标记")
    begin += len(BEGIN)
    return manual[:begin], manual[begin:end], manual[end:]
